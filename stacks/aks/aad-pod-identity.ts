import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App as Charts } from 'cdk8s';
import { type App, TerraformStack } from 'cdktf';
import { AadPodIdentityChart } from '../../charts/aad-pod-identity-chart';
import {
  AadPodIdentityMove,
  type AadPodIdentityMoveOptions,
} from '../../lib/azure/aad-pod-identity/aad-pod-identity-move';
import { AksPodIdentityAddon } from '../../lib/azure/aad-pod-identity/aks-pod-identity-addon';
import { AzapiProvider } from '../../lib/azure/azapi-provider';
import { AksCluster } from '../../lib/azure/cluster/aks-cluster';
import type { ExistingAksCluster } from '../../lib/azure/cluster/existing-aks-cluster';
import { roleGrant } from '../../lib/azure/grants/role-grant';
import { PodManagedIdentity } from '../../lib/azure/identity/pod-managed-identity';
import { KubernetesObjects } from '../../lib/kubernetes/objects/kubernetes-objects';
import { useKubernetes } from '../../lib/kubernetes/objects/kubernetes-provider';
import { StackOutputs, useAzurermVersion } from '../../lib/terraform';

/** The cluster of the walkthrough, which exists, and where its identity is made. */
export interface WalkthroughCluster {
  /** `az aks show --query` tells the rest. */
  readonly name: string;
  readonly subscriptionId: string;
  readonly resourceGroupName: string;
  readonly location: string;
  /** The resource group of the nodes: `nodeResourceGroup`. */
  readonly nodeResourceGroupName: string;
  /** `oidcIssuerProfile.issuerUrl`. */
  readonly issuerUrl: string;
  /** `identity.principalId`. */
  readonly controlPlanePrincipalId: string;
  /** The API server: `https://` and `fqdn`. */
  readonly endpoint: string;
  /** Base64 of its certificate authority, as the kubeconfig has it. */
  readonly certificateAuthority: string;
  readonly tenantId: string;
}

/**
 * The walkthrough of AKS’ pod-managed identities on a cluster that exists, at a step of its move to Entra Workload ID: the add-on,
 * an identity with Virtual Machine Contributor on the nodes’ resource group, and the demo. Not part of `npm start`; make an App of your
 * own for it.
 *
 * @returns what deploying still needs, in sentences
 */
export function makeWalkthrough(
  app: App,
  at: WalkthroughCluster,
  options: AadPodIdentityMoveOptions,
): readonly string[] {
  const move = new AadPodIdentityMove(options);
  const { subscriptionId, resourceGroupName, location, tenantId, nodeResourceGroupName } = at;
  const azure = new TerraformStack(app, 'aks-pod-identity');
  StackOutputs.of(azure);
  useAzurermVersion(azure);
  new AzurermProvider(azure, 'azurerm', { features: [{}], subscriptionId });
  new AzapiProvider(azure, 'azapi', { subscriptionId });
  const groups = `/subscriptions/${subscriptionId}/resourceGroups`;
  const cluster: ExistingAksCluster = AksCluster.fromAttributes(azure, 'cluster', {
    ...{ name: at.name, issuerUrl: at.issuerUrl, tenantId, controlPlanePrincipalId: at.controlPlanePrincipalId },
    ...{ endpoint: at.endpoint, certificateAuthority: at.certificateAuthority },
    id: `${groups}/${resourceGroupName}/providers/Microsoft.ContainerService/managedClusters/${at.name}`,
  });
  const scope = `${groups}/${nodeResourceGroupName}`;
  const identity = new PodManagedIdentity(azure, 'demo', {
    ...{ name: 'demo', resourceGroupName, location, tenantId },
    grants: [roleGrant({ role: 'Virtual Machine Contributor', scope })],
  });
  const serviceAccount = { namespace: 'demo', name: 'demo' };
  const pods = move.addWorkload({ cluster, identities: [identity], serviceAccount, proxySidecar: true });
  const addon = new AksPodIdentityAddon(azure, 'addon', {
    cluster,
    podIdentities: move.podIdentities,
    enabled: move.hasPodIdentity,
  });

  const workloads = new TerraformStack(app, 'aks-pod-identity-demo');
  useKubernetes(workloads, cluster.connection);
  const { clientId } = identity;
  const chart = new AadPodIdentityChart(new Charts(), 'demo', {
    pods,
    subscriptionId,
    clientId,
    resourceGroupName: nodeResourceGroupName,
  });
  new KubernetesObjects(workloads, 'objects', { objects: chart });
  return [...move.deploymentNeeds, ...addon.deploymentNeeds];
}
