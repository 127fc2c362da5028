import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const hostNetworkRefused: Rule = {
  slug: 'host-network-refused',
  level: 'error',
  effect:
    'The API server refuses each of its new pods, with “is forbidden” or “violates PodSecurity”: a Deployment stays without pods, and an update never ends.',
  fix: 'Take hostNetwork away, or run it in a namespace that the policy is not for.',
  sources: ['Kubernetes, “Validating Admission Policy”', 'Kubernetes, “Pod Security Standards”, host namespaces'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    for (const { id, namespace, hostNetwork, clusters, at } of model.workloads) {
      if (!hostNetwork) continue;
      const refusals = clusters.map((cluster) => evaluation.nodes.refusals.of(cluster, namespace));
      // Where several clusters are possible, it may be in another one.
      const refusal = refusals.every((one) => one !== undefined) ? refusals[0] : undefined;
      if (!refusal) continue;
      findings.push(
        findingOf(hostNetworkRefused, {
          message: `${id} asks for hostNetwork, which ${withPlace(refusal.id, refusal.at)} refuses in ${namespace}.`,
          subject: id,
          at,
        }),
      );
    }
    return { findings };
  },
};
