import type { ServiceAccountReference } from '../../core/subject';
import { admits } from '../evaluate/admission-index';
import type { Evaluation } from '../evaluate/evaluation';
import type { Cluster } from '../model/cluster';
import type { Identity } from '../model/identity';
import type { Model } from '../model/model';
import type { Outcome } from './answer';

/**
 * The ways to a managed identity that the cluster decides and no token: AKS identity bindings, where its RBAC says who may,
 * and AAD Pod Identity, where a pod's label does. Nothing where there is neither for this identity.
 */
export function askCluster(
  identity: Identity,
  cluster: Cluster,
  account: ServiceAccountReference,
  model: Model,
  evaluation: Evaluation,
): readonly Outcome[] {
  return [
    ...askIdentityBindings(identity, cluster, account, model, evaluation),
    ...askAadPodIdentity(identity, cluster, account, evaluation),
  ];
}

function askIdentityBindings(
  identity: Identity,
  cluster: Cluster,
  { namespace, name }: ServiceAccountReference,
  model: Model,
  { admissions, identityBindings }: Evaluation,
): readonly Outcome[] {
  const bindings = model.identityBindings.filter(
    (binding) => binding.identity === identity.id && (binding.cluster === undefined || binding.cluster === cluster.id),
  );
  return bindings.map((binding): Outcome => {
    const fitting = admissions
      .of(identity.id)
      .filter(({ identityBinding, cluster: id }) => identityBinding === binding.id && id === cluster.id)
      .map((admission) => ({ admission, fits: admits(admission, namespace, name) }))
      .filter(({ fits }) => fits !== false);
    const certain = fitting.find(({ admission, fits }) => fits === true && admission.uncertain === undefined);
    if (certain) {
      const { source } = certain.admission;
      const by = source === binding.id ? 'its allowedSubjects let the namespace use it' : `${source} lets it use it`;
      return { admitted: true, because: [`${binding.id} binds the cluster to ${identity.id}, and ${by}`] };
    }
    const possible = fitting[0];
    const unknown =
      identityBindings.unknown.get(binding) ??
      (possible && (possible.admission.uncertain ?? 'who is let in is not known before apply'));
    if (unknown !== undefined) return { admitted: undefined, because: [`${binding.id} may let it in: ${unknown}`] };
    return {
      admitted: false,
      because: [
        `${binding.id} binds the cluster to ${identity.id}, but no ClusterRoleBinding lets ${namespace}/${name} use-managed-identity of its client id`,
      ],
    };
  });
}

function askAadPodIdentity(
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
