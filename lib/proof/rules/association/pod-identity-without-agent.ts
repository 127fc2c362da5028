import type { PodIdentityAssociation } from '../../model/pod-identity-association';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

const AGENT = 'eks-pod-identity-agent';

export const podIdentityWithoutAgent: Rule = {
  slug: 'pod-identity-without-agent',
  level: 'warning',
  effect:
    'The pods get their variables and a token, and nobody answers at 169.254.170.23: the SDK says that it could not load credentials from the container provider.',
  fix: `Add the add-on ${AGENT}, or use EKS Auto Mode, which brings it.`,
  sources: ['Amazon EKS, “Set up the Amazon EKS Pod Identity Agent”'],
  check: ({ model, evaluation }) => {
    const { ownClusters, autoModeClusters, addons } = model.runtime;
    const first = new Map<string, PodIdentityAssociation>();
    for (const association of model.associations) {
      const { cluster } = association;
      if (cluster !== undefined && ownClusters.has(cluster) && !first.has(cluster)) first.set(cluster, association);
    }
    // A module whose resources were not read may well bring it.
    if (first.size === 0 || model.unreadModules.length > 0) return { findings: [] };
    const elsewhere = [...model.workloads.map(({ id }) => id)].some((id) => id.endsWith(`/${AGENT}`));
    const findings: Finding[] = [];
    for (const [id, association] of first) {
      const has = addons.some(({ name, cluster, anywhere }) => name.endsWith(AGENT) && (anywhere || cluster === id));
      if (elsewhere || has || autoModeClusters.has(id)) continue;
      const { at } = evaluation.clusters.get(id)!;
      findings.push(
        findingOf(podIdentityWithoutAgent, {
          message: `${withPlace(id, at)} has ${withPlace(association.id, association.at)}, and neither the add-on ${AGENT} nor Auto Mode.`,
          subject: id,
          at,
        }),
      );
    }
    return { findings };
  },
};
