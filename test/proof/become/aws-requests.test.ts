import { identityBecomingOf } from '../../../lib/proof/inventory-becoming';
import type { Json } from '../todo-program';
import { ACCOUNT, allow, becoming, deny, eksWith, evaluated, pod, told, trust } from './aws-program';
import type { RoleOfTest } from './aws-program';

const ORDERS = 'aws_iam_role.orders';
const CI = 'aws_iam_role.ci';
const FOUND = `${CI}: identity, change the trust of ${ORDERS}`;
const ADMIN = `${CI}: pod, have the cloud let it in to the cluster as its administrator`;
const CHANGE = 'iam:UpdateAssumeRolePolicy';
const ON_ORDERS = `\${${ORDERS}.arn}`;

/** A program with the role ci, with further parts of its document. */
function evaluation(ci: RoleOfTest, resources: Json = {}, more: Json = {}) {
  const text = eksWith({ orders: { trusts: [pod('shop/orders')] }, ci }, resources);
  return evaluated(JSON.stringify({ ...(JSON.parse(text) as Json), ...more }));
}
const who = (...program: Parameters<typeof evaluation>): string[] => told(becoming(evaluation(...program)));
const by = (...may: Json[]): string[] => who({ may });
const attached = (policy_arn: string): Json => ({
  aws_iam_role_policy_attachment: { it: { role: `\${${CI}.name}`, policy_arn } },
  aws_iam_role_policy: { ci: { role: `\${${CI}.name}`, policy: trust(allow(CHANGE, ON_ORDERS)) } },
});

describe('a policy lets a role change another', () => {
  test.each([
    ...[CHANGE, 'iam:*', '*', 'IAM:updateASSUMErolepolicy', 'iam:Update?ssume*'].map((action) => [action, [FOUND]]),
    ...['s3:*', 'iam:UpdateRole', 'sts:*', 'iam-roles-anywhere:*'].map((action) => [action, []]),
  ] as [string, string[]][])('by the action %s', (action, found) =>
    expect(by(allow(action, ON_ORDERS))).toEqual(found),
  );

  test('by all actions but some', () => {
    const but = (NotAction: string): Json => ({ Effect: 'Allow', NotAction, Resource: ON_ORDERS });
    expect(by(but('s3:*'))).toEqual([FOUND]);
    expect(by(but('iam:*'))).toEqual([]);
  });

  test('by all resources but some', () => {
    const but = (NotResource: string): Json => ({ Effect: 'Allow', Action: CHANGE, NotResource });
    expect(by(but(`\${${CI}.arn}`))).toEqual([FOUND]);
    expect(by(but(ON_ORDERS))).toEqual([]);
  });

  test('whatever writes the partition and the account', () => {
    const data = { aws_partition: { current: {} }, aws_caller_identity: { current: {} } };
    const partition = '${data.aws_partition.current.partition}';
    const account = '${data.aws_caller_identity.current.account_id}';
    const on = (arn: string): string[] => who({ may: [allow(CHANGE, arn)] }, {}, { data });
    expect(on(`arn:${partition}:iam::${account}:role/orders`)).toEqual([FOUND]);
    expect(on(`arn:${partition}:iam::${ACCOUNT}:role/orders`)).toEqual([FOUND]);
    expect(on(`arn:aws:iam::${account}:role/ord*`)).toEqual([FOUND]);
    expect(on(`arn:*:iam::*:role/orders`)).toEqual([FOUND]);
    expect(on(`arn:${partition}:iam::444455556666:role/orders`)).toEqual([]);
    expect(on(`arn:${partition}:iam::${account}:role/other`)).toEqual([]);
    expect(on(`arn:${partition}:iam::${account}:user/orders`)).toEqual([]);
  });

  test('and a cluster, by its ARN or by what refers to it', () => {
    const data = { aws_partition: { current: {} }, aws_caller_identity: { current: {} } };
    const on = (cluster: string): string[] => {
      const may = [allow('eks:CreateAccessEntry', cluster), allow('eks:AssociateAccessPolicy')];
      const other = { main: { name: 'eks', access_config: { authentication_mode: 'API' } }, other: { name: 'other' } };
      return who({ may }, { aws_eks_cluster: other }, { data });
    };
    const parts =
      'arn:${data.aws_partition.current.partition}:eks:eu-west-1:${data.aws_caller_identity.current.account_id}';
    expect(on('${aws_eks_cluster.main.arn}')).toEqual([ADMIN]);
    expect(on(`${parts}:cluster/eks`)).toEqual([ADMIN]);
    expect(on(`arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/eks`)).toEqual([ADMIN]);
    expect(on('${aws_eks_cluster.other.arn}')).toEqual([]);
    expect(on(`${parts}:cluster/other`)).toEqual([]);
    expect(on(`arn:aws:eks:us-east-1:${ACCOUNT}:cluster/eks`)).toEqual([]);
    expect(on('arn:aws:eks:eu-west-1:444455556666:cluster/eks')).toEqual([]);
  });

  test('told with each policy that gives it, sorted', () => {
    const policy = trust(allow(CHANGE, ON_ORDERS));
    const role = `\${${CI}.name}`;
    const resources = { aws_iam_role_policy: { z: { role, policy }, a: { role, policy } } };
    const [way] = becoming(evaluation({}, resources)).who;
    expect(way?.steps[0]?.by).toBe('aws_iam_role_policy.a and aws_iam_role_policy.z');
  });

  test('told of every role where one of its statements is about all', () => {
    const rows = (...may: Json[]): unknown[] =>
      identityBecomingOf(evaluation({ may })).map(({ identities, by: act }) => [act, identities]);
    const [all, one] = [allow(CHANGE), allow(CHANGE, ON_ORDERS)];
    expect(rows(all, one)).toEqual([['change-trust', ['*']]]);
    expect(rows(one, all)).toEqual([['change-trust', ['*']]]);
    expect(rows(one)).toEqual([['change-trust', [ORDERS]]]);
    expect(rows(allow(CHANGE, `arn:aws:iam::${ACCOUNT}:role/orders`))).toEqual([['change-trust', [ORDERS]]]);
  });
});

describe('it is perhaps that a role may', () => {
  const perhaps = (why: unknown): unknown[] => [expect.stringMatching(`^${FOUND}, perhaps: ${why as string}`)];

  test('where a policy that was not read may deny it, but AWS’ own take nothing away but for those that do', () => {
    expect(who({}, attached(`arn:aws:iam::${ACCOUNT}:policy/ours`))).toEqual(
      perhaps('what ours, which aws_iam_role_policy_attachment.it attaches says was not read, and it may deny it'),
    );
    expect(who({}, attached('arn:aws:iam::aws:policy/NotInAnyTable'))).toEqual([FOUND]);
    expect(who({}, attached('arn:aws:iam::aws:policy/AWSDenyAll'))).toEqual(perhaps('what AWSDenyAll'));
    expect(who({}, attached('arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV9'))).toEqual(perhaps('what '));
    expect(who({}, attached('arn:aws:iam::aws:policy/AWSDenyAllButNotInAnyTable'))).toEqual([FOUND]);
  });

  test('where the list of its policies is not known', () => {
    const found = becoming(
      evaluation({ may: [allow(CHANGE, ON_ORDERS)], more: { managed_policy_arns: '${var.arns}' } }),
    );
    expect(told(found)).toEqual([expect.stringMatching(`^${FOUND}, perhaps: `)]);
    expect(found.unknown).toContainEqual(
      expect.stringMatching('^what roles of AWS may do was not all read: .*managed_policy_arns'),
    );
  });

  test('where the policy, or the role, need not be there, or others make the role', () => {
    const policy = { role: `\${${CI}.name}`, policy: trust(allow(CHANGE, ON_ORDERS)) };
    expect(who({}, { aws_iam_role_policy: { ci: { ...policy, count: '${var.n}' } } })).toEqual(perhaps(''));
    const existing = { ...policy, role: '${data.aws_iam_role.ops.name}' };
    const data = { aws_iam_role: { ops: { name: 'ops' } } };
    expect(who({}, { aws_iam_role_policy: { ops: existing } }, { data })).toEqual([
      `data.aws_iam_role.ops: identity, change the trust of ${ORDERS}, perhaps: data.aws_iam_role.ops is made outside of what was read, and so may its policies be`,
    ]);
  });

  test('and not where a Deny that was read takes it away', () => {
    expect(by(allow(CHANGE), deny(CHANGE, ON_ORDERS))).toEqual([]);
    expect(by(allow(CHANGE), deny(CHANGE, `\${${CI}.arn}`))).toEqual([FOUND]);
  });
});

test('which policies were not read is said by the first, with how many more there are', () => {
  const unread = (name: string): Json => ({
    role: `\${${CI}.name}`,
    policy_arn: `arn:aws:iam::${ACCOUNT}:policy/${name}`,
  });
  const of = (...names: string[]): readonly string[] =>
    becoming(
      evaluation({}, { aws_iam_role_policy_attachment: Object.fromEntries(names.map((name) => [name, unread(name)])) }),
    ).unknown.filter((text) => text.startsWith('what roles'));
  expect(of()).toEqual([]);
  expect(of('a')).toEqual([
    'what roles of AWS may do was not all read: a, which aws_iam_role_policy_attachment.a attaches',
  ]);
  expect(of('a', 'b', 'c')).toEqual([
    'what roles of AWS may do was not all read: a, which aws_iam_role_policy_attachment.a attaches, and 2 more',
  ]);
});

describe('the account of a cluster', () => {
  const in2 = (far: Json, role: Json = {}): string[] => {
    const provider = {
      aws: [
        { region: 'eu-west-1', allowed_account_ids: [ACCOUNT] },
        { alias: 'far', region: 'eu-west-1', ...far },
      ],
    };
    const may = [allow(['eks:CreateAccessEntry', 'eks:AssociateAccessPolicy'])];
    return who({ may, more: { provider: 'aws.far', ...role } }, {}, { provider });
  };

  test('is that of whoever enters it, as its API is asked by no role of another', () => {
    expect(in2({ allowed_account_ids: [ACCOUNT] })).toEqual([ADMIN]);
    expect(in2({ allowed_account_ids: ['444455556666'] })).toEqual([]);
    expect(in2({})).toEqual([
      `${ADMIN}, perhaps: whether aws_eks_cluster.main is in the account of ${CI} is not known`,
    ]);
  });
});

test('in another partition ARNs are of that', () => {
  const provider = { aws: { region: 'cn-north-1', allowed_account_ids: [ACCOUNT] } };
  const on = (arn: string): string[] => who({ may: [allow(CHANGE, arn)] }, {}, { provider });
  expect(on(`arn:aws-cn:iam::${ACCOUNT}:role/orders`)).toEqual([FOUND]);
  expect(on(`arn:aws:iam::${ACCOUNT}:role/orders`)).toEqual([]);
});
