import { TerraformDataSource, type TerraformMetaArguments, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { checkHasAzurerm5 } from '../../../terraform';
import { partOfId } from '../../resource-id';
import type { AksIdentity } from '../identities/cluster-identities';

/** Arguments of {@link AutomaticClusterResource}. */
export interface AutomaticClusterConfig extends TerraformMetaArguments {
  readonly name: string;
  readonly resourceGroupName: string;
  readonly location: string;
  /** Resource id of the control plane's identity. Default it is system-assigned. */
  readonly identityId?: string;
  readonly hostedSystem?: { readonly nodeSubnetId: string; readonly systemNodeSubnetId: string };
  readonly apiServerSubnetId?: string;
  readonly authorizedIpRanges?: readonly string[];
  /** Default the API server is public. */
  readonly privateCluster?: { readonly dnsZoneId?: string; readonly publicName?: boolean };
  readonly tags?: Readonly<Record<string, string>>;
}

/** Arguments of application routing. */
interface AutomaticRoutingConfig {
  readonly dnsZoneIds: readonly string[];
  readonly defaultNginxController?: string;
  readonly istioEnabled?: boolean;
}

const AUTOMATIC_CLUSTER = {
  terraformResourceType: 'azurerm_kubernetes_automatic_cluster',
  terraformGeneratorMetadata: { providerName: 'azurerm' },
};

/** `azurerm_kubernetes_automatic_cluster`, which azurerm has from 5.0 on and no typed package that podtrust supports has. */
export class AutomaticClusterResource extends TerraformResource {
  private readonly values: Readonly<Record<string, unknown>>;
  /** Ingress by application routing. Default none. */
  private routing?: Readonly<Record<string, unknown>>;

  public constructor(scope: Construct, id: string, config: AutomaticClusterConfig) {
    const { name, resourceGroupName, location, identityId, hostedSystem, privateCluster, tags, ...rest } = config;
    const { apiServerSubnetId, authorizedIpRanges, ...meta } = rest;
    super(scope, id, { ...meta, ...AUTOMATIC_CLUSTER });
    this.values = {
      name,
      resource_group_name: resourceGroupName,
      location,
      identity:
        identityId === undefined ? { type: 'SystemAssigned' } : { type: 'UserAssigned', identity_ids: [identityId] },
      hosted_system: hostedSystem && {
        node_subnet_id: hostedSystem.nodeSubnetId,
        system_node_subnet_id: hostedSystem.systemNodeSubnetId,
      },
      api_server_access:
        apiServerSubnetId === undefined && authorizedIpRanges === undefined
          ? undefined
          : { subnet_id: apiServerSubnetId, authorized_ip_ranges: authorizedIpRanges },
      private_cluster: privateCluster && {
        private_dns_zone_id: privateCluster.dnsZoneId ?? 'System',
        public_fully_qualified_domain_name_enabled: privateCluster.publicName,
      },
      tags,
    };
  }

  public get name(): string {
    return this.getStringAttribute('name');
  }

  /** Azure resource id. */
  public get id(): string {
    return this.getStringAttribute('id');
  }

  public get oidcIssuerUrl(): string {
    return this.getStringAttribute('oidc_issuer_url');
  }

  public get host(): string {
    return this.getStringAttribute('kube_config[0].host');
  }

  public get clusterCaCertificate(): string {
    return this.getStringAttribute('kube_config[0].cluster_ca_certificate');
  }

  /** The object id of the system-assigned identity. */
  public get principalId(): string {
    return this.getStringAttribute('identity[0].principal_id');
  }

  /** Switches application routing on. */
  public putRouting(routing: AutomaticRoutingConfig): void {
    this.routing = {
      dns_zone_ids: routing.dnsZoneIds.length > 0 ? routing.dnsZoneIds : undefined,
      default_nginx_controller: routing.defaultNginxController,
      istio_enabled: routing.istioEnabled,
    };
  }

  /** The identity that AKS makes for application routing, once it is on. */
  public get routingIdentity(): AksIdentity {
    const of = (attribute: string) =>
      this.getStringAttribute(`web_app_routing_ingress[0].web_app_routing_identity[0].${attribute}`);
    return { id: of('user_assigned_identity_id'), clientId: of('client_id'), principalId: of('object_id') };
  }

  /** @throws PodtrustError `azurerm-version-missing` where the stack is for an azurerm that is older */
  protected override synthesizeAttributes(): Record<string, unknown> {
    checkHasAzurerm5(this, this.terraformResourceType);
    return { ...this.values, web_app_routing_ingress: this.routing };
  }
}

/** What azurerm tells of an automatic cluster by its data source alone: the identity that AKS makes for its nodes. */
export class AutomaticClusterLookup extends TerraformDataSource {
  public constructor(
    scope: Construct,
    id: string,
    private readonly cluster: AutomaticClusterResource,
  ) {
    super(scope, id, AUTOMATIC_CLUSTER);
  }

  /** The object id of the kubelet's identity. */
  public get kubeletPrincipalId(): string {
    return this.getStringAttribute('kubelet_identity[0].object_id');
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    // The id is known once the cluster is there, so that nobody looks for it before, nor again with each change of it.
    return { name: this.cluster.name, resource_group_name: partOfId(this.cluster.id, 'group') };
  }
}
