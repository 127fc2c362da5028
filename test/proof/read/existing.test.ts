import { prove } from '../../../lib/proof';

const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/AAAA';
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;
const ARN = 'arn:aws:eks:eu-west-1:111122223333:cluster/shop';
const shop = { id: 'platform/shop', cloud: 'aws', name: 'shop', resourceId: ARN, issuer: `https://${ISSUER}` };

/** A stack's JSON with what the stack was told exists. */
const stackOf = (stack: string, json: object, existing: object) => [
  { file: `cdktf.out/stacks/${stack}/cdk.tf.json`, text: JSON.stringify(json), stack },
  {
    file: `cdktf.out/stacks/${stack}/existing.json`,
    text: JSON.stringify({ schema: 'podtrust.existing/v1', ...existing }),
    stack,
  },
];

const roleTrusting = (provider: string, issuer: string) => ({
  name: 'reports',
  assume_role_policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: provider },
        Condition: {
          StringEquals: {
            [`${issuer}:sub`]: 'system:serviceaccount:shop:reports',
            [`${issuer}:aud`]: 'sts.amazonaws.com',
          },
        },
      },
    ],
  }),
});

const platform = { resource: { aws_iam_role: { reports: roleTrusting(PROVIDER, ISSUER) } } };

const accountIn = (provider: object, annotations: object) => ({
  provider: { kubernetes: [provider] },
  resource: {
    kubernetes_manifest: {
      account: {
        manifest: {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { namespace: 'shop', name: 'reports', annotations },
        },
      },
    },
  },
});

test('a literal issuer in a trust is the cluster that the program was told of', () => {
  const { clusters, access, undecided } = prove(stackOf('platform', platform, { clusters: [shop] }));

  expect(clusters).toMatchObject([{ id: 'platform/shop', cloud: 'aws', issuer: `https://${ISSUER}`, name: 'shop' }]);
  expect(access).toMatchObject([{ cluster: 'platform/shop', namespace: 'shop', serviceAccount: 'reports' }]);
  expect(undecided).toEqual([]);
});

test('an association that names the cluster is of the cluster that the program was told of', () => {
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'pods.eks.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
      },
    ],
  };
  const json = {
    resource: {
      aws_iam_role: { reports: { name: 'reports', assume_role_policy: JSON.stringify(trust) } },
      aws_eks_pod_identity_association: {
        reports: {
          cluster_name: 'shop',
          namespace: 'shop',
          service_account: 'reports',
          role_arn: '${aws_iam_role.reports.arn}',
        },
      },
    },
  };
  expect(prove(stackOf('platform', json, { clusters: [shop] })).access).toMatchObject([
    { mechanism: 'eks-pod-identity', cluster: 'platform/shop', serviceAccount: 'reports' },
  ]);
});

const other = {
  ...shop,
  id: 'platform/other',
  name: 'other',
  resourceId: ARN.replace('shop', 'other'),
  issuer: 'https://oidc.eks.eu-west-1.amazonaws.com/id/BBBB',
};

test.each([
  ['its API server’s address', { host: 'https://abc.eks.amazonaws.com' }],
  ['the name that its sign-in command has', { exec: [{ args: ['eks', 'get-token', '--cluster-name', 'shop'] }] }],
])('objects are in the cluster that the program was told of, by %s', (_, provider) => {
  const clusters = [{ ...shop, endpoint: 'https://abc.eks.amazonaws.com' }, other];
  const documents = [
    ...stackOf('platform', platform, { clusters }),
    ...stackOf(
      'workloads',
      accountIn(provider, { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/reports' }),
      {},
    ),
  ];
  const { access, undecided } = prove(documents);
  expect(access).toMatchObject([{ cluster: 'platform/shop', claimed: true }]);
  expect(undecided).toEqual([]);
});

test('a data source that finds the cluster by its name is that cluster, and its issuer is known', () => {
  const json = {
    data: { aws_eks_cluster: { shop: { name: 'shop' } } },
    locals: { issuer: '${replace(data.aws_eks_cluster.shop.identity[0].oidc[0].issuer, "https://", "")}' },
    resource: { aws_iam_role: { reports: roleTrusting(PROVIDER, '${local.issuer}') } },
  };
  const { clusters, access, undecided } = prove(stackOf('platform', json, { clusters: [shop] }));
  expect(clusters.map(({ id }) => id)).toEqual(['platform/shop']);
  expect(access).toMatchObject([{ cluster: 'platform/shop', serviceAccount: 'reports' }]);
  expect(undecided).toEqual([]);
});

test('a resource of the program that has the name is the cluster', () => {
  const json = { ...platform, resource: { ...platform.resource, aws_eks_cluster: { main: { name: 'shop' } } } };
  const told = { clusters: [{ id: 'platform/shop', cloud: 'aws', name: 'shop' }] };
  expect(prove(stackOf('platform', json, told)).clusters.map(({ id }) => id)).toContain(
    'platform/aws_eks_cluster.main',
  );
  expect(prove(stackOf('platform', json, told)).clusters.map(({ id }) => id)).not.toContain('platform/shop');
});

test('several stacks that are told of one cluster mean one cluster, and know what each was told', () => {
  const documents = [
    ...stackOf('platform', platform, { clusters: [shop, other] }),
    ...stackOf('workloads', accountIn({ host: 'https://abc.eks.amazonaws.com' }, {}), {
      clusters: [{ id: 'workloads/shop', cloud: 'aws', resourceId: ARN, endpoint: 'https://abc.eks.amazonaws.com' }],
    }),
  ];
  const { clusters, undecided } = prove(documents);
  expect(clusters.map(({ id }) => id)).toEqual(['platform/other', 'platform/shop']);
  expect(undecided).toEqual([]);
});

test('a literal client id is the identity that the program was told of, and what others trusted it with is unknown', () => {
  const identities = [
    {
      id: 'platform/old',
      kind: 'managed-identity',
      name: 'id-old',
      resourceId:
        '/subscriptions/2/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-old',
      clientId: '33333333-3333-3333-3333-333333333333',
    },
  ];
  const clusters = [
    { id: 'aks', cloud: 'azure', name: 'aks', issuer: 'https://westeurope.oic.prod-aks.azure.com/1/2/' },
  ];
  const account = accountIn({}, { 'azure.workload.identity/client-id': '33333333-3333-3333-3333-333333333333' });
  const documents = stackOf('platform', account, { clusters, identities });
  const { identities: found, findings, undecided } = prove(documents);
  const at = { file: 'cdktf.out/stacks/platform/existing.json', pointer: '/identities/0' };
  expect(found).toEqual([{ id: 'platform/old', cloud: 'azure', kind: 'managed-identity', name: 'id-old', at }]);
  expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
  expect(undecided.map(({ about }) => about)).toEqual(['ServiceAccount/shop/reports → platform/old']);
});

test('a role that the program was told of admits what its policy says, which nobody read', () => {
  const identities = [{ id: 'platform/old', kind: 'iam-role', resourceId: 'arn:aws:iam::111122223333:role/teams/old' }];
  const account = accountIn({}, { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/teams/old' });
  const {
    identities: found,
    findings,
    undecided,
  } = prove(stackOf('platform', account, { clusters: [shop], identities }));
  expect(found).toMatchObject([{ id: 'platform/old', kind: 'iam-role', name: 'old' }]);
  expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
  expect(undecided.map(({ about }) => about)).toEqual(['ServiceAccount/shop/reports → platform/old']);
});

test('a cluster of neither cloud has its name, and is no issuer of nobody’s', () => {
  const clusters = [{ id: 'onprem', name: 'onprem', issuer: 'https://k8s.example.com' }];
  const { clusters: found, findings } = prove(stackOf('platform', platform, { clusters: [shop, ...clusters] }));
  expect(found).toContainEqual({
    id: 'platform/onprem',
    cloud: 'other',
    issuer: 'https://k8s.example.com',
    name: 'onprem',
  });
  expect(findings.map(({ rule }) => rule)).not.toContain('issuer-unknown');
});

test.each([
  { clusters: 1 },
  {
    clusters: [null, 2, [], { id: 3, issuer: { a: 1 } }, { cloud: 'mars' }],
    identities: {},
    oidcProviders: [{ arn: [] }],
  },
])('a broken file says nothing, and breaks nothing: %j', (existing) => {
  expect(prove(stackOf('platform', platform, existing)).access).toMatchObject([{ cluster: `https://${ISSUER}` }]);
});
