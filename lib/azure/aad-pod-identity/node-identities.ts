import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { checkedId, recordSourcePosition } from '../../terraform';
import { AzapiUpdate } from '../azapi-resource';
import { type IdLike, resourceIdOf } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';

const TYPE = 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01';

/** Properties of {@link NodeIdentities}. */
export interface NodeIdentitiesProps {
  /**
   * The scale sets of the Linux node pools, by a name of your choice: `az vmss list --resource-group <node resource group>`.
   */
  readonly scaleSets: Readonly<Record<string, IdLike>>;
  /** The managed identities that pods become on their nodes. */
  readonly identities: readonly IdLike[];
  /** The azapi provider, where the stack has several. Default the stack’s. */
  readonly provider?: TerraformProvider;
}

/**
 * Puts managed identities on the scale sets of a cluster’s nodes, which AAD Pod Identity’s managed mode leaves to you, beside those
 * that the nodes have. A new node pool needs them again. Every pod that reaches the node’s identity reaches all of these too.
 *
 * Made by the azapi provider: the stack needs an `AzapiProvider`. To take it away changes nothing in Azure; see
 * {@link deploymentNeeds}.
 *
 * @see aad-pod-identity, “Managed mode”
 */
export class NodeIdentities extends Construct {
  /** One for each scale set, by its name. */
  public readonly resources: Readonly<Record<string, AzapiUpdate>>;
  /** What a person must do, in sentences. */
  public readonly deploymentNeeds: readonly string[] = [
    'Identities stay on the nodes when this is taken away: `az vmss identity remove --identities <id>` for each scale set.',
  ];

  /** @throws PodtrustError `resource-id-malformed`, `resource-id-of-other-type` */
  public constructor(scope: Construct, id: string, { scaleSets, identities, provider }: NodeIdentitiesProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const where = this.node.path;
    const ids = identities.map((identity) => resourceIdOf(identity, [RESOURCE_KINDS.managedIdentity], where));
    const identity = { type: 'UserAssigned', userAssignedIdentities: Object.fromEntries(ids.map((one) => [one, {}])) };
    this.resources = Object.fromEntries(
      Object.entries(scaleSets).map(([name, scaleSet]) => [
        name,
        new AzapiUpdate(this, checkedId(this, name), {
          type: TYPE,
          resourceId: resourceIdOf(scaleSet, [RESOURCE_KINDS.scaleSet], where),
          body: { identity },
          provider,
        }),
      ]),
    );
  }

  /** What workloads wait for. */
  public get dependables(): readonly ITerraformDependable[] {
    return Object.values(this.resources);
  }
}
