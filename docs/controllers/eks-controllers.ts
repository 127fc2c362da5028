import {
  type ControllerHome,
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
} from '../../lib/aws';
import { table } from '../table';

/** A resource that is not known passes every check, and its name stands where its ARN would. */
const the = (name: string): string => `\${${name}}`;

/** Each controller by its call, with what it must be told and no more. */
export const CONTROLLERS: Readonly<Record<string, EksController>> = {
  'adotCollector({ workspaces, traces: true })': adotCollector({ workspaces: [the('workspaces')], traces: true }),
  'argocdImageUpdater({ repositories })': argocdImageUpdater({ repositories: [the('repositories')] }),
  'certManager({ hostedZones })': certManager({ hostedZones: [the('hostedZones')] }),
  'cloudwatchAgent()': cloudwatchAgent(),
  'clusterAutoscaler()': clusterAutoscaler(),
  'ebsCsi()': ebsCsi(),
  'efsCsi({ fileSystems })': efsCsi({ fileSystems: [the('fileSystems')] }),
  'efsCsiNode({ fileSystems })': efsCsiNode({ fileSystems: [the('fileSystems')] }),
  'externalDns({ hostedZones })': externalDns({ hostedZones: [the('hostedZones')] }),
  'externalSecrets({ secrets })': externalSecrets({ secrets: [the('secrets')] }),
  'fsxCsi()': fsxCsi(),
  'karpenter({ nodeRole, interruptionQueue })': karpenter({
    nodeRole: the('nodeRole'),
    interruptionQueue: the('interruptionQueue'),
  }),
  'loadBalancerController()': loadBalancerController(),
  'nodeTerminationHandler({ queue })': nodeTerminationHandler({ queue: the('queue') }),
  'prometheus({ workspaces })': prometheus({ workspaces: [the('workspaces')] }),
  's3Csi({ buckets })': s3Csi({ buckets: [the('buckets')] }),
  'secretsStoreProvider({ serviceAccount, secrets })': secretsStoreProvider({
    serviceAccount: { namespace: 'the pods’ own', name: '' },
    secrets: [the('secrets')],
  }),
  'velero({ bucket })': velero({ bucket: the('bucket') }),
};

/** Where the statements of the page are. */
const HOME: ControllerHome = {
  partition: 'aws',
  region: 'REGION',
  account: 'ACCOUNT',
  clusterName: 'CLUSTER',
  clusterArn: 'arn:aws:eks:REGION:ACCOUNT:cluster/CLUSTER',
};

/** The table of all controllers: whom the role admits, by which chart, and where its policy is from. */
export function controllerTable(): string[] {
  const rows = Object.entries(CONTROLLERS).map(([call, { name, account, chart, component, addon, source }]) => [
    `\`${call}\``,
    name,
    account.name === '' ? account.namespace : `\`${account.namespace}/${account.name}\``,
    chart === undefined ? '-' : component === undefined ? `\`${chart}\`` : `\`${chart}\`, component ${component}`,
    addon === undefined ? '-' : `\`${addon}\``,
    `${source.where}: ${source.version}`,
  ]);
  return table(['call', 'what it is', 'service account', 'chart', 'EKS add-on', 'policy of'], rows);
}

/** The table of what each role may do: one row a statement. */
export function permissionTable(): string[] {
  const rows = Object.entries(CONTROLLERS).flatMap(([call, { statements }]) =>
    statements(HOME).map(({ actions, resources, conditions }, index) => [
      index === 0 ? `\`${call.replace(/\(.*/, '')}\`` : '',
      actions.map((action) => `\`${action}\``).join(', '),
      [
        resources.map((resource) => `\`${resource.replace(/\$\{([^}]*)\}/g, '$1')}\``).join(', '),
        ...Object.values(conditions ?? {}).flatMap((keys) => Object.keys(keys).map((key) => `by \`${key}\``)),
      ].join(' '),
    ]),
  );
  return table(['controller', 'allows', 'on'], rows);
}
