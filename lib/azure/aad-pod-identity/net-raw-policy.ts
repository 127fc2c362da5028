import { ResourcePolicyAssignment } from '@cdktf/provider-azurerm/lib/resource-policy-assignment';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { checkName } from '../../core';
import { checkedId, recordSourcePosition } from '../../terraform';
import { type PodIdentityCluster, clusterIdOf } from './pod-identity-cluster';

/** Azure’s built-in policy “Kubernetes cluster containers should only use allowed capabilities”. */
const ALLOWED_CAPABILITIES =
  '/providers/Microsoft.Authorization/policyDefinitions/c26596ff-4d70-4e6a-9a30-c2506bd2f80c';

/** The namespaces that the policy leaves out by its own default: what runs there is the cluster’s own. */
const SYSTEM = ['kube-system', 'gatekeeper-system', 'azure-arc'];

/** Properties of {@link NetRawPolicy}. */
export interface NetRawPolicyProps {
  readonly cluster: PodIdentityCluster;
  /** The assignment’s name, at most 64 characters. Default `drop-net-raw`. */
  readonly name?: string;
  /**
   * Further namespaces whose pods may keep NET_RAW, and so impersonate others. Default none but kube-system, gatekeeper-system
   * and azure-arc.
   */
  readonly exceptNamespaces?: readonly string[];
  /** The azurerm provider, where the stack has several. Default the stack’s. */
  readonly provider?: TerraformProvider;
}

/**
 * The built-in Azure Policy by which a cluster refuses every pod that does not drop NET_RAW: what kubenet needs beside AAD Pod
 * Identity. The Azure Policy add-on enforces it, which an AksCluster has. Pods that run already stay.
 *
 * @see AKS, “Use Microsoft Entra pod-managed identities in AKS”, “Mitigation”
 */
export class NetRawPolicy extends Construct {
  /** The underlying resource. */
  public readonly resource: ResourcePolicyAssignment;
  /** What the add-on waits for. */
  public readonly dependables: readonly ITerraformDependable[];
  /** What a person must look after, in sentences. */
  public readonly deploymentNeeds: readonly string[] = [
    'The cluster enforces a new policy after up to 20 minutes, where the Azure Policy add-on is on (`az aks enable-addons --addons azure-policy`); make pods that run already anew.',
  ];

  /** @throws PodtrustError `cluster-id-missing`, `resource-id-malformed`, `resource-id-of-other-type`, `name-invalid` */
  public constructor(scope: Construct, id: string, props: NetRawPolicyProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const where = this.node.path;
    const { cluster, name = 'drop-net-raw', exceptNamespaces = [], provider } = props;
    for (const namespace of exceptNamespaces) checkName('namespace', namespace, where);
    const values = {
      effect: 'deny',
      excludedNamespaces: [...new Set([...SYSTEM, ...exceptNamespaces])],
      // What else they may have is for another policy to say.
      allowedCapabilities: ['*'],
      requiredDropCapabilities: ['NET_RAW'],
    };
    this.resource = new ResourcePolicyAssignment(this, 'Resource', {
      name,
      displayName: 'Pods drop NET_RAW',
      resourceId: clusterIdOf(cluster, where),
      policyDefinitionId: ALLOWED_CAPABILITIES,
      enforce: true,
      parameters: JSON.stringify(Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value }]))),
      provider,
      dependsOn: cluster.dependables && [...cluster.dependables],
    });
    this.dependables = [this.resource];
  }
}
