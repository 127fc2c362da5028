import type { IdentityBinding } from '../../model/kubernetes/identity-binding';
import { hasSymbol } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const duplicateIdentityBinding: Rule = {
  slug: 'duplicate-identity-binding',
  cloud: 'azure',
  level: 'error',
  mildest: 'warning',
  effect:
    'A second binding of the same name is the same resource, which Azure has once. One of another name lets in nobody more, since the cluster’s RBAC says who gets in; and whoever takes one of them away shuts out nobody.',
  fix: 'Take one of them away. Who may use the identity is for ClusterRoleBindings to say.',
  sources: ['AKS, “Identity bindings concepts”', 'Azure, Microsoft.ContainerService/managedClusters/identityBindings'],
  check: ({ model }) => {
    const findings: Finding[] = [];
    const seen = new Map<string, IdentityBinding>();
    for (const binding of model.identityBindings) {
      const { id, name, cluster, identity, at } = binding;
      // Of two, one may be made where the other is not.
      if (cluster === undefined || model.uncounted.has(id)) continue;
      const find = (key: string, level: 'error' | 'warning', what: string): boolean => {
        const first = seen.get(`${cluster}\n${key}`);
        if (!first) {
          seen.set(`${cluster}\n${key}`, binding);
          return false;
        }
        const message = `${withPlace(id, at)} and ${withPlace(first.id, first.at)} of ${cluster} ${what}.`;
        findings.push(findingOf(duplicateIdentityBinding, { level, message, subject: id, at }));
        return true;
      };
      const isNamed = name !== undefined && !hasSymbol(name);
      if (isNamed && find(`name ${name.toLowerCase()}`, 'error', `have the name ${name}`)) continue;
      if (identity !== undefined) find(`identity ${identity}`, 'warning', `bind the same identity, ${identity}`);
    }
    return { findings };
  },
};
