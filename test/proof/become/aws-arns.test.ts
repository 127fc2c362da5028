import { Evaluation } from '../../../lib/proof/evaluate/evaluation';
import { sourcesOf } from '../../../lib/proof/input';
import { identityBecomingOf } from '../../../lib/proof/inventory-becoming';
import { read } from '../../../lib/proof/read/read';
import type { Json } from '../todo-program';
import { ACCOUNT, allow, assumedBy, becoming, deny, eksWith, evaluated, pod, told, trust } from './aws-program';
import type { RoleOfTest } from './aws-program';

const ORDERS = 'aws_iam_role.orders';
const CI = 'aws_iam_role.ci';
const FOUND = `${CI}: identity, change the trust of ${ORDERS}`;
const ADMIN = `${CI}: pod, have the cloud let it in to the cluster as its administrator`;
const CHANGE = 'iam:UpdateAssumeRolePolicy';
const ENTER = ['eks:CreateAccessEntry', 'eks:AssociateAccessPolicy'];
const IN_CHINA = { aws: { region: 'cn-north-1', allowed_account_ids: [ACCOUNT] } };
const IN_NO_REGION = { aws: { allowed_account_ids: [ACCOUNT] } };

/** A program of some providers, in which a partition is a variable; with further resources of it, and objects. */
function evaluation(provider: Json, roles: Record<string, RoleOfTest>, resources: Json = {}, objects: Json[] = []) {
  const { data, ...others } = resources;
  const text = eksWith({ orders: { trusts: [pod('shop/orders')] }, ...roles }, others);
  const program = { ...(JSON.parse(text) as Json), variable: { partition: {} }, provider, data };
  return evaluated(JSON.stringify(program), objects);
}
const who = (...program: Parameters<typeof evaluation>): string[] => told(becoming(evaluation(...program)));
const rows = (...program: Parameters<typeof evaluation>): unknown[] =>
  identityBecomingOf(evaluation(...program)).map(({ by, identities, uncertain }) => [by, identities, uncertain]);
/** A service account that names a role by its ARN. */
const naming = (name: string, account = ACCOUNT): Json => ({
  ...{ apiVersion: 'v1', kind: 'ServiceAccount' },
  metadata: {
    ...{ namespace: 'shop', name },
    annotations: { 'eks.amazonaws.com/role-arn': `arn:aws:iam::${account}:role/${name}` },
  },
});
const may = (...statements: Json[]): Record<string, RoleOfTest> => ({ ci: { may: statements } });

// IAM User Guide, "IAM identifiers": a policy names resources of its own partition alone.
describe('in another partition than aws', () => {
  test('who may change every role but those of a path changes none of these', () => {
    const roles = {
      orders: { trusts: [pod('shop/orders')], more: { path: '/team/' } },
      ...may(allow(CHANGE), deny(CHANGE, 'arn:aws-cn:iam::*:role/team/*')),
    };
    expect(who(IN_CHINA, roles)).toEqual([]);
    expect(rows(IN_CHINA, roles)).toEqual([]);
  });

  test('who may change every role of an account is told once', () => {
    const every = [['change-trust', ['*'], undefined]];
    expect(rows(IN_CHINA, may(allow(CHANGE, 'arn:aws-cn:iam::*:role/*')))).toEqual(every);
    expect(rows(IN_CHINA, may(allow(CHANGE, 'arn:aws:iam::*:role/*')))).toEqual([]);
  });

  test('a partition that is a variable is that of the role', () => {
    expect(who(IN_CHINA, may(allow(CHANGE, `arn:\${var.partition}:iam::${ACCOUNT}:role/orders`)))).toEqual([FOUND]);
    const entries = ['cluster/eks', 'access-entry/eks/*'].map((one) => `arn:\${var.partition}:eks:*:${ACCOUNT}:${one}`);
    expect(who(IN_CHINA, may(allow(ENTER, entries)))).toEqual([ADMIN]);
    const trusts = [pod('shop/orders'), assumedBy(`arn:\${var.partition}:iam::${ACCOUNT}:role/ci`)];
    expect(who(IN_CHINA, { orders: { trusts }, ci: {} })).toContain(`${CI}: identity, assume ${ORDERS}`);
  });

  test('a condition on who asks is about its ARN', () => {
    const on = (arn: string): string[] =>
      who(IN_CHINA, may(allow(CHANGE, '*', { Condition: { ArnLike: { 'aws:PrincipalArn': arn } } })));
    expect(on('arn:aws-cn:iam::*:role/ci')).toEqual([FOUND]);
    expect(on('arn:aws:iam::*:role/ci')).toEqual([]);
  });
});

describe('where no region tells the partition', () => {
  test('it is the one that the policies of such roles name', () => {
    expect(who(IN_NO_REGION, may(allow(CHANGE, 'arn:aws-cn:iam::*:role/orders')))).toEqual([FOUND]);
    expect(who(IN_NO_REGION, may(allow(CHANGE, 'arn:aws-us-gov:iam::*:role/other')))).toEqual([]);
    const entries = ['arn:aws-us-gov:eks:*:*:cluster/eks', 'arn:aws-us-gov:eks:*:*:access-entry/eks/*'];
    expect(who(IN_NO_REGION, may(allow(ENTER, entries)))).toEqual([ADMIN]);
    expect(who(IN_NO_REGION, may(allow(CHANGE, 'arn:aws:iam::*:role/orders')))).toEqual([FOUND]);
    const all = [allow('s3:GetObject'), allow(CHANGE, 'arn:aws-cn:iam::*:role/orders')];
    expect(who(IN_NO_REGION, may(...all))).toEqual([FOUND]);
    const limited = (partition: string): string[] => {
      const policy = trust(allow('iam:*', `arn:${partition}:iam::*:role/orders`));
      const ci = { may: [allow(CHANGE)], more: { permissions_boundary: '${aws_iam_policy.limit.arn}' } };
      return who(IN_NO_REGION, { ci }, { aws_iam_policy: { limit: { name: 'limit', policy } } });
    };
    expect(limited('aws-cn')).toEqual([FOUND]);
    expect(limited('aws')).toEqual([FOUND]);
  });

  test('it is aws where they name several, or none', () => {
    const other = { may: [allow('s3:GetObject', 'arn:aws-us-gov:s3:::data/*')] };
    const by = (partition: string): string[] =>
      who(IN_NO_REGION, { ...may(allow(CHANGE, `arn:${partition}:iam::*:role/orders`)), other });
    expect(by('aws')).toEqual([FOUND]);
    expect(by('aws-cn')).toEqual([]);
    expect(who(IN_NO_REGION, may(allow(CHANGE, `arn:\${var.partition}:iam::*:role/orders`)))).toEqual([FOUND]);
    const control = (partition: string): string[] => {
      const content = trust(deny(CHANGE, `arn:${partition}:iam::*:role/orders`));
      const resources = {
        aws_organizations_policy: { p: { name: 'p', type: 'SERVICE_CONTROL_POLICY', content } },
        aws_organizations_policy_attachment: {
          p: { policy_id: '${aws_organizations_policy.p.id}', target_id: ACCOUNT },
        },
      };
      return who(IN_NO_REGION, may(allow(CHANGE)), resources);
    };
    expect(control('aws')).toEqual([expect.stringContaining(`${FOUND}, perhaps: aws_organizations_policy.p`)]);
    expect(control('aws-cn')).toEqual([FOUND]);
  });

  test('roles whose partition is known say nothing of it', () => {
    const aws = [{ allowed_account_ids: [ACCOUNT] }, { alias: 'far', region: 'cn-north-1' }];
    const far = { may: [allow('s3:GetObject', 'arn:aws-cn:s3:::data/*')], more: { provider: 'aws.far' } };
    const ci = may(allow(CHANGE, 'arn:aws-us-gov:iam::*:role/orders'));
    expect(who({ aws }, { ...ci, far })).toEqual([FOUND]);
  });
});

describe('an account of which no id is known', () => {
  const NO_ACCOUNT = { aws: { region: 'eu-west-1' } };
  const OF_ORDERS = `arn:aws:iam::${ACCOUNT}:role/orders`;

  test('is one account wherever it is asked for', () => {
    const own = { Condition: { StringEquals: { 'aws:ResourceAccount': '$${aws:PrincipalAccount}' } } };
    expect(who(NO_ACCOUNT, may(allow(CHANGE, '*', own)))).toEqual([FOUND]);
  });

  test('is called by what asks AWS for it, and else by a number', () => {
    const about = (account: string): string =>
      `${FOUND}, perhaps: whether it is about arn:aws:iam::\${${account}}:role/orders is not known before apply`;
    const statement = may(allow(CHANGE, OF_ORDERS));
    expect(who(NO_ACCOUNT, statement)).toEqual([about('AWS account 1')]);
    const data = { aws_caller_identity: { two: {}, one: {} } };
    expect(who(NO_ACCOUNT, statement, { data })).toEqual([about('data.aws_caller_identity.one.account_id')]);
  });

  test('is known of all its roles where a service account names one of them', () => {
    const current = '${data.aws_caller_identity.current.account_id}';
    const data = { aws_caller_identity: { current: {} } };
    for (const objects of [[naming('orders')], [naming('ci')], [naming('orders'), naming('ci')]]) {
      const by = (account: string, more: Json = {}): string[] =>
        who(NO_ACCOUNT, may(allow(CHANGE, `arn:aws:iam::${account}:role/orders`, more)), { data }, objects);
      expect(by(ACCOUNT)).toEqual([FOUND]);
      expect(by(current)).toEqual([FOUND]);
      expect(by('999911112222')).toEqual([]);
      const own = { Condition: { StringEquals: { 'aws:PrincipalAccount': ACCOUNT, 'aws:ResourceAccount': ACCOUNT } } };
      expect(by('*', own)).toEqual([FOUND]);
      const trusts = [pod('shop/orders'), assumedBy(`arn:aws:iam::${current}:root`)];
      const ci = { may: [allow('sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/orders`)] };
      expect(who(NO_ACCOUNT, { orders: { trusts }, ci }, { data }, objects)).toContain(
        `${CI}: identity, assume ${ORDERS}`,
      );
    }
  });

  test('is not known where service accounts name its roles in two', () => {
    const objects = [naming('orders'), naming('ci', '999911112222'), naming('other')];
    const roles = { ...may(allow(CHANGE, OF_ORDERS)), other: {} };
    expect(who(NO_ACCOUNT, roles, {}, objects)).toEqual([expect.stringContaining(`${FOUND}, perhaps: `)]);
  });
});

describe('a role that a controller of Kubernetes makes', () => {
  const by = (more: Json, ...objects: Json[]): string[] => {
    const statement = allow(CHANGE, `arn:aws:iam::${ACCOUNT}:role/orders`, more);
    const role = {
      ...{ apiVersion: 'iam.services.k8s.aws/v1alpha1', kind: 'Role', metadata: { namespace: 'ops', name: 'ops' } },
      spec: { name: 'ops', inlinePolicies: { change: trust(statement) } },
    };
    return who(IN_NO_REGION, {}, {}, [role, ...objects]);
  };

  test('is in the account in which a service account names it', () => {
    const found = `Role/ops/ops: identity, change the trust of ${ORDERS}`;
    const own = { Condition: { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } } };
    expect(by({}, naming('ops'))).toContain(found);
    expect(by(own, naming('ops'))).toContain(found);
    expect(by({}, naming('ops', '999911112222'))).toEqual([]);
    expect(by({})).toEqual([`${found}, perhaps: whether Role/ops/ops and ${ORDERS} are in one account is not known`]);
  });
});

describe('a cluster', () => {
  const ARN = `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/shop`;
  const ENTRIES = 'arn:aws:eks:*:*:access-entry/*';

  test('of no name may be one of any name, which is one part of its ARN', () => {
    const on = (name: string): string[] => {
      const nameless = eksWith(
        may(allow(ENTER, [`arn:aws:eks:*:*:cluster/${name}`, ENTRIES])),
        {},
        { name: undefined },
      );
      return told(becoming(evaluated(nameless)));
    };
    const about = `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/\${the name of aws_eks_cluster.main}`;
    expect(on('*')).toEqual([ADMIN]);
    expect(on('eks')).toEqual([`${ADMIN}, perhaps: whether it is about ${about} is not known before apply`]);
    expect(on('eks/*')).toEqual([]);
  });

  /** Who enters a cluster of which the program was told. */
  const entering = (cluster: Json, on: string, provider: Json = IN_NO_REGION, objects: Json[] = []): string[] => {
    const { resource } = JSON.parse(eksWith(may(allow(ENTER, [on, ENTRIES])))) as { resource: Json };
    const { aws_iam_role, aws_iam_role_policy } = resource;
    const text = JSON.stringify({ provider, resource: { aws_iam_role, aws_iam_role_policy } });
    const existing = { schema: 'podtrust.existing/v1', clusters: [{ cloud: 'aws', name: 'shop', ...cluster }] };
    const sources = sourcesOf([
      { file: 'cdktf.out/stacks/one/cdk.tf.json', text, stack: 'one' },
      { file: 'cdktf.out/stacks/one/existing.json', text: JSON.stringify(existing), stack: 'one' },
      ...objects.map((one) => ({ file: 'objects.yaml', text: JSON.stringify(one) })),
    ]);
    const found = new Evaluation(read(sources, { clusterOfPath: new Map(), settings: undefined }));
    return told(becoming(found, 'shop/orders', found.model.clusters[0]!.id)).map((line) => line.replaceAll('one/', ''));
  };

  test('whose ARN is known is that, whatever else is not', () => {
    expect(entering({ resourceId: ARN }, ARN)).toEqual([ADMIN]);
    expect(entering({ resourceId: ARN }, ARN.replace('eu-west-1', 'us-east-1'))).toEqual([]);
    expect(entering({ resourceId: ARN.replace('1111', '9999') }, '*')).toEqual([]);
  });

  test('whose ARN is known is in the account of a role that a service account names by its ARN', () => {
    const on = (account: string): string[] =>
      entering({ resourceId: ARN }, ARN, { aws: {} }, [naming('ci', account)]).filter((line) => line.startsWith(CI));
    expect(on(ACCOUNT)).toEqual([ADMIN]);
    expect(on('999911112222')).toEqual([]);
  });

  test('of which only the name is known may be in any account', () => {
    const cluster = { id: 'shop' };
    expect(entering(cluster, `arn:aws:eks:*:${ACCOUNT}:cluster/shop`)).toEqual([
      `${ADMIN}, perhaps: whether shop is in the account of ${CI} is not known`,
    ]);
    expect(entering(cluster, `arn:aws:eks:*:*:cluster/other`)).toEqual([]);
  });
});
