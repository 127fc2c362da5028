import type { Claim } from '../../mechanisms/claims';
import type { Cluster } from '../../model/cluster/cluster';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

/** Charts and other names by which somebody installs a webhook where no cloud does. */
const WEBHOOKS = {
  irsa: /pod-identity-webhook/,
  'entra-workload-identity': /workload-identity-webhook|azure-workload-identity/,
};

export const webhookNotOfCluster: Rule = {
  slug: 'webhook-not-of-cluster',
  level: 'warning',
  effect:
    'EKS runs no webhook of Azure and AKS none of AWS, so nobody reads the annotation and the pods get no token, unless somebody installed it.',
  fix: 'Mount the token in the pod template (a projected serviceAccountToken volume) and set the variables of the SDK.',
  sources: [
    'azure-workload-identity, “Self-managed clusters”',
    'https://github.com/aws/amazon-eks-pod-identity-webhook (README)',
  ],
  check: ({ model, evaluation }) => {
    const names = [...model.runtime.addons.map(({ name }) => name), ...model.workloads.map(({ id }) => id)];
    const installed = {
      irsa: names.some((name) => WEBHOOKS.irsa.test(name)),
      'entra-workload-identity': names.some((name) => WEBHOOKS['entra-workload-identity'].test(name)),
    };
    const findings: Finding[] = [];
    for (const claim of evaluation.claims) {
      if (claim.byHand || claim.clusters.length !== 1) continue;
      const cluster = evaluation.clusters.get(claim.clusters[0]!);
      if (!cluster || !isOtherCloud(cluster, claim)) continue;
      const others = evaluation.accounts.of(cluster.id, claim.namespace, claim.serviceAccount).claims;
      if (others.some(({ byHand, mechanism }) => byHand && mechanism === claim.mechanism)) continue;
      if (installed[claim.mechanism]) continue;
      findings.push(
        findingOf(webhookNotOfCluster, {
          message: `${withPlace(claim.carrier, claim.at)} asks for an identity of ${claim.mechanism === 'irsa' ? 'AWS' : 'Entra'} by its annotation, in ${withPlace(cluster.id, cluster.at)}, where no webhook reads that.`,
          subject: claim.carrier,
          at: claim.at,
        }),
      );
    }
    return { findings };
  },
};

function isOtherCloud({ cloud }: Cluster, { mechanism }: Claim): boolean {
  return mechanism === 'irsa' ? cloud === 'azure' : cloud === 'aws';
}
