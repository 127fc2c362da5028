import { LIMITS } from '../../../core/limits';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const aadPodIdentityOverLimit: Rule = {
  slug: 'aad-pod-identity-over-limit',
  cloud: 'azure',
  level: 'error',
  effect: 'AKS refuses the cluster’s update; with the chart, MIC falls behind and pods wait for their tokens.',
  fix: 'Share identities between workloads with the same permissions, or move some to Entra Workload ID.',
  sources: ['Microsoft, “Use Microsoft Entra pod-managed identities in AKS: limitations”'],
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    for (const [cluster, { identities, exceptions }] of evaluation.aadPodIdentity.clusters) {
      for (const [what, entries, most] of [
        ['pod identities', identities, LIMITS.aadPodIdentities],
        ['pod identity exceptions', exceptions, LIMITS.aadPodIdentityExceptions],
      ] as const) {
        const over = entries[most];
        if (!over) continue;
        findings.push(
          findingOf(aadPodIdentityOverLimit, {
            message: `${cluster} has ${entries.length} ${what}, ${most} is the most it may have; the first too many is ${withPlace(`${over.namespace}/${over.name}`, over.at)}.`,
            subject: cluster,
            at: over.at,
          }),
        );
      }
    }
    return { findings };
  },
};
