import { App, TerraformStack } from 'cdktf';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import {
  ControllerRole,
  EksCluster,
  type EksController,
  EksNetwork,
  KarpenterNodes,
  PodRoles,
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
  fsxCsi,
  irsa,
  karpenter,
  loadBalancerController,
  nodeTerminationHandler,
  prometheus,
  s3Csi,
  secretsStoreProvider,
  velero,
} from '../../../lib/aws';
import { suppressCheck } from '../../../lib/terraform';
import { LOCAL_ACCOUNT } from '../aws/local-accounts';
import { LOCAL_REGION } from '../aws/moto-front';

/** A ready role for each controller, by IRSA and by Pod Identity in turn; Karpenter’s nodes; and one trust over several roles. */
const app = new App();
const region = LOCAL_REGION;
const stack = new TerraformStack(app, 'eks-controllers');
new AwsProvider(stack, 'aws', { region, allowedAccountIds: [LOCAL_ACCOUNT] });
const network = new EksNetwork(stack, 'network', {
  region,
  availabilityZones: [`${region}a`, `${region}b`],
  natGateways: 'none',
  gatewayEndpoints: [],
  flowLogs: false,
});
const cluster = new EksCluster(stack, 'shop', { name: 'shop', region, network, deletionProtection: false });
const nodes = new KarpenterNodes(stack, 'nodes', { cluster });

const arn = (service: string, resource: string): string => `arn:aws:${service}:${region}:${LOCAL_ACCOUNT}:${resource}`;
const hostedZones = ['arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ'];
const secrets = [arn('secretsmanager', 'secret:shop-AbCdEf')];
const fileSystems = [arn('elasticfilesystem', 'file-system/fs-0123456789abcdef0')];
const workspaces = [arn('aps', 'workspace/ws-0123')];
const bucket = 'arn:aws:s3:::shop-data';
const CONTROLLERS: Readonly<Record<string, EksController>> = {
  'adot-collector': adotCollector({ workspaces, traces: true }),
  'argocd-image-updater': argocdImageUpdater({ repositories: [arn('ecr', 'repository/shop')] }),
  'cert-manager': certManager({ hostedZones }),
  'cloudwatch-agent': cloudwatchAgent(),
  'cluster-autoscaler': clusterAutoscaler(),
  'ebs-csi': ebsCsi(),
  'efs-csi': efsCsi({ fileSystems }),
  'efs-csi-node': efsCsiNode({ fileSystems }),
  'external-dns': externalDns({ hostedZones }),
  'external-secrets': externalSecrets({ secrets, find: true, push: true }),
  'fsx-csi': fsxCsi({ buckets: [bucket] }),
  karpenter: karpenter({ nodeRole: nodes.role, interruptionQueue: nodes.queue! }),
  'load-balancer': loadBalancerController({ vpcId: network.vpcId }),
  'node-termination-handler': nodeTerminationHandler({ queue: arn('sqs', 'interruptions') }),
  prometheus: prometheus({ workspaces, query: true }),
  's3-csi': s3Csi({ buckets: [bucket] }),
  'secrets-store': secretsStoreProvider({ serviceAccount: { namespace: 'shop', name: 'api' }, secrets }),
  velero: velero({ bucket, prefix: 'shop/' }),
};
Object.entries(CONTROLLERS).forEach(([name, controller], index) => {
  const mechanism = index % 2 === 0 ? 'irsa' : 'eks-pod-identity';
  new ControllerRole(stack, name, { cluster, controller, mechanism });
});

new PodRoles(stack, 'teams', {
  by: 'size',
  trusts: Array.from({ length: 40 }, (_, team) =>
    irsa({ cluster, serviceAccount: { namespace: `team-${team}`, name: `worker-of-team-${team}` } }),
  ),
});

suppressCheck(network.resource, 'CKV2_AWS_11', 'The logs of a network are tried in eks-access.');

app.synth();
