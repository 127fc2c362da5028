import { PodtrustError } from '../../core';

/** How the pods of a cluster get security groups of their own. */
export interface SecurityGroupsForPods {
  /**
   * `standard` lets a pod with groups of its own reach what is on its node, such as the agent of EKS Pod Identity and a DNS
   * cache; what leaves the VPC then carries the node's address and its groups. `strict` sends everything through the pod's own
   * network interface: its groups alone count, and Pod Identity does not work for such pods (amazon-vpc-resource-controller-k8s
   * #618), only IRSA. Default `standard`.
   */
  readonly enforcing?: 'standard' | 'strict';
}

/** The settings of the VPC CNI. EKS user guide, "Configure the Amazon VPC CNI plugin for security groups for Pods". */
function cniSettings({ enforcing = 'standard' }: SecurityGroupsForPods) {
  const env = { ENABLE_POD_ENI: 'true', POD_SECURITY_GROUP_ENFORCING_MODE: enforcing };
  // Else the kubelet's probes by TCP never reach a pod behind an interface of its own.
  return enforcing === 'strict' ? { env, init: { env: { DISABLE_TCP_EARLY_DEMUX: 'true' } } } : { env };
}

type Settings = Readonly<Record<string, unknown>>;

/** The configuration of the VPC CNI with the settings that security groups for pods need beside its own. */
export function withCniSettings(
  { configuration }: { readonly configuration?: Settings },
  groups: SecurityGroupsForPods,
): Settings {
  const { env, init } = cniSettings(groups);
  const own = (key: string) => configuration?.[key] as Settings | undefined;
  const ownInit = own('init');
  return {
    ...configuration,
    env: { ...own('env'), ...env },
    ...(init && { init: { ...ownInit, env: { ...(ownInit?.env as Settings | undefined), ...init.env } } }),
  };
}

/** @throws PodtrustError `security-groups-for-pods-unsupported` where nothing here sets up the network of the pods */
export function checkSecurityGroupsForPods(autoMode: boolean, networkAddons: boolean, where: string): void {
  if (!autoMode && networkAddons) return;
  throw new PodtrustError({
    code: 'security-groups-for-pods-unsupported',
    where,
    what: `securityGroupsForPods is given ${autoMode ? 'with autoMode' : 'where networkAddons is false'}`,
    why: autoMode
      ? 'The nodes of Auto Mode have a network of their own, which has no such settings.'
      : 'They are settings of the add-on vpc-cni, which is not made here.',
    remedy: autoMode
      ? 'Leave it out; Kubernetes 1.36 and later has SecurityGroupPolicy in Auto Mode without it.'
      : 'Leave networkAddons out, or set ENABLE_POD_ENI where the CNI is installed and leave this out.',
  });
}
