import { prove } from '../../../../lib/proof';
import type { Inventory } from '../../../../lib/proof';

const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/ABC';
const AKS =
  'https://westeurope.oic.prod-aks.azure.com/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0/a0b1c2d3-e4f5-0617-2839-4a5b6c7d8e9f/';

const trust = (principal: object, action: unknown, condition?: object): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: principal, Action: action, ...(condition ? { Condition: condition } : {}) },
    ],
  });
const IRSA = trust(
  { Federated: `arn:aws:iam::111122223333:oidc-provider/${ISSUER}` },
  'sts:AssumeRoleWithWebIdentity',
  { StringEquals: { [`${ISSUER}:sub`]: 'system:serviceaccount:apps:app', [`${ISSUER}:aud`]: 'sts.amazonaws.com' } },
);
const PODS = trust({ Service: 'pods.eks.amazonaws.com' }, ['sts:AssumeRole', 'sts:TagSession']);
const READ = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
});

const managed = (group: string, kind: string, name: string, forProvider: object, more: object = {}): object => ({
  apiVersion: `${group}.upbound.io/v1beta1`,
  kind,
  metadata: { name, ...more },
  spec: { forProvider },
});
const iam = (kind: string, name: string, forProvider: object, more?: object): object =>
  managed('iam.aws', kind, name, forProvider, more);
const proved = (...objects: readonly object[]): Inventory =>
  prove([{ file: 'objects.json', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }) }]);
const rows = ({ access }: Inventory): readonly string[] =>
  access.map(
    ({ namespace, serviceAccount, identity, mechanism }) =>
      `${namespace}/${serviceAccount} -> ${identity} ${mechanism}`,
  );
const permissions = (inventory: Inventory): readonly string[] =>
  inventory.permissions
    .map(({ identity, actions, role, source }) => `${identity}: ${actions.join() || role!} by ${source}`)
    .sort();

const PROVIDER = iam('OpenIDConnectProvider', 'shop', {
  url: `https://${ISSUER}`,
  clientIdList: ['sts.amazonaws.com'],
});
const ROLE = iam('Role', 'app', { assumeRolePolicy: IRSA }, { labels: { role: 'app' } });

test('a role of Crossplane trusts as its policy says, by the provider that an object registers', () => {
  const inventory = proved(PROVIDER, ROLE);
  expect(rows(inventory)).toEqual(['apps/app -> Role/app irsa']);
  expect(inventory.undecided).toEqual([]);
});

test.each([
  ['its name in the cloud', { role: 'app' }],
  ['a reference', { roleRef: { name: 'app' } }],
  ['a selector', { roleSelector: { matchLabels: { role: 'app' } } }],
])('its policies are found by %s', (_, reference) => {
  const inventory = proved(
    PROVIDER,
    ROLE,
    iam('Policy', 'read', { policy: READ }),
    iam('RolePolicyAttachment', 'a', { ...reference, policyArnRef: { name: 'read' } }),
    iam('RolePolicyAttachment', 'b', { ...reference, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
    iam('RolePolicy', 'c', { ...reference, policy: READ }),
  );
  expect(permissions(inventory)).toEqual(
    [
      'Role/app: s3:GetObject by Policy/read',
      'Role/app: s3:GetObject by RolePolicy/c',
      'Role/app: ReadOnlyAccess by RolePolicyAttachment/b',
    ].sort(),
  );
  expect(inventory.undecided).toEqual([]);
});

test('whose policy it is that a selector does not tell, is said', () => {
  const other = iam('Role', 'other', { assumeRolePolicy: IRSA }, { labels: { role: 'app' } });
  const { undecided, ...inventory } = proved(
    PROVIDER,
    ROLE,
    other,
    iam('RolePolicy', 'c', { roleSelector: { matchLabels: { role: 'app' } }, policy: READ }),
  );
  expect(permissions({ undecided, ...inventory })).toEqual([]);
  expect(undecided.map(({ about }) => about)).toEqual(['RolePolicy/c']);
});

test('an association of Crossplane gives its role to the account of the cluster that it names', () => {
  const cluster = { file: 'main.tf', text: 'resource "aws_eks_cluster" "main" { name = "shop" }\n' };
  const objects = [
    iam('Role', 'pods', { assumeRolePolicy: PODS }),
    managed('eks.aws', 'PodIdentityAssociation', 'pods', {
      clusterName: 'shop',
      namespace: 'apps',
      serviceAccount: 'app',
      roleArnRef: { name: 'pods' },
    }),
  ];
  const inventory = prove([
    cluster,
    { file: 'objects.json', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }) },
  ]);
  expect(rows(inventory)).toEqual(['apps/app -> Role/pods eks-pod-identity']);
});

test.each([
  ['of the cluster', '', {}],
  ['of a namespace', '.m', { namespace: 'infra' }],
])('a managed identity of Crossplane, %s, has the credentials that refer to it', (_, group, more) => {
  const credential = {
    parentIdRef: { name: 'app' },
    issuer: AKS,
    subject: 'system:serviceaccount:apps:app',
    audience: ['api://AzureADTokenExchange'],
  };
  const inventory = proved(
    managed(`managedidentity.azure${group}`, 'UserAssignedIdentity', 'app', { resourceGroupName: 'apps' }, more),
    managed(`managedidentity.azure${group}`, 'FederatedIdentityCredential', 'app', credential, more),
  );
  const id = ['UserAssignedIdentity', ...Object.values(more), 'app'].join('/');
  expect(rows(inventory)).toEqual([`apps/app -> ${id} entra-workload-identity`]);
  expect(inventory.undecided).toEqual([]);
});

test('a role that Crossplane only observes was made by others, and need not be all that is here', () => {
  const observed = { ...ROLE, spec: { managementPolicies: ['Observe'], forProvider: {} } };
  const { findings, identities } = proved(PROVIDER, observed);
  expect(identities.map(({ id }) => id)).toEqual(['Role/app']);
  expect(findings).toEqual([]);
});

test('ACK’s providers and policies are read as its roles are', () => {
  const ack = (kind: string, name: string, spec: object): object => ({
    apiVersion: 'iam.services.k8s.aws/v1alpha1',
    kind,
    metadata: { name, namespace: 'infra' },
    spec,
  });
  const inventory = proved(
    ack('OpenIDConnectProvider', 'shop', { url: `https://${ISSUER}`, clientIDs: ['sts.amazonaws.com'] }),
    ack('Role', 'app', {
      assumeRolePolicyDocument: IRSA,
      policyRefs: [{ from: { name: 'read' } }, { from: { name: 'elsewhere' } }],
    }),
    ack('Policy', 'read', { name: 'read', policyDocument: READ }),
  );
  expect(rows(inventory)).toEqual(['apps/app -> Role/infra/app irsa']);
  expect(permissions(inventory)).toEqual([
    'Role/infra/app: Policy/elsewhere by Role/infra/app',
    'Role/infra/app: s3:GetObject by Policy/infra/read',
  ]);
  expect(inventory.undecided).toEqual([]);
});
