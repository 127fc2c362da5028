import type { Place } from '../place';

/** What the instance metadata service (IMDS) of an EC2 instance asks of those who ask it. Nothing where that is not known. */
export interface MetadataOptions {
  /** `required` takes sessions alone; with `optional` the hop limit keeps nobody out. */
  readonly httpTokens?: string;
  /** How many network hops the answer to a session request may make: a pod is one hop further off than the node. */
  readonly hopLimit?: number;
  /** `disabled` switches the service off. */
  readonly httpEndpoint?: string;
}

/** What all nodes of a cluster have. */
interface NodesOfCluster {
  /** What makes them: a node group, an Auto Scaling group, `EC2NodeClass/<name>`; of an AKS cluster, the cluster itself. */
  readonly id: string;
  /** The clusters they may be in; none where the cluster is not in the input. */
  readonly clusters: readonly string[];
  /** Those that they may turn out to be in, where which cluster is named is not known before apply. */
  readonly possibleClusters?: readonly string[];
  /** The ids of the identities that the nodes have, and everybody who reaches their metadata service. */
  readonly identities: readonly string[];
  readonly at: Place;
}

/** A role of nodes that is not known to be one of the input. */
export interface UnreadRole {
  /** As written; symbols described. */
  readonly text: string;
  /** The ids of those that it may turn out to be; any where nothing tells. */
  readonly possible?: readonly string[];
}

/** Nodes of EKS with the same role and the same metadata options. */
export interface Ec2Nodes extends NodesOfCluster {
  readonly cloud: 'aws';
  /** Set where the role is not known to be one of the input. */
  readonly unreadRole?: UnreadRole;
  readonly metadata: MetadataOptions;
  /** What says so: a launch template, or that which makes the nodes. */
  readonly metadataOf: { readonly id: string; readonly at: Place };
  /** Whose default the options are, where nobody set them: `EKS for AL2_x86_64`. */
  readonly defaultOf?: string;
}

/** The nodes of an AKS cluster: they all have the same identities. */
export interface AksNodes extends NodesOfCluster {
  readonly cloud: 'azure';
  /** AKS keeps pods away from the metadata service ("IMDS restriction", a preview). */
  readonly restricted: boolean;
  /** Identities that the kubelet may have beside, where it is not known which one it has. */
  readonly possibleIdentities: readonly string[];
}

/** Nodes of a cluster whose identities are got by whoever reaches their instance metadata service. */
export type Nodes = Ec2Nodes | AksNodes;
