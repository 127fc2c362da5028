import { EksCluster, EksFargateProfile, EksNodeGroup, type EksAccessEntryProps } from '../../../lib/aws';
import { awsStack, cluster, codeOf, resources } from '../synthesized';

const ROLE = 'arn:aws:iam::111122223333:role/team/developers';

/** The entry that a cluster of account 111122223333 makes of the props, and its policies. */
function entered(props: Partial<EksAccessEntryProps>) {
  const stack = awsStack();
  cluster(stack, { networkAddons: false, accountId: '111122223333' }).addAccessEntry('one', {
    principalArn: ROLE,
    ...props,
  });
  return {
    entry: resources(stack, 'aws_eks_access_entry')[0],
    policies: resources(stack, 'aws_eks_access_policy_association'),
  };
}

describe('an access entry', () => {
  test('has groups of Kubernetes and a name of its own beside access policies', () => {
    const { entry, policies } = entered({
      kubernetesGroups: ['developers', 'on-call'],
      userName: 'dev:{{SessionName}}',
      policy: 'AmazonEKSViewPolicy',
      tags: { team: 'todo' },
    });

    expect(entry).toMatchObject({
      principal_arn: ROLE,
      kubernetes_groups: ['developers', 'on-call'],
      user_name: 'dev:{{SessionName}}',
      tags: { team: 'todo' },
    });
    expect(entry).not.toHaveProperty('type');
    expect(policies).toHaveLength(1);
  });

  test('has several policies, each for the cluster or for namespaces of its own, by pattern too', () => {
    const { policies } = entered({
      access: [
        { policy: 'AmazonEKSAdminViewPolicy' },
        { policy: 'AmazonEKSEditPolicy', namespaces: ['todo', 'dev-*'] },
        { policy: 'AmazonEKSSecretReaderPolicy', namespaces: ['todo'] },
      ],
    });

    expect(policies.map(({ policy_arn, access_scope }) => [policy_arn.split('/').at(-1), access_scope])).toEqual([
      ['AmazonEKSEditPolicy', { type: 'namespace', namespaces: ['todo', 'dev-*'] }],
      ['AmazonEKSSecretReaderPolicy', { type: 'namespace', namespaces: ['todo'] }],
      ['AmazonEKSAdminViewPolicy', { type: 'cluster' }],
    ]);
  });

  test('may have groups alone, and an IAM user as its principal', () => {
    const user = 'arn:aws:iam::111122223333:user/ada';
    const { entry, policies } = entered({ principalArn: user, kubernetesGroups: ['auditors'] });

    expect([entry.principal_arn, entry.kubernetes_groups, policies]).toEqual([user, ['auditors'], []]);
  });

  test('of nodes of Auto Mode has their policy, and that of other nodes none', () => {
    expect(entered({ type: 'EC2' }).policies[0].policy_arn).toBe(
      'arn:aws:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy',
    );
    for (const type of ['EC2_LINUX', 'EC2_WINDOWS', 'FARGATE_LINUX', 'HYBRID_LINUX', 'HYPERPOD_LINUX'] as const) {
      const { entry, policies } = entered({ type });
      expect([entry.type, policies]).toEqual([type, []]);
    }
  });

  test('is made for a cluster that exists as well', () => {
    const stack = awsStack();
    const attributes = { name: 'todo', arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/todo', region: 'eu-west-1' };

    EksCluster.fromAttributes(stack, 'eks', attributes).addAccessEntry('one', {
      principalArn: ROLE,
      policy: 'AmazonEKSClusterAdminPolicy',
    });

    expect(resources(stack, 'aws_eks_access_entry')[0]).toMatchObject({ cluster_name: 'todo', principal_arn: ROLE });
  });
});

describe('an access entry is refused', () => {
  test.each<[string, string, Partial<EksAccessEntryProps>]>([
    [
      'for a service-linked role',
      'access-entry-invalid',
      {
        principalArn: 'arn:aws:iam::111122223333:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS',
      },
    ],
    [
      'for the session of a role',
      'arn-of-other-kind',
      {
        principalArn: 'arn:aws:sts::111122223333:assumed-role/developers/ada',
      },
    ],
    ['for a group of IAM', 'arn-of-other-kind', { principalArn: 'arn:aws:iam::111122223333:group/developers' }],
    ['for a role of another partition', 'partition-mismatch', { principalArn: 'arn:aws-cn:iam::111122223333:role/a' }],
    ['with the group system:masters', 'access-entry-invalid', { kubernetesGroups: ['system:masters'] }],
    ['of every role', 'access-entry-invalid', { principalArn: 'arn:aws:iam::111122223333:role/*' }],
    ['with an empty group', 'access-entry-invalid', { kubernetesGroups: [''] }],
    ['with a user name of EKS’ own', 'access-entry-invalid', { userName: 'eks:admin' }],
    ['with a user name of nodes', 'access-entry-invalid', { userName: 'system:node:a' }],
    ['with an empty user name', 'access-entry-invalid', { userName: '' }],
    ['with a session’s name and no colon before it', 'access-entry-invalid', { userName: 'dev{{SessionName}}' }],
    [
      'with one policy twice',
      'access-entry-invalid',
      {
        policy: 'AmazonEKSViewPolicy',
        access: [{ policy: 'AmazonEKSViewPolicy', namespaces: ['todo'] }],
      },
    ],
    ['with namespaces that narrow nothing', 'access-entry-invalid', { namespaces: ['shop'] }],
    ['for no namespace', 'access-entry-invalid', { policy: 'AmazonEKSViewPolicy', namespaces: [] }],
    ['for a namespace with a capital', 'name-invalid', { policy: 'AmazonEKSViewPolicy', namespaces: ['Todo'] }],
    ['for nodes with groups', 'access-entry-invalid', { type: 'EC2_LINUX', kubernetesGroups: ['a'] }],
    ['for nodes with a user name', 'access-entry-invalid', { type: 'HYBRID_LINUX', userName: 'a' }],
    ['for nodes with a policy', 'access-entry-invalid', { type: 'EC2_LINUX', policy: 'AmazonEKSViewPolicy' }],
    [
      'for nodes of Auto Mode with another policy',
      'access-entry-invalid',
      {
        type: 'EC2',
        policy: 'AmazonEKSClusterAdminPolicy',
      },
    ],
    [
      'for nodes that are a user',
      'arn-of-other-kind',
      {
        type: 'EC2_LINUX',
        principalArn: 'arn:aws:iam::111122223333:user/ada',
      },
    ],
    [
      'for nodes of another account',
      'account-mismatch',
      {
        type: 'EC2_LINUX',
        principalArn: 'arn:aws:iam::444455556666:role/nodes',
      },
    ],
  ])('%s', (_, code, props) => {
    expect(codeOf(() => entered(props))).toBe(code);
  });

  test('twice for one principal', () => {
    const eks = cluster(awsStack(), { networkAddons: false, deployer: { principalArn: ROLE } });
    expect(codeOf(() => eks.addAccessEntry('again', { principalArn: ROLE, policy: 'AmazonEKSViewPolicy' }))).toBe(
      'access-entry-duplicate',
    );
  });

  test('for the role of a node group or of a Fargate profile, whose entry EKS makes', () => {
    const stack = awsStack();
    const eks = cluster(stack, { networkAddons: false });
    const { role } = new EksNodeGroup(stack, 'nodes', { cluster: eks });
    expect(() => eks.addAccessEntry('nodes', { principalArn: role.arn, type: 'EC2_LINUX' })).toThrow(
      /access-entry-duplicate at platform\/cluster\/nodes: .* platform\/nodes already[^]*it makes itself[^]*fix: Leave out/,
    );

    const podExecutionRoleArn = 'arn:aws:iam::111122223333:role/fargate';
    const selectors = [{ namespace: 'todo' }];
    for (const name of ['one', 'two']) {
      // Two profiles may share a role.
      new EksFargateProfile(stack, name, { cluster: eks, name, selectors, podExecutionRoleArn });
    }
    const again = () => eks.addAccessEntry('fargate', { principalArn: podExecutionRoleArn, type: 'FARGATE_LINUX' });
    expect(codeOf(again)).toBe('access-entry-duplicate');
  });

  test('of a type that EKS does not have', () => {
    expect(codeOf(() => entered({ type: 'FARGATE' as 'STANDARD' }))).toBe('access-entry-invalid');
  });

  test('not with what is not known', () => {
    const unknown = { principalArn: '${var.role}', kubernetesGroups: ['${var.group}'], userName: '${var.user}' };
    expect(codeOf(() => entered({ ...unknown, policy: 'AmazonEKSViewPolicy', namespaces: ['${var.ns}'] }))).toBe(
      undefined,
    );
    expect(codeOf(() => entered({ principalArn: 'arn:aws:iam::444455556666:role/other' }))).toBeUndefined();
  });
});
