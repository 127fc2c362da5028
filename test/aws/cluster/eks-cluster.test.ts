import { TerraformStack, Testing } from 'cdktf';
import { EksCluster, type EksClusterProps, EksNodeGroup } from '../../../lib/aws';
import { StackOutputs, resolvedIn } from '../../../lib/terraform';
import { awsStack, cluster, codeOf, policy, resource, resources } from '../synthesized';

const DEPLOYER = { principalArn: 'arn:aws:iam::111122223333:role/deployer' };

/** The synthesized cluster. */
function synthesized(props: Partial<EksClusterProps> = {}) {
  const stack = awsStack();
  cluster(stack, props);
  return resources(stack, 'aws_eks_cluster')[0];
}

describe('a cluster, if nothing else is said,', () => {
  test('has a private endpoint, all logs, access by entries only, and is protected from deletion', () => {
    expect(synthesized()).toMatchObject({
      vpc_config: { endpoint_private_access: true, endpoint_public_access: false },
      enabled_cluster_log_types: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
      access_config: { authentication_mode: 'API', bootstrap_cluster_creator_admin_permissions: false },
      deletion_protection: true,
      bootstrap_self_managed_addons: false,
      version: '1.34',
    });
  });

  test('encrypts secrets under a key of its own, which is rotated', () => {
    const stack = awsStack();

    const { key } = cluster(stack);

    expect(resources(stack, 'aws_kms_key')[0]).toMatchObject({ enable_key_rotation: true });
    expect(resources(stack, 'aws_eks_cluster')[0].encryption_config).toEqual({
      provider: { key_arn: resolvedIn(stack, key!.arn) },
      resources: ['secrets'],
    });
  });

  test('keeps its logs for a year, under the same key, in a group that is there before it', () => {
    const stack = awsStack();

    const { key } = cluster(stack);

    expect(resources(stack, 'aws_cloudwatch_log_group')[0]).toMatchObject({
      name: '/aws/eks/todo/cluster',
      retention_in_days: 365,
      kms_key_id: resolvedIn(stack, key!.arn),
    });
    expect(resources(stack, 'aws_eks_cluster')[0].depends_on).toContainEqual(
      expect.stringMatching(/^aws_cloudwatch_log_group\./),
    );
  });

  test('has a role with the cluster policy and its own key, and no more', () => {
    const stack = awsStack();

    const { key } = cluster(stack, { networkAddons: false });

    expect(resources(stack, 'aws_iam_role_policy_attachment').map(({ policy_arn }) => policy_arn)).toEqual([
      'arn:aws:iam::aws:policy/AmazonEKSClusterPolicy',
    ]);
    const [inline] = resources(stack, 'aws_iam_role_policy');
    expect(policy(inline.policy).Statement).toEqual([
      expect.objectContaining({ Effect: 'Allow', Resource: resolvedIn(stack, key!.arn) }),
    ]);
  });

  test('lets CloudWatch Logs use its key for its own log group, and the account’s IAM policies decide else', () => {
    const stack = awsStack();

    cluster(stack, { accountId: '111122223333' });

    const [use, logs] = policy(resources(stack, 'aws_kms_key')[0].policy).Statement;
    expect(use).toMatchObject({ Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*' });
    expect(logs).toMatchObject({
      Effect: 'Allow',
      Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
      Condition: {
        ArnEquals: {
          'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-west-1:111122223333:log-group:/aws/eks/todo/cluster',
        },
      },
    });
    expect(logs.Action).not.toContain('kms:*');
  });

  test('asks whose account it is where it is not told', () => {
    const stack = awsStack();

    const { key } = cluster(stack);

    expect(resolvedIn(stack, key!.policyInput)).toMatch(
      /arn:aws:iam::\$\{data\.aws_caller_identity\.[\w-]+\.account_id\}:root/,
    );
  });

  test('has no key of its own where both are given, and one for the other where one is', () => {
    const given = (id: string) => `arn:aws:kms:eu-west-1:111122223333:key/${id}`;
    const logsKeyOf = (props: Partial<EksClusterProps>) => {
      const stack = awsStack();
      const { key } = cluster(stack, props);
      const [group] = resources(stack, 'aws_cloudwatch_log_group');
      return {
        own: key !== undefined,
        isOwn: key !== undefined && group.kms_key_id === resolvedIn(stack, key.arn),
        group,
      };
    };

    const both = logsKeyOf({ secretsKeyArn: given('secrets'), logsKeyArn: given('logs') });
    expect([both.own, both.group.kms_key_id]).toEqual([false, given('logs')]);
    expect(logsKeyOf({ secretsKeyArn: given('secrets') })).toMatchObject({ own: true, isOwn: true });
    expect(logsKeyOf({ logsKeyArn: given('logs') })).toMatchObject({ own: true, isOwn: false });
  });

  test('gives the VPC CNI a role of its own by Pod Identity, and installs the agent first', () => {
    const stack = awsStack();

    const { vpcCniRole } = cluster(stack);

    const cni = resources(stack, 'aws_eks_addon').find(({ addon_name }) => addon_name === 'vpc-cni');
    expect(cni.pod_identity_association).toEqual([
      { role_arn: resolvedIn(stack, vpcCniRole!.arn), service_account: 'aws-node' },
    ]);
    expect(cni.depends_on).toContainEqual(expect.stringMatching(/addon-eks-pod-identity-agent/));
    const [statement] = policy(resource(stack, 'aws_iam_role', 'cluster_vpc-cni-role').assume_role_policy).Statement;
    expect(statement.Condition.StringEquals).toMatchObject({
      'aws:RequestTag/kubernetes-namespace': 'kube-system',
      'aws:RequestTag/kubernetes-service-account': 'aws-node',
    });
    expect(resource(stack, 'aws_iam_role_policy_attachment', 'cluster_vpc-cni-role').policy_arn).toBe(
      'arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy',
    );
  });

  test('registers its issuer in IAM without a thumbprint', () => {
    const stack = awsStack();

    const { issuer } = cluster(stack);

    const [provider] = resources(stack, 'aws_iam_openid_connect_provider');
    expect(provider).toMatchObject({ url: resolvedIn(stack, issuer.url), client_id_list: ['sts.amazonaws.com'] });
    expect(provider).not.toHaveProperty('thumbprint_list');
    expect(provider.url).toMatch(/identity\[0\]\.oidc\[0\]\.issuer}$/);
  });

  test('says what a deployment still needs', () => {
    const stack = awsStack();

    expect(cluster(stack).deploymentNeeds).toEqual([
      expect.stringContaining('deployer.principalArn'),
      expect.stringContaining('publicAccessCidrs'),
    ]);
    const ready = cluster(stack, { name: 'ready', deployer: DEPLOYER, publicAccessCidrs: ['203.0.113.0/24'] }, 'ready');
    expect(ready.deploymentNeeds).toEqual([]);
  });
});

describe('a cluster that is opened', () => {
  test('takes the CIDRs that are named', () => {
    expect(synthesized({ publicAccessCidrs: ['203.0.113.0/24'] }).vpc_config).toMatchObject({
      endpoint_private_access: true,
      endpoint_public_access: true,
      public_access_cidrs: ['203.0.113.0/24'],
    });
  });

  // The provider refuses an address without a length.
  test.each([
    ['198.51.100.7', '198.51.100.7/32'],
    ['198.51.100.0/24', '198.51.100.0/24'],
  ])('accepts %s', (cidr, written) => {
    expect(synthesized({ publicAccessCidrs: [cidr] }).vpc_config.public_access_cidrs).toEqual([written]);
  });

  test('takes the whole internet only where that is said', () => {
    const open = '0.0.0.0/0';
    expect(codeOf(() => synthesized({ publicAccessCidrs: [open] }))).toBe('endpoint-open-to-all');
    expect(synthesized({ publicAccessCidrs: [open], allowPublicAccessFromAnywhere: true }).vpc_config).toMatchObject({
      public_access_cidrs: [open],
    });
  });

  test('lets in the deployer, admins and others by access entries', () => {
    const stack = awsStack();
    const admin = { principalArn: 'arn:aws:iam::111122223333:role/admin' };
    const viewer = 'arn:aws:iam::111122223333:role/viewer';

    const eks = cluster(stack, { deployer: DEPLOYER, admins: [admin] });
    eks.addAccessEntry('viewer', { principalArn: viewer, policy: 'AmazonEKSViewPolicy', namespaces: ['todo'] });

    expect(
      resources(stack, 'aws_eks_access_entry')
        .map(({ principal_arn }) => principal_arn)
        .sort(),
    ).toEqual([DEPLOYER.principalArn, admin.principalArn, viewer].sort());
    const policies = resources(stack, 'aws_eks_access_policy_association');
    expect(policies.find(({ principal_arn }) => principal_arn === DEPLOYER.principalArn)).toMatchObject({
      policy_arn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
      access_scope: { type: 'cluster' },
    });
    expect(policies.find(({ principal_arn }) => principal_arn === viewer)).toMatchObject({
      policy_arn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
      access_scope: { type: 'namespace', namespaces: ['todo'] },
    });
  });
});

describe('a cluster, where that is said,', () => {
  test('is upgraded at the end of standard support, shifts traffic away from a zone, and has a larger control plane', () => {
    expect(synthesized({ upgradePolicy: 'STANDARD', zonalShift: true, controlPlaneTier: 'tier-xl' })).toMatchObject({
      upgrade_policy: { support_type: 'STANDARD' },
      zonal_shift_config: { enabled: true },
      control_plane_scaling_config: { tier: 'tier-xl' },
    });
    const plain = synthesized();
    for (const argument of ['upgrade_policy', 'zonal_shift_config', 'control_plane_scaling_config']) {
      expect(plain).not.toHaveProperty(argument);
    }
  });

  test('accepts aws-auth beside access entries, and makes no administrator of its creator all the same', () => {
    expect(synthesized({ authenticationMode: 'API_AND_CONFIG_MAP' }).access_config).toEqual({
      authentication_mode: 'API_AND_CONFIG_MAP',
      bootstrap_cluster_creator_admin_permissions: false,
    });
  });

  test('has services in a range of their own', () => {
    expect(synthesized({ serviceCidr: '172.20.0.0/16' }).kubernetes_network_config).toEqual({
      service_ipv4_cidr: '172.20.0.0/16',
    });
  });

  test.each(['172.20.0.0', '203.0.113.0/24', '10.0.0.0/8', '10.9.0.0/25', '10.0.128.0/20'])(
    'is refused with services in %s',
    (serviceCidr) => {
      const network = { subnetIds: ['subnet-1', 'subnet-2'], cidr: '10.0.0.0/16' };
      expect(codeOf(() => synthesized({ serviceCidr, network }))).toBe('ip-range-invalid');
    },
  );

  test('has four security groups, and no fifth', () => {
    const groups = (count: number) => ({
      network: {
        subnetIds: ['subnet-1', 'subnet-2'],
        securityGroupIds: Array.from({ length: count }, (_, n) => `sg-${n}`),
      },
    });
    expect(synthesized(groups(4)).vpc_config.security_group_ids).toHaveLength(4);
    expect(codeOf(() => synthesized(groups(5)))).toBe('security-groups-over-limit');
  });
});

describe('the connection of a cluster', () => {
  test('signs in by the AWS command line, with the cluster’s name and region', () => {
    const stack = awsStack();

    const { connection } = cluster(stack);

    expect(connection.exec).toEqual({
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      command: 'aws',
      args: ['eks', 'get-token', '--cluster-name', 'todo', '--region', 'eu-west-1'],
    });
    expect(resolvedIn(stack, connection.host)).toMatch(/^\$\{aws_eks_cluster\.\w+\.endpoint}$/);
  });

  test('reaches another stack through outputs', () => {
    const app = Testing.app();
    const platform = new TerraformStack(app, 'platform');
    const workloads = new TerraformStack(app, 'workloads');
    StackOutputs.of(platform);

    const { connection } = cluster(platform);

    expect(resolvedIn(workloads, connection.host)).toMatch(/terraform_remote_state.*\.outputs\.aws_eks_cluster_/);
    expect(resolvedIn(workloads, connection.certificateAuthority)).toMatch(/certificate_authority_0_data}$/);
  });

  test('is unknown for a cluster that was named without its endpoint', () => {
    const eks = EksCluster.fromAttributes(awsStack(), 'eks', {
      name: 'todo',
      arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/todo',
      region: 'eu-west-1',
    });

    expect(codeOf(() => eks.connection)).toBe('connection-unknown');
  });
});

describe('add-ons', () => {
  test('that run as Deployments wait for nodes, and nodes for the network', () => {
    const stack = awsStack();
    const eks = cluster(stack);

    new EksNodeGroup(stack, 'nodes', { cluster: eks, subnetIds: ['subnet-1'] });

    const addon = (name: string) => resources(stack, 'aws_eks_addon').find(({ addon_name }) => addon_name === name);
    expect(addon('coredns').depends_on).toEqual([expect.stringMatching(/^aws_eks_node_group\.nodes_\w+$/)]);
    const [nodes] = resources(stack, 'aws_eks_node_group');
    expect(nodes.depends_on).toContainEqual(expect.stringMatching(/addon-vpc-cni/));
    expect(nodes.depends_on).toContainEqual(expect.stringMatching(/addon-kube-proxy/));
  });

  test('with an identity are an association of their service account', () => {
    const eks = cluster(awsStack());
    const identities = [{ serviceAccount: 'ebs-csi-controller-sa', roleArn: 'arn:aws:iam::111122223333:role/ebs' }];
    eks.addAddon('aws-ebs-csi-driver', { identities, configuration: { node: { enableWindows: false } } });

    expect(codeOf(() => eks.addAddon('other', { identities }))).toBe('duplicate-association');
  });

  test('of the network and the agent have the settings that the cluster is given', () => {
    const stack = awsStack();
    cluster(stack, {
      networkAddons: {
        'vpc-cni': { version: 'v1.20.1-eksbuild.1', configuration: { enableNetworkPolicy: 'true', env: { A: '1' } } },
        coredns: { configuration: { replicaCount: 3 } },
      },
      podIdentityAgent: { version: 'v1.3.8-eksbuild.1' },
      securityGroupsForPods: { enforcing: 'strict' },
      coreDnsOn: 'fargate',
    });

    const addons = Object.fromEntries(resources(stack, 'aws_eks_addon').map((addon) => [addon.addon_name, addon]));
    expect(Object.keys(addons).sort()).toEqual(['coredns', 'eks-pod-identity-agent', 'kube-proxy', 'vpc-cni']);
    expect(addons['vpc-cni'].addon_version).toBe('v1.20.1-eksbuild.1');
    expect(JSON.parse(addons['vpc-cni'].configuration_values)).toEqual({
      enableNetworkPolicy: 'true',
      env: { A: '1', ENABLE_POD_ENI: 'true', POD_SECURITY_GROUP_ENFORCING_MODE: 'strict' },
      init: { env: { DISABLE_TCP_EARLY_DEMUX: 'true' } },
    });
    expect(JSON.parse(addons.coredns.configuration_values)).toEqual({ replicaCount: 3, computeType: 'Fargate' });
    expect(addons['eks-pod-identity-agent'].addon_version).toBe('v1.3.8-eksbuild.1');
  });

  test('that nodes need come before them, also where the program installs them itself', () => {
    const stack = awsStack();
    const eks = cluster(stack, { networkAddons: false });
    eks.addAddon('eks-pod-identity-agent', { version: 'v1.3.8-eksbuild.1' });
    eks.addAddon('vpc-cni');
    eks.addAddon('coredns');
    new EksNodeGroup(stack, 'nodes', { cluster: eks, subnetIds: ['subnet-1', 'subnet-2'] });

    const needed = resources(stack, 'aws_eks_node_group')[0].depends_on.join(' ');
    expect(needed).toMatch(/addon-vpc-cni/);
    expect(needed).not.toMatch(/addon-coredns/);
    expect(resources(stack, 'aws_eks_addon').map(({ addon_name }) => addon_name)).toContain('eks-pod-identity-agent');
  });

  test.each([
    ['vpc-cni', /networkAddons: \{ 'vpc-cni': \{ version, configuration \} \}/],
    ['eks-pod-identity-agent', /podIdentityAgent: \{ version, configuration \}/],
    ['snapshot-controller', /one call/],
  ])('%s is refused a second time, with the place of its settings', (name, said) => {
    const eks = cluster(awsStack());
    if (name === 'snapshot-controller') eks.addAddon(name);

    expect(codeOf(() => eks.addAddon(name))).toBe('addon-duplicate');
    expect(() => eks.addAddon(name)).toThrow(said);
  });

  test('do not hold the agent where the cluster brings its own', () => {
    const stack = awsStack();

    const eks = cluster(stack, { podIdentityAgent: 'none' });

    expect(eks.addPodIdentityAgent()).toBeUndefined();
    expect(resources(stack, 'aws_eks_addon').map(({ addon_name }) => addon_name)).not.toContain(
      'eks-pod-identity-agent',
    );
  });
});

test('a range that is larger than the private one in it is accepted', () => {
  expect(codeOf(() => synthesized({ publicAccessCidrs: ['172.0.0.0/8'] }))).toBeUndefined();
});

describe('a cluster is refused', () => {
  test.each<[string, string, Partial<EksClusterProps>]>([
    ['a name of 101 characters', 'name-invalid', { name: 'n'.repeat(101) }],
    ['a name with a dot', 'name-invalid', { name: 'a.b' }],
    ['a region that AWS does not have', 'region-invalid', { region: 'Ireland' }],
    ['an account id without its zeros', 'account-id-invalid', { accountId: '11122223333' }],
    ['a version of Kubernetes in three numbers', 'kubernetes-version-invalid', { kubernetesVersion: '1.34.1' }],
    ['a range that begins inside itself', 'ip-range-invalid', { publicAccessCidrs: ['203.0.113.7/24'] }],
    ['an availability zone', 'region-invalid', { region: 'eu-west-1a' }],
    ['a region from a variable that is not set', 'region-invalid', { region: undefined as unknown as string }],
    ['a version as a number', 'kubernetes-version-invalid', { kubernetesVersion: 1.34 as unknown as string }],
    ...(
      [
        { authenticationMode: 'CONFIG_MAP' },
        { upgradePolicy: 'extended' },
        { controlPlaneTier: 'tier-8xl' },
        { coreDnsOn: 'Fargate' },
        { podIdentityAgent: 'helm' },
        { securityGroupsForPods: { enforcing: 'loose' } },
      ] as unknown as Partial<EksClusterProps>[]
    ).map((props): [string, string, typeof props] => [
      `${JSON.stringify(props)}, which is no choice`,
      'input-invalid',
      props,
    ]),
    ['an account id as a number', 'account-id-invalid', { accountId: 111122223333 as unknown as string }],
    ['a version with a v', 'kubernetes-version-invalid', { kubernetesVersion: 'v1.34' }],
    ['a byte of 300', 'ip-range-invalid', { publicAccessCidrs: ['300.1.1.1/32'] }],
    ['a mask of 99 bits', 'ip-range-invalid', { publicAccessCidrs: ['203.0.113.7/99'] }],
    ['an IPv6 range, which EKS takes of IPv6 clusters', 'ip-range-invalid', { publicAccessCidrs: ['2001:db8::/32'] }],
    [
      'the whole internet by IPv6',
      'ip-range-invalid',
      { publicAccessCidrs: ['::/0'], allowPublicAccessFromAnywhere: true },
    ],
    ['a private range', 'ip-range-invalid', { publicAccessCidrs: ['10.0.0.0/8'] }],
    ['a private address', 'ip-range-invalid', { publicAccessCidrs: ['192.168.1.7'] }],
    ['41 ranges', 'ip-ranges-over-limit', { publicAccessCidrs: Array.from({ length: 41 }, () => '203.0.113.7/32') }],
    ['one subnet', 'subnets-too-few', { network: { subnetIds: ['subnet-1'] } }],
    ['a subnet twice', 'subnets-invalid', { network: { subnetIds: ['subnet-1', 'subnet-1'] } }],
    ['the id of a network', 'subnets-invalid', { network: { subnetIds: ['subnet-1', 'vpc-1'] } }],
    ['an empty id', 'subnets-invalid', { network: { subnetIds: ['subnet-1', ''] } }],
    ['nothing for its network', 'input-invalid', { network: undefined }],
    ['a tag of AWS’ own', 'tags-invalid', { tags: { 'aws:team': 'shop' } }],
  ])('with %s', (_, code, props) => {
    expect(codeOf(() => synthesized(props))).toBe(code);
  });

  const principals = (principalArn: string): Partial<EksClusterProps>[] => [
    { deployer: { principalArn } },
    { admins: [DEPLOYER, { principalArn }] },
  ];
  test.each([
    ['arn-malformed', 'deployer'],
    ['arn-of-other-kind', 'arn:aws:sts::111122223333:assumed-role/deployer/session'],
    ['arn-of-other-kind', 'arn:aws:iam::111122223333:group/deployers'],
    ['partition-mismatch', 'arn:aws-cn:iam::111122223333:role/deployer'],
  ])('with %s for the deployer or an admin %s', (code, principalArn) => {
    for (const props of principals(principalArn)) expect(codeOf(() => synthesized(props))).toBe(code);
  });

  test('not with a user or what is not known as its deployer or admin', () => {
    for (const arn of ['arn:aws:iam::111122223333:user/deployer', '${var.deployer}']) {
      for (const props of principals(arn)) expect(codeOf(() => synthesized(props))).toBeUndefined();
    }
  });

  test.each([
    ['arn-malformed', '1234abcd-12ab-34cd-56ef-1234567890ab'],
    ['arn-of-other-kind', 'arn:aws:kms:eu-west-1:111122223333:alias/secrets'],
    ['region-mismatch', 'arn:aws:kms:us-east-1:111122223333:key/1'],
    ['partition-mismatch', 'arn:aws-cn:kms:eu-west-1:111122223333:key/1'],
    [undefined, 'arn:aws:kms:eu-west-1:111122223333:key/1'],
    [undefined, '${aws_kms_key.secrets.arn}'],
  ])('with %s for the key %s', (code, secretsKeyArn) => {
    expect(codeOf(() => synthesized({ secretsKeyArn }))).toBe(code);
    expect(codeOf(() => synthesized({ logsKeyArn: secretsKeyArn }))).toBe(code);
    const stack = awsStack();
    const nodes = () => new EksNodeGroup(stack, 'nodes', { cluster: cluster(stack), diskKeyArn: secretsKeyArn });
    expect(codeOf(nodes)).toBe(code);
  });

  test.each([100, -1, 1.5])('with logs kept for %s days, which CloudWatch does not know', (logRetentionDays) => {
    expect(codeOf(() => synthesized({ logRetentionDays }))).toBe('log-retention-invalid');
    expect(() => synthesized({ logRetentionDays })).toThrow(/fix: Give one of these, such as \d+/);
  });

  test('with a key of any region where its own is not known', () => {
    expect(
      codeOf(() => synthesized({ region: '${var.region}', secretsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1' })),
    ).toBeUndefined();
    expect(() => synthesized({ secretsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1' })).toThrow(
      /the cluster is in eu-west-1, and the key .* in us-east-1[^]*why: .*same region[^]*fix: .*that region/,
    );
  });

  test('for an add-on whose role is not one, or of another partition', () => {
    const eks = cluster(awsStack());
    const identity = (roleArn: string) => ({ identities: [{ serviceAccount: 'a', roleArn }] });
    expect(codeOf(() => eks.addAddon('one', identity('ebs')))).toBe('role-arn-malformed');
    expect(codeOf(() => eks.addAddon('two', identity('arn:aws-cn:iam::111122223333:role/ebs')))).toBe(
      'partition-mismatch',
    );
  });

  test.each<[string | undefined, object]>([
    [undefined, {}],
    [undefined, { arn: '${var.arn}' }],
    [undefined, { accountId: '111122223333' }],
    [undefined, { accountId: '${var.account}' }],
    ['arn-malformed', { arn: 'todo' }],
    ['arn-of-other-kind', { arn: 'arn:aws:eks:eu-west-1:111122223333:nodegroup/todo/a/b' }],
    ['arn-mismatch', { name: 'other' }],
    ['arn-mismatch', { region: 'us-east-1' }],
    ['arn-mismatch', { accountId: '444455556666' }],
    ['arn-malformed', { oidcProviderArn: 'provider' }],
    [
      'issuer-mismatch',
      { oidcProviderArn: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/B' },
    ],
  ])('with %s where it exists and is given %j', (code, other) => {
    const attributes = {
      name: 'todo',
      arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/todo',
      region: 'eu-west-1',
      issuerUrl: 'https://oidc.eks.eu-west-1.amazonaws.com/id/A',
      oidcProviderArn: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/A',
      ...other,
    };
    expect(codeOf(() => EksCluster.fromAttributes(awsStack(), 'eks', attributes))).toBe(code);
  });

  test('with words that tell which two values do not fit', () => {
    const attributes = { name: 'a', arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/b', region: 'eu-west-1' };
    expect(() => EksCluster.fromAttributes(awsStack(), 'eks', attributes)).toThrow(
      /arn-mismatch at platform\/eks: name is "a", and the ARN .* says "b"[^]*why: [^]*fix: .*the name and the arn of one cluster/,
    );
  });

  test('where it exists and its issuer is not https', () => {
    const attributes = {
      name: 'todo',
      arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/todo',
      region: 'eu-west-1',
      issuerUrl: 'oidc.eks.eu-west-1.amazonaws.com/id/A',
    };

    expect(codeOf(() => EksCluster.fromAttributes(awsStack(), 'eks', attributes))).toBe('issuer-not-https');
  });
});

test('other partitions have ARNs of their own', () => {
  const stack = awsStack('cn-north-1');

  cluster(stack, { region: 'cn-north-1', deployer: { principalArn: 'arn:aws-cn:iam::111122223333:role/deployer' } });

  expect(resources(stack, 'aws_iam_role_policy_attachment').map(({ policy_arn }) => policy_arn)).toEqual(
    expect.arrayContaining(['arn:aws-cn:iam::aws:policy/AmazonEKSClusterPolicy']),
  );
  expect(resources(stack, 'aws_eks_access_policy_association')[0].policy_arn).toMatch(/^arn:aws-cn:eks::aws:/);
});

describe('security groups for pods', () => {
  const settings = (props: Partial<EksClusterProps>) => {
    const stack = awsStack();
    cluster(stack, props);
    const cni = resources(stack, 'aws_eks_addon').find((addon) => addon.addon_name === 'vpc-cni');
    const policies = resources(stack, 'aws_iam_role_policy_attachment').map((one) => one.policy_arn.split('/').at(-1));
    return { policies, configuration: cni.configuration_values && JSON.parse(cni.configuration_values) };
  };

  test('are the control plane’s to give, and the CNI’s to set up', () => {
    const { policies, configuration } = settings({ securityGroupsForPods: {} });

    expect(policies).toContain('AmazonEKSVPCResourceController');
    expect(configuration).toEqual({ env: { ENABLE_POD_ENI: 'true', POD_SECURITY_GROUP_ENFORCING_MODE: 'standard' } });
  });

  test('that alone count are probed by the kubelet as well', () => {
    expect(settings({ securityGroupsForPods: { enforcing: 'strict' } }).configuration).toEqual({
      env: { ENABLE_POD_ENI: 'true', POD_SECURITY_GROUP_ENFORCING_MODE: 'strict' },
      init: { env: { DISABLE_TCP_EARLY_DEMUX: 'true' } },
    });
  });

  test('are off if nothing is said', () => {
    const { policies, configuration } = settings({});

    expect(policies).not.toContain('AmazonEKSVPCResourceController');
    expect(configuration).toBeUndefined();
  });

  test.each<Partial<EksClusterProps>>([{ autoMode: {} }, { networkAddons: false }])('are refused with %p', (props) => {
    expect(codeOf(() => cluster(awsStack(), { ...props, securityGroupsForPods: {} }))).toBe(
      'security-groups-for-pods-unsupported',
    );
  });
});
