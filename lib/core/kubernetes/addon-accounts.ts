import { EKS_CONTROLLERS, type EksControllerFacts } from '../aws/eks-controllers';

/** What an add-on or an extension of a managed cluster brings. */
export interface AddonAccounts {
  readonly namespace: string;
  /** The service accounts that ask for an identity; nothing where their names are not documented. */
  readonly accounts?: readonly string[];
}

const addons = (entries: Readonly<Record<string, AddonAccounts>>): ReadonlyMap<string, AddonAccounts> =>
  new Map(Object.entries(entries));

/** The add-ons that install controllers for which roles are ready. */
function addonsOfControllers(): Readonly<Record<string, AddonAccounts>> {
  const found: Record<string, AddonAccounts> = {};
  for (const { addon, account } of Object.values<EksControllerFacts>(EKS_CONTROLLERS)) {
    if (addon === undefined) continue;
    found[addon] = { namespace: account.namespace, accounts: [...(found[addon]?.accounts ?? []), account.name] };
  }
  return found;
}

/**
 * EKS add-ons by name. Those that are not here live in kube-system.
 *
 * @see Amazon EKS User Guide, "Available Amazon EKS add-ons from AWS" and "Community add-ons"
 */
export const EKS_ADDONS = addons({
  ...addonsOfControllers(),
  adot: { namespace: 'opentelemetry-operator-system' },
  'aws-guardduty-agent': { namespace: 'amazon-guardduty' },
  'prometheus-node-exporter': { namespace: 'prometheus-node-exporter' },
  'vpc-cni': { namespace: 'kube-system', accounts: ['aws-node'] },
});

/** The account of the network plugin, which each EKS cluster has though nobody declares it. */
export const EKS_OWN_ACCOUNTS: AddonAccounts = { namespace: 'kube-system', accounts: ['aws-node'] };

/**
 * Cluster extensions of AKS by their type, in small letters. The namespace is the one that they are released in by default.
 *
 * @see Azure, "Available extensions for Azure Arc-enabled Kubernetes clusters"; "Deploy applications using GitOps with Flux v2"
 */
export const AKS_EXTENSIONS = addons({
  'microsoft.flux': {
    namespace: 'flux-system',
    accounts: [
      'source-controller',
      'kustomize-controller',
      'helm-controller',
      'notification-controller',
      'image-automation-controller',
      'image-reflector-controller',
    ],
  },
  'microsoft.argocd': { namespace: 'argocd' },
  'microsoft.dapr': { namespace: 'dapr-system' },
  'microsoft.azuremonitor.containers': { namespace: 'kube-system' },
  'microsoft.dataprotection.kubernetes': { namespace: 'dataprotection-microsoft' },
  'microsoft.azurecontainerstorage': { namespace: 'acstor' },
});

/** The identity that AKS makes for an add-on and assigns to the nodes. */
export interface AksAddonIdentity {
  /** AKS calls it by this name, a dash and the cluster's name. */
  readonly name: string;
  /** azurerm_kubernetes_cluster: the attribute in the add-on's block. */
  readonly attribute: string;
  /** Its property in Azure's own API. */
  readonly property: readonly string[];
}

/** An add-on of AKS that is switched on by an argument of the cluster. */
export interface AksAddon extends Partial<AddonAccounts> {
  /** As `AksCluster.addAddon` has it. */
  readonly slug: string;
  /** For messages. */
  readonly name: string;
  /** azurerm_kubernetes_cluster: the argument, or the block and the argument in it. */
  readonly argument: readonly [string] | readonly [string, string];
  /**
   * azurerm_kubernetes_automatic_cluster: the block, or `always` where each such cluster has it. Default they have no argument for it.
   */
  readonly automatic?: string;
  /** The property of the cluster in Azure's own API. */
  readonly property: readonly string[];
  /** The value that switches it on. Default any but false. */
  readonly value?: string;
  /** Nothing where it needs none. */
  readonly identity?: AksAddonIdentity;
}

/** What an automatic cluster has without being told. AKS, "What is AKS Automatic?", "Deployment safeguards". */
export const ALWAYS = 'always';

/**
 * The add-ons of AKS: those that have an identity, those that bring service accounts, and those that need neither.
 *
 * @see AKS, "Summary of managed identities used by AKS"; "Securely scale your applications using the KEDA add-on and workload
 * identity"; "Deploy an AI model on AKS with the AI toolchain operator"; "Application routing"; "Istio-based service mesh add-on"
 */
export const AKS_ADDONS: readonly AksAddon[] = [
  {
    slug: 'ai-toolchain-operator',
    name: 'the AI toolchain operator',
    argument: ['ai_toolchain_operator_enabled'],
    property: ['aiToolchainOperatorProfile', 'enabled'],
    namespace: 'kube-system',
    accounts: ['kaito-gpu-provisioner'],
  },
  {
    slug: 'application-routing',
    name: 'application routing',
    argument: ['web_app_routing'],
    automatic: 'web_app_routing_ingress',
    property: ['ingressProfile', 'webAppRouting', 'enabled'],
    namespace: 'app-routing-system',
    identity: {
      name: 'webapprouting',
      attribute: 'web_app_routing_identity',
      property: ['ingressProfile', 'webAppRouting', 'identity'],
    },
  },
  {
    slug: 'azure-policy',
    name: 'Azure Policy',
    argument: ['azure_policy_enabled'],
    automatic: ALWAYS,
    property: ['addonProfiles', 'azurepolicy', 'enabled'],
  },
  {
    slug: 'cost-analysis',
    name: 'cost analysis',
    argument: ['cost_analysis_enabled'],
    property: ['metricsProfile', 'costAnalysis', 'enabled'],
  },
  {
    slug: 'ingress-application-gateway',
    name: 'ingress by an application gateway',
    argument: ['ingress_application_gateway'],
    property: ['addonProfiles', 'ingressApplicationGateway', 'enabled'],
    namespace: 'kube-system',
    accounts: ['ingress-appgw-sa'],
    identity: {
      name: 'ingressapplicationgateway',
      attribute: 'ingress_application_gateway_identity',
      property: ['addonProfiles', 'ingressApplicationGateway', 'identity'],
    },
  },
  {
    slug: 'istio',
    name: 'the Istio service mesh',
    argument: ['service_mesh_profile'],
    automatic: 'service_mesh',
    property: ['serviceMeshProfile', 'mode'],
    namespace: 'aks-istio-system',
  },
  {
    slug: 'keda',
    name: 'KEDA',
    argument: ['workload_autoscaler_profile', 'keda_enabled'],
    automatic: ALWAYS,
    property: ['workloadAutoScalerProfile', 'keda', 'enabled'],
    namespace: 'kube-system',
    accounts: ['keda-operator'],
  },
  {
    slug: 'key-vault-secrets-provider',
    name: 'the Key Vault secrets provider',
    argument: ['key_vault_secrets_provider'],
    property: ['addonProfiles', 'azureKeyvaultSecretsProvider', 'enabled'],
    namespace: 'kube-system',
    accounts: ['aks-secrets-store-csi-driver', 'aks-secrets-store-provider-azure'],
    identity: {
      name: 'azurekeyvaultsecretsprovider',
      attribute: 'secret_identity',
      property: ['addonProfiles', 'azureKeyvaultSecretsProvider', 'identity'],
    },
  },
  {
    slug: 'monitoring',
    name: 'monitoring',
    argument: ['oms_agent'],
    property: ['addonProfiles', 'omsagent', 'enabled'],
    namespace: 'kube-system',
    accounts: ['ama-logs'],
    identity: {
      name: 'omsagent',
      attribute: 'oms_agent_identity',
      property: ['addonProfiles', 'omsagent', 'identity'],
    },
  },
  {
    slug: 'network-observability',
    name: 'network observability',
    argument: ['network_profile', 'advanced_networking'],
    property: ['networkProfile', 'advancedNetworking', 'observability', 'enabled'],
  },
  {
    slug: 'azure-npm',
    name: 'Azure NPM',
    argument: ['network_profile', 'network_policy'],
    property: ['networkProfile', 'networkPolicy'],
    value: 'azure',
  },
  {
    slug: 'calico',
    name: 'Calico',
    argument: ['network_profile', 'network_policy'],
    property: ['networkProfile', 'networkPolicy'],
    value: 'calico',
  },
  {
    slug: 'prometheus',
    name: 'managed Prometheus',
    argument: ['monitor_metrics'],
    property: ['azureMonitorProfile', 'metrics', 'enabled'],
    namespace: 'kube-system',
    accounts: ['ama-metrics-serviceaccount'],
  },
  {
    slug: 'vertical-pod-autoscaler',
    name: 'the vertical pod autoscaler',
    argument: ['workload_autoscaler_profile', 'vertical_pod_autoscaler_enabled'],
    automatic: ALWAYS,
    property: ['workloadAutoScalerProfile', 'verticalPodAutoscaler', 'enabled'],
  },
  {
    slug: 'virtual-node',
    name: 'virtual nodes',
    argument: ['aci_connector_linux'],
    property: ['addonProfiles', 'aciConnectorLinux', 'enabled'],
    namespace: 'kube-system',
    accounts: ['aci-connector-linux'],
    identity: {
      name: 'aciconnectorlinux',
      attribute: 'connector_identity',
      property: ['addonProfiles', 'aciConnectorLinux', 'identity'],
    },
  },
];
