import { grantsOf, isLimited, policiesOfPods } from '../../../lib/proof/evaluate/permission-actions';
import { parsePermissionPolicy } from '../../../lib/proof/iam';
import { AdmissionIndex } from '../../../lib/proof/mechanisms/admission-index';
import { IdentityIndex } from '../../../lib/proof/model/identity/identity-index';
import type { IdentityPolicy } from '../../../lib/proof/model/identity/identity-policy';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import { admission } from '../mechanisms/admission';

const place = { file: 'main.tf', pointer: '' };
const ACTION = 's3:GetObject';
const policy = (
  kind: IdentityPolicy['kind'],
  statements?: readonly unknown[],
  parts: Partial<IdentityPolicy> = {},
): IdentityPolicy => ({
  identity: 'role',
  kind,
  source: kind,
  ...(statements
    ? { statements: parsePermissionPolicy({ Version: '2012-10-17', Statement: statements }).statements }
    : {}),
  at: place,
  ...parts,
});
const statement = (effect: string, parts: Record<string, unknown> = {}): unknown => ({
  Effect: effect,
  Action: ACTION,
  Resource: '*',
  ...parts,
});
const allow = policy('permissions', [statement('Allow')]);
const GRANT = { resource: '*', source: 'permissions', everything: false };

describe('what lets a role take an action', () => {
  const granted = (...policies: readonly IdentityPolicy[]): unknown => grantsOf(policies, ACTION);

  test('is each Allow that covers it, with the resource that it names', () => {
    const one = statement('Allow', { Resource: ['a', symbolOf('bucket.arn')], Action: 's3:*' });
    expect(granted(policy('permissions', [one, statement('Allow', { Action: 's3:PutObject' })]), allow)).toEqual([
      { ...GRANT, resource: 'a' },
      { ...GRANT, resource: '${bucket.arn}' },
      GRANT,
    ]);
    expect(granted(policy('permissions', [statement('Allow', { Resource: undefined, NotResource: 'a' })]))).toEqual([
      { ...GRANT, resource: 'NotResource a' },
    ]);
    expect(granted(policy('permissions'))).toEqual([]);
  });

  test('may allow everything there is, which NotAction does not', () => {
    expect(granted(policy('permissions', [statement('Allow', { Action: '*' })]))).toEqual([
      { ...GRANT, everything: true },
    ]);
    expect(granted(policy('permissions', [statement('Allow', { Action: undefined, NotAction: 'iam:*' })]))).toEqual([
      GRANT,
    ]);
    const twisted = statement('Allow', { Action: undefined, NotAction: ['iam:*', '*'] });
    expect(granted(policy('permissions', [twisted]))).toEqual([]);
  });

  test('is nothing that a boundary allows', () => {
    expect(granted(policy('boundary', [statement('Allow')]))).toEqual([]);
    expect(granted(allow, policy('boundary', [statement('Allow')]))).toEqual([GRANT]);
    expect(granted(allow, policy('boundary'))).toEqual([GRANT]);
  });

  test('is nothing where a Deny takes it out everywhere, or a boundary leaves it out', () => {
    expect(granted(allow, policy('permissions', [statement('Deny')]))).toEqual([]);
    expect(granted(allow, policy('boundary', [statement('Allow'), statement('Deny')]))).toEqual([]);
    expect(granted(allow, policy('boundary', [statement('Allow', { Action: 's3:PutObject' })]))).toEqual([]);
    expect(granted(allow, policy('boundary', [statement('Deny', { Action: 'iam:*' })]))).toEqual([]);
    const elsewhere = statement('Deny', { Resource: 'arn:aws:s3:::b' });
    expect(granted(allow, policy('boundary', [elsewhere]))).toEqual([]);
    expect(granted(allow, policy('boundary', [statement('Allow'), elsewhere]))).toEqual([GRANT]);
  });

  test('is what a Deny elsewhere, under a condition or of another action leaves', () => {
    for (const deny of [
      { Resource: 'arn:aws:s3:::b' },
      { Resource: undefined, NotResource: '*' },
      { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Action: 's3:PutObject' },
    ]) {
      expect(granted(allow, policy('permissions', [statement('Deny', deny)]))).toEqual([GRANT]);
    }
    expect(isLimited([allow], ACTION)).toBe(false);
    expect(isLimited([policy('permissions', [statement('Deny')])], ACTION)).toBe(true);
    expect(isLimited([policy('permissions'), policy('boundary')], ACTION)).toBe(false);
  });
});

describe('what lets an identity of Azure take an action', () => {
  const READ = 'Microsoft.Storage/storageAccounts/read';
  const role = (actions: readonly string[], notActions: readonly string[] = []): IdentityPolicy =>
    policy('role-assignment', undefined, {
      scope: '/subscriptions/1',
      azure: [{ actions, notActions, dataActions: [], notDataActions: [] }],
    });
  const grant = { resource: '/subscriptions/1', source: 'role-assignment', everything: false };

  test('is each role that has it, whatever its case, at its scope', () => {
    expect(grantsOf([role([READ.toUpperCase()]), role(['Microsoft.Storage/*'])], READ)).toEqual([grant, grant]);
    expect(grantsOf([role(['Microsoft.Compute/*', 'Microsoft.Storage/*'])], READ)).toEqual([grant]);
    expect(grantsOf([role(['*'])], READ)).toEqual([{ ...grant, everything: true }]);
    expect(grantsOf([role(['Microsoft.Compute/*'])], READ)).toEqual([]);
    expect(grantsOf([{ ...role(['*']), scope: undefined }], READ)).toEqual([
      { ...grant, resource: '', everything: true },
    ]);
  });

  test('is none of the actions that a role takes out', () => {
    expect(grantsOf([role(['*'], ['microsoft.storage/*/read'])], READ)).toEqual([]);
  });

  test('is nothing that a policy of IAM says, not even by NotAction', () => {
    expect(
      grantsOf([policy('permissions', [statement('Allow', { Action: undefined, NotAction: 'iam:*' })])], READ),
    ).toEqual([]);
    expect(grantsOf([policy('permissions', [statement('Allow', { Action: '*' })])], READ)).toEqual([]);
  });
});

test('the policies of identities that pods get are found by identity, without those of one association alone', () => {
  const identity = { cloud: 'aws', kind: 'iam-role', claimName: '', trustAt: place, at: place } as const;
  const of = (id: string, kind: IdentityPolicy['kind'] = 'permissions'): IdentityPolicy =>
    policy(kind, undefined, { identity: id });
  const policies = [
    of('trusted'),
    of('node', 'boundary'),
    of('nobody'),
    of('trusted', 'session'),
    of('unread'),
    of('trusted'),
  ];
  const found = policiesOfPods({
    model: { policies },
    admissions: new AdmissionIndex([admission({ identity: 'trusted' }), admission({ identity: 'unread' })]),
    nodes: { open: new Set(['node']) },
    identities: new IdentityIndex(['trusted', 'node', 'nobody'].map((id) => ({ ...identity, id, name: id }))),
  });
  expect([...found]).toEqual([
    ['trusted', [policies[0], policies[5]]],
    ['node', [policies[1]]],
  ]);
});
