import type { Place } from '../proof/model/place';

/** Something that was read, and where: what a comment of the written program names. */
export interface Origin {
  /** `AzureIdentity/todo/backend`. */
  readonly object: string;
  readonly at: Place;
}

/** A managed identity that pods get. It exists, and stays where it is managed. */
export interface ImportedIdentity {
  /** Its id in the proof of what was read. */
  readonly id: string;
  readonly name: string;
  readonly resourceId: string;
  readonly resourceGroup: string;
  /** A GUID in lower case. */
  readonly subscription: string;
  /** A GUID. */
  readonly clientId: string;
  /** The AzureIdentities that name it. */
  readonly origins: readonly Origin[];
  /** What makes it, where that was read too. */
  readonly madeBy?: Origin;
  /** What it may do, in words, as far as that was read: `Reader at /subscriptions/…`. */
  readonly permissions: readonly string[];
}

/** A workload whose pods get identities. */
export interface ImportedWorkload extends Origin {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** The object as one would write it: without what the cluster adds. */
  readonly manifest: Readonly<Record<string, unknown>>;
  /** The account that its pods run as until now. */
  readonly formerAccount: string;
  /** The pods’ label `aadpodidbinding`; empty for pods without one, which managed mode binds too. */
  readonly selector: string;
  /** The AzureIdentityBindings that choose its pods, sorted by name. */
  readonly bindings: readonly Origin[];
  /** Why the webhook’s proxy cannot stand in for the metadata service in its pods; nothing where it can. */
  readonly withoutProxy?: string;
  /** What somebody who switches it has to know, in sentences. */
  readonly notes: readonly string[];
}

/** A service account, with the identities of its pods. No other workload that was read runs as it. */
export interface ImportedAccount {
  readonly namespace: string;
  readonly name: string;
  /** Where the account is, if the pods keep the one that they have. */
  readonly kept?: Origin;
  /** At least one. The account is annotated with the first; of the others the application names the client id itself. */
  readonly identities: readonly ImportedIdentity[];
  /** At least one. */
  readonly workloads: readonly ImportedWorkload[];
}

/** Something that was read and is not in the program. */
export interface LeftBehind extends Origin {
  readonly because: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/** The AKS cluster, as far as it was read. */
export interface ImportedCluster {
  readonly name?: string;
  readonly resourceId?: string;
  readonly issuer?: string;
  readonly tenantId?: string;
  readonly origin: Origin;
}

/** What AAD Pod Identity does in a cluster, ready to be written as a program. Sorted, the same for the same input. */
export interface PodIdentityAccess {
  readonly cluster?: ImportedCluster;
  /** Those that some account gets. */
  readonly identities: readonly ImportedIdentity[];
  readonly accounts: readonly ImportedAccount[];
  /** Exceptions: their pods reach the metadata service past NMI, until it is gone. */
  readonly exceptions: readonly Origin[];
  /** What installs AAD Pod Identity, to be removed in the end. */
  readonly installations: readonly Origin[];
  readonly left: readonly LeftBehind[];
}
