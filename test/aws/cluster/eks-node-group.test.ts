import { EksNodeGroup, type EksNodeGroupProps } from '../../../lib/aws';
import { awsStack, cluster, codeOf, policy, resource, resources } from '../synthesized';

function nodes(props: Partial<EksNodeGroupProps> = {}) {
  const stack = awsStack();
  const eks = cluster(stack, { networkAddons: false });
  new EksNodeGroup(stack, 'nodes', { cluster: eks, subnetIds: ['subnet-1', 'subnet-2'], ...props });
  return stack;
}

describe('a group of nodes', () => {
  test('answers metadata requests with session tokens only, and to no pod behind a hop', () => {
    expect(resources(nodes(), 'aws_launch_template')[0].metadata_options).toEqual({
      http_endpoint: 'enabled',
      http_tokens: 'required',
      http_put_response_hop_limit: 1,
    });
  });

  test('lets pods reach the metadata only where that is said', () => {
    const stack = nodes({ allowPodsToReachInstanceMetadata: true });

    expect(resources(stack, 'aws_launch_template')[0].metadata_options.http_put_response_hop_limit).toBe(2);
  });

  test('encrypts every disk', () => {
    const disks = (props: Partial<EksNodeGroupProps>) =>
      resources(nodes(props), 'aws_launch_template')[0].block_device_mappings;

    expect(disks({})).toEqual([
      { device_name: '/dev/xvda', ebs: expect.objectContaining({ encrypted: 'true', volume_size: 50 }) },
    ]);
    expect(disks({ amiType: 'BOTTLEROCKET_x86_64', diskSizeGib: 80 })).toEqual([
      { device_name: '/dev/xvda', ebs: expect.objectContaining({ encrypted: 'true' }) },
      { device_name: '/dev/xvdb', ebs: expect.objectContaining({ encrypted: 'true', volume_size: 80 }) },
    ]);
  });

  test('has a role that can join, pull images and serve Pod Identity, and nothing else', () => {
    const stack = nodes();

    const attached = resources(stack, 'aws_iam_role_policy_attachment').filter(({ role }) => /nodes_role/.test(role));
    expect(attached.map(({ policy_arn }) => policy_arn)).toEqual([
      'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly',
      'arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy',
    ]);
    expect(policy(resource(stack, 'aws_iam_role_policy', 'nodes').policy).Statement).toEqual([
      { Effect: 'Allow', Action: 'ec2:DescribeInstances', Resource: '*' },
    ]);
  });

  test('runs Amazon Linux 2023, and leaves the number of nodes to the autoscaler', () => {
    expect(resources(nodes(), 'aws_eks_node_group')[0]).toMatchObject({
      ami_type: 'AL2023_x86_64_STANDARD',
      scaling_config: { min_size: 2, desired_size: 2, max_size: 4 },
      lifecycle: { ignore_changes: ['scaling_config[0].desired_size'] },
    });
  });

  test('is updated a third of its nodes at a time', () => {
    expect(resources(nodes(), 'aws_eks_node_group')[0].update_config).toEqual({ max_unavailable_percentage: 33 });
  });

  test('takes instances that fit its image', () => {
    const types = (props: Partial<EksNodeGroupProps>) =>
      resources(nodes(props), 'aws_eks_node_group')[0].instance_types;

    expect(types({ amiType: 'AL2023_ARM_64_STANDARD' })).toEqual(['m7g.large']);
    expect(types({ instanceTypes: ['c7i.xlarge'] })).toEqual(['c7i.xlarge']);
  });

  test('lives in the subnets of its cluster, unless others are given', () => {
    const subnetsOf = (props: Partial<EksNodeGroupProps>) =>
      resources(nodes({ subnetIds: undefined, ...props }), 'aws_eks_node_group')[0].subnet_ids;

    expect(subnetsOf({})).toEqual(['subnet-1', 'subnet-2']);
    expect(subnetsOf({ subnetIds: ['subnet-9'] })).toEqual(['subnet-9']);
    const cluster = { name: 'there', arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/there', region: 'eu-west-1' };
    expect(codeOf(() => subnetsOf({ cluster }))).toBe('subnets-too-few');
  });

  test('has labels and taints', () => {
    const taints = ['team=todo:NoSchedule', 'gpu:NoExecute'];
    const stack = nodes({ labels: { team: 'todo' }, taints });

    expect(resources(stack, 'aws_eks_node_group')[0]).toMatchObject({
      labels: { team: 'todo' },
      taint: [
        { key: 'team', value: 'todo', effect: 'NO_SCHEDULE' },
        { key: 'gpu', effect: 'NO_EXECUTE' },
      ],
    });
  });

  test.each<[string, string, Partial<EksNodeGroupProps>]>([
    ['a name of 64 characters', 'name-invalid', { name: 'n'.repeat(64) }],
    ['more desired nodes than the maximum', 'node-count-invalid', { scaling: { minimum: 1, desired: 3, maximum: 2 } }],
    ['a maximum of none', 'node-count-invalid', { scaling: { minimum: 0, maximum: 0 } }],
    ['disks that are smaller than its image', 'disk-size-invalid', { diskSizeGib: 10 }],
    ['a part of a GiB', 'disk-size-invalid', { diskSizeGib: 50.5 }],
    ['a label of Kubernetes’ own', 'node-label-invalid', { labels: { 'node-role.kubernetes.io/shop': '' } }],
    ['a label of EKS’ own', 'node-label-invalid', { labels: { 'eks.amazonaws.com/team': 'shop' } }],
    ['a label with a space', 'node-label-invalid', { labels: { 'my team': 'shop' } }],
    ['a label whose value begins with a hyphen', 'node-label-invalid', { labels: { team: '-shop' } }],
    ['a capacity that there is not', 'input-invalid', { capacityType: 'spot' as 'SPOT' }],
    ['a taint without its effect', 'taint-invalid', { taints: ['team=todo'] }],
  ])('is refused with %s', (_, code, props) => {
    expect(codeOf(() => nodes(props))).toBe(code);
  });
});

describe('instances and their image', () => {
  test.each([
    ['m7g.large', undefined],
    ['c6gd.xlarge', 'BOTTLEROCKET_x86_64'],
    ['a1.large', undefined],
    ['m6i.large', 'AL2023_ARM_64_STANDARD'],
    ['g4dn.xlarge', 'AL2023_ARM_64_STANDARD'],
  ] as const)('of two architectures are refused: %s with %s', (type, amiType) => {
    expect(codeOf(() => nodes({ instanceTypes: ['${aws_x.y.type}', type], amiType }))).toBe('instance-type-mismatch');
  });

  test.each([
    ['m6i.large', undefined],
    ['g5.xlarge', undefined],
    ['t4g.small', 'AL2023_ARM_64_STANDARD'],
    ['g5g.xlarge', 'BOTTLEROCKET_ARM_64'],
    ['p6e-gb200.36xlarge', 'AL2023_ARM_64_STANDARD'],
    ['u-6tb1.metal', undefined],
  ] as const)('of one architecture, or one that the name does not tell, are made: %s with %s', (type, amiType) => {
    expect(resources(nodes({ instanceTypes: [type], amiType }), 'aws_eks_node_group')[0].instance_types).toEqual([
      type,
    ]);
  });
});
