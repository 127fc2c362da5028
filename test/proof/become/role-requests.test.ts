import { RoleRequests } from '../../../lib/proof/become/role-requests';
import { Evaluation } from '../../../lib/proof/evaluate/evaluation';
import { sourcesOf } from '../../../lib/proof/input';
import { read } from '../../../lib/proof/read/read';
import type { Json } from '../todo-program';
import { ACCOUNT, allow, assumedBy, becoming, deny, eksWith, evaluated, pod, told, trust } from './aws-program';
import type { RoleOfTest } from './aws-program';

const ORDERS = 'aws_iam_role.orders';
const CI = 'aws_iam_role.ci';
const ADMIN = `${CI}: pod, have the cloud let it in to the cluster as its administrator`;
const CHANGE = 'iam:UpdateAssumeRolePolicy';
const VERSION = 'iam:CreatePolicyVersion';

const evaluation = (roles: Record<string, RoleOfTest>, resources: Json = {}, more: Json = {}) => {
  const text = eksWith({ orders: { trusts: [pod('shop/orders')] }, ...roles }, resources);
  return evaluated(JSON.stringify({ ...(JSON.parse(text) as Json), ...more }));
};
const who = (...program: Parameters<typeof evaluation>): string[] => told(becoming(evaluation(...program)));
const attached = (policy_arn: string): Json => ({
  aws_iam_role_policy_attachment: { ci: { role: `\${${CI}.name}`, policy_arn } },
});

describe('which policies somebody may write a version of', () => {
  const policy = (more: Json = {}): Json => ({ policy: trust(allow('s3:GetObject')), ...more });
  const OWN = '${aws_iam_policy.own.arn}';
  const OTHER = '${aws_iam_policy.other.arn}';
  const by = (may: Json[], { own = OWN, policies = {}, more = {} }: Json = {}, program: Json = {}): string[] =>
    who(
      { ci: { may, more: more as Json } },
      {
        aws_iam_policy: { own: policy(), other: policy(), ...(policies as Json) },
        ...attached(own as string),
      },
      program,
    );

  test('are those that a statement of several names, and one resource of several', () => {
    expect(by([allow(VERSION, OTHER)])).toEqual([]);
    expect(by([allow('iam:PassRole', OTHER), allow(VERSION, OWN)])).toEqual([ADMIN]);
    expect(by([allow(VERSION, [OTHER, OWN])])).toEqual([ADMIN]);
    expect(by([{ Effect: 'Allow', Action: VERSION, NotResource: OTHER }])).toEqual([ADMIN]);
    expect(by([{ Effect: 'Allow', Action: VERSION, NotResource: OWN }])).toEqual([]);
  });

  test('are others than those that a Deny names', () => {
    expect(by([allow(VERSION), deny(VERSION, OTHER)])).toEqual([ADMIN]);
    expect(by([allow(VERSION), deny(VERSION, OWN)])).toEqual([]);
  });

  test('are none that a Deny, another action or a boundary names', () => {
    const secret = `arn:aws:iam::${ACCOUNT}:policy/secret/*`;
    expect(by([allow(VERSION, OTHER), deny(VERSION, secret)])).toEqual([]);
    expect(by([allow(VERSION, OTHER), allow('iam:PassRole')])).toEqual([]);
    const limit = { policies: { limit: policy({ policy: trust(allow('*')) }) } };
    const more = { permissions_boundary: '${aws_iam_policy.limit.arn}' };
    expect(by([allow(VERSION, OTHER)], { ...limit, more })).toEqual([]);
  });

  test('are told apart by their addresses, with the instance, as far as these are written out', () => {
    const counted = { count: 2 };
    const each = { for_each: '${toset(["a", "b"])}' };
    for (const [list, one, another] of [
      [counted, 'own[0]', 'own[1]'],
      [each, 'own["a"]', 'own["b"]'],
    ] as const) {
      const own = `\${aws_iam_policy.${one}.arn}`;
      const policies = { own: policy(list) };
      expect(by([allow(VERSION, `\${aws_iam_policy.${another}.arn}`)], { own, policies })).toEqual([]);
      expect(by([allow(VERSION, OTHER)], { own, policies })).toEqual([]);
      expect(by([allow(VERSION, own)], { own, policies })).toEqual([ADMIN]);
    }
  });

  test('are two in two stacks, though both have one address', () => {
    const reference = 'terraform_remote_state.cross-stack-reference-input-other';
    const own = { aws_iam_policy: { own: policy() } };
    const ci = { may: [allow(VERSION, `\${data.${reference}.outputs.policy}`)] };
    const state = { terraform_remote_state: { 'cross-stack-reference-input-other': { backend: 'local' } } };
    const one = { ...(JSON.parse(eksWith({ ci }, { ...own, ...attached(OWN) })) as Json), data: state };
    const other = { resource: own, output: { policy: { value: OWN } } };
    const stacks = Object.entries({ one, other }).map(([stack, json]) => ({
      ...{ file: `cdktf.out/stacks/${stack}/cdk.tf.json`, text: JSON.stringify(json), stack },
    }));
    const program = new Evaluation(read(sourcesOf(stacks), { clusterOfPath: new Map(), settings: undefined }));
    expect(told(becoming(program, 'shop/orders', 'one/aws_eks_cluster.main'))).toEqual([]);
  });

  test('may be any that is looked up, as the other one is', () => {
    const data = { aws_iam_policy: { ours: { name: 'ours' } } };
    const perhaps = [expect.stringMatching(`^${ADMIN}, perhaps: `)];
    expect(by([allow(VERSION, '${data.aws_iam_policy.ours.arn}')], {}, { data })).toEqual(perhaps);
    expect(by([allow(VERSION, OTHER)], { own: '${data.aws_iam_policy.ours.arn}' }, { data })).toEqual(perhaps);
    expect(by([allow(VERSION, '${aws_iam_policy.other.policy_id}')])).toEqual(perhaps);
  });

  test('are all of the account but those of AWS, whatever path they have', () => {
    const versions = [allow(VERSION)];
    expect(by(versions, { own: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })).toEqual([]);
    expect(by(versions, { own: `arn:aws:iam::${ACCOUNT}:policy/arn:aws:iam::aws:policy/ours` })).toEqual([
      expect.stringMatching(`^${ADMIN}, perhaps: `),
    ]);
  });
});

describe('the roles that may be allowed some of the actions', () => {
  const candidates = (...program: Parameters<typeof evaluation>): string[] =>
    [...new RoleRequests(evaluation(...program)).candidates].map(({ role }) => role.id);

  test('are those to whom a statement gives one', () => {
    const roles = {
      ci: { may: [allow(CHANGE)] },
      denied: { may: [deny(CHANGE)] },
      mixed: { may: [allow(['s3:GetObject', CHANGE, 'ec2:*'])] },
      reader: { may: [allow(['iam:GetRole', 'eks:DescribeCluster', 's3:*'])] },
      none: {},
    };
    expect(candidates(roles)).toEqual([CI, 'aws_iam_role.mixed']);
  });

  test('and of what a statement names the roles are told, where it names nothing else', () => {
    const targets = (resource: string | string[], ...program: [Record<string, RoleOfTest>?, Json?]): unknown => {
      const [roles = {}, more = {}] = program;
      const found = new RoleRequests(evaluation({ ...roles, ci: { may: [allow(CHANGE, resource)] } }, {}, more));
      return found.candidate(CI)?.actions.get(CHANGE)?.targets;
    };
    expect(targets(`\${${ORDERS}.arn}`)).toEqual([ORDERS]);
    expect(targets(`arn:aws:iam::${ACCOUNT}:role/orders`)).toEqual([ORDERS]);
    expect(targets([`\${${ORDERS}.arn}`, `\${${CI}.arn}`])).toEqual([ORDERS, CI]);
    expect(targets(`arn:aws:iam::${ACCOUNT}:role/other`)).toEqual([]);
    expect(targets(`arn:aws:iam::${ACCOUNT}:role/ord*`)).toBeUndefined();
    expect(targets('arn:aws:iam::${var.account}:role/orders', {}, { variable: { account: {} } })).toEqual([ORDERS]);
    expect(targets('arn:aws:iam::${var.account}:role/other', {}, { variable: { account: {} } })).toBeUndefined();
    // Either of two roles of one name may be the one of that account.
    const aws = [{ region: 'eu-west-1' }, { alias: 'far', region: 'eu-west-1' }];
    const far = { more: { name: 'orders', provider: 'aws.far' } };
    expect(targets(`arn:aws:iam::${ACCOUNT}:role/orders`, { far }, { provider: { aws } })).toEqual([
      ...['aws_iam_role.far', ORDERS],
    ]);
  });
});

test('whoever assumes a role that leaves it to the account is told with the trust and with each policy, sorted', () => {
  const role = `\${${CI}.name}`;
  const policy = trust(allow('sts:AssumeRole'));
  const orders = { trusts: [pod('shop/orders'), assumedBy(`arn:aws:iam::${ACCOUNT}:root`)] };
  const resources = {
    ...{ aws_iam_policy: { b: { name: 'b', policy } }, aws_iam_role_policy: { a: { role, policy } } },
    ...attached('${aws_iam_policy.b.arn}'),
  };
  const [way] = becoming(evaluation({ orders, ci: {} }, resources)).who;
  expect(way?.steps.map(({ by }) => by)).toEqual([
    `the trust of ${ORDERS} and aws_iam_policy.b and aws_iam_role_policy.a`,
  ]);
});
