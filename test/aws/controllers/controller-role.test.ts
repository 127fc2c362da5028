import { EKS_ADDONS } from '../../../lib/core/kubernetes/addon-accounts';
import { EKS_CONTROLLERS, type EksControllerFacts, HELM_CHARTS } from '../../../lib/core';
import {
  type ControllerHome,
  ControllerRole,
  type EksController,
  adotCollector,
  argocdImageUpdater,
  certManager,
  cloudwatchAgent,
  clusterAutoscaler,
  ebsCsi,
  efsCsi,
  efsCsiNode,
  externalDns,
  externalSecrets,
  irsa,
  karpenter,
  loadBalancerController,
  nodeTerminationHandler,
  prometheus,
  s3Csi,
  secretsStoreProvider,
  velero,
} from '../../../lib/aws';
import { useHelm } from '../../../lib/kubernetes/helm/helm-provider';
import { HelmWorkload } from '../../../lib/kubernetes/helm/helm-workload';
import { awsStack, cluster, codeOf, policy, resource, resources } from '../synthesized';
import { EXPECTED } from './expected-permissions';
import { permissionLines, provenController, provenStack, shop } from './proven-controller';
import { READY } from './ready-controllers';

const MECHANISMS = ['irsa', 'eks-pod-identity'] as const;
const zone = 'arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ';
const queue = 'arn:aws:sqs:eu-west-1:111122223333:shop';
const dns = externalDns({ hostedZones: [zone] });

/** Those that are the main component of a known chart, which can be told of IRSA too. */
const RELEASED = Object.keys(READY).filter((name) => {
  const { chart, component } = READY[name]!;
  return chart !== undefined && component === undefined;
});

describe('a ready role', () => {
  test.each(Object.keys(READY))('%s may do exactly what is listed, by IRSA and by Pod Identity', (name) => {
    for (const mechanism of MECHANISMS) {
      const inventory = provenController({ controller: READY[name]!, mechanism });
      expect(permissionLines(inventory)).toEqual(EXPECTED[name]);
      expect(inventory.access).toMatchObject([
        { mechanism, cluster: 'platform/shop', ...accountOf(READY[name]!), pattern: false, except: [] },
      ]);
      expect(inventory.access).toHaveLength(1);
    }
  });

  test.each(RELEASED)('%s is claimed by the release of its chart, with nothing undecided and no warning', (name) => {
    const controller = READY[name]!;
    for (const mechanism of name === 'cloudwatchAgent' ? (['eks-pod-identity'] as const) : MECHANISMS) {
      const { access, undecided, findings } = provenController({ controller, mechanism }, (role) => role.release);
      expect(access).toMatchObject([{ mechanism, ...accountOf(controller), claimed: true }]);
      expect(access[0]!.workloads.length).toBeGreaterThan(0);
      expect(undecided).toEqual([]);
      expect(findings.filter(({ level }) => level !== 'note')).toEqual([]);
    }
  });

  test('all are within what a role’s inline policy may have', () => {
    for (const controller of Object.values(READY)) {
      const { stack, cluster: existing } = shop();
      new ControllerRole(stack, 'role', { cluster: existing, controller });
      const [inline] = resources(stack, 'aws_iam_role_policy');
      expect(inline.policy.length).toBeGreaterThan(100);
      expect(inline.policy.length).toBeLessThan(10_240);
    }
  });

  test('names of each what was read, and when', () => {
    for (const { source } of Object.values(READY)) {
      expect(source.where).toMatch(/^[a-z].*\/|^A/);
      expect(source.version).toMatch(/^[0-9a-f]{12}\b|^\d{4}-\d{2}-\d{2}$/);
    }
  });
});

const accountOf = ({ account }: EksController) => ({
  namespace: account.namespace,
  serviceAccount: account.name,
});

describe('a controller’s role', () => {
  test('is by Pod Identity where nothing is said', () => {
    const { stack, cluster: existing } = shop();
    const role = new ControllerRole(stack, 'dns', { cluster: existing, controller: dns });
    expect(role.trusts).toMatchObject([{ mechanism: 'eks-pod-identity', serviceAccount: dns.account }]);
    expect(role.associations).toHaveLength(1);
  });

  test('admits the service account that is named in place of the usual one', () => {
    const { stack, cluster: existing } = shop();
    const serviceAccount = { namespace: 'edge', name: 'dns' };
    const role = new ControllerRole(stack, 'dns', { cluster: existing, controller: dns, serviceAccount });
    expect(role.release.bindings).toMatchObject([{ serviceAccount }]);
    expect(provenStack(stack).access).toMatchObject([{ namespace: 'edge', serviceAccount: 'dns' }]);
  });

  test('has further trusts, grants and policies beside its own', () => {
    const { stack, cluster: existing } = shop();
    const role = new ControllerRole(stack, 'dns', {
      cluster: existing,
      controller: dns,
      trusts: [irsa({ cluster: existing, serviceAccount: dns.account, bind: false })],
      grants: [{ description: 'find', statements: [{ actions: ['ec2:DescribeVpcs'], resources: ['*'] }] }],
      managedPolicyArns: ['arn:aws:iam::111122223333:policy/more'],
    });
    expect(role.trusts).toHaveLength(2);
    expect(policy(resources(stack, 'aws_iam_role_policy')[0].policy).Statement).toHaveLength(4);
    expect(role.attachments).toHaveLength(1);
    expect(role.release.bindings).toHaveLength(1);
  });

  test('only admits what an EKS add-on associates by itself', () => {
    const stack = awsStack();
    const made = cluster(stack, { accountId: '111122223333' });
    const role = new ControllerRole(stack, 'ebs', { cluster: made, controller: ebsCsi(), bind: false });
    made.addAddon('aws-ebs-csi-driver', {
      identities: [{ serviceAccount: role.serviceAccount.name, roleArn: role.arn }],
    });
    expect(role.associations).toEqual([]);
    expect(codeOf(() => role.release)).toBe('binding-unknown');
    const { access, findings } = provenStack(stack);
    expect(access.filter(({ serviceAccount }) => serviceAccount === 'ebs-csi-controller-sa')).toMatchObject([
      { identity: expect.stringContaining('ebs') as string, mechanism: 'eks-pod-identity', claimed: true },
    ]);
    expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('reads from the cluster’s ARN what the program does not know, and the proof leaves nothing open', () => {
    const stack = awsStack();
    const made = cluster(stack);
    new ControllerRole(stack, 'scaler', { cluster: made, controller: clusterAutoscaler() });
    const { policy: text } = resource(stack, 'aws_iam_role_policy', 'scaler');
    expect(text).toMatch(/arn:aws:eks:eu-west-1:\$\{element\(split\(.:., aws_eks_cluster\.\w+\.arn\), 4\)\}:nodegroup/);
    const inventory = provenStack(stack);
    expect(permissionLines(inventory).filter((line) => line.includes('aws:ResourceTag'))).toEqual([
      expect.stringMatching(
        /^autoscaling:SetDesiredCapacity autoscaling:TerminateInstanceInAutoScalingGroup on arn:aws:autoscaling:eu-west-1:.* if StringEquals aws:ResourceTag\/k8s.io\/cluster-autoscaler\/todo: owned$/,
      ) as string,
    ]);
    expect(inventory.undecided.filter(({ about }) => about.includes('scaler'))).toEqual([]);
  });

  test.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['eusc-de-east-1', 'aws-eusc'],
    ['us-iso-east-1', 'aws-iso'],
  ])('names in %s only what is in %s', (region, partition) => {
    const home: ControllerHome = {
      partition,
      region,
      account: '111122223333',
      clusterName: 'shop',
      clusterArn: `arn:${partition}:eks:${region}:111122223333:cluster/shop`,
    };
    for (const controller of [clusterAutoscaler(), cloudwatchAgent(), ebsCsi(), loadBalancerController()]) {
      const arns = controller.statements(home).flatMap(({ resources: all }) => all.filter((one) => one !== '*'));
      expect(arns.every((arn) => arn.startsWith(`arn:${partition}:`))).toBe(true);
    }
  });

  test('refuses a mechanism that there is not', () => {
    const { stack, cluster: existing } = shop();
    const props = { cluster: existing, controller: dns, mechanism: 'kiam' as 'irsa' };
    expect(codeOf(() => new ControllerRole(stack, 'dns', props))).toBe('mechanism-unknown');
  });

  test('refuses IRSA where the cluster has no OIDC provider', () => {
    const { stack } = shop();
    const bare = { name: 'bare', arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/bare', region: 'eu-west-1' };
    const props = { cluster: bare, controller: dns, mechanism: 'irsa' } as const;
    expect(codeOf(() => new ControllerRole(stack, 'dns', props))).toBe('oidc-provider-missing');
  });

  test.each([
    ['another partition', externalDns({ hostedZones: [zone.replace('aws', 'aws-cn')] }), 'partition-mismatch'],
    [
      'another account',
      nodeTerminationHandler({ queue: queue.replace('111122223333', '444455556666') }),
      'account-mismatch',
    ],
    ['another region', nodeTerminationHandler({ queue: queue.replace('eu-west-1', 'eu-west-2') }), 'region-mismatch'],
  ])('refuses a resource of %s', (_, controller, code) => {
    const { stack, cluster: existing } = shop();
    expect(codeOf(() => new ControllerRole(stack, 'role', { cluster: existing, controller }))).toBe(code);
  });

  test('has no release where something else makes its pods, and none of its own for a component', () => {
    const { stack, cluster: existing } = shop();
    const release = (id: string, controller: EksController) => () =>
      new ControllerRole(stack, id, { cluster: existing, controller }).release;
    expect(codeOf(release('mounts', READY.secretsStoreProvider!))).toBe('helm-chart-unknown');
    expect(codeOf(release('efs', READY.efsCsiNode!))).toBe('helm-component-unknown');
  });

  test('of the EFS driver on nodes goes to that component of the driver’s release', () => {
    const { stack, cluster: existing } = shop();
    const roleOf = (id: string, controller: EksController) =>
      new ControllerRole(stack, id, { cluster: existing, controller, mechanism: 'irsa' });
    const node = roleOf('node', READY.efsCsiNode!);
    useHelm(stack, existing.connection);
    new HelmWorkload(stack, 'efs', {
      ...roleOf('controller', READY.efsCsi!).release,
      components: { node: node.bindings },
    });
    const { access, findings, undecided } = provenStack(stack);
    expect(
      access.map(({ identity, workloads, claimed }) => [identity.split('.')[1]!.split('_')[0], workloads, claimed]),
    ).toEqual([
      ['controller', ['Deployment/kube-system/efs-csi-controller'], true],
      ['node', ['DaemonSet/kube-system/efs-csi-node'], true],
    ]);
    expect([...findings, ...undecided]).toEqual([]);
  });

  test('of the CloudWatch agent cannot be told to the chart by IRSA, since that has no annotations', () => {
    const controller = cloudwatchAgent();
    expect(codeOf(() => provenController({ controller, mechanism: 'irsa' }, (role) => role.release))).toBe(
      'helm-shape-insufficient',
    );
  });
});

describe('the options of a controller', () => {
  const home: ControllerHome = {
    partition: 'aws',
    region: 'eu-west-1',
    account: '111122223333',
    clusterName: 'shop',
    clusterArn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
  };
  const actions = (controller: EksController) => controller.statements(home).flatMap((one) => one.actions);

  test.each<[string, () => unknown, string]>([
    ['no zone', () => externalDns({ hostedZones: [] }), 'controller-incomplete'],
    ['no zone for cert-manager', () => certManager({ hostedZones: [] }), 'controller-incomplete'],
    ['no file system', () => efsCsi({ fileSystems: [] }), 'controller-incomplete'],
    ['no file system on nodes', () => efsCsiNode({ fileSystems: [] }), 'controller-incomplete'],
    ['no bucket', () => s3Csi({ buckets: [] }), 'controller-incomplete'],
    ['no workspace', () => prometheus({ workspaces: [] }), 'controller-incomplete'],
    ['no repository', () => argocdImageUpdater({ repositories: [] }), 'controller-incomplete'],
    ['nothing for External Secrets', () => externalSecrets({ find: true }), 'controller-incomplete'],
    ['nothing for the collector', () => adotCollector({}), 'controller-incomplete'],
    [
      'nothing to mount',
      () => secretsStoreProvider({ serviceAccount: { namespace: 'shop', name: 'api' } }),
      'controller-incomplete',
    ],
    ['a zone by its id', () => externalDns({ hostedZones: ['Z0123456789ABCDEFGHIJ'] }), 'arn-malformed'],
    ['a zone that is a queue', () => externalDns({ hostedZones: [queue] }), 'arn-of-other-kind'],
    ['a bucket by its name', () => velero({ bucket: 'shop-backups' }), 'arn-malformed'],
    ['objects for a bucket', () => s3Csi({ buckets: ['arn:aws:s3:::shop/*'] }), 'arn-of-other-kind'],
    [
      'a queue by its URL',
      () => nodeTerminationHandler({ queue: 'https://sqs.eu-west-1.amazonaws.com/1/shop' }),
      'arn-malformed',
    ],
    [
      'a profile for a role',
      () => karpenter({ nodeRole: 'arn:aws:iam::111122223333:instance-profile/x' }),
      'arn-of-other-kind',
    ],
    [
      'an alias for a key',
      () => ebsCsi({ encryptionKeys: ['arn:aws:kms:eu-west-1:111122223333:alias/x'] }),
      'arn-of-other-kind',
    ],
    [
      'a secret without its end',
      () => externalSecrets({ secrets: [`arn:aws:secretsmanager:eu-west-1:111122223333:secret:x`] }),
      'arn-of-other-kind',
    ],
  ])('refuse %s', (_, make, code) => expect(codeOf(make)).toBe(code));

  test('narrow: what is not asked for is not allowed', () => {
    expect(actions(velero({ bucket: 'arn:aws:s3:::b', volumeSnapshots: false })).join()).not.toContain('ec2:');
    expect(actions(certManager({ hostedZones: [zone], issuersNameZones: true }))).not.toContain(
      'route53:ListHostedZonesByName',
    );
    expect(actions(s3Csi({ buckets: ['arn:aws:s3:::b'], readOnly: true }))).toEqual(['s3:ListBucket', 's3:GetObject']);
    expect(actions(efsCsiNode({ fileSystems: ['${fs}'], readOnly: true }))).toEqual([
      'elasticfilesystem:ClientMount',
      'elasticfilesystem:DescribeMountTargets',
    ]);
    expect(actions(prometheus({ workspaces: ['${w}'] }))).toEqual(['aps:RemoteWrite']);
    expect(actions(cloudwatchAgent({ applicationSignals: false })).join()).not.toContain('xray:');
    expect(actions(externalSecrets({ secrets: ['${s}'] }))).toEqual([
      'secretsmanager:DescribeSecret',
      'secretsmanager:GetResourcePolicy',
      'secretsmanager:GetSecretValue',
      'secretsmanager:ListSecretVersionIds',
    ]);
    expect(
      actions(karpenter({ nodeRole: '${r}', instanceProfiles: false })).filter((one) => /^(iam|sqs|arc)/.test(one)),
    ).toEqual(['iam:PassRole', 'iam:ListInstanceProfiles', 'iam:GetInstanceProfile']);
  });

  test('leave the EBS driver to AWS’ own policy, where that is asked for', () => {
    const { stack, cluster: existing } = shop();
    const role = new ControllerRole(stack, 'ebs', { cluster: existing, controller: ebsCsi({ managedPolicy: true }) });
    expect(role.policy).toBeUndefined();
    expect(resources(stack, 'aws_iam_role_policy_attachment').map((one) => one.policy_arn)).toEqual([
      'arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicyV2',
    ]);
  });

  test('hold the load balancer controller to its own cluster, where that is asked for', () => {
    const statements = loadBalancerController({ ownClusterOnly: true }).statements(home);
    expect(actions(loadBalancerController({ ownClusterOnly: true }))).toEqual(actions(loadBalancerController()));
    const conditions = statements.flatMap((one) => (one.conditions ? [JSON.stringify(one.conditions)] : []));
    expect(conditions.filter((text) => /(Request|Resource)Tag/.test(text))).toHaveLength(7);
    expect(
      conditions.filter(
        (text) => text.includes('Tag/') && !/"aws:(Request|Resource)Tag\/elbv2.k8s.aws\/cluster":"shop"/.test(text),
      ),
    ).toEqual([]);
  });

  test('give the isolated partitions what the project’s policy for them has', () => {
    const isolated = loadBalancerController().statements({ ...home, partition: 'aws-iso-b' });
    const all = actions(loadBalancerController());
    const there = isolated.flatMap((one) => one.actions);
    expect(all.filter((action) => !there.includes(action)).sort()).toEqual([
      'elasticloadbalancing:DescribeCapacityReservation',
      'elasticloadbalancing:DescribeListenerAttributes',
      'elasticloadbalancing:DescribeTrustStores',
      'elasticloadbalancing:ModifyCapacityReservation',
      'elasticloadbalancing:ModifyListenerAttributes',
    ]);
  });

  test('tell the chart what the controller must know', () => {
    const values = (controller: EksController) => controller.values?.(home);
    expect(values(clusterAutoscaler())).toEqual({ autoDiscovery: { clusterName: 'shop' }, awsRegion: 'eu-west-1' });
    expect(values(karpenter({ nodeRole: '${r}', interruptionQueue: queue }))).toEqual({
      settings: { clusterName: 'shop', interruptionQueue: 'shop' },
    });
    expect(values(karpenter({ nodeRole: '${r}' }))).toEqual({ settings: { clusterName: 'shop' } });
    expect(values(nodeTerminationHandler({ queue, queueUrl: 'https://sqs/shop' }))).toEqual({
      enableSqsTerminationDraining: true,
      awsRegion: 'eu-west-1',
      queueURL: 'https://sqs/shop',
    });
    expect(values(loadBalancerController({ vpcId: 'vpc-1' }))).toEqual({
      clusterName: 'shop',
      region: 'eu-west-1',
      vpcId: 'vpc-1',
    });
  });
});

describe('what is known of controllers', () => {
  const facts = Object.values<EksControllerFacts>(EKS_CONTROLLERS);

  test('is one piece: each chart is known, and each add-on runs as their accounts', () => {
    for (const { chart, component, addon, account } of facts) {
      const known = HELM_CHARTS.get(chart ?? '');
      expect(known).toBeDefined();
      expect(Object.keys(known!.components)).toContain(component ?? known!.main);
      if (addon === undefined) continue;
      expect(EKS_ADDONS.get(addon)).toMatchObject({ namespace: account.namespace });
      expect(EKS_ADDONS.get(addon)!.accounts).toContain(account.name);
    }
  });

  test('has a ready role for each', () => {
    const ready = Object.values(READY).map(({ name }) => name);
    expect(facts.map(({ name }) => name).filter((name) => !ready.includes(name))).toEqual([]);
  });
});
