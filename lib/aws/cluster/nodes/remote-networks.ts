import { PodtrustError, checkIpRange } from '../../../core';
import { PRIVATE_RANGES, isWithin, overlap } from '../../../core/ipv4-range';

/** Where the hybrid nodes of a cluster are: networks outside AWS, with routes to the cluster's VPC. */
export interface EksRemoteNetworks {
  /** The IPv4 ranges of the nodes, such as `192.168.10.0/24`. */
  readonly nodeCidrs: readonly string[];
  /** The IPv4 ranges of their pods, where these are routed. Needed where they serve webhooks. Default none. */
  readonly podCidrs?: readonly string[];
}

/** The ranges of a cluster in AWS, as far as they are known. */
interface OwnRanges {
  readonly vpc?: string;
  readonly services?: string;
}

/**
 * Refuses ranges of hybrid nodes that EKS refuses.
 *
 * @throws PodtrustError `ip-range-invalid`, `remote-network-invalid`
 * @see Amazon EKS user guide, "Prepare networking for hybrid nodes", "On-premises node and pod CIDRs"
 */
export function checkRemoteNetworks(networks: EksRemoteNetworks, own: OwnRanges, where: string): void {
  const refuse = (what: string, why: string, remedy: string): never => {
    throw new PodtrustError({ code: 'remote-network-invalid', where, what, why, remedy });
  };
  const { nodeCidrs, podCidrs = [] } = networks;
  if (nodeCidrs.length === 0) {
    refuse(
      'remoteNetworks without nodeCidrs',
      'EKS lets hybrid nodes in by the ranges that they are in.',
      'Name the ranges of the nodes, or leave remoteNetworks out.',
    );
  }
  const ranges = [
    ...nodeCidrs.map((range) => ({ range, of: 'remoteNetworks.nodeCidrs' })),
    ...podCidrs.map((range) => ({ range, of: 'remoteNetworks.podCidrs' })),
  ];
  for (const { range, of } of ranges) {
    checkIpRange(of, range, where);
    if (isWithin(range, PRIVATE_RANGES)) continue;
    refuse(
      `${of} has ${range}, which is not a private range`,
      `EKS accepts ranges within ${PRIVATE_RANGES.join(', ')} alone.`,
      'Give the ranges that the nodes have behind their VPN or Direct Connect.',
    );
  }
  const all = [
    ...ranges,
    ...(own.vpc === undefined ? [] : [{ range: own.vpc, of: 'the VPC' }]),
    ...(own.services === undefined ? [] : [{ range: own.services, of: 'serviceCidr' }]),
  ];
  for (const [index, one] of all.entries()) {
    const other = all.slice(index + 1).find(({ range }) => overlap(one.range, range));
    if (!other) continue;
    refuse(
      `${one.range} of ${one.of} and ${other.range} of ${other.of} overlap`,
      'EKS routes to nodes, pods, services and VPC by their addresses, and refuses ranges that share some.',
      'Give ranges that are apart.',
    );
  }
}

/** The block `remote_network_config` of a cluster. */
export function remoteNetworkConfig({ nodeCidrs, podCidrs = [] }: EksRemoteNetworks) {
  return {
    remoteNodeNetworks: { cidrs: [...nodeCidrs] },
    ...(podCidrs.length > 0 ? { remotePodNetworks: { cidrs: [...podCidrs] } } : {}),
  };
}

/**
 * Refuses a range of Kubernetes services that EKS refuses.
 *
 * @throws PodtrustError `ip-range-invalid`
 * @see EKS API, KubernetesNetworkConfigRequest
 */
export function checkServiceCidr(range: string, vpc: string | undefined, where: string): void {
  checkIpRange('serviceCidr', range, where);
  const bits = Number(/\/(\d+)$/.exec(range)?.[1] ?? 16);
  const why = !isWithin(range, PRIVATE_RANGES)
    ? `it is not within ${PRIVATE_RANGES.join(', ')}`
    : bits < 12 || bits > 24
      ? 'its length is not from 12 to 24'
      : vpc !== undefined && overlap(range, vpc)
        ? `it overlaps the VPC’s ${vpc}`
        : undefined;
  if (why === undefined) return;
  throw new PodtrustError({
    code: 'ip-range-invalid',
    where,
    what: `serviceCidr is "${range}": ${why}`,
    why: 'EKS refuses it when the cluster is made, and it cannot be changed later.',
    remedy: 'Give such as 172.20.0.0/16, apart from the VPC and from what it is peered with.',
  });
}
