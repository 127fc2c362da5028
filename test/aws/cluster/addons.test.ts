import { type EksAddonProps, type EksClusterProps, EksFargateProfile, statementGrant } from '../../../lib/aws';
import { resolvedIn } from '../../../lib/terraform';
import { awsStack, cluster, codeOf, policy, resource, resources } from '../synthesized';

/** The add-on that a cluster makes. */
function installed(name: string, props: EksAddonProps = {}, clusterProps: Partial<EksClusterProps> = {}) {
  const stack = awsStack();
  const eks = cluster(stack, { networkAddons: false, ...clusterProps });
  eks.addAddon(name, props);
  const addon = resources(stack, 'aws_eks_addon').find(({ addon_name }) => addon_name === name);
  const role = eks.addonRole(name);
  const roleArn = role && resolvedIn(stack, role.arn);
  const trust = role && policy(resource(stack, 'aws_iam_role', `cluster_${name}-role`).assume_role_policy).Statement;
  const policies = resources(stack, 'aws_iam_role_policy_attachment')
    .filter((attachment) => attachment.role.includes(`${name}-role`))
    .map(({ policy_arn }) => policy_arn);
  return { stack, addon, roleArn, trust, policies };
}

describe('an add-on that asks AWS for something', () => {
  test.each([
    ['vpc-cni', 'aws-node', 'AmazonEKS_CNI_Policy'],
    ['aws-ebs-csi-driver', 'ebs-csi-controller-sa', 'service-role/AmazonEBSCSIDriverPolicy'],
    ['aws-efs-csi-driver', 'efs-csi-controller-sa', 'service-role/AmazonEFSCSIDriverPolicy'],
    ['amazon-cloudwatch-observability', 'cloudwatch-agent', 'CloudWatchAgentServerPolicy'],
  ])('%s: gets a role of its own by Pod Identity, for %s alone', (name, account, name_) => {
    const { addon, roleArn, trust, policies } = installed(name);

    expect(addon.pod_identity_association).toEqual([{ role_arn: roleArn, service_account: account }]);
    expect(addon).not.toHaveProperty('service_account_role_arn');
    expect(addon.depends_on).toContainEqual(expect.stringMatching(/addon-eks-pod-identity-agent/));
    expect(addon.depends_on).toContainEqual(expect.stringMatching(/^aws_iam_role_policy_attachment\./));
    expect(policies).toEqual([`arn:aws:iam::aws:policy/${name_}`]);
    expect(trust[0].Condition.StringEquals['aws:RequestTag/kubernetes-service-account']).toBe(account);
  });

  test('gets it by IRSA where that is said, without the agent', () => {
    const { stack, addon, roleArn, trust } = installed('aws-ebs-csi-driver', { role: { mechanism: 'irsa' } });

    expect(addon.service_account_role_arn).toBe(roleArn);
    expect(addon).not.toHaveProperty('pod_identity_association');
    expect(resources(stack, 'aws_eks_addon').map(({ addon_name }) => addon_name)).toEqual(['aws-ebs-csi-driver']);
    expect(Object.values(trust[0].Condition.StringEquals)).toContain(
      'system:serviceaccount:kube-system:ebs-csi-controller-sa',
    );
  });

  test('has the permissions that are given in place of AWS’ own policy', () => {
    const arn = 'arn:aws:iam::111122223333:policy/ebs';
    expect(installed('aws-ebs-csi-driver', { role: { managedPolicyArns: [arn] } }).policies).toEqual([arn]);
    const grants = [statementGrant({ actions: ['ec2:DescribeVolumes'], resources: ['*'] })];
    const own = installed('aws-ebs-csi-driver', { role: { grants } });
    expect(own.policies).toEqual([]);
    expect(
      resources(own.stack, 'aws_iam_role_policy').some(({ policy: text }) => /ec2:DescribeVolumes/.test(text)),
    ).toBe(true);
  });

  test('gets a role for service accounts that are named, where it is not known', () => {
    const role = {
      serviceAccounts: ['one', 'two'],
      managedPolicyArns: ['arn:aws:iam::aws:policy/AmazonFSxReadOnlyAccess'],
    };
    const { addon, roleArn } = installed('vendor_agent', { role, namespace: 'vendor' });

    expect(
      addon.pod_identity_association.map(({ service_account }: { service_account: string }) => service_account),
    ).toEqual(['one', 'two']);
    expect(addon.pod_identity_association[0].role_arn).toBe(roleArn);
    expect(addon.namespace_config).toEqual({ namespace: 'vendor' });
  });

  test('gets none where none is wanted, and a role that exists where one is given', () => {
    expect(installed('aws-ebs-csi-driver', { role: 'none' }).addon).not.toHaveProperty('pod_identity_association');
    const serviceAccountRoleArn = 'arn:aws:iam::111122223333:role/ebs';
    const { addon, roleArn } = installed('aws-ebs-csi-driver', { serviceAccountRoleArn });
    expect([addon.service_account_role_arn, roleArn]).toEqual([serviceAccountRoleArn, undefined]);
  });
});

describe('an add-on', () => {
  test.each(['kube-proxy', 'snapshot-controller', 'metrics-server', 'eks-pod-identity-agent'])(
    'that asks AWS for nothing has no role: %s',
    (name) => {
      const { addon, roleArn } = installed(name);
      expect(roleArn).toBeUndefined();
      expect(addon).not.toHaveProperty('pod_identity_association');
      expect(addon).not.toHaveProperty('service_account_role_arn');
    },
  );

  test('has a version, a configuration, tags, and may leave its objects behind', () => {
    const props = { version: 'v8.2.0-eksbuild.1', configuration: { replicas: 2 }, tags: { a: 'b' }, preserve: true };
    expect(installed('snapshot-controller', props).addon).toMatchObject({
      addon_version: 'v8.2.0-eksbuild.1',
      configuration_values: '{"replicas":2}',
      tags: { a: 'b' },
      preserve: true,
    });
  });

  test('with a Deployment waits for a Fargate profile too', () => {
    const stack = awsStack();
    const eks = cluster(stack, { coreDnsOn: 'fargate' });
    new EksFargateProfile(stack, 'system', {
      cluster: eks,
      name: 'system',
      selectors: [{ namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } }],
    });

    const coredns = resources(stack, 'aws_eks_addon').find(({ addon_name }) => addon_name === 'coredns');
    expect(coredns.depends_on).toEqual([expect.stringMatching(/^aws_eks_fargate_profile\.system_/)]);
    expect(coredns.configuration_values).toBe('{"computeType":"Fargate"}');
  });
});

describe('an add-on is refused', () => {
  const roleArn = 'arn:aws:iam::111122223333:role/ebs';
  const identities = [{ serviceAccount: 'ebs-csi-controller-sa', roleArn }];

  test.each<[string, string, EksAddonProps]>([
    ['by a mechanism that there is not', 'input-invalid', { role: { mechanism: 'pod-identity' as 'irsa' } }],
    ['with a mechanism in the place of its role', 'input-invalid', { role: 'irsa' as 'none' }],
    ['by role and identities', 'addon-identity-ambiguous', { role: {}, identities }],
    ['by identities and IRSA', 'addon-identity-ambiguous', { identities, serviceAccountRoleArn: roleArn }],
    ['with an IRSA role that is not one', 'role-arn-malformed', { serviceAccountRoleArn: 'ebs' }],
    [
      'with a role of another partition',
      'partition-mismatch',
      {
        serviceAccountRoleArn: 'arn:aws-cn:iam::111122223333:role/ebs',
      },
    ],
    ['in a namespace with a capital', 'name-invalid', { namespace: 'Kube' }],
    ['of an account that cannot be', 'name-invalid', { identities: [{ serviceAccount: 'EBS CSI', roleArn }] }],
    ['and a version of another tool', 'addon-version-invalid', { version: 'latest' }],
  ])('with its identity %s', (_, code, props) => {
    expect(codeOf(() => installed('aws-ebs-csi-driver', props))).toBe(code);
  });

  test('with a role of its own where neither its service accounts nor its permissions are known', () => {
    expect(codeOf(() => installed('vendor_agent', { role: {} }))).toBe('addon-role-incomplete');
    expect(codeOf(() => installed('aws-fsx-csi-driver', { role: {} }))).toBe('addon-role-incomplete');
    expect(() => installed('vendor_agent', { role: { serviceAccounts: ['a'] } })).toThrow(
      /without managedPolicyArns and grants[^]*fix: Give both in role/,
    );
  });

  test('with Pod Identity where a Fargate profile takes its Deployment, and not by IRSA', () => {
    const withProfile = (props: EksAddonProps) => {
      const stack = awsStack();
      const eks = cluster(stack);
      new EksFargateProfile(stack, 'system', { cluster: eks, name: 'system', selectors: [{ namespace: 'kube-*' }] });
      eks.addAddon('aws-ebs-csi-driver', props);
    };
    expect(codeOf(() => withProfile({}))).toBe('pod-identity-on-fargate');
    expect(codeOf(() => withProfile({ role: { mechanism: 'irsa' } }))).toBeUndefined();
  });

  test('where the cluster has it', () => {
    const eks = cluster(awsStack());
    expect(codeOf(() => eks.addAddon('kube-proxy'))).toBe('addon-duplicate');
  });
});

describe('the name of an add-on', () => {
  test.each([
    ['ebs-csi-driver', 'aws-ebs-csi-driver'],
    ['vpc_cni', 'vpc-cni'],
    ['CoreDNS', 'coredns'],
    ['eks-pod-identity', 'eks-pod-identity-agent'],
    ['snapshot-controler', 'snapshot-controller'],
  ])('%s is refused, where %s is meant', (name, meant) => {
    const eks = cluster(awsStack(), { networkAddons: false });
    expect(codeOf(() => eks.addAddon(name))).toBe('addon-unknown');
    expect(() => eks.addAddon(name)).toThrow(`Say ${meant},`);
  });

  test.each(['datadog_operator', 'eks-node-monitoring-agent', 'aws-privateca-connector-for-kubernetes', 'a'])(
    '%s passes: it may be one that podtrust does not know',
    (name) => {
      const eks = cluster(awsStack(), { networkAddons: false });
      expect(codeOf(() => eks.addAddon(name))).toBeUndefined();
    },
  );
});
