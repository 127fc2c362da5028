import type { ServiceAccountReference } from '../../../core/trust/subject';
import { isLookedUp } from '../../model/cluster/cluster';
import type { Cluster } from '../../model/cluster/cluster';
import type { Identity } from '../../model/identity/identity';
import type { IdentityBinding } from '../../model/kubernetes/identity-binding';
import type { Model } from '../../model/model';
import type { IdentityBindingEvaluation } from './identity-binding';
import { admits } from '../admission-index';
import type { TrustAdmission } from '../trust';
import { BY_ABSENCE } from '../../model/assumption';
import type { Outcome } from '../outcome';
import { whyPerhapsNone } from '../../model/uncounted';

/** The ways to a managed identity by AKS identity bindings, where the cluster's RBAC says who may. Nothing where there is none. */
export function askIdentityBindings(
  identity: Identity,
  cluster: Cluster,
  { namespace, name }: ServiceAccountReference,
  model: Model,
  { admissions, doubtful, open: openOf }: IdentityBindingEvaluation,
): readonly Outcome[] {
  const bindings = model.identityBindings.filter(
    (binding) => binding.identity === identity.id && isOf(binding, cluster),
  );
  const possible = model.identityBindings.filter(
    (binding) => binding.possibleIdentities.includes(identity.id) && isOf(binding, cluster),
  );
  const open = possible.map((binding): Outcome => ({
    admitted: undefined,
    because: [`${binding.id} may let it in: ${openOf.get(binding)!}`],
  }));
  const decided = bindings.map((binding): Outcome => {
    const fittingOf = (all: readonly TrustAdmission[]) =>
      all
        .filter((one) => one.identityBinding === binding.id && one.cluster === cluster.id)
        .map((admission) => ({ admission, fits: admits(admission, namespace, name) }))
        .filter(({ fits }) => fits !== false);
    const fitting = fittingOf(admissions);
    const certain = fitting.find(({ admission, fits }) => fits === true && admission.uncertain === undefined);
    if (certain) {
      const { source } = certain.admission;
      const by = source === binding.id ? 'its allowedSubjects let the namespace use it' : `${source} lets it use it`;
      const perhapsNone = whyPerhapsNone(model.uncounted, [binding.id]);
      const because = [`${binding.id} binds the cluster to ${identity.id}, and ${by}`];
      return perhapsNone === undefined
        ? { admitted: true, because }
        : { admitted: undefined, because: [perhapsNone, ...because] };
    }
    const possible = fitting[0];
    const unknown =
      openOf.get(binding) ??
      fittingOf(doubtful)[0]?.admission.uncertain ??
      (possible && (possible.admission.uncertain ?? 'who is let in is not known before apply'));
    if (unknown !== undefined) return { admitted: undefined, because: [`${binding.id} may let it in: ${unknown}`] };
    const none = `${binding.id} binds the cluster to ${identity.id}, but no ClusterRoleBinding lets ${namespace}/${name} use-managed-identity of its client id`;
    if (!isLookedUp(cluster)) return { admitted: false, ...BY_ABSENCE, because: [none] };
    const open = `${cluster.id} is made outside of what was read, and so may its RBAC be`;
    return { admitted: undefined, because: [open, none] };
  });
  return [...decided, ...open];
}

/** Whether a binding is a cluster's, or may be. */
function isOf({ cluster, possibleClusters }: IdentityBinding, { id }: Cluster): boolean {
  return cluster === id || possibleClusters.includes(id);
}
