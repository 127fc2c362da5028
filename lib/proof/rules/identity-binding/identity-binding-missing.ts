import { clusterElsewhere } from '../../evaluate/cluster-elsewhere';
import { BY_ABSENCE } from '../../model/assumption';
import { identityElsewhere } from '../../model/declared-elsewhere';
import type { Undecided } from '../../model/undecided';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const identityBindingMissing: Rule = {
  slug: 'identity-binding-missing',
  cloud: 'azure',
  level: 'warning',
  effect: 'AKS exchanges tokens for the identities that the cluster is bound to alone: RBAC by itself lets nobody in.',
  fix: 'Bind the cluster to the identity: an azapi_resource of Microsoft.ContainerService/managedClusters/identityBindings, or an IdentityBinding. Or take the ClusterRoleBinding away. An application trusts a service account by a federated credential.',
  sources: ['AKS, “Set up identity bindings”', 'AKS, “Identity bindings concepts”'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    for (const { cluster, identity, by } of evaluation.identityBindings.unbound) {
      // What no binding can be of is not bound elsewhere either.
      const isBindable = identity.kind === 'managed-identity';
      const open = isBindable
        ? (clusterElsewhere(evaluation, cluster) ?? identityElsewhere(model, identity))
        : undefined;
      const source = `ClusterRoleBinding/${by.name}`;
      if (open !== undefined) {
        const because = `it lets somebody use ${identity.id}; no identity binding of ${cluster} to it was read, and ${open}`;
        undecided.push({ about: source, because, at: by.at });
        continue;
      }
      findings.push({
        ...findingOf(identityBindingMissing, {
          message: `${withPlace(source, by.at)} lets its subjects use ${identity.id}, ${
            identity.kind === 'managed-identity'
              ? `to which ${cluster} is not bound`
              : 'which no cluster can be bound to: AKS binds user-assigned managed identities alone'
          }.`,
          subject: identity.id,
          at: by.at,
        }),
        ...BY_ABSENCE,
      });
    }
    return { findings, undecided };
  },
};
