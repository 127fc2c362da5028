import { aks, proved, rulesOf, undecidedOf } from '../../kubernetes-program';

test.each([
  ['authorization.azure.com/v1api20220401', 'RoleDefinition'],
  ['iam.services.k8s.aws/v1alpha1', 'InstanceProfile'],
  ['eks.services.k8s.aws/v1alpha1', 'Addon'],
  ['iam.aws.crossplane.io/v1beta1', 'Role'],
  ['eks.aws.upbound.io/v1beta1', 'Addon'],
  ['authorization.azure.upbound.io/v1beta1', 'RoleAssignment'],
])('of an object of %s %s it is said that what it makes is not read', (apiVersion, kind) => {
  const object = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: todo, namespace: todo }\nspec: {}\n`;
  const inventory = proved(aks(), object);
  expect(rulesOf(inventory)).toEqual([]);
  expect(undecidedOf(inventory)).toEqual([expect.stringContaining(`${kind}/todo/todo: what this ${kind}`)]);
});

test('a cluster of kops is named where it makes roles for service accounts, and says nothing of them else', () => {
  const cluster = (iam: string): string =>
    `apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: { name: shop }\nspec: { iam: ${iam} }\n`;
  const listed = '{ serviceAccountExternalPermissions: [{ name: api, namespace: shop, aws: { inlinePolicy: "[]" } }] }';
  for (const iam of [listed, '{ useServiceAccountExternalPermissions: true }']) {
    expect(undecidedOf(proved(aks(), cluster(iam)))).toEqual([
      expect.stringContaining('Cluster/shop: what this Cluster'),
    ]);
  }
  expect(undecidedOf(proved(aks(), cluster('{ legacy: false }')))).toEqual([]);
});

const ROLE = '{ apiVersion: iam.services.k8s.aws/v1alpha1, kind: Role, metadata: { name: todo } }';
const ACCOUNT =
  '{ apiVersion: v1, kind: ServiceAccount, metadata: { name: todo, annotations: { azure.workload.identity/client-id: "{{id}}" } } }';

test.each([
  ['apiextensions.crossplane.io/v1', 'Composition', `{ resources: [{ name: role, base: ${ROLE} }] }`],
  [
    'apiextensions.crossplane.io/v1',
    'Composition',
    '{ pipeline: [{ step: go, input: { inline: { template: "kind: Role\\nspec: { trust: pods.eks.amazonaws.com }" } } }] }',
  ],
  ['kubernetes.crossplane.io/v1alpha2', 'Object', `{ forProvider: { manifest: ${ACCOUNT} } }`],
  ['kro.run/v1alpha1', 'ResourceGraphDefinition', `{ resources: [{ id: role, template: ${ROLE} }] }`],
  [
    'argoproj.io/v1alpha1',
    'ApplicationSet',
    `{ template: { spec: { source: { helm: { valuesObject: { account: ${ACCOUNT} } } } } } }`,
  ],
  ['fluxcd.controlplane.io/v1', 'ResourceSet', `{ resources: [${ACCOUNT}] }`],
  ['work.open-cluster-management.io/v1', 'ManifestWork', `{ workload: { manifests: [${ACCOUNT}] } }`],
  ['kyverno.io/v1', 'ClusterPolicy', `{ rules: [{ generate: { data: ${ACCOUNT} } }] }`],
])('of a %s %s it is said that the identities in it are not read', (apiVersion, kind, spec) => {
  const object = (held: string): string =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: todo, namespace: todo }\nspec: ${held}\n`;
  const said = expect.stringContaining(`${kind}/todo/todo: the objects in this ${kind}`) as string;
  expect(undecidedOf(proved(aks(), object(spec))).filter((entry) => entry.startsWith(kind))).toEqual([said]);
  expect(undecidedOf(proved(aks(), object('{ resources: [{ kind: ConfigMap }] }')))).not.toContainEqual(said);
});

test('a template of OpenShift has its objects beside the others', () => {
  const template = `apiVersion: template.openshift.io/v1\nkind: Template\nmetadata: { name: todo }\nobjects: [${ACCOUNT}]\n`;
  expect(undecidedOf(proved(aks(), template))).toContainEqual(
    expect.stringContaining('Template/todo: the objects in this Template'),
  );
});
