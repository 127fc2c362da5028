import type { LocalCloud } from './local-cloud';
import type { Program } from './program';
import { type Scenario, type Step, deploys, destroyLeavesNothing, failure, planIsEmpty } from './scenarios';

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

/** What every shape of an AKS cluster has to hold that the sample does not have. */
export const AKS_SHAPES: Scenario = {
  id: 'shapes',
  only: 'azure',
  name: 'shapes of AKS: add-ons, system-assigned, private, virtual nodes, kubenet, a move',
  program: './programs/aks-shapes',
  variables,
  steps: [deploys, planIsEmpty, moves, destroyLeavesNothing],
};
