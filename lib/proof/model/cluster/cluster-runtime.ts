import type { Nodes } from './nodes';
import type { Place } from '../place';

/** The pods that an EKS Fargate profile takes: those of a namespace that have the labels. */
export interface FargateSelector {
  readonly namespace: string;
  /** All that a pod must have; may hold symbols. */
  readonly labels: Readonly<Record<string, string>>;
  /** Not all of its labels are known before apply. */
  readonly openLabels?: true;
}

/** An EKS Fargate profile. */
export interface FargateProfile {
  readonly id: string;
  readonly cluster?: string;
  /** The clusters that it may turn out to be of, where which one is named is not known before apply. */
  readonly possibleClusters?: readonly string[];
  readonly selectors: readonly FargateSelector[];
  readonly at: Place;
}

/** An EKS add-on. */
export interface ClusterAddon {
  readonly id: string;
  /** Nothing where the cluster is not in the input. */
  readonly cluster?: string;
  /** Nothing tells which cluster it is in. */
  readonly anywhere: boolean;
  readonly name: string;
  /** Of the VPC CNI: pods with security groups of their own send everything by an interface of their own. */
  readonly strictPodGroups?: true;
}

/** The issuer by which people sign in to an EKS cluster (`aws_eks_identity_provider_config`). */
export interface PeopleIssuer {
  readonly id: string;
  /** Nothing where the cluster is not in the input. */
  readonly cluster?: string;
  /** The whole URL; may hold symbols. */
  readonly issuer: string;
  readonly at: Place;
}

/** Somebody of AWS whom something of EKS lets in to a cluster. */
export interface ClusterPrincipal {
  readonly id: string;
  /** Nothing where the cluster is not in the input. */
  readonly cluster?: string;
  /** The role's id; nothing where it is none of the input. */
  readonly role?: string;
  /** The ARN; may hold symbols. */
  readonly principal: string;
  readonly at: Place;
  /** Why it is not certain that it lets them in. */
  readonly perhaps?: string;
}

/** An access policy that EKS gives somebody in a cluster (`aws_eks_access_policy_association`). */
export interface ClusterAccess extends ClusterPrincipal {
  /** Such as `AmazonEKSViewPolicy`; may hold symbols. */
  readonly policy: string;
  /** Nothing where it is for the whole cluster. */
  readonly namespaces?: readonly string[];
}

/** Who somebody of AWS is in a cluster (`aws_eks_access_entry`). */
export interface ClusterEntry extends ClusterPrincipal {
  /** May hold symbols. Nothing where EKS makes it of the ARN. */
  readonly username?: string;
  /** May hold symbols. */
  readonly groups: readonly string[];
}

/** How somebody of Azure gets in to an AKS cluster. What is not known before apply is nothing. */
export interface AksAccess {
  /** Whether people sign in by Entra. */
  readonly entra: boolean | undefined;
  /** Whether roles of Azure say what they may do. */
  readonly azureRbac: boolean | undefined;
  /** Whether there are certificates of administrators and of users besides. */
  readonly localAccounts: boolean | undefined;
  /** Whether Azure runs commands in it for whoever may have it do so. */
  readonly runsCommands: boolean | undefined;
  /** The object ids of the groups of its administrators; may hold symbols. */
  readonly adminGroups: readonly string[];
}

/** What the pods of a cluster run on. */
export interface ClusterRuntime {
  readonly nodes: readonly Nodes[];
  readonly fargateProfiles: readonly FargateProfile[];
  readonly addons: readonly ClusterAddon[];
  readonly peopleIssuers: readonly PeopleIssuer[];
  /** What somebody of AWS may do in clusters by access policies. */
  readonly access: readonly ClusterAccess[];
  readonly entries: readonly ClusterEntry[];
  /** EKS clusters that take no access entries: their authentication mode is `CONFIG_MAP`, as it is by default. */
  readonly entriesOff: ReadonlySet<string>;
  /** Of AKS clusters of the program, by their ids. */
  readonly aksAccess: ReadonlyMap<string, AksAccess>;
  /** Clusters of EKS Auto Mode, whose nodes AWS runs, with the agent of EKS Pod Identity. */
  readonly autoModeClusters: ReadonlySet<string>;
  /** Clusters of the program itself, not looked up: what is not there is not there. */
  readonly ownClusters: ReadonlySet<string>;
  /** AKS clusters whose OIDC issuer is off: by `oidc_issuer_enabled = false`, or not on, as it is by default. */
  readonly issuersOff: ReadonlyMap<string, 'false' | 'default'>;
  /** AKS clusters without the webhook of Entra Workload ID: by `workload_identity_enabled`, in the same two ways. */
  readonly webhooksOff: ReadonlyMap<string, 'false' | 'default'>;
}
