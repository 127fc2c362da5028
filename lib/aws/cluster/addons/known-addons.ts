import { PodtrustError, isKnown } from '../../../core';
import { EKS_ADDONS } from '../../../core/kubernetes/addon-accounts';
import { editDistance } from '../../../core/edit-distance';

/** What is known of an EKS add-on. */
export interface KnownAddon {
  /** The namespace of its service accounts. */
  readonly namespace: string;
  /** The service accounts that ask AWS for something; nothing where they are not known. */
  readonly accounts: readonly string[];
  /** The service accounts whose pods are DaemonSets, which never run on Fargate. */
  readonly onEachNode: readonly string[];
  /** The service accounts that get a role by default, and the name of AWS' own policy for it. */
  readonly role?: { readonly accounts: readonly string[]; readonly policy: string };
  /** Whether it has a Deployment, which never gets ready before there are nodes. */
  readonly needsNodes: boolean;
  /** Whether nodes never get ready before it is there. */
  readonly neededByNodes: boolean;
}

/** The add-ons that every cluster with nodes of its own needs. */
export const NETWORK_ADDONS: readonly string[] = ['vpc-cni', 'kube-proxy', 'coredns'];

interface Entry {
  readonly role?: KnownAddon['role'];
  readonly onEachNode?: readonly string[];
  readonly needsNodes?: boolean;
}

/**
 * What add-ons need beside {@link EKS_ADDONS}.
 *
 * @see Amazon EKS user guide, "AWS add-ons", "Use Pod Identities to assign an IAM role to an Amazon EKS add-on"
 */
const ENTRIES: Readonly<Record<string, Entry>> = {
  'vpc-cni': { role: { accounts: ['aws-node'], policy: 'AmazonEKS_CNI_Policy' }, onEachNode: ['aws-node'] },
  coredns: { needsNodes: true },
  'aws-ebs-csi-driver': {
    role: { accounts: ['ebs-csi-controller-sa'], policy: 'service-role/AmazonEBSCSIDriverPolicy' },
    needsNodes: true,
  },
  'aws-efs-csi-driver': {
    role: { accounts: ['efs-csi-controller-sa'], policy: 'service-role/AmazonEFSCSIDriverPolicy' },
    onEachNode: ['efs-csi-node-sa'],
    needsNodes: true,
  },
  'aws-fsx-csi-driver': { needsNodes: true },
  'aws-mountpoint-s3-csi-driver': { onEachNode: ['s3-csi-driver-sa'] },
  'amazon-cloudwatch-observability': {
    role: { accounts: ['cloudwatch-agent'], policy: 'CloudWatchAgentServerPolicy' },
    onEachNode: ['cloudwatch-agent'],
    needsNodes: true,
  },
  'snapshot-controller': { needsNodes: true },
  'metrics-server': { needsNodes: true },
  'cert-manager': { needsNodes: true },
  'external-dns': { needsNodes: true },
  'kube-state-metrics': { needsNodes: true },
  adot: { needsNodes: true },
};

const NAMES: readonly string[] = [
  ...new Set([
    ...EKS_ADDONS.keys(),
    ...Object.keys(ENTRIES),
    ...NETWORK_ADDONS,
    'eks-pod-identity-agent',
    'eks-node-monitoring-agent',
  ]),
];

/**
 * Refuses a name that is nearly that of an add-on which is known, such as `ebs-csi-driver`. Any other passes: there are new ones
 * every month, and those of the marketplace.
 *
 * @throws PodtrustError `addon-unknown`
 */
export function checkAddonName(name: string, where: string): void {
  if (!isKnown(name) || NAMES.includes(name)) return;
  const written = name.toLowerCase().replaceAll('_', '-');
  const meant = NAMES.find(
    (known) =>
      written === known || (written.length > 4 && known.includes(written)) || editDistance(written, known) === 1,
  );
  if (meant === undefined) return;
  throw new PodtrustError({
    code: 'addon-unknown',
    where,
    what: `EKS has no add-on ${JSON.stringify(name)}`,
    why: 'It answers that the add-on is not supported, when the cluster is there already.',
    remedy: `Say ${meant}, if that is meant. All names: aws eks describe-addon-versions.`,
  });
}

/** What is known of an add-on by its name; of one that is not known, that it lives in kube-system. */
export function knownAddon(name: string): KnownAddon {
  const { namespace = 'kube-system', accounts = [] } = EKS_ADDONS.get(name) ?? {};
  const { role, onEachNode = [], needsNodes = false } = ENTRIES[name] ?? {};
  return {
    namespace,
    accounts,
    onEachNode,
    role,
    needsNodes,
    neededByNodes: NETWORK_ADDONS.includes(name) && !needsNodes,
  };
}
