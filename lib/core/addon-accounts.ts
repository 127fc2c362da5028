import { EKS_CONTROLLERS, type EksControllerFacts } from './eks-controllers';

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

/** An add-on of AKS that is switched on by an argument of the cluster. */
export interface AksAddon extends AddonAccounts {
  /** For messages. */
  readonly name: string;
  /** azurerm_kubernetes_cluster: the argument, or the block and the argument in it. */
  readonly argument: readonly [string] | readonly [string, string];
  /** The property of the cluster in Azure's own API. */
  readonly property: readonly string[];
}

/**
 * The add-ons of AKS that bring service accounts.
 *
 * @see AKS, "Securely scale your applications using the KEDA add-on and workload identity"; "Deploy an AI model on AKS with
 * the AI toolchain operator"; "Application routing"; "Istio-based service mesh add-on"
 */
export const AKS_ADDONS: readonly AksAddon[] = [
  {
    name: 'KEDA',
    argument: ['workload_autoscaler_profile', 'keda_enabled'],
    property: ['workloadAutoScalerProfile', 'keda', 'enabled'],
    namespace: 'kube-system',
    accounts: ['keda-operator'],
  },
  {
    name: 'the AI toolchain operator',
    argument: ['ai_toolchain_operator_enabled'],
    property: ['aiToolchainOperatorProfile', 'enabled'],
    namespace: 'kube-system',
    accounts: ['kaito-gpu-provisioner'],
  },
  {
    name: 'application routing',
    argument: ['web_app_routing'],
    property: ['ingressProfile', 'webAppRouting', 'enabled'],
    namespace: 'app-routing-system',
  },
  {
    name: 'the Istio service mesh',
    argument: ['service_mesh_profile'],
    property: ['serviceMeshProfile', 'mode'],
    namespace: 'aks-istio-system',
  },
];
