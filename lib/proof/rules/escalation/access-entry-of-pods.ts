import { findingOf } from '../rule';
import type { Rule } from '../rule';
import { withPlace } from '../words';

/** The access policies by which one may make pods, or tokens of service accounts. EKS, "Review access policy permissions". */
const WIDE = new Set(['AmazonEKSClusterAdminPolicy', 'AmazonEKSAdminPolicy', 'AmazonEKSEditPolicy']);

export const accessEntryOfPods: Rule = {
  slug: 'access-entry-of-pods',
  cloud: 'aws',
  level: 'warning',
  effect:
    'Nothing fails: whoever takes over such a pod makes pods of any service account there, and so becomes each identity that these get, whatever the trusts say.',
  fix: 'Give what the pods do in the cluster to their service account by RBAC, and take the access policy away, or give AmazonEKSViewPolicy.',
  sources: [
    'Amazon EKS, “Review access policy permissions”',
    'Kubernetes, “Role Based Access Control Good Practices”, “Workload creation”',
  ],
  check: ({ model, evaluation }) => ({
    findings: model.runtime.access
      .filter(({ policy }) => WIDE.has(policy))
      // One that may be of several clusters is told once.
      .filter(({ id }, index, all) => all.findIndex((one) => one.id === id) === index)
      .flatMap(({ id, cluster: clusterId, role, policy, namespaces, perhaps, at }) => {
        const identity = evaluation.identities.get(role);
        if (role === undefined || !identity) return [];
        const isOfPods = evaluation.admissions.of(role).length > 0 || evaluation.nodes.open.has(role);
        if (!isOfPods) return [];
        const cluster = clusterId === undefined ? undefined : evaluation.clusters.get(clusterId);
        const scope = namespaces
          ? `the namespace${namespaces.length === 1 ? '' : 's'} ${namespaces.join(', ')} of `
          : '';
        const known = cluster ? withPlace(cluster.id, cluster.at) : 'a cluster that is not in the input';
        const where = perhaps === undefined ? known : 'a cluster or namespaces that are not known before apply';
        return [
          findingOf(accessEntryOfPods, {
            message: `${withPlace(role, identity.at)}, which pods get, has ${policy} in ${scope}${where}, by ${id}.`,
            subject: role,
            at,
          }),
        ];
      }),
  }),
};
