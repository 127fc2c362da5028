import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { PodtrustError, isKnown, isSameCluster, knownNameOf } from '../../core';
import { checkedId, recordSourcePosition } from '../../terraform';
import { AzapiUpdate } from '../azapi-resource';
import type { AksClusterReference } from '../identity/aks-cluster-reference';
import type { IdentityBinding } from '../identity/identity-binding';
import { recordCluster } from '../identity/record-existing';
import { placeOfCluster, useAzureName } from '../name-uses';
import { resourceIdOf } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import { choicesConflict } from './choices-conflict';

/** The first API that podtrust knows to have the profile. No stable one has it so far. Microsoft.ContainerService, 2026-08-02-preview. */
const API_VERSION = '2026-08-02-preview';

/** What AKS' API is sent: `ServiceAccountImagePullProfile`. */
interface ImagePullBody {
  readonly properties: {
    readonly securityProfile: {
      readonly serviceAccountImagePullProfile: {
        readonly enabled: boolean;
        readonly defaultManagedIdentityId?: string;
      };
    };
  };
}

/** Properties of {@link ServiceAccountImagePull}. */
export interface ServiceAccountImagePullProps {
  /** An AKS cluster with its resource id, of Kubernetes 1.34 or later. */
  readonly cluster: AksClusterReference;
  /**
   * The binding by whose identity images are pulled for pods whose service account names none. The cluster's RBAC must let each of
   * these accounts use it all the same. Default none: such images are pulled without signing in.
   */
  readonly defaultBinding?: IdentityBinding;
  /**
   * Whether it is switched on. To take this construct away changes nothing in Azure: deploy it with false first. Default true.
   */
  readonly enabled?: boolean;
  /** The version of AKS' API, such as the first stable one that has the profile. Default `2026-08-02-preview`. */
  readonly apiVersion?: string;
  /** The azapi provider, where the stack has several. Default the stack's. */
  readonly provider?: TerraformProvider;
}

/**
 * Switches an AKS cluster to image pulls by service account: the kubelet pulls from Azure Container Registry as the managed identity
 * that the pod's service account names, and no longer as its own. Which those are, `IdentityBinding` says, by `imagePulls`.
 *
 * A preview of AKS, which azurerm does not have: made by the azapi provider.
 *
 * @see AKS, "ServiceAccountImagePullProfile"
 */
export class ServiceAccountImagePull extends Construct {
  /** The underlying resource. */
  public readonly resource: AzapiUpdate;
  private readonly enabled: boolean;
  private readonly hasDefault: boolean;

  /** @throws PodtrustError `cluster-id-missing`, `resource-id-malformed`, `identity-binding-of-other-cluster`, `api-version-malformed`, `cluster-choices-conflict`, `name-taken` */
  public constructor(scope: Construct, id: string, props: ServiceAccountImagePullProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { cluster, defaultBinding, enabled = true, apiVersion = API_VERSION, provider } = props;
    const where = this.node.path;
    if (!/^\d{4}-\d{2}-\d{2}(-preview)?$/.test(apiVersion)) throw malformedVersion(apiVersion, where);
    const resourceId = clusterIdOf(cluster, where);
    checkKubernetes(cluster, where);
    useAzureName(this, 'serviceAccountImagePullProfile', {
      kind: 'this profile',
      once: 'a cluster',
      within: placeOfCluster(cluster),
    });
    if (defaultBinding && !isSameCluster(defaultBinding.cluster, cluster)) {
      throw ofOtherCluster(defaultBinding, cluster, where);
    }
    this.enabled = enabled;
    this.hasDefault = defaultBinding !== undefined;
    const body: ImagePullBody = {
      properties: {
        securityProfile: {
          serviceAccountImagePullProfile: {
            enabled,
            ...(defaultBinding && { defaultManagedIdentityId: defaultBinding.identity.id }),
          },
        },
      },
    };
    this.resource = new AzapiUpdate(this, 'Resource', {
      type: `Microsoft.ContainerService/managedClusters@${apiVersion}`,
      resourceId,
      body: { ...body },
      provider,
      dependsOn: defaultBinding && [...defaultBinding.dependables],
    });
    recordCluster(this, cluster);
  }

  /** What workloads wait for: before it their images are pulled as the kubelet. */
  public get dependables(): readonly ITerraformDependable[] {
    return [this.resource];
  }

  /** What a person must do before pods can work, in sentences. */
  public get deploymentNeeds(): readonly string[] {
    if (!this.enabled) return [];
    return [
      'Image pulls by service account are a preview of AKS: register it in the subscription, as AKS’ page on it says.',
      ...(this.hasDefault
        ? []
        : [
            'The kubelet’s own role on a registry no longer pulls images there: name an identity for the service account of each pod with such images, those of add-ons and charts among them.',
          ]),
    ];
  }
}

function clusterIdOf(cluster: AksClusterReference, where: string): string {
  if (cluster.id !== undefined) return resourceIdOf({ id: cluster.id }, [RESOURCE_KINDS.aksCluster], where);
  throw new PodtrustError({
    code: 'cluster-id-missing',
    where,
    what: `the cluster ${knownNameOf(cluster)} was named without its resource id`,
    why: 'azapi finds the cluster that it updates by its resource id.',
    remedy: 'Give id to AksCluster.fromAttributes: az aks show --query id. A cluster that is not of AKS has none.',
  });
}

/** AKS, "ServiceAccountImagePullProfile": the kubelet of Kubernetes 1.34 hands its credential provider the account's token. */
const LEAST_MINOR = 34;

function checkKubernetes({ kubernetesVersion }: AksClusterReference, where: string): void {
  if (kubernetesVersion === undefined || !isKnown(kubernetesVersion)) return;
  const [major, minor] = kubernetesVersion.split('.').map(Number);
  if (major === undefined || minor === undefined || major > 1 || minor >= LEAST_MINOR) return;
  throw choicesConflict(
    where,
    `image pulls by service account in a cluster of Kubernetes ${kubernetesVersion}`,
    `Kubelets hand over the token of a service account from Kubernetes 1.${LEAST_MINOR} on.`,
    `Upgrade the cluster to 1.${LEAST_MINOR} or later first.`,
  );
}

function ofOtherCluster(binding: IdentityBinding, cluster: AksClusterReference, where: string): PodtrustError {
  return new PodtrustError({
    code: 'identity-binding-of-other-cluster',
    where,
    what: `the identity binding ${binding.node.path} is of the cluster ${knownNameOf(binding.cluster)}, not of ${knownNameOf(cluster)}`,
    why: 'AKS exchanges the tokens of a cluster for the identities that this very cluster is bound to, and no image is pulled.',
    remedy: 'Bind the identity to this cluster as well, by an IdentityBinding of its own, and give that one.',
  });
}

function malformedVersion(version: string, where: string): PodtrustError {
  return new PodtrustError({
    code: 'api-version-malformed',
    where,
    what: `"${version}" is not a version of Azure's API`,
    why: 'Versions are dates, such as 2026-08-02-preview, and Azure answers any other with NoRegisteredProviderFound.',
    remedy: 'Leave apiVersion out, or take one that Microsoft.ContainerService/managedClusters lists.',
  });
}
