import { type EksClusterProps, EksNodeGroup, PodRole, podIdentity } from '../../../lib/aws';
import { resolvedIn } from '../../../lib/terraform';
import { awsStack, cluster, codeOf, policy, resource, resources } from '../synthesized';
import { accessLines, openLines, provenStack } from './proven-clusters';

function auto(props: Partial<EksClusterProps> = {}) {
  const stack = awsStack();
  const eks = cluster(stack, { autoMode: {}, ...props });
  return { stack, eks, synthesized: resources(stack, 'aws_eks_cluster')[0] };
}
const addonsOf = (stack: ReturnType<typeof awsStack>) =>
  resources(stack, 'aws_eks_addon').map(({ addon_name }) => addon_name);
const policiesOf = (stack: ReturnType<typeof awsStack>, role: string) =>
  resources(stack, 'aws_iam_role_policy_attachment')
    .filter((attachment) => attachment.role.includes(role))
    .map(({ policy_arn }) => policy_arn.split('/').at(-1))
    .sort();

describe('a cluster of EKS Auto Mode', () => {
  test('has compute, load balancing and storage on together, and no add-on at all', () => {
    const { stack, eks, synthesized } = auto();

    expect(synthesized).toMatchObject({
      compute_config: {
        enabled: true,
        node_pools: ['general-purpose', 'system'],
        node_role_arn: resolvedIn(stack, eks.autoModeNodeRole!.arn),
      },
      kubernetes_network_config: { elastic_load_balancing: { enabled: true } },
      storage_config: { block_storage: { enabled: true } },
      access_config: { authentication_mode: 'API' },
      bootstrap_self_managed_addons: false,
    });
    expect(addonsOf(stack)).toEqual([]);
    expect(eks.addPodIdentityAgent()).toBeUndefined();
  });

  test('has a cluster role that may tag sessions and do what Auto Mode does', () => {
    const { stack } = auto();

    const [statement] = policy(resource(stack, 'aws_iam_role', 'cluster_role').assume_role_policy).Statement;
    expect(statement.Action).toEqual(['sts:AssumeRole', 'sts:TagSession']);
    expect(policiesOf(stack, 'cluster_role')).toEqual([
      'AmazonEKSBlockStoragePolicy',
      'AmazonEKSClusterPolicy',
      'AmazonEKSComputePolicy',
      'AmazonEKSLoadBalancingPolicy',
      'AmazonEKSNetworkingPolicy',
    ]);
  });

  test('has a role of its nodes with the two minimal policies, and no entry beside the one of EKS', () => {
    const { stack } = auto();

    expect(policiesOf(stack, 'auto-mode-role')).toEqual([
      'AmazonEC2ContainerRegistryPullOnly',
      'AmazonEKSWorkerNodeMinimalPolicy',
    ]);
    expect(resources(stack, 'aws_eks_access_entry')).toEqual([]);
  });

  test('without built-in node pools names no role, and lets the nodes of other classes in', () => {
    const { stack, eks, synthesized } = auto({ autoMode: { nodePools: [] } });

    expect(synthesized.compute_config).toEqual({ enabled: true, node_pools: [] });
    expect(resources(stack, 'aws_eks_access_entry')).toEqual([
      expect.objectContaining({ type: 'EC2', principal_arn: resolvedIn(stack, eks.autoModeNodeRole!.arn) }),
    ]);
    expect(resources(stack, 'aws_eks_access_policy_association')[0].policy_arn).toMatch(/AmazonEKSAutoNodePolicy$/);
  });

  test('uses a role of nodes that is given', () => {
    const nodeRoleArn = 'arn:aws:iam::111122223333:role/nodes';
    const { eks, synthesized } = auto({ autoMode: { nodePools: ['system'], nodeRoleArn } });

    expect(synthesized.compute_config).toEqual({ enabled: true, node_pools: ['system'], node_role_arn: nodeRoleArn });
    expect(eks.autoModeNodeRole).toBeUndefined();
  });

  test('has the network add-ons and the agent where node groups are beside its nodes', () => {
    const { stack, eks } = auto({ networkAddons: true });
    new EksNodeGroup(stack, 'nodes', { cluster: eks });

    expect(addonsOf(stack).sort()).toEqual(['coredns', 'eks-pod-identity-agent', 'kube-proxy', 'vpc-cni']);
  });

  test('has the agent as an add-on where hybrid nodes are beside its nodes', () => {
    const { stack, eks } = auto({ remoteNetworks: { nodeCidrs: ['192.168.10.0/24'] } });
    eks.addPodIdentityAgent();

    expect(addonsOf(stack)).toEqual(['eks-pod-identity-agent']);
  });

  test('is refused with a second access entry of its nodes, which EKS makes', () => {
    const { eks } = auto();
    const again = () => eks.addAccessEntry('nodes', { principalArn: eks.autoModeNodeRole!.arn, type: 'EC2' });
    expect(codeOf(again)).toBe('access-entry-duplicate');
  });

  test('is refused with an add-on that is built in, and accepts others', () => {
    const { eks } = auto();
    for (const name of ['vpc-cni', 'kube-proxy', 'coredns', 'aws-ebs-csi-driver', 'eks-pod-identity-agent']) {
      expect(codeOf(() => eks.addAddon(name))).toBe('addon-built-in');
    }
    expect(codeOf(() => eks.addAddon('aws-efs-csi-driver'))).toBeUndefined();
    expect(() => eks.addAddon('coredns')).toThrow(/fix: Leave it out.*networkAddons: true/);
  });

  test('is refused with a node group that would have no network', () => {
    const { stack, eks } = auto();
    expect(codeOf(() => new EksNodeGroup(stack, 'nodes', { cluster: eks }))).toBe('nodes-without-network');
    // What a cluster of somebody else has installed is not known.
    const arn = 'arn:aws:eks:eu-west-1:111122223333:cluster/there';
    const there = { name: 'there', arn, region: 'eu-west-1', autoMode: true, subnetIds: ['subnet-1'] };
    expect(codeOf(() => new EksNodeGroup(stack, 'others', { cluster: there }))).toBeUndefined();
  });

  test.each<[string, EksClusterProps['autoMode']]>([
    ['auto-mode-invalid', { nodePools: ['gpu' as 'system'] }],
    ['role-arn-malformed', { nodeRoleArn: 'nodes' }],
    ['partition-mismatch', { nodeRoleArn: 'arn:aws-cn:iam::111122223333:role/nodes' }],
  ])('is refused with %s: %j', (code, autoMode) => {
    expect(codeOf(() => auto({ autoMode }))).toBe(code);
  });
});

describe('the proof of a cluster of EKS Auto Mode', () => {
  const make = (stack: ReturnType<typeof awsStack>) => {
    const eks = cluster(stack, { autoMode: {} });
    const serviceAccount = { namespace: 'shop', name: 'reports' };
    new PodRole(stack, 'reports', { name: 'reports', trusts: [podIdentity({ cluster: eks, serviceAccount })] });
  };
  const reports = 'shop/reports eks-pod-identity aws_iam_role.reports_7921670E';

  test('needs no agent, and finds nothing else', () => {
    const inventory = provenStack(make);

    expect(accessLines(inventory)).toEqual([reports]);
    expect(openLines(inventory)).toEqual([]);
  });

  test('says which pods reach the role of the nodes: those with hostNetwork', () => {
    const inventory = provenStack(
      make,
      `
apiVersion: v1
kind: ServiceAccount
metadata: { name: reports, namespace: shop }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: probe, namespace: shop }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: probe, namespace: shop }
spec:
  selector: { matchLabels: { app: probe } }
  template:
    metadata: { labels: { app: probe } }
    spec: { serviceAccountName: probe, hostNetwork: true, containers: [{ name: app, image: app }] }
`,
    );

    expect(accessLines(inventory)).toEqual([
      'shop/probe node aws_iam_role.cluster_auto-mode-role_D1278806 (not claimed) DaemonSet/shop/probe',
      reports,
    ]);
    expect(openLines(inventory)).toEqual([]);
  });
});
