import type { Level } from '../rules/level';
import type { DeclaredElsewhere } from '../model/declared-elsewhere';
import type { Place } from '../model/place';
import type { SettingsContent } from './content';

/** What a user decides, as a `podtrust.yaml` says it. */
export interface Settings {
  /** The file, as places show it. */
  readonly file: string;
  /** The levels of rules, by slug, where they are not the rules' own. */
  readonly levels: ReadonlyMap<string, Level | 'off'>;
  readonly accepted: readonly Acceptance[];
  readonly elsewhere: readonly (DeclaredElsewhere & SettingsEntry)[];
  readonly clusters: readonly ExistingCluster[];
  readonly gate: GatePolicy;
  /** What the file says, as it says it. */
  readonly content: SettingsContent;
}

/** What `podtrust review` holds a change against. */
export interface GatePolicy {
  /** `approves`: the lock of a change admits what widens. */
  readonly lock: 'approves' | 'informs';
  readonly admitOnly: readonly AdmitOnly[];
  readonly neverPermit: readonly NeverPermit[];
  readonly offLimits: readonly OffLimits[];
  readonly neverBecome: readonly NeverBecome[];
}

/** Who may ever be admitted to some identities. */
export interface AdmitOnly extends PolicyEntry {
  /** A glob of names and ids. */
  readonly identity: string;
  readonly accounts: readonly AcceptedAccess[];
}

/** What no pod may ever do: some actions on some resources, or what some roles give. */
export interface NeverPermit extends PolicyEntry {
  readonly actions: readonly string[];
  /** Globs of ARNs and scopes; `*` where the file has none. */
  readonly resources: readonly string[];
  /** Names of Azure roles, and ARNs of AWS' own policies. */
  readonly roles: readonly string[];
}

/** Namespaces of which no pod ever gets an identity. */
export interface OffLimits extends PolicyEntry {
  readonly namespaces: readonly string[];
  readonly except: readonly AcceptedAccess[];
}

/** Whom nobody, or some, may ever become: in Kubernetes, and so with the identities of its pods. */
export interface NeverBecome extends PolicyEntry {
  /** Who may not, as globs: `Group developers`, `User jane`, `ServiceAccount ci/deployer`, `Identity deployer`; `*` is everybody. */
  readonly who: readonly string[];
  /** The service accounts of the pods. */
  readonly accounts: readonly AcceptedAccess[];
  /** Globs of names and ids: all pods that get such an identity. */
  readonly identities: readonly string[];
  /** Who may all the same: as {@link who}. */
  readonly except: readonly string[];
}

/** An entry of the gate's policy. */
export interface PolicyEntry extends SettingsEntry {
  readonly reason?: string;
}

/** An entry of the file, and where it is. */
export interface SettingsEntry {
  readonly at: Place;
  /** Counts from 1. */
  readonly line: number;
}

/** A finding that is known and meant. */
export interface Acceptance extends SettingsEntry {
  /** The rule's slug. */
  readonly rule: string;
  /** A glob of what the finding is about. */
  readonly subject: string;
  /** Whom the finding may be about at most; empty where it is about nobody who gets in. */
  readonly admits: readonly AcceptedAccess[];
  readonly reason: string;
  /** The last day on which it holds, `2027-03-31`; nothing for one that holds for good. */
  readonly expires?: string;
}

/** Service accounts whose admission is accepted. */
export interface AcceptedAccess {
  /** `namespace/name`, globs. */
  readonly account: string;
  /** The cluster, by what people call it; nothing for the only one. */
  readonly cluster?: string;
}

/** A cluster that exists, and that the input may name by its name, its issuer, or its ARN or resource id. */
export interface ExistingCluster extends SettingsEntry {
  readonly name: string;
  readonly cloud: 'aws' | 'azure' | 'other';
  /** The issuer's URL. */
  readonly issuer?: string;
  /** An EKS cluster's ARN, or an AKS cluster's resource id. */
  readonly resourceId?: string;
  /** Twelve digits. */
  readonly account?: string;
  readonly region?: string;
}
