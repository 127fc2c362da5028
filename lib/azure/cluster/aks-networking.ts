import type { KubernetesClusterNetworkProfile } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { checkIpRange, isKnown } from '../../core';
import { checkOneOf } from '../../core/given';
import { PRIVATE_RANGES, isWithin, overlap } from '../../core/ipv4-range';
import type { IdLike } from '../resource-id';
import { choicesConflict } from './choices-conflict';

/**
 * Pods have addresses of their own, behind those of their nodes. A subnet needs addresses for nodes alone.
 *
 * @see AKS, "Azure CNI Overlay networking", "Azure CNI powered by Cilium"
 */
export interface AksOverlayNetworking {
  readonly plugin: 'overlay';
  /** What moves packets between pods. Default `cilium`. */
  readonly dataPlane?: 'cilium' | 'azure';
  /** What enforces network policies. Default that of the data plane: `cilium`, or `azure`, which is Azure NPM. */
  readonly policy?: AksNetworkPolicy;
  /** The range of pods. Default Azure's, 10.244.0.0/16. */
  readonly podCidr?: string;
}

/** Pods have addresses of a subnet of theirs, and are reached by them from the network. */
export interface AksPodSubnetNetworking {
  readonly plugin: 'pod-subnet';
  /** A subnet of the nodes' virtual network, for pods alone. The control plane gets Network Contributor on it. */
  readonly podSubnet: IdLike;
  /** Default `cilium`. */
  readonly dataPlane?: 'cilium' | 'azure';
  /** Default that of the data plane. */
  readonly policy?: AksNetworkPolicy;
}

/** Pods have addresses of the nodes' subnet. Virtual nodes need it; for all else it uses up addresses. */
export interface AksNodeSubnetNetworking {
  readonly plugin: 'node-subnet';
  /** Default `azure`, which is Azure NPM. */
  readonly policy?: 'azure' | 'calico' | 'none';
}

/** Pods have addresses of their own, to which a route table of yours leads. AKS retires kubenet on 31 March 2028. */
export interface AksKubenetNetworking {
  readonly plugin: 'kubenet';
  /** The route table of the node subnet, which AKS fills. The control plane gets Network Contributor on it. */
  readonly routeTable: IdLike;
  /** Default `calico`. */
  readonly policy?: 'calico' | 'none';
  /** The range of pods. Default Azure's, 10.244.0.0/16. */
  readonly podCidr?: string;
}

/** A network plugin that you install yourself: nodes get ready once it is there. */
export interface AksOwnPluginNetworking {
  readonly plugin: 'none';
}

/** What enforces network policies: `azure` is Azure NPM. None of them has an identity in Azure. */
export type AksNetworkPolicy = 'cilium' | 'azure' | 'calico' | 'none';

/** How pods get addresses. */
export type AksNetworking =
  | AksOverlayNetworking
  | AksPodSubnetNetworking
  | AksNodeSubnetNetworking
  | AksKubenetNetworking
  | AksOwnPluginNetworking;

/** What a cluster has that names no networking. */
export const DEFAULT_NETWORKING: AksNetworking = { plugin: 'overlay' };

/** How nodes reach the internet. */
export type AksOutbound = 'loadBalancer' | 'userDefinedRouting' | 'userAssignedNATGateway';

/** The addresses of Kubernetes services. */
export interface AksServices {
  readonly cidr: string;
  /** The address of the cluster's DNS service, within {@link cidr}, and not its first. */
  readonly dnsServiceIp: string;
}

/** What AKS takes for pods of an overlay or of kubenet, and for services. Microsoft.ContainerService, `podCidr` and `serviceCidr`. */
const DEFAULT_POD_CIDR = '10.244.0.0/16';
const DEFAULT_SERVICE_CIDR = '10.0.0.0/16';

const PLUGINS = ['overlay', 'pod-subnet', 'node-subnet', 'kubenet', 'none'];
const OUTBOUND = ['loadBalancer', 'userDefinedRouting', 'userAssignedNATGateway'];

/** The policies of each plugin, and of each data plane where there are two. */
function policiesOf(networking: AksNetworking): readonly AksNetworkPolicy[] {
  switch (networking.plugin) {
    case 'overlay':
    case 'pod-subnet':
      return dataPlaneOf(networking) === 'cilium' ? ['cilium'] : ['azure', 'calico', 'none'];
    case 'node-subnet':
      return ['azure', 'calico', 'none'];
    case 'kubenet':
      return ['calico', 'none'];
    case 'none':
      return ['none'];
  }
}

/** What moves packets between pods; nothing where a plugin of one's own does. */
export function dataPlaneOf(networking: AksNetworking): 'cilium' | 'azure' | undefined {
  switch (networking.plugin) {
    case 'overlay':
    case 'pod-subnet':
      return networking.dataPlane ?? 'cilium';
    case 'node-subnet':
      return 'azure';
    default:
      return undefined;
  }
}

/** What AKS calls the plugin. */
export function networkPluginOf({ plugin }: AksNetworking): 'azure' | 'kubenet' | 'none' {
  return plugin === 'kubenet' || plugin === 'none' ? plugin : 'azure';
}

function podCidrOf(networking: AksNetworking): string | undefined {
  return networking.plugin === 'overlay' || networking.plugin === 'kubenet' ? networking.podCidr : undefined;
}

/**
 * @throws PodtrustError `input-invalid`, `ip-range-invalid`, `cluster-choices-conflict`
 * @see azurerm_kubernetes_cluster, `network_profile`; AKS, "Network policies"
 */
export function checkNetworking(
  networking: AksNetworking,
  services: AksServices | undefined,
  outbound: AksOutbound | undefined,
  where: string,
): void {
  checkOneOf('networking.plugin', networking.plugin, PLUGINS, where);
  checkOneOf('outbound', outbound, OUTBOUND, where);
  if ('dataPlane' in networking) {
    checkOneOf('networking.dataPlane', networking.dataPlane, ['cilium', 'azure'], where);
    if (networking.plugin !== 'overlay' && networking.plugin !== 'pod-subnet') {
      throw choicesConflict(
        where,
        `the plugin ${(networking as AksNetworking).plugin} with a data plane of choice`,
        'AKS runs Cilium where pods have an overlay or a subnet of their own.',
        'Leave dataPlane out, or take the plugin overlay or pod-subnet.',
      );
    }
  }
  const policies = policiesOf(networking);
  const policy = 'policy' in networking ? networking.policy : undefined;
  if (policy !== undefined && isKnown(policy) && !policies.includes(policy)) {
    const plane = dataPlaneOf(networking);
    throw choicesConflict(
      where,
      `the network policy ${policy} with the plugin ${networking.plugin}${plane === undefined ? '' : ` and the data plane ${plane}`}`,
      'AKS enforces policies by Cilium on its data plane alone, by Azure NPM on Azure CNI, and by Calico on neither Cilium nor a plugin of one’s own.',
      `Give one of ${policies.join(', ')}.`,
    );
  }
  const podCidr = podCidrOf(networking);
  if (podCidr !== undefined) {
    checkIpRange('networking.podCidr', podCidr, where);
    checkPodCidr(podCidr, where);
  }
  if (services) {
    checkIpRange('services.cidr', services.cidr, where);
    checkServices(services, where);
  }
  checkApart(networking, services, where);
}

/** AKS, "Azure CNI overlay", "IP address planning": what AKS refuses of the addresses of services. */
function checkServices({ cidr, dnsServiceIp }: AksServices, where: string): void {
  if (!isKnown(cidr)) return;
  const [address, bits] = cidr.split('/');
  if (Number(bits) < 12) {
    throw choicesConflict(
      where,
      `services.cidr is ${cidr}`,
      'AKS accepts a range of /12 or smaller for services.',
      'Give a smaller range, such as 10.0.0.0/16.',
    );
  }
  if (isKnown(dnsServiceIp)) {
    checkIpRange('services.dnsServiceIp', `${dnsServiceIp}/32`, where);
    const first = address!
      .split('.')
      .slice(0, 3)
      .concat(String(Number(address!.split('.')[3]) + 1))
      .join('.');
    if (!isWithin(`${dnsServiceIp}/32`, [cidr]) || dnsServiceIp === address || dnsServiceIp === first) {
      throw choicesConflict(
        where,
        `services.dnsServiceIp is ${dnsServiceIp}, and services.cidr is ${cidr}`,
        'The DNS service has an address of the services’ range, and the first one is that of kubernetes.default.',
        `Give an address of ${cidr} beyond ${first}.`,
      );
    }
  }
}

/** Each node takes a /24 of the pods’ range. AKS, "IP address planning for your AKS clusters", "Azure CNI Overlay"; "Kubenet". */
function checkPodCidr(podCidr: string, where: string): void {
  if (!isKnown(podCidr) || Number(podCidr.split('/')[1]) <= 24) return;
  throw choicesConflict(
    where,
    `networking.podCidr is ${podCidr}`,
    'Each node takes a /24 of it for its pods.',
    'Give a larger range, such as 10.244.0.0/16.',
  );
}

/** Pods and services, with the ranges that AKS takes where none is given. */
function checkApart(networking: AksNetworking, services: AksServices | undefined, where: string): void {
  const isOwn = networking.plugin === 'overlay' || networking.plugin === 'kubenet';
  const podCidr = podCidrOf(networking) ?? (isOwn ? DEFAULT_POD_CIDR : undefined);
  const cidr = services?.cidr ?? DEFAULT_SERVICE_CIDR;
  if (podCidr === undefined || !overlap(cidr, podCidr)) return;
  const given = (one: unknown) => (one === undefined ? ' by default' : '');
  throw choicesConflict(
    where,
    `services.cidr is ${cidr}${given(services)}, and networking.podCidr is ${podCidr}${given(podCidrOf(networking))}`,
    'A packet to an address of both would have two places to go, and AKS refuses ranges that overlap.',
    `Give ranges that are apart, within ${PRIVATE_RANGES.join(', ')}.`,
  );
}

/** The block of azurerm for a networking that is checked. */
export function networkProfile(
  networking: AksNetworking,
  services: AksServices | undefined,
  outbound: AksOutbound | undefined,
): KubernetesClusterNetworkProfile {
  const dataPlane = dataPlaneOf(networking);
  const policy = ('policy' in networking ? networking.policy : undefined) ?? policiesOf(networking)[0];
  return {
    networkPlugin: networkPluginOf(networking),
    networkPluginMode: networking.plugin === 'overlay' ? 'overlay' : undefined,
    networkDataPlane: dataPlane,
    networkPolicy: policy === 'none' ? undefined : policy,
    loadBalancerSku: 'standard',
    outboundType: outbound,
    podCidr: podCidrOf(networking),
    serviceCidr: services?.cidr,
    dnsServiceIp: services?.dnsServiceIp,
  };
}
