import { ANY_ACCOUNT, AwsPowers } from '../../../lib/proof/become/aws-powers';
import { identityBecomingOf } from '../../../lib/proof/inventory-becoming';
import type { Json } from '../todo-program';
import {
  ACCOUNT,
  POD_IDENTITY,
  allow,
  assumedBy,
  becoming,
  deny,
  eksWith,
  evaluated,
  pod,
  told,
  trust,
} from './aws-program';
import type { RoleOfTest } from './aws-program';

const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const ORDERS = 'aws_iam_role.orders';
const CI = 'aws_iam_role.ci';
const ASSUME = `identity, assume ${ORDERS}`;
const VPC = { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } };

const evaluation = (roles: Record<string, RoleOfTest>, resources: Json = {}, more: Json = {}) => {
  const text = eksWith({ orders: { trusts: [pod('shop/orders')] }, ...roles }, resources);
  return evaluated(JSON.stringify({ ...(JSON.parse(text) as Json), ...more }));
};
const who = (...program: Parameters<typeof evaluation>): string[] => told(becoming(evaluation(...program)));
const trusting = (...trusts: Json[]): RoleOfTest => ({ trusts: [pod('shop/orders'), ...trusts] });

describe('whoever assumes a role passes the external id that its trust asks for', () => {
  const ci = assumedBy(`\${${CI}.arn}`);
  const denied = (Condition: Json): Json => ({ ...ci, Effect: 'Deny', Condition });
  const lets = (...trusts: Json[]): string[] => who({ orders: trusting(...trusts), ci: {} });

  test('where a Deny is for whoever passes another, or none', () => {
    expect(lets(ci, denied({ StringNotEquals: { 'sts:ExternalId': 'shop' } }))).toEqual([`${CI}: ${ASSUME}`]);
    expect(lets(ci, denied({ Null: { 'sts:ExternalId': 'true' } }))).toEqual([`${CI}: ${ASSUME}`]);
    expect(lets(ci, denied({ StringEquals: { 'STS:externalId': 'shop' } }))).toEqual([`${CI}: ${ASSUME}`]);
    expect(lets(ci, denied({}))).toEqual([]);
  });

  test('and no other one: what it tells of a request is not for them to choose', () => {
    const ids = { 'sts:ExternalId': ['shop', 'bank'] };
    expect(lets({ ...ci, Condition: { StringEquals: ids } })).toEqual([`${CI}: ${ASSUME}`]);
    const other = { ...ids, 'aws:PrincipalAccount': '444455556666' };
    expect(lets({ ...ci, Condition: { StringEquals: other } })).toEqual([]);
  });
});

describe('a session of a role is of the role', () => {
  const data = { aws_partition: { current: {} }, aws_caller_identity: { current: {} } };
  const session = (arn: string, ci: RoleOfTest = {}): string[] =>
    who({ orders: trusting(assumedBy(arn)), ci }, {}, { data });
  const perhaps = [expect.stringMatching(`^${CI}: ${ASSUME}, perhaps: `)];

  test('whatever writes the partition and the account', () => {
    const [partition, account] = [
      '${data.aws_partition.current.partition}',
      '${data.aws_caller_identity.current.account_id}',
    ];
    expect(session(`arn:${partition}:sts::${account}:assumed-role/ci/build`)).toEqual(perhaps);
    const orders = trusting(assumedBy(`arn:${partition}:sts::${account}:assumed-role/ci/build`));
    const provider = { aws: { allowed_account_ids: [ACCOUNT] } };
    expect(who({ orders, ci: {} }, {}, { data, provider })).toEqual(perhaps);
    expect(session(`arn:aws:sts::${account}:assumed-role/ci/build`)).toEqual(perhaps);
    expect(session(`arn:aws:sts::${account}:assumed-role/other/build`)[0]).toMatch(/^arn:aws:sts::/);
  });

  test('whatever its name is, and whoever makes it', () => {
    const tool = { more: { name: '${var.name}' } };
    const more = { data: { ...data, aws_iam_role: { ops: { name: 'ops' } } }, variable: { name: {} } };
    const by = (name: string): string[] => {
      const orders = {
        ...trusting(assumedBy(`arn:aws:sts::${ACCOUNT}:assumed-role/${name}/build`)),
        more: { path: '/a/' },
      };
      return who({ orders, tool }, {}, more);
    };
    expect(by('${aws_iam_role.tool.name}')).toEqual([
      expect.stringMatching(`^aws_iam_role.tool: ${ASSUME}, perhaps: `),
    ]);
    const ops = { ...more, variable: {} };
    const orders = { ...trusting(assumedBy(`arn:aws:sts::${ACCOUNT}:assumed-role/ops/build`)), more: { path: '/a/' } };
    expect(who({ orders }, {}, ops)).toEqual([expect.stringMatching(`^data.aws_iam_role.ops: ${ASSUME}, perhaps: `)]);
  });

  test('whatever its path is, which the ARN of a session does not have', () => {
    expect(session(`arn:aws:sts::${ACCOUNT}:assumed-role/ci/build`, { more: { path: '/team/' } })).toEqual(perhaps);
    const tool = { more: { path: '/team/' } };
    expect(who({ orders: trusting(assumedBy(`arn:aws:sts::${ACCOUNT}:assumed-role/tool/build`)), tool })).toEqual([
      expect.stringMatching(`^aws_iam_role.tool: ${ASSUME}, perhaps: `),
    ]);
    expect(session(`arn:aws:sts::444455556666:assumed-role/ci/build`, { more: { path: '/team/' } })[0]).toMatch(
      /^arn:aws:sts::/,
    );
  });
});

describe('a trust that names a principal that is none of the program', () => {
  const JANE = `arn:aws:iam::${ACCOUNT}:user/jane`;
  const depends = `it depends on the conditions in the trust of ${ORDERS}`;

  test('lets it in by what lets in everybody of AWS', () => {
    const [conditions, everybody] = [assumedBy(JANE, VPC), assumedBy('*')];
    expect(who({ orders: trusting(conditions, everybody) })).toEqual([`*: ${ASSUME}`, `${JANE}: ${ASSUME}`]);
  });

  test('takes a user whose name is a number for a user', () => {
    const name = `arn:aws:iam::${ACCOUNT}:user/${ACCOUNT}`;
    expect(who({ orders: trusting(assumedBy(name)) })).toEqual([`${name}: ${ASSUME}`]);
  });

  test('lets it in perhaps where the statement need not be there', () => {
    const statement = {
      ...{ actions: ['sts:AssumeRole'], principals: [{ type: 'AWS', identifiers: [JANE] }] },
    };
    const lets = (each: unknown): string[] => {
      const document = { orders: { dynamic: { statement: { for_each: each, content: statement } } } };
      const orders = { more: { assume_role_policy: '${data.aws_iam_policy_document.orders.json}' } };
      const more = { data: { aws_iam_policy_document: document }, variable: { on: {} } };
      const association = { cluster_name: '${aws_eks_cluster.main.name}', role_arn: `\${${ORDERS}.arn}` };
      const resources = {
        aws_eks_pod_identity_association: { it: { ...association, namespace: 'shop', service_account: 'orders' } },
      };
      const powers = new AwsPowers(evaluation({ orders }, resources, more)).to(ORDERS);
      return powers.map(({ who: { name }, perhaps }) => [name, ...(perhaps === undefined ? [] : [perhaps])].join(': '));
    };
    expect(lets('${[1]}')).toEqual([JANE]);
    expect(lets('${var.on}')).toEqual([`${JANE}: ${depends}`]);
  });
});

test('who assumes a role by its trust and its own policy is told with both', () => {
  const roles = { orders: trusting(assumedBy(ROOT)), ci: { may: [allow('sts:AssumeRole', `\${${ORDERS}.arn}`)] } };
  const [way] = becoming(evaluation(roles)).who;
  expect(way?.steps[0]?.by).toBe(`the trust of ${ORDERS} and aws_iam_role_policy.ci`);
});

describe('EKS gives a role to pods', () => {
  const PASS = [allow('iam:PassRole', `\${${ORDERS}.arn}`)];
  const create = allow('eks:CreatePodIdentityAssociation');
  const association = {
    aws_eks_pod_identity_association: {
      orders: {
        ...{ cluster_name: '${aws_eks_cluster.main.name}', role_arn: `\${${ORDERS}.arn}` },
        ...{ namespace: 'shop', service_account: 'orders' },
      },
    },
  };
  const when = (...conditions: Json[]): RoleOfTest => ({
    trusts: conditions.map((Condition) => ({ ...POD_IDENTITY, Condition })),
  });
  const rows = (orders: RoleOfTest): unknown[] =>
    identityBecomingOf(evaluation({ orders, ci: { may: [...PASS, create] } }, association)).map(
      ({ by, identities, uncertain }) => [by, identities, uncertain],
    );
  const associate = (uncertain?: string): unknown[] => [['associate', [ORDERS], uncertain]];
  const depends = `it depends on the conditions in the trust of ${ORDERS}`;

  test('for certain where the trust takes any, and perhaps where it takes some', () => {
    expect(rows({ trusts: [POD_IDENTITY] })).toEqual(associate());
    expect(rows(when({ StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'shop' } }))).toEqual(associate(depends));
    expect(rows(when({ StringEquals: { 'aws:RequestTag/kubernetes-service-account': 'a' } }))).toEqual(
      associate(depends),
    );
    expect(rows(when({ StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'shop/x' } }))).toEqual([]);
    expect(rows(when({ StringEquals: { 'aws:RequestTag/kubernetes-service-account': 'a/b' } }))).toEqual([]);
  });

  test('of which it is said what the trust asks for', () => {
    const why = (...conditions: Json[]): unknown => {
      const program = evaluation({ orders: when(...conditions) });
      const cluster = program.clusters.get('aws_eks_cluster.main')!;
      return new AwsPowers(program).takesPod(program.identities.get(ORDERS)!, cluster, ANY_ACCOUNT);
    };
    const asks = { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'shop' } };
    const [once, twice] = [why(asks), why(asks, asks)] as { readonly why: string }[];
    expect(once?.why).toMatch(/sts:AssumeRole: .*kubernetes-namespace.*; sts:TagSession: /);
    expect(twice).toEqual({ why: expect.any(String) as string });
  });

  test('where an association may be changed, which is none of another form', () => {
    const on = (resource: string): string[] => {
      const update = allow('eks:UpdatePodIdentityAssociation', `arn:aws:eks:*:*:podidentityassociation/${resource}`);
      const tool = { trusts: [pod('ops/tool')], may: [...PASS, update] };
      const found = who({ orders: { trusts: [POD_IDENTITY] }, tool }, association);
      return found.filter((line) => line.startsWith('pods of ops/tool'));
    };
    const given = `pods of ops/tool: identity, have EKS give ${ORDERS} to a pod, perhaps: `;
    expect(on('eks/*')).toEqual([`${given}an association of aws_eks_cluster.main has to be there that it may change`]);
    expect(on('eks/a-1234')).toEqual([expect.stringMatching(`^${given}whether .*an association.* is not known`)]);
    expect(on('eks/*/x')).toEqual([]);
  });
});

describe('whoever writes policies of a role gives itself every right', () => {
  const write = (action: string, name: string): Json => allow(action, `\${aws_iam_role.${name}.arn}`);
  const byCi = { trusts: [assumedBy(`\${${CI}.arn}`)] };
  const granting = (roles: Record<string, RoleOfTest>, resources: Json = {}, more: Json = {}) => {
    const found = new AwsPowers(evaluation(roles, resources, more)).granting;
    expect([...found.keys()].filter((id) => id !== CI)).toEqual([]);
    return found.get(CI);
  };
  const policies = (statements: Record<string, Json>): Json => ({
    aws_iam_role_policy: Object.fromEntries(
      Object.entries(statements).map(([name, one]) => [name, { role: `\${${CI}.name}`, policy: trust(one) }]),
    ),
  });
  const source = (name: string): string[] => [`aws_iam_role_policy.${name}`];

  test('by its own before that of one that it assumes', () => {
    const put = write('iam:PutRolePolicy', 'ci');
    const resources = policies({ put, attach: write('iam:AttachRolePolicy', 'b') });
    expect(granting({ ci: {}, b: byCi }, resources)).toEqual({ answer: true, sources: source('put') });
  });

  test('by the first role that it assumes, and by the first way where none is certain', () => {
    const both = allow(
      'iam:AttachRolePolicy',
      ['b', 'c'].map((name) => `\${aws_iam_role.${name}.arn}`),
    );
    const sources = source('attach');
    const attach = policies({ attach: both });
    const maybe = { trusts: [assumedBy(`\${${CI}.arn}`, VPC)] };
    expect(granting({ ci: {}, b: byCi, c: byCi }, attach)).toEqual({ answer: true, sources, by: 'aws_iam_role.b' });
    expect(granting({ ci: {}, b: maybe, c: byCi }, attach)).toEqual({ answer: true, sources, by: 'aws_iam_role.c' });
    expect(granting({ ci: {}, b: maybe, c: maybe }, attach)).toMatchObject({ sources, by: 'aws_iam_role.b' });
    const put = { ...write('iam:PutRolePolicy', 'ci'), ...VPC };
    const own = granting({ ci: {}, b: maybe }, policies({ put, attach: both }));
    expect(own).toEqual({ answer: { why: expect.any(String) as string }, sources: source('put') });
  });

  test('and nobody does who may write and is denied it', () => {
    const put = 'iam:PutRolePolicy';
    expect(granting({ ci: { may: [write(put, 'ci'), deny(put)] } })).toBeUndefined();
  });

  test('by a pattern of roles too, one of which lets in everybody, or somebody that is not known', () => {
    const attach = allow('iam:AttachRolePolicy', `arn:aws:iam::${ACCOUNT}:role/b*`);
    const by = (principal: unknown): unknown => {
      const b = { trusts: [{ ...assumedBy(''), Principal: principal }] };
      return granting({ ci: { may: [attach] }, b }, {}, { variable: { who: {} } });
    };
    const found = { answer: true, sources: source('ci'), by: 'aws_iam_role.b' };
    expect(by('*')).toEqual(found);
    expect(by({ AWS: '*' })).toEqual(found);
    expect(by({ AWS: `arn:aws:iam::${ACCOUNT}:role/ci` })).toEqual(found);
    expect(by({ AWS: '${var.who}' })).toMatchObject({
      answer: { why: expect.any(String) as string },
      ...{ by: found.by },
    });
    expect(by({ AWS: `arn:aws:iam::${ACCOUNT}:user/jane` })).toBeUndefined();
  });
});

describe('who becomes which role, where there are too many to work it out', () => {
  const all = (roles: Record<string, RoleOfTest>, most: number): string[] =>
    [...new AwsPowers(evaluation(roles), most).all()]
      .filter(({ who: { kind } }) => kind === 'identity')
      .map(({ who: { name }, act, identity }) => [name, act, identity].join(' ').replaceAll('aws_iam_role.', ''))
      .sort();

  test('is told without those who may assume roles, if there are none', () => {
    const changes = { may: [allow('iam:UpdateAssumeRolePolicy', '*', VPC)] };
    expect(all({ changes }, 1)).toEqual(['changes change-trust *']);
  });

  test('is counted by the roles that are left to an account, and not by those that name others or deny', () => {
    const roles = {
      orders: trusting(assumedBy(ROOT)),
      assumes: { may: [allow('sts:AssumeRole')] },
      named: { trusts: [assumedBy(`\${${ORDERS}.arn}`)] },
      denied: { trusts: [{ ...assumedBy(ROOT), Effect: 'Deny' }] },
    };
    expect(all(roles, 1)).toEqual(['assumes assume orders', 'orders assume named']);
    expect(all(roles, 0)).toEqual(['assumes assume *', 'orders assume named']);
  });
});
