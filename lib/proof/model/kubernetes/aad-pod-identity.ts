import type { Place } from '../place';

/** How an AzureIdentity gets its token: by the numbers of its `spec.type`. */
export type AzureIdentityType = 'user-assigned' | 'service-principal' | 'certificate';

/** An AzureIdentity, from a manifest or from the AKS add-on's own list. */
export interface AzureIdentity {
  readonly clusters: readonly string[];
  readonly namespace: string;
  readonly name: string;
  /** Nothing where the number is none of 0, 1, 2: NMI gives no token then. */
  readonly type?: AzureIdentityType;
  /** Of a user-assigned identity; may hold symbols. */
  readonly resourceId?: string;
  /** What NMI asks the token for; may hold symbols. */
  readonly clientId?: string;
  /** The annotation that lets only pods of its own namespace use it. */
  readonly namespaced: boolean;
  /** Whether it is so may be known only later. */
  readonly mayBeNamespaced?: true;
  /** The id of the identity that its pods become. */
  readonly identity: string;
  /** Resource id and client id are known to be of two identities: the id of the one that the client id names. */
  readonly otherIdentity?: string;
  /** Ids of identities that it may be instead, where its resource id does not tell which. */
  readonly possibleIdentities?: readonly string[];
  /** Fields written as before v1.6.0 (`ResourceID`). */
  readonly formerFields: readonly string[];
  readonly at: Place;
}

/** An AzureIdentityBinding: pods whose label `aadpodidbinding` equals its selector become its identity. */
export interface AzureIdentityBinding {
  readonly clusters: readonly string[];
  readonly namespace: string;
  readonly name: string;
  /** The AzureIdentity's name. */
  readonly azureIdentity: string;
  readonly selector: string;
  readonly formerFields: readonly string[];
  readonly at: Place;
}

/** An AzurePodIdentityException: pods with one of its labels reach the instance metadata service past NMI. */
export interface AzurePodIdentityException {
  readonly clusters: readonly string[];
  readonly namespace: string;
  readonly name: string;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly at: Place;
}

/** Something that installs AAD Pod Identity: the AKS add-on, the chart, the DaemonSet `nmi` of plain YAML. */
export interface AadPodIdentityInstallation {
  readonly clusters: readonly string[];
  /** The AKS add-on is of managed mode and always namespaced. */
  readonly addon: boolean;
  /** Managed mode has no MIC, and NMI then matches within a namespace only. */
  readonly managed: boolean;
  /** Pods get identities of their own namespace only, whatever the identities say. */
  readonly namespaced: boolean;
  /** Opted in on a cluster with kubenet. */
  readonly allowsKubenet: boolean;
  readonly source: string;
  readonly at: Place;
}

/** What AAD Pod Identity is told. AzureAssignedIdentity is not here: MIC writes it, and nobody else should. */
export interface AadPodIdentity {
  readonly identities: readonly AzureIdentity[];
  readonly bindings: readonly AzureIdentityBinding[];
  readonly exceptions: readonly AzurePodIdentityException[];
  readonly installations: readonly AadPodIdentityInstallation[];
  /** The ids of what switches the add-on on in a cluster that is not known before apply. */
  readonly unplaced: readonly string[];
  /** Clusters whose admission refuses pods that keep NET_RAW, and what does it. */
  readonly netRawRefusals: readonly NetRawRefusal[];
}

/** A Gatekeeper constraint, or an Azure Policy, by which every pod must drop the capability NET_RAW. */
export interface NetRawRefusal {
  readonly clusters: readonly string[];
  /** Namespaces whose pods may keep it, beside the cluster's own. */
  readonly exceptNamespaces: readonly string[];
  readonly source: string;
}

/** Namespaces that Microsoft's own constraint and policy leave out: what runs there is the cluster's own. */
export const SYSTEM_NAMESPACES: readonly string[] = ['kube-system', 'gatekeeper-system', 'azure-arc'];
