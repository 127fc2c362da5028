import {
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
  fsxCsi,
  karpenter,
  loadBalancerController,
  nodeTerminationHandler,
  prometheus,
  s3Csi,
  secretsStoreProvider,
  velero,
} from '../../../lib/aws';

const PLACE = 'eu-west-1:111122223333';
const zone = 'arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ';
const key = `arn:aws:kms:${PLACE}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const queue = `arn:aws:sqs:${PLACE}:shop-interruptions`;
const secret = `arn:aws:secretsmanager:${PLACE}:secret:shop-AbCdEf`;
const parameter = `arn:aws:ssm:${PLACE}:parameter/shop/limit`;
const fileSystem = `arn:aws:elasticfilesystem:${PLACE}:file-system/fs-0123456789abcdef0`;
const workspace = `arn:aws:aps:${PLACE}:workspace/ws-0123`;

/** Every controller for which a role is ready, by the function that makes it, with all its options in use. */
export const READY: Readonly<Record<string, EksController>> = {
  adotCollector: adotCollector({
    workspaces: [workspace],
    traces: true,
    logGroups: [`arn:aws:logs:${PLACE}:log-group:/shop/traces`],
  }),
  argocdImageUpdater: argocdImageUpdater({ repositories: [`arn:aws:ecr:${PLACE}:repository/shop`] }),
  certManager: certManager({ hostedZones: [zone] }),
  cloudwatchAgent: cloudwatchAgent(),
  clusterAutoscaler: clusterAutoscaler(),
  ebsCsi: ebsCsi({ encryptionKeys: [key] }),
  efsCsi: efsCsi({ fileSystems: [fileSystem] }),
  efsCsiNode: efsCsiNode({ fileSystems: [fileSystem], rootAccess: true }),
  externalDns: externalDns({ hostedZones: [zone], recordNames: ['*.shop.example.com'] }),
  externalSecrets: externalSecrets({
    secrets: [secret],
    parameters: [parameter],
    encryptionKeys: [key],
    roles: ['arn:aws:iam::444455556666:role/team-a'],
    find: true,
    push: true,
  }),
  fsxCsi: fsxCsi({ buckets: ['arn:aws:s3:::shop-data'] }),
  karpenter: karpenter({
    nodeRole: 'arn:aws:iam::111122223333:role/shop-nodes',
    interruptionQueue: queue,
    zonalShift: true,
  }),
  loadBalancerController: loadBalancerController({ vpcId: 'vpc-0123456789abcdef0' }),
  nodeTerminationHandler: nodeTerminationHandler({ queue, encryptionKey: key, heartbeats: true }),
  prometheus: prometheus({ workspaces: [workspace], query: true }),
  s3Csi: s3Csi({ buckets: ['arn:aws:s3:::shop-data'], encryptionKeys: [key] }),
  secretsStoreProvider: secretsStoreProvider({
    serviceAccount: { namespace: 'shop', name: 'api' },
    secrets: [secret],
    parameters: [parameter],
    encryptionKeys: [key],
  }),
  velero: velero({ bucket: 'arn:aws:s3:::shop-backups', prefix: 'shop/', encryptionKeys: [key] }),
};
