import { identityBecomingOf } from '../../../lib/proof/inventory-becoming';
import type { Json } from '../todo-program';
import { ACCOUNT, allow, assumedBy, becoming, deny, eksWith, evaluated, pod, told, trust } from './aws-program';
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

  test('by a policy of AWS whose content is known', () => {
    const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const attachment = { role: `\${${CI}.name}`, policy_arn: admin };
    const found = becoming(evaluation({}, { aws_iam_role_policy_attachment: { it: attachment } }));
    expect(told(found)).toEqual([ADMIN]);
    expect(found.unknown).toEqual(['no RBAC of aws_eks_cluster.main was read, which says who may act in it']);
  });

  test('told without the policies that only take something away', () => {
    const role = `\${${CI}.name}`;
    const policy = (statement: Json): Json => ({ role, policy: trust(statement) });
    const resources = {
      aws_iam_role_policy: { a: policy(allow(CHANGE, ON_ORDERS)), b: policy(deny(CHANGE, `\${${CI}.arn}`)) },
    };
    const [way] = becoming(evaluation({}, resources)).who;
    expect(way?.steps[0]?.by).toBe('aws_iam_role_policy.a');
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

const limit = (...statements: Json[]): Json => ({
  aws_iam_policy: { limit: { name: 'limit', policy: trust(...statements) } },
});
const LIMITED: Json = { permissions_boundary: '${aws_iam_policy.limit.arn}' };

test('a boundary gives nothing, and neither does a version of it', () => {
  expect(who({ more: LIMITED }, limit(allow('*')))).toEqual([]);
  const version = allow('iam:CreatePolicyVersion', '${aws_iam_policy.limit.arn}');
  expect(who({ may: [version], more: LIMITED }, limit(allow('*')))).toEqual([]);
});

describe('who may change every role but those of a path', () => {
  const ofTeam = { trusts: [pod('shop/orders')], more: { path: '/team/' } };
  const program = (but: string, more: Json[] = []): ReturnType<typeof evaluated> =>
    evaluated(eksWith({ orders: ofTeam, ci: { may: [allow(CHANGE), deny(CHANGE, but), ...more] } }));
  const rows = (of: ReturnType<typeof evaluated>): unknown[] =>
    identityBecomingOf(of).map(({ by: act, identities, uncertain }) => [act, identities, uncertain]);

  test('changes none of those', () => {
    for (const but of [
      'arn:aws:iam::*:role/team/*',
      `arn:aws:iam::${ACCOUNT}:role/team/orders`,
      'arn:*:iam::*:role/*/*',
    ]) {
      expect(told(becoming(program(but)))).toEqual([]);
      expect(rows(program(but))).toEqual([]);
    }
  });

  test('changes the others', () => {
    const other = program('arn:aws:iam::*:role/other/*');
    expect(told(becoming(other))).toEqual([FOUND]);
    expect(rows(other)).toEqual([['change-trust', [ORDERS], undefined]]);
  });

  test('changes every one where the Deny is about something else', () => {
    expect(rows(program(`arn:aws:iam::${ACCOUNT}:user/*`))).toEqual([['change-trust', ['*'], undefined]]);
    expect(rows(program('arn:aws:iam::444455556666:role/*'))).toEqual([['change-trust', ['*'], undefined]]);
  });
});

test('who gives itself every right becomes every role, whatever its own statements name', () => {
  const may = [allow(CHANGE, 'arn:aws:iam::*:role/x*'), allow('iam:PutRolePolicy', `\${${CI}.arn}`)];
  const rows = identityBecomingOf(evaluation({ may })).map(({ by: act, identities }) => [act, identities]);
  expect(rows).toEqual([['give-itself-rights', ['*']]]);
});

describe('a policy of the organisation', () => {
  const attachedTo = (account: string, type: string, policy: Json): Json => ({
    aws_organizations_policy: { p: { name: 'p', type, content: trust(policy) } },
    aws_organizations_policy_attachment: { p: { policy_id: '${aws_organizations_policy.p.id}', target_id: account } },
  });
  const may = `a resource control policy, may deny it, unless ${ACCOUNT} is`;

  // AWS Organizations User Guide, "Service control policies", "Resource control policies".
  test('may deny what it is about in the accounts that it is attached to, and in no others', () => {
    const by = (account: string, action: string): string[] =>
      who({ may: [allow(CHANGE, ON_ORDERS)] }, attachedTo(account, 'SERVICE_CONTROL_POLICY', deny(action)));
    expect(by(ACCOUNT, CHANGE)).toEqual([
      expect.stringContaining(
        `${FOUND}, perhaps: aws_organizations_policy.p, a service control policy, may deny it, unless ${ACCOUNT} is`,
      ),
    ]);
    expect(by('444455556666', CHANGE)).toEqual([FOUND]);
    expect(by(ACCOUNT, 's3:*')).toEqual([FOUND]);
  });

  test('may keep a role from being assumed, where it is of the account of that role', () => {
    const by = (account: string): string[] => {
      const control = { ...deny('sts:AssumeRole'), Principal: '*' };
      const resources = attachedTo(account, 'RESOURCE_CONTROL_POLICY', control);
      const orders = { trusts: [pod('shop/orders'), assumedBy(`\${${CI}.arn}`)] };
      return told(becoming(evaluated(eksWith({ orders, ci: {} }, resources))));
    };
    const found = `${CI}: identity, assume ${ORDERS}`;
    expect(by(ACCOUNT)).toEqual([expect.stringContaining(`${found}, perhaps: aws_organizations_policy.p, ${may}`)]);
    expect(by('444455556666')).toEqual([found]);
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

  test('where a policy of its own was not read, or its boundary, which gives nothing', () => {
    const role = `\${${CI}.name}`;
    const policies = { a: { role, policy: '${var.p}' }, b: { role, policy: trust(allow(CHANGE, ON_ORDERS)) } };
    const inline = becoming(evaluation({}, { aws_iam_role_policy: policies }));
    const unread = 'the policy of aws_iam_role_policy.a';
    expect(told(inline)).toEqual([`${FOUND}, perhaps: what ${unread} says was not read, and it may deny it`]);
    expect(inline.unknown).toContain(`what roles of AWS may do was not all read: ${unread}`);
    const more = { permissions_boundary: `arn:aws:iam::${ACCOUNT}:policy/limit` };
    const bounded = becoming(evaluation({ may: [allow(CHANGE, ON_ORDERS)], more }));
    expect(told(bounded)).toEqual([`${FOUND}, perhaps: what limit, which ${CI} attaches, says was not read`]);
    expect(bounded.unknown.filter((text) => text.startsWith('what roles'))).toEqual([]);
  });

  test('where the policy, or the role, need not be there, or others make the role', () => {
    expect(who({ may: [allow(CHANGE, ON_ORDERS)], more: { count: '${var.n}' } })).toEqual(
      perhaps(`how many there are of ${CI} `),
    );
    const policy = { role: `\${${CI}.name}`, policy: trust(allow(CHANGE, ON_ORDERS)) };
    expect(who({}, { aws_iam_role_policy: { ci: { ...policy, count: '${var.n}' } } })).toEqual(perhaps(''));
    const existing = { ...policy, role: '${data.aws_iam_role.ops.name}' };
    const data = { aws_iam_role: { ops: { name: 'ops' } } };
    expect(who({}, { aws_iam_role_policy: { ops: existing } }, { data })).toEqual([
      `data.aws_iam_role.ops: identity, change the trust of ${ORDERS}, perhaps: data.aws_iam_role.ops is made outside of what was read, and so may its policies be`,
    ]);
  });

  // AWS Managed Policy Reference; of these, neither the table nor the program has the content.
  test.each([
    ['AWSQuickSetupManagedInstanceProfileExecutionPolicy', true],
    ['AIDevOpsAgentActionsPolicy', true],
    ['S3UnlockBucketPolicy', true],
    ['service-role/AmazonSecurityLakePermissionsBoundary', true],
    ['AWSCompromisedKeyQuarantine', true],
    ['AWSPrivateCAUser', false],
    ['AWSLakeFormationDataAdmin', false],
    ['ReadOnlyAccess', false],
  ])('where AWS’ own %s denies what it is about: %s', (name, mayDeny) => {
    const found = who({}, attached(`arn:aws:iam::aws:policy/${name}`));
    expect(found).toEqual(mayDeny ? perhaps(`what ${name}, which`) : [FOUND]);
  });

  test('where a policy of AWS that denies is for some services alone, for those', () => {
    const program = (policy_arn: string): string[] => {
      const orders = { trusts: [pod('shop/orders'), assumedBy(`arn:aws:iam::${ACCOUNT}:root`)] };
      const ci = { may: [allow('sts:AssumeRole', ON_ORDERS)] };
      const it = { role: `\${${CI}.name}`, policy_arn };
      return told(becoming(evaluated(eksWith({ orders, ci }, { aws_iam_role_policy_attachment: { it } }))));
    };
    const found = `${CI}: identity, assume ${ORDERS}`;
    // It denies of IAM, and not of STS, what version 2 denies of both.
    expect(program('arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantine')).toContain(found);
    expect(program('arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2')).toContainEqual(
      expect.stringMatching(`^${found}, perhaps: what AWSCompromisedKeyQuarantineV2`),
    );
  });

  test('and not where only the partition of a policy of AWS is not known, which none changes either', () => {
    const data = { aws_partition: { current: {} } };
    const policy_arn = 'arn:${data.aws_partition.current.partition}:iam::aws:policy/ReadOnlyAccess';
    const provider = { aws: { allowed_account_ids: [ACCOUNT] } };
    expect(who({}, attached(policy_arn), { data })).toEqual([FOUND]);
    expect(who({}, attached(policy_arn), { data, provider })).toEqual([FOUND]);
    const it = { role: `\${${CI}.name}`, policy_arn };
    const version = { may: [allow('iam:CreatePolicyVersion')] };
    expect(who(version, { aws_iam_role_policy_attachment: { it } }, { data })).toEqual([]);
    expect(who(version, { aws_iam_role_policy_attachment: { it } }, { data, provider })).toEqual([]);
    const ours = { ...it, policy_arn: `arn:aws:iam::${ACCOUNT}:policy/ours` };
    expect(who(version, { aws_iam_role_policy_attachment: { it: ours } })).toEqual([
      expect.stringContaining(`${ADMIN}, perhaps: `),
    ]);
  });

  test('where a policy of its account has a path like an ARN of AWS', () => {
    const path = `arn:aws:iam::${ACCOUNT}:policy/arn:aws:iam::aws:policy/ours`;
    expect(who({}, attached(path))).toEqual(perhaps('what '));
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
    const unknown = [`${ADMIN}, perhaps: whether aws_eks_cluster.main is in the account of ${CI} is not known`];
    expect(in2({})).toEqual(unknown);
    // AND so it is where the cluster's is the one that is not known
    const provider = { aws: [{ region: 'eu-west-1' }, { alias: 'far', allowed_account_ids: [ACCOUNT] }] };
    const may = [allow(['eks:CreateAccessEntry', 'eks:AssociateAccessPolicy'])];
    expect(who({ may, more: { provider: 'aws.far' } }, {}, { provider })).toEqual(unknown);
  });
});

describe('where no account is known', () => {
  const NO_ACCOUNT = { provider: { aws: { region: 'eu-west-1' } } };
  const data = { aws_caller_identity: { current: {} } };
  const current = '${data.aws_caller_identity.current.account_id}';
  const entries = (cluster: string): Json => {
    const on = [`arn:aws:eks:*:*:cluster/${cluster}`, `arn:aws:eks:*:*:access-entry/${cluster}/*`];
    return allow(['eks:CreateAccessEntry', 'eks:AssociateAccessPolicy'], on);
  };

  test('what one provider makes is in one', () => {
    const by = (...may: Json[]): string[] => who({ may }, {}, { ...NO_ACCOUNT, data });
    expect(by(allow(CHANGE, ON_ORDERS))).toEqual([FOUND]);
    expect(by(allow(CHANGE, `arn:aws:iam::${current}:role/orders`))).toEqual([FOUND]);
    expect(by(allow(CHANGE, `arn:aws:iam::${current}:role/other`))).toEqual([]);
    expect(by(entries('eks'))).toEqual([ADMIN]);
    expect(who({ may: [entries('other')] }, {}, NO_ACCOUNT)).toEqual([]);
    const elsewhere = { ...deny(CHANGE), Condition: { StringNotEquals: { 'aws:ResourceAccount': current } } };
    expect(by(allow(CHANGE), elsewhere)).toEqual([FOUND]);
  });

  test('an account that is written may be that one', () => {
    const found = (id: string): Json[] => [allow(CHANGE, `arn:aws:iam::${id}:role/orders`)];
    const perhaps = [
      expect.stringMatching(`^${FOUND}, perhaps: whether it is about arn:aws:iam::.*:role/orders is not`),
    ];
    expect(who({ may: found(ACCOUNT) }, {}, NO_ACCOUNT)).toEqual(perhaps);
    const rows = identityBecomingOf(evaluation({ may: found(ACCOUNT) }, {}, NO_ACCOUNT));
    expect(rows.map(({ by: act, identities }) => [act, identities])).toEqual([['change-trust', [ORDERS]]]);
  });

  test('nor any provider, it is the same', () => {
    const none = { provider: {} };
    expect(who({ may: [allow(CHANGE, 'arn:aws:iam::*:role/orders')] }, {}, none)).toEqual([FOUND]);
    expect(who({ may: [entries('eks')] }, {}, none)).toEqual([ADMIN]);
    expect(who({ may: [entries('other')] }, {}, none)).toEqual([]);
  });
});

test('a cluster whose region is not known may be the one that a statement names', () => {
  const provider = { aws: { allowed_account_ids: [ACCOUNT] } };
  const on = (region: string): string[] => {
    const resources = [`arn:aws:eks:${region}:${ACCOUNT}:cluster/eks`, 'arn:aws:eks:*:*:access-entry/eks/*'];
    return who({ may: [allow(['eks:CreateAccessEntry', 'eks:AssociateAccessPolicy'], resources)] }, {}, { provider });
  };
  expect(on('*')).toEqual([ADMIN]);
  expect(on('eu-west-1')).toEqual([
    `${ADMIN}, perhaps: whether it is about arn:aws:eks:\${the region of aws_eks_cluster.main}:${ACCOUNT}:cluster/eks is not known before apply`,
  ]);
});

test('in another partition ARNs are of that', () => {
  const provider = { aws: { region: 'cn-north-1', allowed_account_ids: [ACCOUNT] } };
  const on = (arn: string): string[] => who({ may: [allow(CHANGE, arn)] }, {}, { provider });
  expect(on(`arn:aws-cn:iam::${ACCOUNT}:role/orders`)).toEqual([FOUND]);
  expect(on(`arn:aws:iam::${ACCOUNT}:role/orders`)).toEqual([]);
});
