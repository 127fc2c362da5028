import type { LocalCloud } from '../local-cloud';
import type { Program } from '../program';
import { type Scenario, type Step, deploys, destroyLeavesNothing, failure, planIsEmpty, provesTo } from './scenarios';

const stack = 'aks-moving';
const variables: Record<string, string> = {};

/** What changes on the way is the cluster's identity and its roles, and never the cluster. */
const moves: Step = {
  name: 'a cluster moves from a system-assigned identity to a user-assigned one',
  run: async (_cloud: LocalCloud, program: Program) => {
    const { principal, issuer } = await clusterOf(program);
    variables.PODTRUST_REAL_PRINCIPAL = principal;
    for (const step of ['granted', 'switched', 'finished']) {
      variables.PODTRUST_REAL_MOVE = step;
      await program.deploy(stack);
      const now = await clusterOf(program);
      if (now.issuer !== issuer) throw failure(`the cluster was replaced at the step ${step}`);
      if ((step === 'granted') !== (now.principal === principal)) {
        throw failure(`at the step ${step} the cluster has ${now.principal || 'no system-assigned identity'}`);
      }
    }
    variables.PODTRUST_REAL_MOVE = 'after';
    await program.synthesize();
    const changes = await program.plan(stack);
    if (changes.length > 0) throw failure(`after the move there is something to change: ${JSON.stringify(changes)}`);
  },
};

/** The system-assigned principal of the cluster, and its issuer, which is made anew with it. */
async function clusterOf(program: Program): Promise<{ principal: string; issuer: string }> {
  const state = JSON.parse(await program.showState(stack)) as {
    values: { root_module: { resources: { type: string; values: Record<string, unknown> }[] } };
  };
  const cluster = state.values.root_module.resources.find(({ type }) => type === 'azurerm_kubernetes_cluster')!.values;
  const [identity] = cluster.identity as { type: string; principal_id: string }[];
  return { principal: identity?.principal_id ?? '', issuer: String(cluster.oidc_issuer_url) };
}

/** Add-ons with an identity, and the block that gives it. */
type Addons = Readonly<Record<string, string>>;

/** What the proof says of a cluster: whose identity every pod reaches, and the add-ons that it has. */
function provenOf(
  cluster: string,
  kubelet: string,
  addons: readonly string[] = [],
  withIdentity: Addons = {},
): string[] {
  const reached = [kubelet, ...Object.values(withIdentity).map((block) => `${cluster} ${block}`)];
  return [
    ...reached.map((identity) => `${cluster} */* is ${identity} by node, unclaimed`),
    ...['azure-policy', ...addons].map((addon) => `${cluster} has the add-on ${addon}`),
    ...Object.entries(withIdentity).map(
      ([addon, block]) => `${cluster} has the add-on ${addon} as ${cluster} ${block}`,
    ),
    `${cluster}: its nodes' identity is reached by every`,
  ];
}

/** AKS gives these identities to the nodes, and each has a role beyond images and metrics. */
const REACHABLE = [
  'addons-cluster key_vault_secrets_provider',
  'addons-cluster web_app_routing',
  'auto-cluster web_app_routing_ingress',
];

const PROVEN = [
  ...provenOf(
    'addons-cluster',
    'addons-cluster_identities_kubelet',
    [
      'cost-analysis',
      'keda',
      'microsoft.argocd',
      'microsoft.flux',
      'network-observability',
      'prometheus',
      'vertical-pod-autoscaler',
    ],
    {
      'application-routing': 'web_app_routing',
      'key-vault-secrets-provider': 'key_vault_secrets_provider',
      monitoring: 'oms_agent',
    },
  ),
  'addons-cluster flux-system/source-controller is addons-cluster_extension-flux_identity by entra-workload-identity',
  'addons-cluster argocd/argocd-repo-server is addons-cluster_extension-argocd_identity by entra-workload-identity, unclaimed',
  ...Array.from(
    { length: 20 },
    (_, at) => `addons-cluster shop/reports-${at + 1} is addons-reports by entra-workload-identity, unclaimed`,
  ),
  ...provenOf('auto-cluster', 'auto-cluster kubelet_identity', ['keda', 'vertical-pod-autoscaler'], {
    'application-routing': 'web_app_routing_ingress',
  }),
  ...provenOf('cluster', 'cluster kubelet_identity'),
  ...provenOf('inside-cluster', 'inside-cluster_identities_kubelet'),
  ...provenOf('kubenet-cluster', 'kubenet-cluster_identities_kubelet', ['calico']),
  ...provenOf('system-cluster', 'system-cluster kubelet_identity'),
  ...REACHABLE.map((identity) => `warning node-identity-reachable of ${identity}`),
];

const VIRTUAL = provenOf('virtual-cluster', 'virtual-cluster kubelet_identity', ['calico'], {
  'ingress-application-gateway': 'ingress_application_gateway',
  'virtual-node': 'aci_connector_linux',
});

/** The add-on of AAD Pod Identity is in the program alone: azapi makes it, and no state of it is there. */
const WITH_POD_IDENTITY = [
  'note aad-pod-identity-deprecated of virtual-cluster',
  'virtual-cluster shop/* is legacy by aad-pod-identity, unclaimed',
  // NMI answers for the metadata service where a pod is not on the node's network.
  "virtual-cluster: its nodes' identity is reached by host-network",
  ...VIRTUAL.filter((line) => line.includes('has the add-on')),
];

const WITHOUT_POD_IDENTITY = [
  ...VIRTUAL,
  'warning node-identity-reachable of virtual-cluster aci_connector_linux',
  'warning node-identity-reachable of virtual-cluster ingress_application_gateway',
];

/** What every shape of an AKS cluster has to hold that the sample does not have. */
export const AKS_SHAPES: Scenario = {
  id: 'shapes',
  only: 'azure',
  name: 'shapes of AKS: add-ons, system-assigned, private, virtual nodes, kubenet, automatic, a move',
  program: './programs/aks-shapes',
  variables,
  steps: [
    deploys,
    planIsEmpty,
    provesTo(PROVEN, undefined, { program: WITH_POD_IDENTITY, states: WITHOUT_POD_IDENTITY }),
    moves,
    destroyLeavesNothing,
  ],
};
