import { decideOnAzure, isResourceId, isWithin } from '../../../lib/proof/permissions/azure';
import type { AzureGrants } from '../../../lib/proof/permissions/azure';
import type { CloudResource } from '../../../lib/proof/model/cloud-resource';
import type { DenyAssignment, IdentityPolicy, OpenAssignment } from '../../../lib/proof/model/identity/identity-policy';
import { symbolOf } from '../../../lib/proof/model/known/symbol';

const GROUP = '/subscriptions/s/resourceGroups/rg';
const VAULT = `${GROUP}/providers/Microsoft.KeyVault/vaults/kv`;
const GET = 'Microsoft.KeyVault/vaults/secrets/getSecret/action';
const READ = 'Microsoft.KeyVault/vaults/read';
const NOTHING = { actions: [], notActions: [], dataActions: [], notDataActions: [] };
const at = { file: '', pointer: '' };

type Policy = Omit<IdentityPolicy, 'identity'>;
const role = (source: string, more: Partial<Policy> = {}): Policy => ({
  ...{ kind: 'role-assignment', source, name: 'Key Vault Secrets User', scope: VAULT, at, ...more },
});
const accessPolicy = (source: string, ...vaultPermissions: string[]): Policy =>
  role(source, { name: 'access policy (x)', vaultPermissions });
const open = (policy: Policy, isOf: OpenAssignment['isOf']): OpenAssignment => ({
  ...policy,
  whose: 'p',
  because: 'whose',
  isOf,
});
const denial = (id: string, more: Partial<DenyAssignment> = {}): DenyAssignment => ({
  ...{ id, scope: GROUP, azure: [{ ...NOTHING, actions: ['*'], dataActions: ['*'] }], isFor: () => true, at, ...more },
});
const vault = (more: Partial<CloudResource>): CloudResource =>
  ({ id: 'kv', service: 'Microsoft.KeyVault/vaults', isByRoles: true, ...more }) as CloudResource;

interface Given extends Partial<Omit<AzureGrants, 'policies'>> {
  readonly policies?: readonly Policy[];
  readonly read?: CloudResource;
  readonly action?: string;
  readonly resource?: string;
}

const decide = ({ policies = [], read = vault({}), action = GET, resource = VAULT, ...more }: Given) =>
  decideOnAzure(
    {
      ...{ identity: 'id', open: [], denials: [], uncounted: new Map(), managementGroups: [], ...more },
      policies: policies.map((policy) => ({ identity: 'id', ...policy })),
    },
    { action, resource, read, write: (text) => text },
  );

const NO = { allowed: false, assumes: ['nothing-elsewhere'] };
const YES = { allowed: true, assumes: [] };
const OPEN = { allowed: { why: expect.any(String) as string }, assumes: [] };
const gives = (source: string, to = '') => `${source} gives Key Vault Secrets User on ${VAULT}${to}, which has ${GET}`;

describe('an answer says why', () => {
  test.each<[string, Given, object]>([
    ['nothing gives it', {}, { ...NO, because: ['nothing that was read gives it a role'] }],
    [
      'what gives it, and not what does not',
      { policies: [role('a'), role('b', { name: 'Reader' })] },
      { ...YES, because: [gives('a')] },
    ],
    [
      'a group',
      { policies: [role('a', { through: 'g' })] },
      { ...YES, because: [gives('a', ' to g, of which it is a member')] },
    ],
    [
      'what does not give it, each',
      {
        policies: [
          role('a', { name: 'Reader' }),
          role('b', { scope: '/subscriptions/other' }),
          role('c', { condition: `!(ActionMatches{'${GET}'})` }),
        ],
        open: [open(role('d'), () => false)],
      },
      {
        ...NO,
        because: [
          `a gives Reader, which does not have ${GET}`,
          `b gives Key Vault Secrets User on /subscriptions/other, which is not around ${VAULT}`,
          `c gives Key Vault Secrets User on a condition that ${GET} does not meet`,
          'd is not for it',
        ],
      },
    ],
    [
      'what may give it, and not what does not',
      { policies: [role('a', { scope: '' }), role('b', { name: 'Reader' })] },
      { ...OPEN, because: ['a may give it by Key Vault Secrets User on no known scope: its scope is not known'] },
    ],
    [
      'that its scope was not written',
      { policies: [role('a', { scope: undefined as never })] },
      { ...OPEN, because: ['a may give it by Key Vault Secrets User on no known scope: its scope is not known'] },
    ],
    [
      'once which way a vault goes, where that is not known',
      { policies: [role('a')], read: vault({ isByRoles: { why: 'which is not known' } }) },
      { ...OPEN, because: ['which is not known'] },
    ],
    [
      'that it may not be there',
      { policies: [role('a')], uncounted: new Map([['a', 'how many there are of a is not known']]) },
      {
        ...OPEN,
        because: [expect.stringMatching(/^a may give it by Key Vault Secrets User on .*: .*how many there are of a/)],
      },
    ],
    [
      'that it may be another’s',
      {
        open: [
          open(role('a', { name: undefined as never, isRoleOpen: true }), () => ({ why: 'who it is is not known' })),
        ],
      },
      { ...OPEN, because: [expect.stringMatching(/^a may give it by a role that is not known on /)] },
    ],
    [
      'eight reasons',
      { policies: 'abcdefghij'.split('').map((one) => role(one)) },
      { ...YES, because: 'abcdefgh'.split('').map((one) => gives(one)) },
    ],
    [
      'who denies it, and nothing else',
      {
        policies: [role('a')],
        denials: [denial('x', { isFor: () => false }), denial('y'), denial('z', { isFor: () => ({ why: 'w' }) })],
      },
      { allowed: false, assumes: [], because: ['y denies it', 'z may deny it: w'] },
    ],
    [
      'who may deny it, before what gives it',
      {
        policies: [role('a')],
        denials: [denial('x', { isFor: () => false }), denial('z', { azure: undefined as never })],
      },
      { ...OPEN, because: ['z may deny it: what it denies is not known', gives('a')] },
    ],
    [
      'eight of those that deny it',
      { denials: 'abcdefghij'.split('').map((one) => denial(one)) },
      { allowed: false, assumes: [], because: 'abcdefgh'.split('').map((one) => `${one} denies it`) },
    ],
    [
      'nothing of who may deny what nothing gives',
      { denials: [denial('z', { isFor: () => ({ why: 'w' }) })] },
      { ...NO, because: ['nothing that was read gives it a role'] },
    ],
    [
      'that a vault goes by its access policies, and none gives it',
      { policies: [role('a')], read: vault({ isByRoles: false }) },
      {
        ...NO,
        because: [
          'nothing that was read gives it an access policy',
          'kv is not set to Azure RBAC: its access policies decide, and no role',
        ],
      },
    ],
    [
      'which access policy gives it, and no role',
      { policies: [role('a'), accessPolicy('p', 'secret: get')], read: vault({ isByRoles: false }) },
      {
        ...YES,
        because: [
          'kv is not set to Azure RBAC: its access policies decide, and no role',
          `p gives access policy (x) on ${VAULT}, which has ${GET}`,
        ],
      },
    ],
    [
      'a role, and no access policy',
      { policies: [role('a'), accessPolicy('p', 'secret: get')] },
      { ...YES, because: [gives('a')] },
    ],
    [
      'a role alone of what no vault decides',
      { policies: [role('a', { name: 'Reader' }), accessPolicy('p', 'secret: all')], action: READ },
      { ...YES, because: [`a gives Reader on ${VAULT}, which has ${READ}`] },
    ],
    [
      'nothing of access policies where a role alone would do',
      { policies: [accessPolicy('p', 'secret: all')], action: READ },
      { ...NO, because: ['nothing that was read gives it a role'] },
    ],
    [
      'that not all access policies are known',
      { read: vault({ isByRoles: false, isPolicyOpen: true }) },
      {
        ...OPEN,
        because: [
          'the access policies of kv are not all known',
          'kv is not set to Azure RBAC: its access policies decide, and no role',
        ],
      },
    ],
    [
      'nothing of a role of the directory, whoever has it',
      {
        policies: [role('a', { isOfDirectory: true })],
        open: [open(role('d', { isOfDirectory: true }), () => ({ why: 'w' }))],
      },
      { ...NO, because: ['nothing that was read gives it a role'] },
    ],
  ])('%s', (_, given, answer) => expect(decide(given)).toEqual(answer));
});

test('either way of a vault counts where it is not known which, and is the answer where both have the same', () => {
  const read = vault({ isByRoles: { why: 'which is not known' } });
  const [byRole, byPolicy] = [role('a'), accessPolicy('p', 'secret: get')];
  expect(decide({ read, policies: [byRole, byPolicy] }).allowed).toBe(true);
  expect(decide({ read, policies: [byRole] })).toMatchObject({ allowed: { why: 'which is not known' } });
  expect(decide({ read, policies: [byPolicy] })).toMatchObject({ allowed: { why: 'which is not known' } });
  expect(decide({ read, policies: [role('a', { name: 'Reader' }), accessPolicy('p', 'secret: set')] }).allowed).toBe(
    false,
  );
});

describe('a scope', () => {
  const within = (scope: string, resource = VAULT) => decide({ policies: [role('a', { scope })], resource }).allowed;
  const UNKNOWN = { why: expect.any(String) as string };

  test.each<[string, boolean | object]>([
    ['/', true],
    ['/subscriptions/S', true],
    [`${GROUP}//`, true],
    [VAULT, true],
    ['/subscriptions/s/resourceGroups/r', false],
    [`${VAULT}/secrets/a`, false],
    ['', { why: 'its scope is not known' }],
    [
      '/providers/Microsoft.Management/managementGroups/m',
      { why: 'which subscriptions are in a management group is not known' },
    ],
  ])('%s', (scope, is) => expect(within(scope)).toEqual(is));

  test('that is not known may be around it', () => expect(within(symbolOf('var.scope'))).toEqual(UNKNOWN));

  test('that is a management group is around what the program puts into it, in whatever groups, even in a circle', () => {
    const M = '/providers/Microsoft.Management/managementGroups';
    const group = (name: string, ...holds: string[]) =>
      ({ id: name, arn: `${M}/${name}`, service: 'managementGroup', holds }) as unknown as CloudResource;
    const of = (...managementGroups: CloudResource[]) =>
      decide({ policies: [role('a', { scope: `${M}/M` })], managementGroups }).allowed;
    expect(of(group('other', '/subscriptions/s'), group('m', '/subscriptions/t'))).toEqual(UNKNOWN);
    expect(of(group('other', '/subscriptions/t'), group('m', '/subscriptions/S'))).toBe(true);
    expect(of(group('m', `${M}/n`), group('n', `${M}/o`, `${M}/m`), group('o', '/subscriptions/s'))).toBe(true);
    expect(of(group('m', `${M}/n`), group('n', `${M}/m`))).toEqual(UNKNOWN);
    expect(of({ id: 'm', arn: `${M}/m`, service: 'managementGroup' } as unknown as CloudResource)).toEqual(UNKNOWN);
  });
});

test.each<[string, Partial<DenyAssignment>, boolean]>([
  ['without a condition', { condition: '' }, false],
  ['of its scope alone', { scope: VAULT.toUpperCase(), isOfScopeAlone: true }, false],
  ['of its scope alone, which is around it', { isOfScopeAlone: true }, true],
])('a deny assignment %s', (_, more, allowed) =>
  expect(decide({ policies: [role('a', { condition: '' })], denials: [denial('x', more)] }).allowed).toBe(allowed),
);

test.each([
  [VAULT, true],
  ['/SUBSCRIPTIONS/s-1', true],
  ['/subscriptions/', false],
  [`https://x${VAULT}`, false],
  [`/subscriptions/${symbolOf('var.s')}`, false],
])('%s is a resource id: %s', (text, is) => expect(isResourceId(text)).toBe(is));

describe('whether a resource id is within another', () => {
  const group = '/subscriptions/s/resourcegroups/rg';
  const named = (name: string): string => `${group}/providers/x/y/${name}`;

  test('is told by its parts, where both are written out', () => {
    expect(isWithin(group, group)).toBe(true);
    expect(isWithin(named('a'), group)).toBe(true);
    expect(isWithin(group, named('a'))).toBe(false);
    expect(isWithin(named(`${symbolOf('var.x')}-a`), named(`${symbolOf('var.x')}-b`))).toBe(false);
    expect(isWithin(named('a'), named(symbolOf('var.x')))).toHaveProperty('why');
    expect(isWithin(group, `${group}/${symbolOf('var.x')}`)).toBe(false);
  });

  test('is not known of what stands for a whole one', () => {
    expect(isWithin(symbolOf('x.id'), group)).toHaveProperty('why');
    expect(isWithin(named('a'), symbolOf('x.id'))).toHaveProperty('why');
    expect(isWithin(`${symbolOf('x.id')}/y/a`, symbolOf('x.id'))).toBe(true);
  });
});
