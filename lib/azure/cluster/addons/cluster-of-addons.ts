import type { KubernetesCluster } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import type { AksNetworking } from '../aks-networking';

/** What add-ons must know of their cluster. */
export interface AksClusterOfAddons {
  readonly resource: KubernetesCluster;
  readonly name: string;
  readonly resourceGroupName: string;
  readonly location: string;
  readonly networking: AksNetworking;
  /** The nodes' subnet. */
  readonly subnetId: string;
  readonly skuTier: string;
  /** Whether addresses alone reach the public API server. */
  readonly hasAuthorizedRanges: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}
