import { aks, proved, rulesOf, undecidedOf } from '../../kubernetes-program';

test.each([
  ['authorization.azure.com/v1api20220401', 'RoleDefinition'],
  ['iam.services.k8s.aws/v1alpha1', 'OpenIDConnectProvider'],
  ['eks.services.k8s.aws/v1alpha1', 'Addon'],
  ['iam.aws.upbound.io/v1beta1', 'Role'],
  ['managedidentity.azure.upbound.io/v1beta1', 'FederatedIdentityCredential'],
  ['eksctl.io/v1alpha5', 'ClusterConfig'],
  ['kops.k8s.io/v1alpha2', 'Cluster'],
])('of an object of %s %s it is said that what it makes is not read', (apiVersion, kind) => {
  const object = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: todo, namespace: todo }\nspec: {}\n`;
  const inventory = proved(aks(), object);
  expect(rulesOf(inventory)).toEqual([]);
  expect(undecidedOf(inventory)).toEqual([expect.stringContaining(`${kind}/todo/todo: what this ${kind}`)]);
});
