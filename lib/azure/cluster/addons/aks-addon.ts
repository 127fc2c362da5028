import type { IdLike } from '../../resource-id';

/**
 * Ingress by a managed NGINX, with certificates of key vaults and records in DNS zones.
 *
 * @see AKS, "Application routing add-on", "Set up a custom domain name and SSL certificate"
 */
export interface AksApplicationRouting {
  /** The key vaults that certificates are in, by a name of your choice: Key Vault Secrets User on each. Default none. */
  readonly vaults?: Readonly<Record<string, IdLike>>;
  /**
   * The public zones that records are written in, by a name of your choice: DNS Zone Contributor on each. At most five, in one
   * resource group. Default none.
   */
  readonly dnsZones?: Readonly<Record<string, IdLike>>;
  /** The same for private zones: Private DNS Zone Contributor on each. */
  readonly privateDnsZones?: Readonly<Record<string, IdLike>>;
  /** From where the default controller is reached; `None` for no default controller. Default `Internal`. */
  readonly ingress?: 'Internal' | 'External' | 'AnnotationControlled' | 'None';
}

/**
 * Ingress by an application gateway.
 *
 * @see AKS, "Application Gateway Ingress Controller add-on"; Application Gateway, "Infrastructure configuration", on permissions
 */
export interface AksIngressApplicationGateway {
  /** The gateway's subnet: Network Contributor on it. Where no gateway is given, AKS makes one in it. */
  readonly subnet: IdLike;
  /** A gateway that exists: Network Contributor on it, and Reader on its resource group. Default AKS makes one. */
  readonly gateway?: IdLike;
}

/** Logs and metrics of pods in a Log Analytics workspace (Container insights), by the agent's own identity. */
export interface AksMonitoring {
  readonly workspace: IdLike;
  /** The region of the workspace, in which the rule that collects must be. Default the cluster's. */
  readonly location?: string;
}

/** Metrics in an Azure Monitor workspace (managed Prometheus). */
export interface AksPrometheus {
  readonly workspace: IdLike;
  /** The region of the workspace, in which the rule that collects must be. Default the cluster's. */
  readonly location?: string;
}

/**
 * Pods on Azure Container Instances. They get no token of Entra Workload ID.
 *
 * @see AKS, "Virtual nodes", "Limitations"
 */
export interface AksVirtualNode {
  /** A subnet of the nodes' virtual network, delegated to container groups: Network Contributor on it. */
  readonly subnet: IdLike;
  /** The subnet's name. Default that in its id, which is taken wherever the id is a token: the cluster then waits for the subnet. */
  readonly subnetName?: string;
}

/** Mounts secrets of key vaults as files, and rotates them. Pods can use it by an identity of their own, or by the add-on's. */
export interface AksKeyVaultSecretsProvider {
  /**
   * The key vaults that every pod may read by the add-on's identity, by a name of your choice: Key Vault Secrets User on each.
   * Default none: pods read by identities of their own.
   */
  readonly vaults?: Readonly<Record<string, IdLike>>;
  /** How often secrets are read again, such as `5m`. Default Azure's, `2m`. */
  readonly rotationInterval?: string;
}

/** An add-on without settings. It needs no identity. */
export type AksPlainAddon = Readonly<Record<string, never>>;

/** The add-ons of AKS by name, and what each is given. */
export interface AksAddonOptions {
  readonly 'application-routing': AksApplicationRouting;
  readonly 'ingress-application-gateway': AksIngressApplicationGateway;
  readonly monitoring: AksMonitoring;
  readonly prometheus: AksPrometheus;
  readonly 'virtual-node': AksVirtualNode;
  readonly 'key-vault-secrets-provider': AksKeyVaultSecretsProvider;
  /** Metrics of the network, by Cilium's Hubble or its like (Container Network Observability). */
  readonly 'network-observability': AksPlainAddon;
  /** Costs by namespace and Deployment. The tiers Standard and Premium have it. */
  readonly 'cost-analysis': AksPlainAddon;
  /** Scales by events. Its operator has identities by Entra Workload ID: `kube-system/keda-operator`. */
  readonly keda: AksPlainAddon;
  readonly 'vertical-pod-autoscaler': AksPlainAddon;
}

/**
 * Ingress of an automatic cluster, by a managed NGINX, by the Gateway API, or by both.
 *
 * @see azurerm_kubernetes_automatic_cluster, `web_app_routing_ingress`; AKS, "Application routing: Gateway API implementation"
 */
export interface AksAutomaticRouting extends Pick<AksApplicationRouting, 'vaults' | 'dnsZones' | 'privateDnsZones'> {
  /** From where the default NGINX is reached. Default `Internal`; with {@link gatewayApi} there is none. */
  readonly ingress?: 'Internal' | 'External' | 'AnnotationControlled';
  /** Whether Istio implements the Gateway API. Default false. */
  readonly gatewayApi?: boolean;
}

/**
 * The add-ons that an automatic cluster is given, by name. KEDA, the vertical pod autoscaler and Azure Policy are always on, and
 * azurerm has no argument for the others.
 */
export interface AksAutomaticAddonOptions {
  readonly 'application-routing': AksAutomaticRouting;
}

/** The name of an add-on that an automatic cluster is given. */
export type AksAutomaticAddonName = keyof AksAutomaticAddonOptions;

/** The name of an add-on of AKS. */
export type AksAddonName = keyof AksAddonOptions;
