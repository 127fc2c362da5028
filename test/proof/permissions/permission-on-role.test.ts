import { parsePermissionPolicy } from '../../../lib/proof/iam';
import { mayDoTo } from '../../../lib/proof/permissions/permission-on-role';
import type { PermissionVerdict } from '../../../lib/proof/permissions/permission-on-role';
import type { IdentityPolicy } from '../../../lib/proof/model/identity/identity-policy';
import { unknown } from '../../../lib/proof/model/known/known';
import { symbolOf } from '../../../lib/proof/model/known/symbol';

const TARGET = 'arn:aws:iam::111122223333:role/target';
const UNKNOWN = 'arn:aws:iam::111122223333:role/perhaps';

const statement = (effect: string, more: Record<string, unknown> = {}): unknown => ({
  Effect: effect,
  Action: 'sts:AssumeRole',
  Resource: TARGET,
  ...more,
});
const policy = (kind: IdentityPolicy['kind'], source: string, ...statements: unknown[]): IdentityPolicy => ({
  identity: 'aws_iam_role.base',
  kind,
  source,
  statements: parsePermissionPolicy({ Version: '2012-10-17', Statement: statements }).statements,
  at: { file: 'main.tf', pointer: '' },
});
const own = (...statements: unknown[]): IdentityPolicy => policy('permissions', 'inline', ...statements);
const boundary = (...statements: unknown[]): IdentityPolicy => policy('boundary', 'limit', ...statements);
const unread = (kind: IdentityPolicy['kind'], name?: string): IdentityPolicy => ({
  ...policy(kind, kind === 'boundary' ? 'limit' : 'attached'),
  statements: undefined,
  name,
});
const managed = (name: string): string => `arn:aws:iam::aws:policy/${name}`;

const verdict = (...policies: IdentityPolicy[]): PermissionVerdict =>
  mayDoTo('sts:AssumeRole', policies, (resource) =>
    resource === UNKNOWN ? unknown('only apply tells') : resource === TARGET || resource === '*',
  );

/** A verdict without what is said of the boundary alone. */
type Asked = Omit<PermissionVerdict, 'kept'>;

/** Whether policies let a role assume the target. */
const asked = (...policies: IdentityPolicy[]): Asked => {
  const { allowed, denied, because } = verdict(...policies);
  return { allowed, denied, because };
};

const ALLOWED = { allowed: true, denied: false, because: '' };
const none = (denied: boolean | 'perhaps' = false): Asked => ({
  allowed: false,
  denied: denied === 'perhaps' ? undefined : denied,
  because: 'none of its policies allows it',
});

describe('a role may assume another one', () => {
  test('where one of its policies allows it', () => {
    expect(asked(own(statement('Allow')))).toEqual(ALLOWED);
    expect(asked(own(statement('Allow', { Resource: '*', Action: 'sts:*' })))).toEqual(ALLOWED);
    expect(asked(own(), own(statement('Allow', { Action: 's3:*' }), statement('Allow')))).toEqual(ALLOWED);
    expect(asked(own(statement('Allow', { Resource: undefined, NotResource: 'arn:aws:iam::1:role/x' })))).toEqual(
      ALLOWED,
    );
  });

  test('where its boundary allows it as well', () => {
    expect(asked(own(statement('Allow')), boundary(statement('Allow')))).toEqual(ALLOWED);
  });

  test('by AdministratorAccess, though that was not read', () => {
    expect(asked(unread('permissions', managed('AdministratorAccess')))).toEqual(ALLOWED);
    expect(asked(unread('permissions', 'arn:aws-cn:iam::aws:policy/AdministratorAccess'))).toEqual(ALLOWED);
  });

  test('whatever managed policies of AWS are attached besides that deny nothing of it', () => {
    expect(asked(own(statement('Allow')), unread('permissions', managed('ReadOnlyAccess')))).toEqual(ALLOWED);
    expect(asked(own(statement('Allow')), unread('permissions', managed('job-function/Billing')))).toEqual(ALLOWED);
  });
});

test.each([
  ['AWSDenyAll', undefined],
  ['AWSIAMIdentityCenterAllowListForIdentityContext', undefined],
  ['AWSCompromisedKeyQuarantineV3', undefined],
  ['aws-service-role/AmazonCognitoIdpEmailServiceRolePolicy', true],
  ['AmazonConnectReadOnlyAccess', true],
  ['ReadOnlyAccess', true],
])('beside %s of AWS, which denies what AWS says, it may: %s', (name, allowed) =>
  expect(asked(own(statement('Allow')), unread('permissions', managed(name))).allowed).toBe(allowed),
);

describe('a role may not assume another one', () => {
  test('where none of its policies allows it', () => {
    expect(asked()).toEqual(none());
    expect(asked(own(statement('Allow', { Action: 'sts:TagSession' })))).toEqual(none());
    expect(asked(own(statement('Allow', { Resource: 'arn:aws:iam::1:role/x' })))).toEqual(none());
    expect(asked(own(statement('Allow', { Resource: undefined, NotResource: TARGET })))).toEqual(none());
  });

  test('where only its boundary or a session policy does', () => {
    expect(asked(boundary(statement('Allow')))).toEqual(none());
    expect(asked(policy('session', 'session', statement('Allow')))).toEqual(none());
  });

  test('where its boundary does not', () => {
    expect(asked(own(statement('Allow')), boundary(statement('Allow', { Action: 's3:*' })))).toEqual({
      allowed: false,
      denied: false,
      because: 'its permissions boundary does not allow it',
    });
  });

  test('where a policy or its boundary denies it, whatever allows it, and that one is named', () => {
    const denied = (source: string): Asked => ({
      allowed: false,
      denied: true,
      because: `${source} denies it`,
    });
    expect(asked(own(statement('Allow')), own(statement('Deny')))).toEqual(denied('inline'));
    expect(asked(own(statement('Allow')), boundary(statement('Allow'), statement('Deny')))).toEqual(denied('limit'));
    expect(asked(policy('permissions', 'first', statement('Allow')), own(statement('Deny')))).toEqual(denied('inline'));
  });
});

test('whether the boundary leaves it is said for itself, since it also limits what a trust gives', () => {
  expect(verdict().kept).toBe(true);
  expect(verdict(own(statement('Allow'))).kept).toBe(true);
  expect(verdict(boundary(statement('Allow'))).kept).toBe(true);
  expect(verdict(boundary(statement('Allow', { Action: 's3:*' }))).kept).toBe(false);
  expect(verdict(own(statement('Allow')), boundary()).kept).toBe(false);
  expect(verdict(unread('boundary', managed('ReadOnlyAccess'))).kept).toBeUndefined();
});

describe('whether a role may assume another one is not known, with the reason', () => {
  const open = (because: string, denied: boolean | 'perhaps' = false): Asked => ({
    allowed: undefined,
    denied: denied === 'perhaps' ? undefined : denied,
    because,
  });
  const condition = { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'shop' } } };

  test('where an Allow has a condition, or is about a role that is not known', () => {
    expect(asked(own(statement('Allow', condition)))).toEqual(
      open('inline may allow it: it depends on its conditions'),
    );
    expect(asked(own(statement('Allow', { Resource: UNKNOWN })))).toEqual(open('inline may allow it'));
    expect(asked(own(statement('Allow')), boundary(statement('Allow', condition)))).toEqual(
      open('limit may allow it: it depends on its conditions'),
    );
  });

  test('where a Deny has a condition, or is about a role that is not known', () => {
    expect(asked(own(statement('Allow'), statement('Deny', condition)))).toEqual(
      open('inline may deny it: it depends on its conditions', 'perhaps'),
    );
    expect(asked(own(statement('Allow')), boundary(statement('Allow'), statement('Deny', condition)))).toEqual(
      open('limit may deny it: it depends on its conditions', 'perhaps'),
    );
    expect(asked(own(statement('Deny', condition)))).toEqual(none('perhaps'));
  });

  test('where an attached policy was not read', () => {
    const mine = 'arn:aws:iam::111122223333:policy/mine';
    expect(asked(unread('permissions', mine))).toEqual(
      open('what the attached policy mine allows was not read', 'perhaps'),
    );
    expect(asked(own(statement('Allow')), unread('permissions', mine))).toEqual(
      open(`what ${mine} says was not read`, 'perhaps'),
    );
    expect(asked(unread('permissions'))).toEqual(open('what the policy of attached allows is not known', 'perhaps'));
    expect(asked(own(statement('Allow')), unread('permissions'))).toEqual(
      open('what attached says was not read', 'perhaps'),
    );
    expect(asked(unread('permissions', symbolOf('aws_iam_policy.p.arn')))).toEqual(
      open('what the attached policy ${aws_iam_policy.p.arn} allows was not read', 'perhaps'),
    );
  });

  test('where its boundary was not read', () => {
    expect(asked(own(statement('Allow')), unread('boundary', managed('ReadOnlyAccess')))).toEqual(
      open(`its permissions boundary ${managed('ReadOnlyAccess')} was not read`),
    );
    expect(asked(own(statement('Allow')), unread('boundary', managed('PowerUserAccess')))).toEqual(ALLOWED);
    expect(asked(own(statement('Allow')), unread('boundary'))).toEqual(
      open('its permissions boundary limit was not read', 'perhaps'),
    );
  });

  test.each(['AWSDenyAll', 'AWSCompromisedKeyQuarantineV3'])('where %s is attached, which denies', (name) => {
    expect(asked(own(statement('Allow')), unread('permissions', managed(name))).allowed).toBeUndefined();
    expect(asked(own(statement('Allow')), unread('permissions', managed(`${name}X`))).allowed).toBe(
      name === 'AWSDenyAll' ? true : undefined,
    );
  });

  test('where a policy is but named like one of AWS', () => {
    for (const name of ['arn:aws:iam::111122223333:policy/AdministratorAccess', `x${managed('AdministratorAccess')}`]) {
      expect(asked(unread('permissions', name)).allowed).toBeUndefined();
    }
    expect(asked(unread('permissions', managed('AdministratorAccess-Amplify'))).allowed).toBeUndefined();
    expect(asked(unread('permissions', `x${managed('AdministratorAccess')}`))).toEqual(
      open('what the attached policy AdministratorAccess allows was not read', 'perhaps'),
    );
  });
});
