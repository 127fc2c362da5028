import type { Place } from '../proof/model/place';

/** Something that was read, and where: what a comment of the written program names. */
export interface Origin {
  /** `AzureIdentity/todo/backend`. */
  readonly object: string;
  readonly at: Place;
}

/** An object of the cluster, for the program to take over. */
export interface ImportedObject extends Origin {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** As one would write it: without what the cluster adds. */
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** An identity that AAD Pod Identity gives to pods: a managed one, or an application. It exists, and stays where it is managed. */
export type ImportedIdentity = ImportedManagedIdentity | ImportedApplication;

/** What all identities have. */
interface AnyIdentity {
  /** Its id in the proof of what was read. */
  readonly id: string;
  /** Unique among them: its name, with a number where two have it. */
  readonly key: string;
  /** Of an application, of which no name was read, its AzureIdentity’s. */
  readonly name: string;
  /** A GUID. */
  readonly clientId: string;
  /** The AzureIdentities that name it. */
  readonly origins: readonly Origin[];
  /** What makes it, where that was read too. */
  readonly madeBy?: Origin;
  /** What it may do, in words, as far as that was read: `Reader at /subscriptions/…`. */
  readonly permissions: readonly string[];
}

/** A managed identity. */
export interface ImportedManagedIdentity extends AnyIdentity {
  readonly resourceId: string;
  readonly resourceGroup: string;
  /** A GUID in lower case. */
  readonly subscription: string;
}

/** An application of Entra, as which NMI signs in with a secret. */
export interface ImportedApplication extends AnyIdentity {
  /** What it signs in with, which is not carried over. */
  readonly signsInWith: 'client secret' | 'certificate';
  /** A GUID in lower case; nothing where its AzureIdentity lacks it. */
  readonly tenantId?: string;
}

/** Whether an identity is an application. */
export function isApplication(identity: Pick<ImportedIdentity, 'key'>): identity is ImportedApplication {
  return 'signsInWith' in identity;
}

/** A workload whose pods get identities. */
export interface ImportedWorkload extends ImportedObject {
  /** The account that its pods run as until now. */
  readonly formerAccount: string;
  /** The AzureIdentityBindings that choose its pods, sorted by name. */
  readonly bindings: readonly Origin[];
  /** Why the webhook’s proxy cannot stand in for the metadata service in its pods; nothing where it can. */
  readonly withoutProxy?: string;
  /** The ports at which its containers listen, as far as they say so. */
  readonly ports: readonly number[];
  /** What somebody who switches it has to know, in sentences. */
  readonly notes: readonly string[];
}

/** A service account, with the identities of its pods. No other workload that was read runs as it. */
export interface ImportedAccount {
  readonly namespace: string;
  readonly name: string;
  /** Where the account is, or who names it, if the pods keep the one that they have. */
  readonly kept?: Origin;
  /** The account without its identity: the one that is kept, or a new one with what the former ones have. */
  readonly manifest: Readonly<Record<string, unknown>>;
  /** At least one. The account is annotated with the first; of the others the application names the client id itself. */
  readonly identities: readonly ImportedIdentity[];
  /** At least one. */
  readonly workloads: readonly ImportedWorkload[];
  /** The port of the proxy sidecar; nothing where some of its workloads cannot have it. */
  readonly proxyPort?: number;
}

/** Something that was read and is not in the program. */
export interface LeftBehind extends Origin {
  readonly because: string;
  /** What to do about it. */
  readonly remedy?: string;
  /** Its pods have, or may have, an identity by AAD Pod Identity that they lose when it is removed. */
  readonly loses?: true;
}

/** The AKS cluster, as far as it was read. */
export interface ImportedCluster {
  readonly name?: string;
  readonly resourceId?: string;
  /** Where it was read and is switched on already. */
  readonly issuerUrl?: string;
  readonly origin: Origin;
}

/** An identity of the add-on’s own list, of which AKS makes the objects. */
export interface AddonIdentity extends Origin {
  readonly name: string;
  readonly namespace: string;
  readonly selector: string;
  readonly identity: ImportedManagedIdentity;
}

/** An exception of the add-on’s own list. */
export interface AddonException extends Origin {
  readonly name: string;
  readonly namespace: string;
  readonly podLabels: Readonly<Record<string, string>>;
}

/** What AAD Pod Identity does in a cluster, ready to be written as a program. Sorted, the same for the same input. */
export interface PodIdentityAccess {
  /** How it runs. `standard` where nothing that installs it was read. */
  readonly mode: 'standard' | 'managed' | 'addon';
  readonly cluster?: ImportedCluster;
  /** Those that some account gets, or that the add-on has. */
  readonly identities: readonly ImportedIdentity[];
  readonly accounts: readonly ImportedAccount[];
  /** Its AzureIdentities, bindings and exceptions; none where the add-on makes them. */
  readonly objects: readonly ImportedObject[];
  /** NMI and MIC, as far as they were read; none of the add-on, which AKS installs. */
  readonly installation: readonly ImportedObject[];
  readonly addon: { readonly identities: readonly AddonIdentity[]; readonly exceptions: readonly AddonException[] };
  readonly left: readonly LeftBehind[];
}
