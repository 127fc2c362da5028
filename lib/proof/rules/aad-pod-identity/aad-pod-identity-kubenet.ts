import { SYSTEM_NAMESPACES } from '../../model/kubernetes/aad-pod-identity';
import type { NetRawRefusal } from '../../model/kubernetes/aad-pod-identity';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const aadPodIdentityKubenet: Rule = {
  slug: 'aad-pod-identity-kubenet',
  cloud: 'azure',
  level: 'error',
  mildest: 'warning',
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
        const refusals = netRawRefusals.filter((refusal) => refusal.clusters.includes(id));
        const open = namespacesLeftOut(refusals);
        if (open?.length === 0 && allowsKubenet) continue;
        const keeping = model.workloads.filter(
          (workload) =>
            workload.clusters.includes(id) &&
            workload.keepsNetRaw &&
            !SYSTEM_NAMESPACES.includes(workload.namespace) &&
            (open === undefined || open.includes(workload.namespace)),
        );
        const shown = keeping.slice(0, 3).map((workload) => withPlace(workload.id, workload.templateAt));
        const more = keeping.length > shown.length ? ` and ${keeping.length - shown.length} more` : '';
        const kept = keeping.length > 0 ? `: ${shown.join(', ')}${more} keep it` : '';
        const lets =
          open && `${refusals[0]!.source} lets pods of ${open.join(', ')} keep NET_RAW, and so impersonate others`;
        const why = !allowsKubenet
          ? 'kubenet is not opted in'
          : `${lets ?? 'nothing that was read makes its pods drop NET_RAW'}${kept}`;
        findings.push(
          findingOf(aadPodIdentityKubenet, {
            // Whom the program leaves out by name is meant, and shown.
            level: allowsKubenet && open && keeping.length === 0 ? 'warning' : 'error',
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

/** The namespaces that every one of the refusals leaves out, beside the cluster's own; undefined where nothing refuses. */
function namespacesLeftOut(refusals: readonly NetRawRefusal[]): readonly string[] | undefined {
  const [first, ...others] = refusals;
  return first?.exceptNamespaces.filter((namespace) =>
    others.every(({ exceptNamespaces }) => exceptNamespaces.includes(namespace)),
  );
}
