import { CloudPowers } from '../../../lib/proof/become/cloud-powers';
import { clusterPowers } from '../../../lib/proof/become/cluster-powers';
import { becomingOf } from '../../../lib/proof/inventory-becoming';
import type { Json } from '../todo-program';
import { ACCOUNT, allow, assumedBy, becoming, deny, eksWith, evaluated, pod, told, trust } from './aws-program';
import type { RoleOfTest } from './aws-program';

const CLUSTER = 'aws_eks_cluster.main';
const CI = 'aws_iam_role.ci';
const ADMIN = `${CI}: pod, have the cloud let it in to the cluster as its administrator`;
const ORDERS: Record<string, RoleOfTest> = { orders: { trusts: [pod('shop/orders')] } };
const OTHER: Json = { name: 'other', access_config: { authentication_mode: 'API' } };

/** A second cluster beside the first, and further resources. */
const withOther = (resources: Json = {}): Json => ({
  ...resources,
  aws_eks_cluster: { main: { name: 'eks', access_config: { authentication_mode: 'API' } }, other: OTHER },
});
const evaluation = (
  roles: Record<string, RoleOfTest>,
  resources: Json = {},
  objects: Json[] = [],
  cluster: Json = {},
) => evaluated(eksWith({ ...ORDERS, ...roles }, resources, cluster), objects);
const who = (...program: Parameters<typeof evaluation>): string[] => told(becoming(evaluation(...program)));

const entry = (cluster = 'main', more: Json = {}): Json => ({
  aws_eks_access_entry: {
    ci: { cluster_name: `\${aws_eks_cluster.${cluster}.name}`, principal_arn: `\${${CI}.arn}`, ...more },
  },
});
const policy = (name: string, cluster = 'main', scope: Json = { type: 'cluster' }): Json => ({
  aws_eks_access_policy_association: {
    ci: {
      ...{ cluster_name: `\${aws_eks_cluster.${cluster}.name}`, principal_arn: `\${${CI}.arn}` },
      ...{ policy_arn: `arn:aws:eks::aws:cluster-access-policy/${name}`, access_scope: scope },
    },
  },
});

const binding = (name: string): Json => ({
  ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { name, namespace: 'shop' } },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
  subjects: [{ kind: 'Group', name }],
});
const awsAuth = (...groups: string[]): Json => ({
  ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'aws-auth', namespace: 'kube-system' } },
  data: { mapRoles: JSON.stringify([{ rolearn: `arn:aws:iam::${ACCOUNT}:role/ci`, username: 'ci', groups }]) },
});

describe('an access policy of EKS', () => {
  const rows = (name: string, scope?: Json): unknown[] =>
    becomingOf(evaluation({ ci: {} }, policy(name, 'main', scope)))
      .filter((row) => row.who === CI)
      .map(({ becomes, namespace, by }) => [becomes, namespace, by]);
  const edits = (namespace: string): unknown[] => [
    ['account', namespace, ['impersonate']],
    ['pod', namespace, ['make-pods', 'run-commands']],
  ];
  const sorted = (some: unknown[]): string[] => some.map((one) => JSON.stringify(one)).sort();

  test('lets an administrator of the cluster do everything, and those who edit make pods, run commands and impersonate', () => {
    expect(rows('AmazonEKSClusterAdminPolicy')).toEqual([['pod', '*', ['everything']]]);
    for (const name of ['AmazonEKSAdminPolicy', 'AmazonEKSEditPolicy']) {
      expect(sorted(rows(name))).toEqual(sorted(edits('*')));
    }
    expect(rows('AmazonEKSViewPolicy')).toEqual([]);
  });

  test('lets those who view all of a cluster read the Secrets that hold tokens of accounts', () => {
    const token = (namespace: string): Json => ({
      ...{ apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/service-account-token' },
      metadata: { namespace, name: 'token', annotations: { 'kubernetes.io/service-account.name': 'builder' } },
    });
    const tokens = ['shop', 'ops'].map((namespace) => ({ manifest: token(namespace) }));
    const program = (scope?: Json): Json => ({
      ...policy('AmazonEKSAdminViewPolicy', 'main', scope),
      kubernetes_manifest: Object.fromEntries(tokens.map((one, index) => [`token${index}`, one])),
    });
    const reads = (scope?: Json): unknown[] =>
      becomingOf(evaluation({ ci: {} }, program(scope)))
        .filter(({ who }) => who === CI)
        .map(({ becomes, namespace, names, by }) => [becomes, namespace, names, by]);
    const reading = (namespace: string): unknown => ['account', namespace, ['builder'], ['read-token-secrets']];
    expect(reads()).toEqual([reading('ops'), reading('shop')]);
    expect(reads({ type: 'namespace', namespaces: ['shop'] })).toEqual([reading('shop')]);
    expect(rows('AmazonEKSAdminViewPolicy')).toEqual([]);
  });

  test('is for its namespaces, where it has some', () => {
    const scope = { type: 'namespace', namespaces: ['shop', 'ops'] };
    expect(sorted(rows('AmazonEKSEditPolicy', scope))).toEqual(sorted([...edits('shop'), ...edits('ops')]));
  });

  test('is for its cluster alone, and is told as what gives it', () => {
    expect(who({ ci: {} }, withOther(policy('AmazonEKSClusterAdminPolicy', 'other')))).toEqual([]);
    const [way] = becoming(evaluation({ ci: {} }, policy('AmazonEKSClusterAdminPolicy'))).who;
    expect(way?.steps).toEqual([
      {
        ...{ who: CI, may: 'do everything in every namespace' },
        by: 'aws_eks_access_policy_association.ci, which gives AmazonEKSClusterAdminPolicy',
      },
    ]);
  });
});

describe('who is in the groups of a cluster', () => {
  const found = `${CI}: pod, enter the cluster in the group developers, make tokens of service accounts in shop`;
  const group = 'Group developers: pod, make tokens of service accounts in shop';

  test('is told by the access entries of that cluster, and not of another', () => {
    const groups = { kubernetes_groups: ['developers'] };
    expect(who({ ci: {} }, entry('main', groups), [binding('developers')])).toEqual([group, found]);
    const powers = (resources: Json): string[] => {
      const program = evaluation({ ci: {} }, withOther(resources));
      return clusterPowers(program, CLUSTER, new CloudPowers(program)).map(({ act }) => act);
    };
    expect(powers(entry('other', groups))).toEqual(['everything']);
    expect(powers(entry('main', groups))).toEqual(['enter', 'everything']);
  });

  test('is told by the ConfigMap aws-auth, which is named as what gives it, without groups of no name', () => {
    const program = evaluation({ ci: {} }, {}, [binding('developers'), awsAuth('', 'developers')]);
    const [, way] = becoming(program).who;
    expect(way?.steps[0]).toEqual({
      ...{ who: CI, may: 'enter the cluster in the group developers', by: 'ConfigMap/kube-system/aws-auth' },
    });
    const names = becomingOf(program).flatMap((row) => (row.who === CI ? row.names : []));
    expect(names.sort()).toEqual(['ci', 'developers']);
  });

  test('and the group of superusers does everything by Kubernetes itself', () => {
    const [way] = becoming(evaluation({ ci: {} }, {}, [awsAuth('system:masters')])).who;
    expect(way).toMatchObject({ who: CI, becomes: 'pod' });
    expect(way?.steps.at(-1)).toEqual({
      ...{ who: 'Group system:masters', may: 'do everything in every namespace', by: 'Kubernetes itself' },
    });
  });
});

describe('what a role may do to access entries', () => {
  // Service Authorization Reference, "Actions, resources, and condition keys for Amazon Elastic Kubernetes Service".
  const CLUSTERS = `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/eks`;
  const ENTRIES = `arn:aws:eks:eu-west-1:${ACCOUNT}:access-entry/eks/role/${ACCOUNT}/ci/*`;
  const create = allow('eks:CreateAccessEntry', CLUSTERS);
  const associate = allow('eks:AssociateAccessPolicy', ENTRIES);
  const update = allow('eks:UpdateAccessEntry', ENTRIES);
  const joins = [
    'Group developers: pod, make tokens of service accounts in shop',
    `${CI}: pod, have the cloud let it in to the cluster in any group, make tokens of service accounts in shop`,
  ];
  const by = (may: Json[], resources: Json = {}, more: Json = {}): string[] => who({ ci: { may, more } }, resources);
  const groups = (may: Json[], resources: Json = {}): string[] =>
    who({ ci: { may } }, resources, [binding('developers')]);

  test('an entry is made on the cluster, and gets a policy on the entry itself', () => {
    expect(by([create, associate])).toEqual([ADMIN]);
    expect(by([create])).toEqual([]);
    expect(by([associate])).toEqual([]);
    expect(by([allow('eks:CreateAccessEntry', ENTRIES), associate])).toEqual([]);
    expect(by([create, allow('eks:AssociateAccessPolicy', CLUSTERS)])).toEqual([]);
  });

  test('the ARN of an entry has the account, the name without the path, and an id', () => {
    const on = (rest: string): Json[] => [
      create,
      allow('eks:AssociateAccessPolicy', `arn:aws:eks:eu-west-1:${ACCOUNT}:access-entry/eks/${rest}`),
    ];
    expect(by(on(`role/${ACCOUNT}/ci/*`))).toEqual([ADMIN]);
    expect(by(on(`role/${ACCOUNT}/ci/*`), {}, { path: '/teams/' })).toEqual([ADMIN]);
    expect(by(on(`role/${ACCOUNT}/ci`))).toEqual([]);
    // The id is not known, and it is one part of the ARN.
    expect(by(on(`role/${ACCOUNT}/ci/a*`))).toEqual([
      `${ADMIN}, perhaps: whether it is about arn:aws:eks:eu-west-1:${ACCOUNT}:access-entry/eks/role/${ACCOUNT}/ci/\${the id of an access entry} is not known before apply`,
    ]);
    expect(by(on(`role/${ACCOUNT}/ci/*/*`))).toEqual([]);
    expect(by(on(`role/${ACCOUNT}/other/*`))).toEqual([]);
    expect(by(on('role/444455556666/ci/*'))).toEqual([]);
    expect(by(on(`user/${ACCOUNT}/ci/*`))).toEqual([]);
  });

  test('whoever has an entry, or a policy by one, needs none', () => {
    expect(by([associate], entry())).toEqual([ADMIN]);
    expect(by([associate], policy('AmazonEKSViewPolicy'))).toEqual([ADMIN]);
    expect(by([associate], withOther(entry('other')))).toEqual([]);
    expect(by([associate], withOther(policy('AmazonEKSViewPolicy', 'other')))).toEqual([]);
  });

  test('whoever has an entry joins groups by changing it, and whoever has none by making one', () => {
    expect(groups([update], entry())).toEqual(joins);
    expect(groups([update])).toEqual(joins.slice(0, 1));
    expect(groups([update], withOther(entry('other')))).toEqual(joins.slice(0, 1));
    expect(groups([create])).toEqual(joins);
    expect(groups([create], entry())).toEqual(joins.slice(0, 1));
    expect(groups([allow('eks:UpdateAccessEntry', CLUSTERS)], entry())).toEqual(joins.slice(0, 1));
  });

  test('a cluster that takes no entries has to be changed first', () => {
    const configMap = { access_config: { authentication_mode: 'CONFIG_MAP' } };
    const change = allow('eks:UpdateClusterConfig', CLUSTERS);
    const when = (may: Json[]): string[] => who({ ci: { may } }, {}, [], configMap);
    expect(when([create, associate])).toEqual([]);
    expect(when([create, associate, change])).toEqual([ADMIN]);
    expect(when([create, associate, allow('eks:UpdateClusterConfig', ENTRIES)])).toEqual([]);
    expect(who({ ci: { may: [create] } }, {}, [binding('developers')], configMap)).toEqual(joins.slice(0, 1));
  });

  test('what is not certain to make an administrator may be certain to join groups', () => {
    const vpc = { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } };
    const perhaps = allow('eks:AssociateAccessPolicy', ENTRIES, vpc);
    expect(by([create, perhaps])).toEqual([`${ADMIN}, perhaps: aws:SourceVpc is not known from the artefacts`]);
    expect(groups([create, perhaps])).toEqual(joins);
    expect(by([create, perhaps, allow('iam:PutRolePolicy', `\${${CI}.arn}`)])).toEqual([ADMIN]);
    const program = evaluation({ ci: { may: [create, associate] } });
    const powers = clusterPowers(program, CLUSTER, new CloudPowers(program));
    expect(powers.filter(({ act }) => act === 'join-groups')).toEqual([]);
  });

  test('each policy that allows it is told once', () => {
    const resources = {
      aws_iam_role_policy: {
        one: { role: `\${${CI}.name}`, policy: trust(create, update) },
        two: { role: `\${${CI}.name}`, policy: trust(associate, create) },
      },
    };
    const [way] = becoming(evaluation({ ci: {} }, resources)).who;
    expect(way?.steps[0]?.by).toBe('aws_iam_role_policy.one and aws_iam_role_policy.two');
  });

  test('a boundary of the role that gets every right keeps it from the cluster, unless it takes both steps', () => {
    const bounded = (...actions: string[]): string[] =>
      who(
        {
          ci: { may: [allow('iam:AttachRolePolicy', '${aws_iam_role.b.arn}')] },
          b: { trusts: [assumedBy(`\${${CI}.arn}`)], more: { permissions_boundary: '${aws_iam_policy.limit.arn}' } },
        },
        { aws_iam_policy: { limit: { name: 'limit', policy: trust(allow(actions)) } } },
      ).filter((line) => line.startsWith(CI));
    expect(bounded('s3:*')).toEqual([]);
    expect(bounded('eks:CreateAccessEntry')).toEqual([]);
    expect(bounded('eks:AssociateAccessPolicy')).toEqual([]);
    expect(bounded('eks:*')).toEqual([ADMIN]);
  });

  test('whoever gives itself every right is told as an administrator once, and perhaps where a Deny has to go first', () => {
    const own = allow('iam:PutRolePolicy', `\${${CI}.arn}`);
    const program = evaluation({ ci: { may: [own, create, associate] } });
    const powers = clusterPowers(program, CLUSTER, new CloudPowers(program));
    expect(powers.filter(({ act }) => act === 'administer').map(({ source }) => source)).toEqual([
      'aws_iam_role_policy.ci',
    ]);
    const denied = evaluation({ ci: { may: [own, deny('eks:*')] } });
    const perhaps = clusterPowers(denied, CLUSTER, new CloudPowers(denied)).filter(({ act }) => act === 'administer');
    expect(perhaps.map(({ perhaps: why }) => why)).toEqual([
      `one of the policies of ${CI} may deny it, and it has to take that away first`,
    ]);
  });
});

test('no role of AWS administers a cluster of Azure', () => {
  const resources = {
    azurerm_kubernetes_cluster: { main: { name: 'aks', resource_group_name: 'rg', oidc_issuer_enabled: true } },
  };
  const program = evaluation({ ci: { may: [allow('*')] } }, resources);
  expect(told(becoming(program, 'shop/orders', 'azurerm_kubernetes_cluster.main'))).toEqual([]);
});
