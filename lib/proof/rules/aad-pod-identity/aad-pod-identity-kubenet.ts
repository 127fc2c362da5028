import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const aadPodIdentityKubenet: Rule = {
  slug: 'aad-pod-identity-kubenet',
  cloud: 'azure',
  level: 'error',
  effect:
    'A pod with NET_RAW can pretend to be another pod (ARP spoofing) and get that pod’s tokens. Without the opt-in, AKS refuses the add-on and NMI does not start.',
  fix: 'Use Azure CNI. With kubenet, let admission refuse every pod that keeps NET_RAW: Gatekeeper’s K8sPSPCapabilities with requiredDropCapabilities: ["NET_RAW"], or the Azure Policy of allowed capabilities with the effect deny, kube-system excluded.',
  sources: [
    'Microsoft, “Use Microsoft Entra pod-managed identities in AKS: using kubenet”',
    'aad-pod-identity, “Deploy on AKS with kubenet”',
  ],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const { installations, netRawRefusals } = model.aadPodIdentity;
    for (const { clusters, allowsKubenet, source, at } of installations) {
      for (const id of clusters) {
        const cluster = evaluation.clusters.get(id);
        if (cluster?.networkPlugin !== 'kubenet') continue;
        if (netRawRefusals.some((refusal) => refusal.clusters.includes(id))) continue;
        const keeping = model.workloads.filter(
          (workload) => workload.clusters.includes(id) && workload.keepsNetRaw && workload.namespace !== 'kube-system',
        );
        const shown = keeping.slice(0, 3).map((workload) => withPlace(workload.id, workload.templateAt));
        const more = keeping.length > shown.length ? ` and ${keeping.length - shown.length} more` : '';
        const kept = keeping.length > 0 ? `: ${shown.join(', ')}${more} keep it` : '';
        const why = allowsKubenet
          ? `nothing that was read makes its pods drop NET_RAW${kept}`
          : 'kubenet is not opted in';
        findings.push(
          findingOf(aadPodIdentityKubenet, {
            message: `${withPlace(source, at)} runs AAD Pod Identity on ${withPlace(id, cluster.at)}, which has kubenet, and ${why}.`,
            subject: id,
            at,
          }),
        );
      }
    }
    return { findings };
  },
};
