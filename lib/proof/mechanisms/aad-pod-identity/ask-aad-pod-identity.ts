import type { ServiceAccountReference } from '../../../core/subject';
import type { Evaluation } from '../../evaluate/evaluation';
import type { Cluster } from '../../model/cluster';
import type { Identity } from '../../model/identity';
import type { Outcome } from '../outcome';

/** The ways to an identity by AAD Pod Identity, where a pod's label decides. Nothing where no binding leads to it. */
export function askAadPodIdentity(
  identity: Identity,
  cluster: Cluster,
  { namespace, name }: ServiceAccountReference,
  { admissions, aadPodIdentity }: Evaluation,
): readonly Outcome[] {
  const byLabel = admissions
    .of(identity.id)
    .filter((admission) => admission.mechanism === 'aad-pod-identity' && admission.cluster === cluster.id);
  return byLabel.map((admission): Outcome => {
    const workloads = (aadPodIdentity.workloadsOf.get(admission) ?? []).filter(
      (workload) => workload.namespace === namespace && workload.serviceAccount === name,
    );
    const label = `aadpodidbinding=${admission.selector}`;
    if (workloads.length > 0) {
      const pods = workloads.map(({ id }) => id).join(' and ');
      return {
        admitted: true,
        because: [`${admission.source} lets ${pods} in by AAD Pod Identity, by the label ${label}`],
      };
    }
    return {
      admitted: false,
      because: [
        `${admission.source} lets pods in by AAD Pod Identity whose label is ${label}, and no pod that was read and runs as ${namespace}/${name} is one of them`,
      ],
    };
  });
}
