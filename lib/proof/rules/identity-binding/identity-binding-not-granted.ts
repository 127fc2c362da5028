import { clusterElsewhere } from '../../evaluate/cluster-elsewhere';
import { BY_ABSENCE } from '../../model/assumption';
import { identityElsewhere } from '../../model/declared-elsewhere';
import type { Undecided } from '../../model/undecided';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const identityBindingNotGranted: Rule = {
  slug: 'identity-binding-not-granted',
  cloud: 'azure',
  level: 'warning',
  effect: 'No pod gets a token by the binding. The federated credential that AKS made for it stays all the same.',
  fix: 'Give a service account the verb use-managed-identity on the identity’s client id in the API group cid.wi.aks.azure.com, by a ClusterRole and a ClusterRoleBinding; a RoleBinding does not do. Or take the identity binding away.',
  sources: ['AKS, “Set up identity bindings”', 'AKS, “Identity bindings concepts”'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    const used = new Set(evaluation.identityBindings.admissions.map(({ identityBinding }) => identityBinding));
    for (const binding of model.identityBindings) {
      const { id, cluster, clusterText, identity, identityText, at } = binding;
      const because = evaluation.identityBindings.unknown.get(binding);
      if (because !== undefined) undecided.push({ about: id, because, at });
      if (because !== undefined || used.has(id) || binding.bindsNoIdentity) continue;
      const open =
        (cluster === undefined ? undefined : clusterElsewhere(evaluation, cluster)) ??
        identityElsewhere(model, identity === undefined ? undefined : evaluation.identities.get(identity));
      if (open !== undefined) {
        undecided.push({
          about: id,
          because: `no ClusterRoleBinding that was read lets anybody use it, and ${open}`,
          at,
        });
        continue;
      }
      findings.push(
        findingOf(identityBindingNotGranted, {
          message: `${withPlace(id, at)} binds ${cluster ?? clusterText} to ${identity ?? identityText}, and no ClusterRoleBinding of the cluster lets a service account use it.`,
          subject: id,
          at,
          ...BY_ABSENCE,
        }),
      );
    }
    return { findings, undecided };
  },
};
