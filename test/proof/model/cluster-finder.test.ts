import { ClusterFinder } from '../../../lib/proof/model/cluster/cluster-finder';
import type { Cluster } from '../../../lib/proof/model/cluster/cluster';

const cluster = (id: string, more: Partial<Cluster> = {}): Cluster => ({
  id,
  cloud: 'aws',
  issuer: `https://issuer/${id}`,
  issuerText: `ref:${id}.issuer`,
  at: { file: 'cdk.tf.json', pointer: '' },
  ...more,
});

const ARN = 'arn:aws:eks:eu-west-1:111122223333:cluster/prod';
const EKS = cluster('eks-platform/aws_eks_cluster.Eks_Cluster_3D6F5040', { name: 'prod', resourceId: ARN });
const AKS = cluster('aks-platform/azurerm_kubernetes_cluster.main', { name: 'aks' });
const TEST = cluster('eks-test/aws_eks_cluster.main', { name: 'test' });
const FOREIGN = cluster('https://issuer.example/id/1', { issuerText: 'https://issuer.example/id/1' });
const finder = new ClusterFinder([EKS, AKS, TEST, FOREIGN]);

describe('a cluster is found', () => {
  test.each([
    ['its id', EKS.id, EKS],
    ['its issuer', 'https://issuer.example/id/1', FOREIGN],
    ['its issuer as it is printed', AKS.issuerText, AKS],
    ['its ARN', ARN, EKS],
    ['its name', 'prod', EKS],
    ['its address without the stack', 'azurerm_kubernetes_cluster.main', AKS],
    ['its address without cdktf’s ending', 'aws_eks_cluster.Eks_Cluster', EKS],
    ['the last part of its address', 'Eks_Cluster', EKS],
    ['the same with cdktf’s ending', 'Eks_Cluster_3D6F5040', EKS],
    ['its stack', 'eks-platform', EKS],
  ])('by %s', (_, text, expected) => {
    expect(finder.find(text)).toBe(expected);
    // Found once more, without a search.
    expect(finder.find(text)).toBe(expected);
  });

  test('by a name before the end of another’s id', () => {
    const named = cluster('other/aws_eks_cluster.x', { name: 'main' });
    expect(new ClusterFinder([AKS, named]).find('main')).toBe(named);
  });
});

describe('a cluster is not found', () => {
  test('by what two have, and both are named', () => {
    expect(() => finder.find('main')).toThrow(
      /^cluster-ambiguous: "main" names 2 clusters: aks-platform\S*main \(aks\), eks-test\S*main \(test\)/,
    );
  });

  test.each(['', 'Cluster', 'ain', 'MAIN', 'nobody', 'https:'])('by %j, and those that there are are named', (text) => {
    expect(() => finder.find(text)).toThrow(
      new RegExp(`^cluster-unknown: no cluster that was read is ${JSON.stringify(text)}: known are eks-platform`),
    );
  });

  test('where there is none, or they are more than one reads', () => {
    expect(() => new ClusterFinder([]).find('x')).toThrow('the input has no cluster');
    const many = Array.from({ length: 9 }, (_, index) => cluster(`s${index}/aws_eks_cluster.main`));
    expect(() => new ClusterFinder(many).find('aws_eks_cluster.main')).toThrow(/names 9 clusters: .* and 4 more/);
  });
});
