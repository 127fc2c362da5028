import fc from 'fast-check';
import type { CloudResource } from '../../../lib/proof/model/cloud-resource';
import type { AzureActions, DenyAssignment, IdentityPolicy } from '../../../lib/proof/model/identity/identity-policy';
import { isUnknown, unknown } from '../../../lib/proof/model/known/known';
import type { Known } from '../../../lib/proof/model/known/known';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import { decideOnAzure } from '../../../lib/proof/permissions/azure';

const AT = { file: 'main.tf.json', pointer: '' };
const IDENTITY = 'azurerm_user_assigned_identity.api';

interface Assigned {
  readonly block: AzureActions;
  readonly scope: string;
  readonly isPolicyOfVault: boolean;
  /** In the policies of a vault. */
  readonly permissions: readonly string[];
  /** The condition: whether it asks for this action first, and what it makes of it. */
  readonly condition?: { readonly asksFor: string; readonly holds: boolean };
}

interface Denied {
  readonly block: AzureActions;
  readonly scope: string;
  readonly isForAll: boolean;
  readonly isExcluded: boolean;
  readonly isOfScopeAlone: boolean;
}

interface Case {
  readonly assigned: readonly Assigned[];
  readonly denied: readonly Denied[];
  readonly action: string;
  readonly resource: string;
  readonly vaultByRoles: boolean;
}

const SUBSCRIPTION = '/subscriptions/S-1';
const GROUP = `${SUBSCRIPTION}/resourceGroups/rg-shop`;
const VAULT = `${GROUP}/providers/Microsoft.KeyVault/vaults/kv`;
const SCOPES = ['/', SUBSCRIPTION, GROUP, `${GROUP}-2`, VAULT, `${VAULT}/secrets/a`, VAULT.toLowerCase(), `${VAULT}2`];
const GET_SECRET = 'Microsoft.KeyVault/vaults/secrets/getSecret/action';
const ACTIONS = [GET_SECRET, 'Microsoft.KeyVault/vaults/read', 'Microsoft.KeyVault/vaults/write'];
const PATTERNS = ['*', '*/read', 'Microsoft.KeyVault/*', 'microsoft.keyvault/vaults/secrets/*', ...ACTIONS];

// A second opinion, written straight from Microsoft's documentation; it shares nothing with lib.

const isData = (action: string): boolean => action === GET_SECRET;

function fits(pattern: string, action: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const text = action.toLowerCase();
  if (parts.length === 1) return text === parts[0];
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const found = index === parts.length - 1 ? text.length - part.length : text.indexOf(part, at);
    if (found < at || (index === 0 && found !== 0) || !text.startsWith(part, found)) return false;
    at = found + part.length;
  }
  return true;
}

function has({ actions, notActions, dataActions, notDataActions }: AzureActions, action: string): boolean {
  const [gives, takes] = isData(action) ? [dataActions, notDataActions] : [actions, notActions];
  return gives.some((one) => fits(one, action)) && !takes.some((one) => fits(one, action));
}

function isAround(scope: string, resource: string): boolean {
  const segments = (id: string): readonly string[] => id.toLowerCase().split('/').filter(Boolean);
  return segments(scope).every((segment, index) => segments(resource)[index] === segment);
}

function naively({ assigned, denied, action, resource, vaultByRoles }: Case): boolean {
  const byPolicies = isData(action) && !vaultByRoles;
  const given = assigned.some(
    ({ block, scope, isPolicyOfVault, permissions, condition }) =>
      isAround(scope, resource) &&
      isPolicyOfVault === byPolicies &&
      (isPolicyOfVault ? permissions.includes('secret: get') : has(block, action)) &&
      (condition === undefined || condition.asksFor !== action || condition.holds),
  );
  const isDenied = denied.some(
    ({ block, scope, isForAll, isExcluded, isOfScopeAlone }) =>
      isForAll &&
      !isExcluded &&
      has(block, action) &&
      (isOfScopeAlone ? scope.toLowerCase() === resource.toLowerCase() : isAround(scope, resource)),
  );
  return given && !isDenied;
}

const list = fc.array(fc.constantFrom(...PATTERNS), { maxLength: 2 });
const block: fc.Arbitrary<AzureActions> = fc.record({
  actions: list,
  notActions: list,
  dataActions: list,
  notDataActions: list,
});
const ASSIGNED: fc.Arbitrary<Assigned> = fc.record({
  block,
  scope: fc.constantFrom(...SCOPES),
  isPolicyOfVault: fc.boolean(),
  permissions: fc.constantFrom<readonly string[]>(['secret: get', 'key: get'], ['secret: list'], []),
  condition: fc.option(fc.record({ asksFor: fc.constantFrom(...ACTIONS), holds: fc.boolean() }), {
    nil: undefined,
    freq: 2,
  }),
});
const DENIED: fc.Arbitrary<Denied> = fc.record({
  block,
  scope: fc.constantFrom(...SCOPES),
  isForAll: fc.boolean(),
  isExcluded: fc.nat(3).map((one) => one === 0),
  isOfScopeAlone: fc.nat(3).map((one) => one === 0),
});
const CASES: fc.Arbitrary<Case> = fc.record({
  assigned: fc.array(ASSIGNED, { maxLength: 4 }),
  denied: fc.array(DENIED, { maxLength: 2 }),
  action: fc.constantFrom(...ACTIONS),
  resource: fc.constantFrom(VAULT, `${VAULT}/secrets/a`, `${VAULT}/secrets/b`, VAULT.toUpperCase()),
  vaultByRoles: fc.boolean(),
});

/** What is not known of a case. */
type Forgotten = 'roles' | 'permissions' | 'assignees' | 'denied' | 'whom' | 'vault' | 'scopes';
const ALL_FORGOTTEN: readonly Forgotten[] = ['roles', 'permissions', 'assignees', 'denied', 'whom', 'vault', 'scopes'];

/** The answer, with one kind of fact that is not known. */
function decided(one: Case, forgotten?: Forgotten): Known {
  const scopeOf = (scope: string): string => (forgotten === 'scopes' ? symbolOf(`var.of${scope}`) : scope);
  const policies = one.assigned.map((each, index): IdentityPolicy => {
    const { block: azure, scope, isPolicyOfVault, permissions, condition } = each;
    return {
      ...{ identity: IDENTITY, kind: 'role-assignment', source: `assignment ${index}`, name: `role ${index}` },
      ...(isPolicyOfVault
        ? {
            vaultPermissions: forgotten === 'permissions' ? [] : permissions,
            ...(forgotten === 'permissions' ? { isRoleOpen: true } : {}),
          }
        : forgotten === 'roles'
          ? {}
          : { azure: [azure] }),
      scope: scopeOf(scope),
      ...(condition && { condition: conditionText(condition) }),
      at: AT,
    } as IdentityPolicy;
  });
  const denials = one.denied.map(
    ({ block: azure, scope, isForAll, isExcluded, isOfScopeAlone }, index): DenyAssignment => ({
      ...{ id: `denial ${index}`, scope: scopeOf(scope) },
      ...(forgotten === 'denied' ? {} : { azure: [azure] }),
      ...(isOfScopeAlone ? { isOfScopeAlone } : {}),
      isFor: () => (forgotten === 'whom' ? unknown('whom') : isForAll && !isExcluded),
    }),
  );
  const vault: CloudResource = {
    ...{ id: 'azurerm_key_vault.main', name: 'kv', service: 'Microsoft.KeyVault/vaults', arn: VAULT },
    ...{ spellings: new Map(), declared: true, policies: [], at: AT },
    isByRoles: forgotten === 'vault' ? unknown('vault') : one.vaultByRoles,
  };
  const isHidden = forgotten === 'assignees';
  return decideOnAzure(
    {
      identity: IDENTITY,
      policies: isHidden ? [] : policies,
      open: isHidden
        ? policies.map((policy) => ({ ...policy, whose: 'p', because: 'whose', isOf: () => unknown('whose') }))
        : [],
      denials,
      uncounted: new Map(),
      managementGroups: [],
    },
    { action: one.action, resource: one.resource, read: vault, write: (text) => text },
  ).allowed;
}

/** The form that the portal writes; what does not ask for the action, only the request would tell. */
function conditionText({ asksFor, holds }: NonNullable<Assigned['condition']>): string {
  return holds
    ? `((!(ActionMatches{'${asksFor}'})) OR (ActionMatches{'${asksFor}'}))`
    : `(!(ActionMatches{'${asksFor}'}))`;
}

const RUNS = { numRuns: Number(process.env.PODTRUST_PROPERTY_RUNS ?? 400) };

test('what is known whole is decided as Azure does', () => {
  fc.assert(
    fc.property(CASES, (one) => expect(decided(one)).toBe(naively(one))),
    RUNS,
  );
});

test('what is no longer known never turns the answer round', () => {
  fc.assert(
    fc.property(CASES, fc.constantFrom(...ALL_FORGOTTEN), (one, forgotten) => {
      const after = decided(one, forgotten);
      if (!isUnknown(after)) expect(after).toBe(naively(one));
    }),
    RUNS,
  );
});

test('a further deny assignment never allows more, a further role never less', () => {
  fc.assert(
    fc.property(
      CASES,
      ASSIGNED,
      DENIED,
      fc.option(fc.constantFrom(...ALL_FORGOTTEN)),
      (one, role, denial, forgotten) => {
        const rank = (answer: Known): number => (isUnknown(answer) ? 1 : answer ? 2 : 0);
        const before = rank(decided(one, forgotten ?? undefined));
        const narrower = { ...one, denied: [...one.denied, denial] };
        const wider = { ...one, assigned: [...one.assigned, role] };
        expect(rank(decided(narrower, forgotten ?? undefined))).toBeLessThanOrEqual(before);
        expect(rank(decided(wider, forgotten ?? undefined))).toBeGreaterThanOrEqual(before);
      },
    ),
    RUNS,
  );
});
