import type { Place } from './place';

/** A token that a pod template mounts by itself, beside what a webhook would add. */
export interface ProjectedToken {
  readonly audience: string;
  readonly volume: string;
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
  readonly podLabels: Readonly<Record<string, string>>;
  readonly podAnnotations: Readonly<Record<string, string>>;
  /** The labels of the object around the template, where people put them by mistake; the pod's own for a Pod. */
  readonly objectLabels: Readonly<Record<string, string>>;
  /** Variables that a container sets itself, of all containers. */
  readonly environment: Readonly<Record<string, string>>;
  readonly projectedTokens: readonly ProjectedToken[];
  /** A container keeps the capability NET_RAW, by which a pod can pretend to be another one. */
  readonly keepsNetRaw: boolean;
  /** Its pods share the node's network, and so reach whatever the node reaches. */
  readonly hostNetwork: boolean;
  readonly at: Place;
  /** Where the pod template is. */
  readonly templateAt: Place;
}
