import { aks, eks, federated, irsaRole, OTHER_POD, proved, rulesOf, undecidedOf } from '../../kubernetes-program';

const NOT_CLAIMED = 'warning admission-not-claimed';

describe('an account that an add-on of AKS is documented to make', () => {
  const credential = federated('scaler', 'kube-system/keda-operator');

  test('is there', () => {
    const inventory = proved(aks('workload_autoscaler_profile { keda_enabled = true }') + credential, OTHER_POD);
    expect(rulesOf(inventory)).not.toContain(NOT_CLAIMED);
    expect(inventory.undecided).toEqual([]);
  });

  test('is not there where the add-on is off', () => {
    const inventory = proved(aks('workload_autoscaler_profile { keda_enabled = false }') + credential, OTHER_POD);
    expect(rulesOf(inventory)).toContain(NOT_CLAIMED);
  });

  test('is not any other account of its namespace', () => {
    const other = federated('scaler', 'kube-system/other');
    expect(rulesOf(proved(aks('workload_autoscaler_profile { keda_enabled = true }') + other, OTHER_POD))).toContain(
      NOT_CLAIMED,
    );
  });
});

test('the accounts of Flux are there with its extension', () => {
  const extension = `
resource "azurerm_kubernetes_cluster_extension" "flux" {
  name           = "flux"
  cluster_id     = azurerm_kubernetes_cluster.main.id
  extension_type = "microsoft.flux"
}`;
  const inventory = proved(aks() + federated('flux', 'flux-system/source-controller') + extension, OTHER_POD);
  expect(rulesOf(inventory)).not.toContain(NOT_CLAIMED);
  expect(inventory.undecided).toEqual([]);
});

test.each([
  ['an extension with accounts of its own', 'azurerm_kubernetes_cluster_extension', 'extension_type = "contoso.app"'],
  ['a repository that Flux applies', 'azurerm_kubernetes_flux_configuration', 'scope = "cluster"'],
])('what %s makes is not known, and the source that may make the account is named', (_, type, argument) => {
  const maker = `
resource "${type}" "this" {
  name       = "this"
  cluster_id = azurerm_kubernetes_cluster.main.id
  ${argument}
}`;
  const inventory = proved(aks() + federated('app', 'app/app') + maker, OTHER_POD);
  expect(rulesOf(inventory)).not.toContain(NOT_CLAIMED);
  expect(undecidedOf(inventory)).toEqual([expect.stringContaining(`(${type}.this) may declare`)]);
});

test('the account of an EKS add-on is there, and that of the network plugin in each cluster', () => {
  const addon = `
resource "aws_eks_addon" "ebs" {
  cluster_name = aws_eks_cluster.main.name
  addon_name   = "aws-ebs-csi-driver"
}`;
  const roles = irsaRole('ebs', 'kube-system/ebs-csi-controller-sa') + irsaRole('cni', 'kube-system/aws-node');
  const inventory = proved(eks(roles + addon), OTHER_POD);
  expect(rulesOf(inventory)).not.toContain(NOT_CLAIMED);
  expect(inventory.undecided).toEqual([]);
});

test('a module that is not on disk may make any account, unless its kind is known to make none', () => {
  const calls = (source: string): string => `
module "addons" {
  source = "${source}"
}`;
  const of = (source: string): string[] =>
    rulesOf(proved(eks(irsaRole('app', 'app/app') + calls(source)), OTHER_POD)).filter((one) => one === NOT_CLAIMED);
  expect(of('aws-ia/eks-blueprints-addons/aws')).toEqual([]);
  expect(of('terraform-aws-modules/vpc/aws')).toEqual([NOT_CLAIMED]);
});
