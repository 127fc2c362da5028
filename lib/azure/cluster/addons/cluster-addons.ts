import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { isKnown } from '../../../core';
import { checkOneOf } from '../../../core/given';
import type { AzureGrant } from '../../grants/grant';
import { keyVaultGrant } from '../../grants/key-vault-grant';
import { monitorGrant } from '../../grants/monitor-grant';
import { roleGrant } from '../../grants/role-grant';
import { groupIdOf, idsOf, partOfId, resourceIdOf } from '../../resource-id';
import { RESOURCE_KINDS } from '../../resource-kinds';
import type {
  AksAddonName,
  AksAddonOptions,
  AksApplicationRouting,
  AksIngressApplicationGateway,
  AksKeyVaultSecretsProvider,
  AksVirtualNode,
} from './aks-addon';
import { addonInvalid } from './addon-invalid';
import { routedZones, routingGrants } from './application-routing';
import { checkScopesOnce, choicesConflict } from '../choices-conflict';
import type { AksIdentity } from '../identities/cluster-identities';
import { checkSubnetsApart } from '../subnets-apart';
import type { AksClusterOfAddons } from './cluster-of-addons';
import { collectContainerInsights, collectPrometheusMetrics } from './data-collection';

/** An identity as azurerm gives those that AKS makes for add-ons. */
interface GivenIdentity {
  readonly clientId: string;
  readonly objectId: string;
  readonly userAssignedIdentityId: string;
}

/** The add-ons of a cluster: for each the identity that AKS makes and the roles that it needs, at the smallest scope. */
export class ClusterAddons {
  private readonly identityOf = new Map<AksAddonName, AksIdentity>();
  private readonly added = new Set<AksAddonName>();
  private readonly given: ITerraformDependable[] = [];

  public constructor(
    private readonly scope: Construct,
    private readonly cluster: AksClusterOfAddons,
  ) {}

  /** The role assignments of add-ons, and what sends their data on its way. */
  public get dependables(): readonly ITerraformDependable[] {
    return this.given;
  }

  /** The identity that AKS makes for an add-on. */
  public identity(name: AksAddonName): AksIdentity | undefined {
    return this.identityOf.get(name);
  }

  /** See {@link AksCluster.addAddon}. */
  public add<Name extends AksAddonName>(name: Name, options: AksAddonOptions[Name]): void {
    const where = `${this.scope.node.path}/addon-${name}`;
    if (!Object.hasOwn(this.ways, name)) {
      throw addonInvalid(
        where,
        `AKS has no add-on ${JSON.stringify(name)}`,
        `Give one of ${Object.keys(this.ways).join(', ')}.`,
      );
    }
    if (this.added.has(name)) {
      throw addonInvalid(where, `the add-on ${name} is added twice`, 'Add it once, with all that it is given.');
    }
    this.added.add(name);
    this.ways[name](options, where);
  }

  /** How each add-on is switched on. */
  private readonly ways: { readonly [Name in AksAddonName]: (options: AksAddonOptions[Name], where: string) => void } =
    {
      'application-routing': (options, where) => this.addApplicationRouting(options, where),
      'ingress-application-gateway': (options, where) => this.addApplicationGateway(options, where),
      monitoring: ({ workspace, location }, where) => {
        const { resource } = this.cluster;
        const logAnalyticsWorkspaceId = resourceIdOf(workspace, [RESOURCE_KINDS.logAnalyticsWorkspace], where);
        resource.putOmsAgent({ logAnalyticsWorkspaceId, msiAuthForMonitoringEnabled: true });
        this.remember('monitoring', resource.omsAgent.omsAgentIdentity.get(0));
        this.give('monitoring', monitorGrant.publishMetrics(resource, { id: 'metrics' }));
        this.given.push(...collectContainerInsights(this.scope, this.placeOf(location), logAnalyticsWorkspaceId));
      },
      prometheus: ({ workspace, location }, where) => {
        const monitorAccountId = resourceIdOf(workspace, [RESOURCE_KINDS.monitorWorkspace], where);
        this.cluster.resource.putMonitorMetrics({});
        this.given.push(...collectPrometheusMetrics(this.scope, this.placeOf(location), monitorAccountId));
      },
      'virtual-node': (options, where) => this.addVirtualNode(options, where),
      'key-vault-secrets-provider': (options, where) => this.addSecretsProvider(options, where),
      'network-observability': (_, where) => {
        const { networking, resource } = this.cluster;
        if (networking.plugin === 'kubenet' || networking.plugin === 'none') {
          throw choicesConflict(
            where,
            `network observability with the plugin ${networking.plugin}`,
            'AKS measures the network of Azure CNI.',
            'Take another networking.plugin, or leave the add-on out.',
          );
        }
        resource.networkProfile.putAdvancedNetworking({ observabilityEnabled: true });
      },
      'cost-analysis': (_, where) => {
        if (this.cluster.skuTier === 'Free') {
          throw choicesConflict(
            where,
            'cost analysis in the tier Free',
            'AKS has it in the tiers Standard and Premium.',
            "Say skuTier: 'Standard', or leave the add-on out.",
          );
        }
        this.cluster.resource.costAnalysisEnabled = true;
      },
      keda: () => this.scale({ kedaEnabled: true }),
      'vertical-pod-autoscaler': () => this.scale({ verticalPodAutoscalerEnabled: true }),
    };

  private addApplicationRouting(options: AksApplicationRouting, where: string): void {
    const { ingress = 'Internal' } = options;
    const { resource } = this.cluster;
    checkOneOf('ingress', ingress, ['Internal', 'External', 'AnnotationControlled', 'None'], where);
    resource.putWebAppRouting({ dnsZoneIds: routedZones(options, where), defaultNginxController: ingress });
    this.remember('application-routing', resource.webAppRouting.webAppRoutingIdentity.get(0));
    this.give('application-routing', ...routingGrants(options));
  }

  private addApplicationGateway({ subnet, gateway }: AksIngressApplicationGateway, where: string): void {
    const { resource } = this.cluster;
    const subnetId = resourceIdOf(subnet, [RESOURCE_KINDS.subnet], where);
    if (subnetId.toLowerCase() === this.cluster.subnetId.toLowerCase()) {
      throw choicesConflict(
        where,
        'an application gateway in the subnet of the nodes',
        'Azure has nothing but application gateways in the subnet of one.',
        'Give subnet a subnet of the gateway’s own.',
      );
    }
    const gatewayId =
      gateway === undefined ? undefined : resourceIdOf(gateway, [RESOURCE_KINDS.applicationGateway], where);
    resource.putIngressApplicationGateway(gatewayId === undefined ? { subnetId } : { gatewayId });
    this.remember(
      'ingress-application-gateway',
      resource.ingressApplicationGateway.ingressApplicationGatewayIdentity.get(0),
    );
    this.give(
      'ingress-application-gateway',
      roleGrant({ role: 'Network Contributor', scope: subnetId, id: 'subnet' }),
      ...(gatewayId === undefined
        ? []
        : [
            roleGrant({ role: 'Network Contributor', scope: gatewayId, id: 'gateway' }),
            roleGrant({ role: 'Reader', scope: groupIdOf(gatewayId), id: 'gateway-group' }),
          ]),
    );
  }

  private addVirtualNode({ subnet, subnetName }: AksVirtualNode, where: string): void {
    const { resource, networking, hasAuthorizedRanges } = this.cluster;
    if (networking.plugin !== 'node-subnet') {
      throw choicesConflict(
        where,
        `virtual nodes with the plugin ${networking.plugin}`,
        'Virtual nodes reach pods by addresses of the nodes’ subnet.',
        "Say networking: { plugin: 'node-subnet' }, or leave the add-on out.",
      );
    }
    if (hasAuthorizedRanges) {
      throw choicesConflict(
        where,
        'virtual nodes with publicAccessCidrs',
        'Virtual nodes reach the API server from addresses that no range holds.',
        'Leave publicAccessCidrs out, for a private API server, or the add-on.',
      );
    }
    const subnetId = resourceIdOf(subnet, [RESOURCE_KINDS.subnet], where);
    checkSubnetsApart({ 'network.subnetId': this.cluster.subnetId, subnet: subnetId }, where);
    // A name that is read from an id that Terraform tells has the cluster wait for the subnet, which AKS looks up.
    const name = isKnown(subnetId) && subnetName !== undefined ? subnetName : partOfId(subnetId, 'child');
    resource.putAciConnectorLinux({ subnetName: name });
    this.remember('virtual-node', resource.aciConnectorLinux.connectorIdentity.get(0));
    this.give(
      'virtual-node',
      roleGrant({ role: 'Network Contributor', scope: subnetId, id: 'subnet' }),
      roleGrant({
        role: 'Azure Container Instances Contributor Role',
        scope: resource.nodeResourceGroupId,
        id: 'node-group',
      }),
    );
  }

  private addSecretsProvider({ vaults = {}, rotationInterval }: AksKeyVaultSecretsProvider, where: string): void {
    const { resource } = this.cluster;
    checkScopesOnce('vaults', idsOf(vaults, RESOURCE_KINDS.keyVault, where), where);
    resource.putKeyVaultSecretsProvider({ secretRotationEnabled: true, secretRotationInterval: rotationInterval });
    this.remember('key-vault-secrets-provider', resource.keyVaultSecretsProvider.secretIdentity.get(0));
    this.give(
      'key-vault-secrets-provider',
      ...Object.entries(vaults).map(([id, vault]) => keyVaultGrant.readSecrets(vault, { id: `vault-${id}` })),
    );
  }

  private scale(profile: { readonly kedaEnabled?: true; readonly verticalPodAutoscalerEnabled?: true }): void {
    const { resource } = this.cluster;
    resource.putWorkloadAutoscalerProfile({ ...resource.workloadAutoscalerProfileInput, ...profile });
  }

  private placeOf(location = this.cluster.location): AksClusterOfAddons {
    return { ...this.cluster, location };
  }

  private remember(name: AksAddonName, { clientId, objectId, userAssignedIdentityId }: GivenIdentity): void {
    this.identityOf.set(name, { id: userAssignedIdentityId, clientId, principalId: objectId });
  }

  private give(name: AksAddonName, ...grants: readonly AzureGrant[]): void {
    const scope = new Construct(this.scope, `addon-${name}`);
    const { principalId } = this.identityOf.get(name)!;
    for (const grant of grants) this.given.push(...grant.give(scope, { principalId }));
  }
}
