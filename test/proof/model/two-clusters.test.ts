import { symbolOf } from '../../../lib/proof/model/known/symbol';
import { equal } from '../../../lib/proof/model/known/text';
import { areOfTwoClusters } from '../../../lib/proof/model/known/two-clusters';

const issuer = (reference: string): string => symbolOf(reference, 'issuer');
const EKS = 'identity[0].oidc[0].issuer';

test.each([
  [`aws_eks_cluster.a.${EKS}`, `aws_eks_cluster.b.${EKS}`],
  [`aws_eks_cluster.a["x"].${EKS}`, `aws_eks_cluster.a["y"].${EKS}`],
  [`aws_eks_cluster.a[0].${EKS}`, `aws_eks_cluster.a[1].${EKS}`],
  [`platform/module.x.aws_eks_cluster.a.${EKS}`, `platform/module.y.aws_eks_cluster.a.${EKS}`],
  [`module.x["a"].aws_eks_cluster.a.${EKS}`, `module.x["b"].aws_eks_cluster.a.${EKS}`],
  ['azurerm_kubernetes_cluster.a.oidc_issuer_url', 'azurerm_kubernetes_cluster.b.oidc_issuer_url'],
])('%s and %s are the issuers of two clusters', (one, other) => {
  expect(areOfTwoClusters(issuer(one), issuer(other))).toBe(true);
  expect(equal(`https://${issuer(one)}`, `https://${issuer(other)}`)).toBe(false);
  // Of texts of no shape nothing is known.
  expect(areOfTwoClusters(symbolOf(one), symbolOf(other))).toBe(false);
  expect(areOfTwoClusters(issuer(one), symbolOf(other))).toBe(false);
  expect(areOfTwoClusters(symbolOf(one), issuer(other))).toBe(false);
});

test.each([
  ['one is the other', `aws_eks_cluster.a.${EKS}`, `aws_eks_cluster.a.${EKS}`],
  ['one is looked up', `data.aws_eks_cluster.a.${EKS}`, `aws_eks_cluster.b.${EKS}`],
  ['one is looked up in a module', `module.x.data.aws_eks_cluster.a.${EKS}`, `module.x.aws_eks_cluster.b.${EKS}`],
  ['the instance is not known', `aws_eks_cluster.a[var.key].${EKS}`, `aws_eks_cluster.a["x"].${EKS}`],
  ['one stands for any instance', `aws_eks_cluster.a.${EKS}`, `aws_eks_cluster.a["x"].${EKS}`],
  ['one stands for any module', `module.x.aws_eks_cluster.a.${EKS}`, `module.x["a"].aws_eks_cluster.a.${EKS}`],
  ['they are of two roots', `one/aws_eks_cluster.a.${EKS}`, `other/aws_eks_cluster.b.${EKS}`],
  ['they are read of it in two ways', `aws_eks_cluster.a.${EKS}`, 'aws_eks_cluster.b.issuer'],
  ['they are of two types', 'azurerm_kubernetes_cluster.a.oidc_issuer_url', 'azapi_resource.a.oidc_issuer_url'],
])('two issuers may be the same where %s', (_, one, other) => {
  expect(areOfTwoClusters(issuer(one), issuer(other))).toBe(false);
});

test('an issuer may be any text', () => {
  expect(areOfTwoClusters(issuer(`aws_eks_cluster.a.${EKS}`), 'oidc.example.com/id/A')).toBe(false);
  expect(areOfTwoClusters('oidc.example.com/id/A', issuer(`aws_eks_cluster.a.${EKS}`))).toBe(false);
});
