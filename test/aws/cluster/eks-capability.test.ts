import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { EksCapability, type EksCapabilityProps, s3Grant, secretsManagerGrant } from '../../../lib/aws';
import { awsStack, cluster, codeOf, policy, resource, resources } from '../synthesized';

const IDC = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';
const BUCKET = 'arn:aws:s3:::shop-uploads';

function made(props: Partial<EksCapabilityProps> & Pick<EksCapabilityProps, 'type'>) {
  const stack = awsStack();
  const owner = props.cluster ?? cluster(stack);
  const capability = new EksCapability(stack, 'capability', { cluster: owner, ...props });
  return { stack, owner, capability };
}

describe('a capability', () => {
  test('has a role that EKS alone assumes, and that may do nothing', () => {
    const { stack, capability } = made({ type: 'KRO' });
    expect(policy(resource(stack, 'aws_iam_role', 'capability').assume_role_policy)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'capabilities.eks.amazonaws.com' },
          Action: ['sts:AssumeRole', 'sts:TagSession'],
        },
      ],
    });
    expect(capability.policy).toBeUndefined();
    expect(resources(stack, 'aws_eks_capability')).toEqual([
      {
        capability_name: 'kro',
        cluster_name: expect.stringMatching(/^\$\{aws_eks_cluster\.cluster_\w+\.name\}$/) as string,
        delete_propagation_policy: 'RETAIN',
        role_arn: expect.stringMatching(/^\$\{aws_iam_role\.capability_role_\w+\.arn\}$/) as string,
        type: 'KRO',
      },
    ]);
  });

  test('makes no access entry of its role, since EKS does, and gives it what the program says after that', () => {
    const { stack } = made({
      type: 'KRO',
      access: [{ policy: 'AmazonEKSEditPolicy', namespaces: ['shop'] }, { policy: 'AmazonEKSViewPolicy' }],
    });
    const roleArn = resources(stack, 'aws_eks_capability')[0].role_arn;
    expect(resources(stack, 'aws_eks_access_entry').filter((entry) => entry.principal_arn === roleArn)).toEqual([]);
    const given = resources(stack, 'aws_eks_access_policy_association').filter(
      (association) => association.principal_arn === roleArn,
    );
    expect(given).toMatchObject([
      {
        policy_arn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy',
        access_scope: { type: 'namespace', namespaces: ['shop'] },
        depends_on: [expect.stringMatching(/^aws_eks_capability\./)],
      },
      { access_scope: { type: 'cluster' } },
    ]);
  });

  test('Argo CD knows its instance of Identity Center, and who may do what in it', () => {
    const { stack } = made({
      type: 'ARGOCD',
      name: 'deployments',
      argoCd: {
        identityCenterArn: IDC,
        namespace: 'deployments',
        people: [{ role: 'ADMIN', groupIds: ['g1'], userIds: ['u1'] }],
        vpcEndpointIds: ['vpce-1'],
      },
      grants: [secretsManagerGrant.read('arn:aws:secretsmanager:eu-west-1:111122223333:secret:git-AbCdEf')],
    });
    expect(resources(stack, 'aws_eks_capability')[0]).toMatchObject({
      capability_name: 'deployments',
      configuration: [
        {
          argo_cd: [
            {
              namespace: 'deployments',
              aws_idc: [{ idc_instance_arn: IDC }],
              rbac_role_mapping: [
                {
                  role: 'ADMIN',
                  identity: [
                    { id: 'g1', type: 'SSO_GROUP' },
                    { id: 'u1', type: 'SSO_USER' },
                  ],
                },
              ],
              network_access: [{ vpce_ids: ['vpce-1'] }],
            },
          ],
        },
      ],
    });
    expect(policy(resource(stack, 'aws_iam_role_policy', 'capability').policy).Statement[0].Action).toEqual([
      'secretsmanager:GetSecretValue',
      'secretsmanager:DescribeSecret',
    ]);
  });
});

describe('a role of ACK for some namespaces', () => {
  test('is assumed by the capability, which may do nothing else, and is named by a selector', () => {
    const { stack, capability } = made({ type: 'ACK' });
    const shop = capability.addRole('shop', {
      namespaces: ['shop', 'shop-eu'],
      resourceTypes: [{ group: 's3.services.k8s.aws', kind: 'Bucket' }],
      grants: [s3Grant.read(BUCKET)],
      roleName: 'ack-shop',
    });
    const own = resource(stack, 'aws_iam_role_policy', 'capability_policy');
    expect(policy(own.policy).Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Resource: expect.stringMatching(/^\$\{aws_iam_role\.capability_shop_\w+\.arn\}$/) as string,
      },
    ]);
    const { assume_role_policy: trust } = resource(stack, 'aws_iam_role', 'capability_shop');
    expect(policy(trust).Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { AWS: expect.stringMatching(/^\$\{aws_iam_role\.capability_role_\w+\.arn\}$/) as string },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
      },
    ]);
    expect(shop.selector).toEqual({
      apiVersion: 'services.k8s.aws/v1alpha1',
      kind: 'IAMRoleSelector',
      metadata: { name: 'shop' },
      spec: {
        arn: shop.arn,
        namespaceSelector: { names: ['shop', 'shop-eu'] },
        resourceTypeSelector: [{ group: 's3.services.k8s.aws', kind: 'Bucket', version: '' }],
      },
    });
  });

  test('may be in another account, whose things it is for', () => {
    const { stack, capability } = made({ type: 'ACK' });
    const provider = new AwsProvider(stack, 'data', { region: 'eu-west-1', alias: 'data' });
    capability.addRole('data', {
      namespaces: ['data'],
      provider,
      grants: [secretsManagerGrant.read('arn:aws:secretsmanager:eu-west-1:444455556666:secret:data-AbCdEf')],
    });
    expect(resource(stack, 'aws_iam_role', 'capability_data').provider).toBe('aws.data');
    expect(resource(stack, 'aws_iam_role_policy', 'capability_data').provider).toBe('aws.data');
  });

  test('several add up in the one policy of the capability', () => {
    const { stack, capability } = made({ type: 'ACK' });
    capability.addRole('shop', { namespaces: ['shop'] });
    capability.addRole('data', { namespaces: ['data'] });
    expect(policy(resource(stack, 'aws_iam_role_policy', 'capability_policy').policy).Statement).toHaveLength(2);
  });
});

describe('refused before AWS is asked', () => {
  test('a second capability of one type in a cluster', () => {
    const { stack, owner } = made({ type: 'ACK' });
    expect(codeOf(() => new EksCapability(stack, 'again', { cluster: owner, type: 'ACK' }))).toBe(
      'capability-duplicate',
    );
    expect(codeOf(() => new EksCapability(stack, 'other', { cluster: owner, type: 'KRO' }))).toBeUndefined();
  });

  test.each<[string, Partial<EksCapabilityProps> & Pick<EksCapabilityProps, 'type'>, string]>([
    ['a type that there is not', { type: 'FLUX' as 'KRO' }, 'capability-invalid'],
    ['Argo CD without Identity Center', { type: 'ARGOCD' }, 'capability-invalid'],
    [
      'a role of Argo CD for nobody',
      { type: 'ARGOCD', argoCd: { identityCenterArn: IDC, people: [{ role: 'ADMIN' }] } },
      'capability-invalid',
    ],
    ['settings of Argo CD for kro', { type: 'KRO', argoCd: { identityCenterArn: IDC } }, 'capability-invalid'],
    [
      'an empty list of namespaces',
      { type: 'KRO', access: [{ policy: 'AmazonEKSViewPolicy', namespaces: [] }] },
      'capability-invalid',
    ],
    [
      'a namespace that Kubernetes cannot have',
      { type: 'KRO', access: [{ policy: 'AmazonEKSViewPolicy', namespaces: ['Shop'] }] },
      'name-invalid',
    ],
    ['a name that EKS refuses', { type: 'KRO', name: '-kro' }, 'name-invalid'],
    ['a role’s name that IAM refuses', { type: 'KRO', roleName: 'with spaces' }, 'name-invalid'],
    ['another ARN for Identity Center', { type: 'ARGOCD', argoCd: { identityCenterArn: BUCKET } }, 'arn-of-other-kind'],
    [
      'a boundary that is a role',
      { type: 'KRO', permissionsBoundary: 'arn:aws:iam::111122223333:role/x' },
      'arn-of-other-kind',
    ],
    [
      'a bucket of another partition',
      { type: 'ACK', grants: [s3Grant.read('arn:aws-cn:s3:::x')] },
      'partition-mismatch',
    ],
  ])('%s', (_, props, code) => expect(codeOf(() => made(props))).toBe(code));

  test('an access entry of its role, which EKS makes', () => {
    const owner = cluster(awsStack());
    const { role } = new EksCapability(owner, 'ack', { cluster: owner, type: 'ACK' });
    const entry = () => owner.addAccessEntry('again', { principalArn: role.arn });
    expect(codeOf(entry)).toBe('access-entry-duplicate');
    expect(entry).toThrow(/its own option access says/);
  });

  test('a role by namespace for another capability than ACK, without a namespace, or for one that cannot be', () => {
    const { capability: kro } = made({ type: 'KRO' });
    expect(codeOf(() => kro.addRole('shop', { namespaces: ['shop'] }))).toBe('capability-invalid');
    const { capability: ack } = made({ type: 'ACK' });
    expect(codeOf(() => ack.addRole('none', { namespaces: [] }))).toBe('capability-invalid');
    expect(codeOf(() => ack.addRole('shop', { namespaces: ['Shop'] }))).toBe('name-invalid');
    expect(codeOf(() => ack.addRole('Shop', { namespaces: ['shop'] }))).toBe('name-invalid');
  });
});
