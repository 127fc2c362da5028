import type { ServiceAccountReference } from '../../../core/trust/subject';
import { BY_ABSENCE } from '../../model/assumption';
import { isLookedUp } from '../../model/cluster/cluster';
import type { Cluster } from '../../model/cluster/cluster';
import { isDeclaredElsewhere } from '../../model/declared-elsewhere';
import type { Identity } from '../../model/identity/identity';
import type { Model } from '../../model/model';
import type { AadPodIdentityEvaluation } from './aad-pod-identity';
import type { Outcome } from '../outcome';

/** The ways to an identity by AAD Pod Identity, where a pod's label decides. Nothing where no binding leads to it. */
export function askAadPodIdentity(
  identity: Identity,
  cluster: Cluster,
  { namespace, name }: ServiceAccountReference,
  model: Pick<Model, 'elsewhere'>,
  { admissions, workloadsOf, possibleIdentitiesOf }: AadPodIdentityEvaluation,
): readonly Outcome[] {
  const byLabel = admissions.filter(
    (one) =>
      one.cluster === cluster.id &&
      (one.identity === identity.id || possibleIdentitiesOf.get(one)?.includes(identity.id)),
  );
  return byLabel.map((admission): Outcome => {
    const workloads = workloadsOf
      .get(admission)!
      .filter((workload) => workload.namespace === namespace && workload.serviceAccount === name);
    const label = `aadpodidbinding=${admission.selector}`;
    if (workloads.length > 0 && admission.identity !== identity.id) {
      const because = `${admission.source} lets pods in whose label is ${label}, and whether to ${identity.id} is not known before apply`;
      return { admitted: undefined, because: [because] };
    }
    if (workloads.length > 0 && admission.uncertain !== undefined) {
      return {
        admitted: undefined,
        because: [`${admission.source} lets pods in whose label is ${label}: ${admission.uncertain}`],
      };
    }
    if (workloads.length > 0) {
      const pods = workloads.map(({ id }) => id).join(' and ');
      return {
        admitted: true,
        ...BY_ABSENCE,
        because: [`${admission.source} lets ${pods} in by AAD Pod Identity, by the label ${label}`],
      };
    }
    const because = [
      `${admission.source} lets pods in by AAD Pod Identity whose label is ${label}, and no pod that was read and runs as ${namespace}/${name} is one of them`,
    ];
    const isOpen = isLookedUp(cluster) || isDeclaredElsewhere(model, namespace, name);
    return isOpen ? { admitted: undefined, because } : { admitted: false, ...BY_ABSENCE, because };
  });
}
