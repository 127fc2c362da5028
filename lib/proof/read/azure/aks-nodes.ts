import type { AksAddon, AksAddonIdentity } from '../../../core/kubernetes/addon-accounts';
import { IdentityIndex } from '../../model/identity/identity-index';
import type { CloudParts } from '../cloud-parts';
import { describeSymbols } from '../../model/known/symbol';
import { existingOf } from '../terraform/configuration/instances/instance';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { asText, stepText } from '../terraform/expression/value';
import type { Value, ValueObject } from '../terraform/expression/value';
import type { Problems } from '../problems';
import { addonsOf, addonsOfApi, addonsOfAutomatic } from './aks-addons';
import { aksClusterOf, CLUSTERS, field, isAutomatic, ofType, propertiesOf } from './azapi-resources';

/** Where a resource gives an identity that AKS made, and by which names it gives its ids. */
interface GivenIdentity {
  readonly steps: readonly (string | number)[];
  readonly clientId: string;
  readonly objectId: string;
  readonly resourceId: string;
}

/**
 * Reads the nodes of AKS clusters and the identities that they have: the kubelet's and those of add-ons. What AKS makes
 * itself is added to the identities. A cluster that was looked up is not one of the program's, and its nodes are not read.
 *
 * @returns identity ids by the object id that role assignments name them by
 */
export function readAksNodes(
  program: TerraformProgram,
  parts: CloudParts,
  problems: Problems,
): ReadonlyMap<string, string> {
  const principals = new Map<string, string>();
  const clusters = program.instances('azurerm_kubernetes_cluster');
  const automatic = program.instances('azurerm_kubernetes_automatic_cluster');
  const byApi = ofType(program, ['azapi_resource'], CLUSTERS);
  if (clusters.length + automatic.length + byApi.length === 0) return principals;
  const restricted = restrictedClusters(program, parts, problems);
  const reader = new AksNodeReader(program, parts, principals, restricted, problems);
  for (const instance of clusters) reader.readResource(instance);
  for (const instance of automatic) reader.readAutomatic(instance);
  for (const instance of byApi) reader.readApiResource(instance, propertiesOf(program, instance, problems));
  return principals;
}

class AksNodeReader {
  private readonly index: IdentityIndex;

  public constructor(
    private readonly program: TerraformProgram,
    private readonly parts: CloudParts,
    private readonly principals: Map<string, string>,
    private readonly restricted: ReadonlySet<string>,
    private readonly problems: Problems,
  ) {
    this.index = new IdentityIndex(parts.identities);
  }

  /** A cluster as azurerm writes it. */
  public readResource(instance: Instance): void {
    const { program } = this;
    // With a service principal the nodes have no identity of their own.
    if (program.nested(instance, 'service_principal').some(({ client_id: id }) => id !== 'msi')) return;
    const kubelet = program.nested(instance, 'kubelet_identity')[0];
    this.add(
      instance,
      kubelet?.user_assigned_identity_id,
      given(['kubelet_identity', 0]),
      addonsOf(program, instance),
      ({ argument }, { attribute }) => given([argument[0], 0, attribute, 0]),
    );
  }

  /** An automatic cluster, whose nodes have the identity that AKS makes: azurerm's data source alone tells it. */
  public readAutomatic(instance: Instance): void {
    const addons = addonsOfAutomatic(this.program, instance);
    this.add(instance, undefined, given(['kubelet_identity', 0]), addons, ({ automatic }, { attribute }) =>
      given([automatic!, 0, attribute, 0]),
    );
  }

  /** A cluster as the API has it. */
  public readApiResource(instance: Instance, properties: ValueObject): void {
    const { identityProfile, servicePrincipalProfile } = properties;
    if ((asText(field(servicePrincipalProfile, 'clientId')) ?? 'msi') !== 'msi') return;
    const output = ['output', 'properties'];
    this.add(
      instance,
      field(field(identityProfile, 'kubeletidentity'), 'resourceId'),
      givenByApi([...output, 'identityProfile', 'kubeletidentity']),
      addonsOfApi(properties, isAutomatic(this.program, instance)),
      (_, { property }) => givenByApi([...output, ...property]),
    );
  }

  private add(
    instance: Instance,
    kubeletResource: Value | undefined,
    kubeletFrom: GivenIdentity,
    addons: readonly AksAddon[],
    identityOf: (addon: AksAddon, identity: AksAddonIdentity) => GivenIdentity,
  ): void {
    const { id, at } = instance;
    const cluster = this.program.text(instance, 'name') ?? id;
    const kubeletText = asText(kubeletResource) ?? '';
    const ownKubelet = this.index.byResourceId(kubeletText)?.identity.id;
    const possible = this.index.possibleByResourceId(kubeletText).map((one) => one.id);
    if (possible.length > 0) {
      const because = `whether its nodes have ${possible.join(' or ')} is not known: user_assigned_identity_id is ${describeSymbols(kubeletText)}`;
      this.problems.add({ about: id, because, at });
    }
    if (ownKubelet !== undefined) this.remember(instance, kubeletFrom, ownKubelet);
    const identities = [ownKubelet ?? this.madeByAks(instance, kubeletFrom, `${cluster}-agentpool`)];
    for (const addon of addons) {
      const { slug: name, namespace, accounts } = addon;
      const identity =
        addon.identity &&
        this.madeByAks(instance, identityOf(addon, addon.identity), `${addon.identity.name}-${cluster}`);
      if (identity !== undefined) identities.push(identity);
      this.parts.addons.push({ source: id, cluster: id, name, identity, namespace, accounts });
    }
    const restricted = this.restricted.has(id);
    this.parts.nodes.push({
      cloud: 'azure',
      id,
      clusters: [id],
      identities,
      possibleIdentities: possible,
      restricted,
      at,
    });
  }

  private madeByAks(instance: Instance, from: GivenIdentity, name: string): string {
    const { at } = instance;
    const id = `${instance.id}${from.steps.map(stepText).join('')}`;
    const resourceId = this.attribute(instance, from, from.resourceId);
    const claimName = this.attribute(instance, from, from.clientId);
    this.parts.identities.push({
      ...{ id, cloud: 'azure', kind: 'managed-identity', name, claimName, resourceId, trustAt: at, at },
      existing: existingOf(instance),
    });
    this.remember(instance, from, id);
    return id;
  }

  private remember(instance: Instance, from: GivenIdentity, identity: string): void {
    this.principals.set(this.attribute(instance, from, from.objectId), identity);
  }

  private attribute(instance: Instance, { steps }: GivenIdentity, name: string): string {
    return asText(this.program.reference(instance, [...steps, name])) ?? '';
  }
}

function given(steps: GivenIdentity['steps']): GivenIdentity {
  return { steps, clientId: 'client_id', objectId: 'object_id', resourceId: 'user_assigned_identity_id' };
}

function givenByApi(steps: GivenIdentity['steps']): GivenIdentity {
  return { steps, clientId: 'clientId', objectId: 'objectId', resourceId: 'resourceId' };
}

/**
 * The clusters with AKS' "IMDS restriction" (preview): azapi alone can write it, for a cluster of its own or as an update of
 * one of azurerm's (terraform-provider-azurerm #29032).
 */
function restrictedClusters(program: TerraformProgram, parts: CloudParts, problems: Problems): ReadonlySet<string> {
  const restricted = new Set<string>();
  for (const instance of ofType(program, ['azapi_resource', 'azapi_update_resource'], CLUSTERS)) {
    const { networkProfile } = propertiesOf(program, instance, problems);
    if (field(networkProfile, 'podLinkLocalAccess') !== 'None') continue;
    restricted.add(instance.id);
    const cluster = aksClusterOf(program, parts, instance, 'resource_id');
    if (cluster) restricted.add(cluster.id);
  }
  return restricted;
}
