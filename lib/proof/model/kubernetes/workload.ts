import type { Place } from '../place';

/** A token that a pod template mounts by itself, beside what a webhook would add. */
export interface ProjectedToken {
  readonly audience: string;
  readonly volume: string;
}

/** A variable, or several, whose value is not in the input. */
export interface OpenVariable {
  /** Nothing where all of a ConfigMap's or a Secret's become variables. */
  readonly name?: string;
  /** `Secret todo/identity`. */
  readonly source: string;
}

/** A declared object that makes pods, by its pod template. */
export interface Workload {
  readonly clusters: readonly string[];
  /** `Deployment/todo/backend`. */
  readonly id: string;
  /** The object as it is written; of a typed resource of the kubernetes provider, what it makes as far as it is read. */
  readonly object: Readonly<Record<string, unknown>>;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** A patch, which is laid over an object that was not read: what it lacks the other may have. */
  readonly isPartial: boolean;
  readonly podLabels: Readonly<Record<string, string>>;
  /** Not all of its pods' labels are known before apply: it may have others. */
  readonly openLabels?: true;
  readonly podAnnotations: Readonly<Record<string, string>>;
  /** The labels of the object around the template, where people put them by mistake; the pod's own for a Pod. */
  readonly objectLabels: Readonly<Record<string, string>>;
  /** Variables that a container sets itself or takes from a ConfigMap in the input, of all containers. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where containers take variables from that is not in the input. */
  readonly openVariables: readonly OpenVariable[];
  /** The images of its containers, without tag and digest. */
  readonly images: readonly string[];
  /** The words of its containers' commands and arguments that may name an identity: ARNs and GUIDs. */
  readonly namedInArguments: readonly string[];
  /** It mounts a ConfigMap or a Secret, which may hold settings of an SDK. */
  readonly mountsSettings: boolean;
  readonly projectedTokens: readonly ProjectedToken[];
  /** The SecretProviderClasses that it mounts: the kubelet hands the driver its token for them. */
  readonly secretProviderClasses: readonly string[];
  /** A container keeps the capability NET_RAW, by which a pod can pretend to be another one. */
  readonly keepsNetRaw: boolean;
  /** Its pods share the node's network, and so reach whatever the node reaches. */
  readonly hostNetwork: boolean;
  readonly at: Place;
  /** Where the pod template is. */
  readonly templateAt: Place;
}
