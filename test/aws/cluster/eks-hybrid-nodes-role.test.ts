import { EksCluster, EksHybridNodesRole, type EksHybridNodesRoleProps, type EksRemoteNetworks } from '../../../lib/aws';
import { resolvedIn } from '../../../lib/terraform';
import { awsStack, cluster, codeOf, policy, resource, resources } from '../synthesized';
import { accessLines, openLines, provenStack } from './proven-clusters';

const REMOTE = { nodeCidrs: ['192.168.10.0/24'], podCidrs: ['192.168.128.0/17'] };
const ANCHOR = 'arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/1234abcd';

function hybrid(props: Partial<EksHybridNodesRoleProps> = {}) {
  const stack = awsStack();
  const eks = cluster(stack, { networkAddons: false, accountId: '111122223333', remoteNetworks: REMOTE });
  const role = new EksHybridNodesRole(stack, 'hybrid', { cluster: eks, ...props });
  const trust = policy(resource(stack, 'aws_iam_role', 'hybrid').assume_role_policy).Statement;
  const { Statement } = policy(resource(stack, 'aws_iam_role_policy', 'hybrid_policy').policy);
  const attached = resources(stack, 'aws_iam_role_policy_attachment')
    .filter((attachment) => attachment.role.includes('aws_iam_role.hybrid'))
    .map(({ policy_arn }) => policy_arn.split('/').at(-1));
  return { stack, eks, role, trust, statements: Statement as { Action: string; Condition?: object }[], attached };
}

describe('the role of hybrid nodes', () => {
  test('by Systems Manager is assumed for activations of the cluster’s account and region alone', () => {
    const { trust, attached } = hybrid();

    expect(trust).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'ssm.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: { 'aws:SourceAccount': '111122223333' },
          ArnEquals: { 'aws:SourceArn': 'arn:aws:ssm:eu-west-1:111122223333:*' },
        },
      },
    ]);
    expect(attached).toEqual(['AmazonEC2ContainerRegistryPullOnly', 'AmazonSSMManagedInstanceCore']);
  });

  test('may describe its cluster, serve Pod Identity there, and take out the machines of its own activation', () => {
    const { stack, eks, statements } = hybrid();
    const arn = resolvedIn(stack, eks.arn);

    expect(statements).toEqual([
      { Effect: 'Allow', Action: 'eks:DescribeCluster', Resource: arn },
      { Effect: 'Allow', Action: 'eks-auth:AssumeRoleForPodIdentity', Resource: arn },
      { Effect: 'Allow', Action: 'ssm:DescribeInstanceInformation', Resource: '*' },
      {
        Effect: 'Allow',
        Action: 'ssm:DeregisterManagedInstance',
        Resource: 'arn:aws:ssm:*:*:managed-instance/*',
        Condition: { StringEquals: { 'ssm:resourceTag/EKSClusterARN': arn } },
      },
    ]);
    expect(hybrid({ podIdentity: false }).statements.map(({ Action }) => Action)).not.toContain(
      'eks-auth:AssumeRoleForPodIdentity',
    );
  });

  test('by IAM Roles Anywhere is assumed with certificates of one authority, under their own names', () => {
    const { stack, role, trust, attached, statements } = hybrid({
      credentials: { by: 'roles-anywhere', trustAnchorArn: ANCHOR, profileName: 'edge' },
    });

    const ArnEquals = { 'aws:SourceArn': ANCHOR };
    const Principal = { Service: 'rolesanywhere.amazonaws.com' };
    expect(trust).toEqual([
      { Effect: 'Allow', Principal, Action: ['sts:TagSession', 'sts:SetSourceIdentity'], Condition: { ArnEquals } },
      {
        Effect: 'Allow',
        Principal,
        Action: 'sts:AssumeRole',
        Condition: {
          // As Terraform writes it, which gives IAM one dollar.
          StringEquals: { 'sts:RoleSessionName': '$${aws:PrincipalTag/x509Subject/CN}' },
          ArnEquals,
        },
      },
    ]);
    expect(attached).toEqual(['AmazonEC2ContainerRegistryPullOnly']);
    expect(statements.map(({ Action }) => Action)).toEqual([
      'eks:DescribeCluster',
      'eks-auth:AssumeRoleForPodIdentity',
    ]);
    expect(resources(stack, 'aws_rolesanywhere_profile')).toEqual([
      expect.objectContaining({
        name: 'edge',
        role_arns: [resolvedIn(stack, role.resource.arn)],
        accept_role_session_name: true,
      }),
    ]);
  });

  test('is let in to the cluster as that of hybrid nodes', () => {
    const { stack, role } = hybrid();

    expect(resources(stack, 'aws_eks_access_entry')).toEqual([
      expect.objectContaining({ type: 'HYBRID_LINUX', principal_arn: resolvedIn(stack, role.resource.arn) }),
    ]);
  });

  test('serves Pod Identity by an agent that also runs on hybrid nodes', () => {
    const configurationOf = (remoteNetworks?: EksRemoteNetworks) => {
      const stack = awsStack();
      cluster(stack, { remoteNetworks }).addPodIdentityAgent();
      const addons = resources(stack, 'aws_eks_addon');
      return addons.find(({ addon_name }) => addon_name === 'eks-pod-identity-agent').configuration_values;
    };
    expect(configurationOf(REMOTE)).toBe('{"daemonsets":{"hybrid":{"create":true}}}');
    expect(configurationOf()).toBeUndefined();
  });

  test('is made for a cluster that exists, once it is said where the nodes are', () => {
    const arn = 'arn:aws:eks:eu-west-1:111122223333:cluster/there';
    const there = (remoteNetworks?: EksRemoteNetworks) => {
      const stack = awsStack();
      const eks = EksCluster.fromAttributes(stack, 'there', {
        name: 'there',
        arn,
        region: 'eu-west-1',
        remoteNetworks,
      });
      new EksHybridNodesRole(stack, 'hybrid', { cluster: eks });
    };
    expect(codeOf(() => there(REMOTE))).toBeUndefined();
    expect(codeOf(() => there())).toBe('remote-network-missing');
  });

  test.each<[string, string, Partial<EksHybridNodesRoleProps>]>([
    ['a name of 65 characters', 'name-invalid', { name: 'n'.repeat(65) }],
    [
      'a trust anchor that is no ARN',
      'arn-malformed',
      {
        credentials: { by: 'roles-anywhere', trustAnchorArn: 'anchor' },
      },
    ],
    [
      'a profile in the place of the anchor',
      'arn-of-other-kind',
      {
        credentials: { by: 'roles-anywhere', trustAnchorArn: 'arn:aws:rolesanywhere:eu-west-1:111122223333:profile/1' },
      },
    ],
    [
      'a trust anchor of another partition',
      'partition-mismatch',
      {
        credentials: { by: 'roles-anywhere', trustAnchorArn: ANCHOR.replace('arn:aws', 'arn:aws-us-gov') },
      },
    ],
  ])('is refused with %s', (_, code, props) => {
    expect(codeOf(() => hybrid(props))).toBe(code);
  });
});

describe('the networks of hybrid nodes', () => {
  test('are those of nodes and of pods', () => {
    expect(resources(hybrid().stack, 'aws_eks_cluster')[0].remote_network_config).toEqual({
      remote_node_networks: { cidrs: ['192.168.10.0/24'] },
      remote_pod_networks: { cidrs: ['192.168.128.0/17'] },
    });
  });

  const network = { subnetIds: ['subnet-1', 'subnet-2'], cidr: '10.0.0.0/16' };
  const made = (remoteNetworks: EksRemoteNetworks, serviceCidr?: string) =>
    codeOf(() => cluster(awsStack(), { network, remoteNetworks, serviceCidr }));
  test.each<[string | undefined, string, EksRemoteNetworks]>([
    ['remote-network-invalid', 'no range of nodes', { nodeCidrs: [] }],
    ['remote-network-invalid', 'a public range', { nodeCidrs: ['203.0.113.0/24'] }],
    ['remote-network-invalid', 'more than a private range', { nodeCidrs: ['172.0.0.0/8'] }],
    ['remote-network-invalid', 'nodes in the VPC’s range', { nodeCidrs: ['10.0.128.0/20'] }],
    ['remote-network-invalid', 'pods among the nodes', { nodeCidrs: ['10.2.0.0/16'], podCidrs: ['10.2.4.0/24'] }],
    ['remote-network-invalid', 'nodes among the services', { nodeCidrs: ['172.20.1.0/24'] }],
    ['ip-range-invalid', 'an address without its length', { nodeCidrs: ['10.2.0.1'] }],
    ['ip-range-invalid', 'IPv6', { nodeCidrs: ['fd00::/64'] }],
    [undefined, 'neighbours', { nodeCidrs: ['10.1.0.0/24', '10.1.1.0/24'], podCidrs: ['10.1.2.0/23'] }],
    [undefined, 'what is not known', { nodeCidrs: ['${var.nodes}'], podCidrs: ['${var.pods}'] }],
  ])('%s for %s', (code, _, remoteNetworks) => {
    expect(made(remoteNetworks, '172.20.0.0/16')).toBe(code);
  });
});

test('the proof finds no pod in the role of hybrid nodes, and nothing to say', () => {
  const inventory = provenStack((stack) => {
    const eks = cluster(stack, { remoteNetworks: REMOTE });
    new EksHybridNodesRole(stack, 'hybrid', { cluster: eks });
    const credentials = { by: 'roles-anywhere', trustAnchorArn: ANCHOR } as const;
    new EksHybridNodesRole(stack, 'certified', { cluster: eks, credentials });
  });

  expect(accessLines(inventory)).toEqual([
    'kube-system/aws-node eks-pod-identity aws_iam_role.cluster_vpc-cni-role_A21EB1B7',
  ]);
  expect(openLines(inventory)).toEqual([]);
});
