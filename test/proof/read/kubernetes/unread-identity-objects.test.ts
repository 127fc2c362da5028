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
