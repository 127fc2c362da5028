import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

const WEBHOOK = /(^|\/)(azure-)?(workload-identity|wi)-webhook/;

export const workloadIdentityDisabled: Rule = {
  slug: 'workload-identity-disabled',
  cloud: 'azure',
  level: 'error',
  mildest: 'warning',
  effect:
    'Nothing adds AZURE_CLIENT_ID, AZURE_FEDERATED_TOKEN_FILE and the token to the pods: DefaultAzureCredential goes on to the node’s identity, or finds none.',
  fix: 'Set workload_identity_enabled = true, and oidc_issuer_enabled = true, which it needs.',
  sources: ['AKS, “Deploy and configure Microsoft Entra Workload ID on an Azure Kubernetes Service (AKS) cluster”'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    // Its own chart or manifests bring the webhook as well.
    const isInstalled = [...model.runtime.addons.map(({ name }) => name), ...model.workloads.map(({ id }) => id)].some(
      (name) => WEBHOOK.test(name),
    );
    for (const [id, state] of model.runtime.webhooksOff) {
      const cluster = evaluation.clusters.get(id);
      const claim = evaluation.claims.find(
        ({ mechanism, clusters, byHand }) =>
          mechanism === 'entra-workload-identity' && !byHand && clusters.includes(id),
      );
      if (!cluster || !claim || isInstalled) continue;
      findings.push(
        findingOf(workloadIdentityDisabled, {
          // Without the argument somebody may have installed the webhook by other means.
          level: state === 'false' ? 'error' : 'warning',
          message: `${withPlace(id, cluster.at)} ${state === 'false' ? 'has workload_identity_enabled = false' : 'does not set workload_identity_enabled'}, and ${withPlace(claim.carrier, claim.at)} asks for an identity there.`,
          subject: id,
          at: cluster.at,
        }),
      );
    }
    return { findings };
  },
};
