import type { ServiceAccountReference } from '../../core';
import type { EksClusterReference, OidcProviderReference } from './eks-cluster-reference';
import { type IrsaTrust, irsa } from './irsa';

/** Options of {@link ecrImagePull}. */
export interface EcrImagePullOptions {
  readonly cluster: EksClusterReference;
  readonly serviceAccount: ServiceAccountReference;
  /** `serviceAccountTokenAudience` of the kubelet's credential provider. Default `sts.amazonaws.com`. */
  readonly audience?: string;
  /** Where the issuer is registered, if not in the cluster's own account. Default the cluster's OIDC provider. */
  readonly oidcProvider?: OidcProviderReference;
  /** Whether the service account shall name the role. With false the role only admits it. Default true. */
  readonly bind?: boolean;
}

/**
 * A trust by which the kubelet pulls the images of a service account's pods from ECR, instead of by the node's role: it
 * sends the account's token to ECR's credential provider, which becomes the role that the account's annotation
 * `eks.amazonaws.com/ecr-role-arn` names. No container gets the role, and no webhook takes part; the pod's own role, by IRSA
 * or Pod Identity, is another trust beside it. Grant the role `ecrGrant.pull(repository)`.
 *
 * Nodes must be told: Kubernetes 1.34, ecr-credential-provider 1.34, and `tokenAttributes` in its configuration. On a node
 * that was not told, the node's role pulls as before.
 *
 * @see cloud-provider-aws #1155 and #1281, KEP-4412
 */
export function ecrImagePull(options: EcrImagePullOptions): IrsaTrust {
  return { ...irsa(options), via: 'image-pull' };
}
