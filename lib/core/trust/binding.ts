import type { Mechanism } from './trust';
import type { ServiceAccountReference } from './subject';

/** A projected service account token that a pod mounts. Field names are Kubernetes'. */
export interface ProjectedTokenVolume {
  /** The volume's name in the pod. */
  readonly name: string;
  readonly audience: string;
  /** Seconds. Kubernetes takes at least 600. */
  readonly expirationSeconds: number;
  /** The file's name under the mount. */
  readonly path: string;
  /** Where every container mounts the volume. */
  readonly mountPath: string;
}

/** What RBAC must let a service account do in the whole cluster. Field names are Kubernetes'. */
export interface ClusterPermission {
  /** The name of the ClusterRole, and of the ClusterRoleBinding that gives it to the service account. */
  readonly name: string;
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  /** Values may be tokens. */
  readonly resources: readonly string[];
}

/**
 * What a service account and its pods must carry for a trust to work, as plain data: no cloud and no cdk8s type in it.
 * Values may be tokens.
 */
export interface BindingLike {
  readonly mechanism: Mechanism;
  readonly serviceAccount: ServiceAccountReference;
  /**
   * What the pod becomes: a role's ARN, a managed identity's client id. Written into an annotation of the pod template,
   * since credentials are injected only when a pod is made, so that a changed identity makes new pods.
   */
  readonly identity: string;
  /** Set where it is not the pod that uses the identity, but the kubelet, to pull the pod's images. */
  readonly via?: 'image-pull';
  readonly serviceAccountAnnotations?: Readonly<Record<string, string>>;
  readonly serviceAccountLabels?: Readonly<Record<string, string>>;
  /** Labels of the pod template, never of the Deployment or Job around it. */
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly podAnnotations?: Readonly<Record<string, string>>;
  /** Variables of every container. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly ProjectedTokenVolume[];
  /** What the cluster's RBAC must let the service account do, for a trust that RBAC decides. */
  readonly clusterPermissions?: readonly ClusterPermission[];
  /**
   * Set where the account of pods that exist changes: they name it by the deprecated field `serviceAccount` too, into which the
   * API server copies it, or Terraform stops at a result that is not what it planned.
   */
  readonly changesAccount?: true;
  /** Containers that get neither variables nor tokens of this binding. The pod has each of them, and one beside. */
  readonly skipContainers?: readonly string[];
}

/** A {@link BindingLike} with nothing left out. */
export class Binding implements BindingLike {
  public readonly mechanism: Mechanism;
  public readonly serviceAccount: ServiceAccountReference;
  public readonly identity: string;
  public readonly via?: 'image-pull';
  public readonly serviceAccountAnnotations: Readonly<Record<string, string>>;
  public readonly serviceAccountLabels: Readonly<Record<string, string>>;
  public readonly podLabels: Readonly<Record<string, string>>;
  public readonly podAnnotations: Readonly<Record<string, string>>;
  public readonly environment: Readonly<Record<string, string>>;
  public readonly volumes: readonly ProjectedTokenVolume[];
  public readonly clusterPermissions: readonly ClusterPermission[];
  public readonly changesAccount?: true;
  public readonly skipContainers?: readonly string[];

  public constructor(binding: BindingLike) {
    this.mechanism = binding.mechanism;
    this.serviceAccount = { ...binding.serviceAccount };
    this.identity = binding.identity;
    if (binding.via !== undefined) this.via = binding.via;
    this.serviceAccountAnnotations = { ...binding.serviceAccountAnnotations };
    this.serviceAccountLabels = { ...binding.serviceAccountLabels };
    this.podLabels = { ...binding.podLabels };
    this.podAnnotations = { ...binding.podAnnotations };
    this.environment = { ...binding.environment };
    this.volumes = [...(binding.volumes ?? [])];
    this.clusterPermissions = [...(binding.clusterPermissions ?? [])];
    if (binding.changesAccount) this.changesAccount = true;
    if (binding.skipContainers) this.skipContainers = [...binding.skipContainers];
  }
}

/** A pod's volume for a projected token, in Kubernetes' shape. */
export function projectedVolume(volume: ProjectedTokenVolume): Record<string, unknown> {
  const { name, audience, expirationSeconds, path } = volume;
  return { name, projected: { sources: [{ serviceAccountToken: { audience, expirationSeconds, path } }] } };
}

/** A container's mount of a projected token, in Kubernetes' shape. */
export function projectedVolumeMount(volume: ProjectedTokenVolume): Record<string, unknown> {
  return { name: volume.name, mountPath: volume.mountPath, readOnly: true };
}
