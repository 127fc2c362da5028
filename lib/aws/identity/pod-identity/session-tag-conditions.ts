import { LIMITS } from '../../../core';
import { grouped, oneOrMore } from '../../../core/groups';
import type { EksClusterReference } from '../eks-cluster-reference';
import type { Measure } from '../role/measure';
import type { PodIdentityTrust } from './pod-identity';
import { resolvedOnce } from '../resolved-once';

/** Trusts that share a statement: all of a cluster where it is admitted whole, else namespaces with the same names in them. */
export function podIdentityGroups(trusts: readonly PodIdentityTrust[]): PodIdentityTrust[][] {
  const ofNamespace = grouped(trusts, ({ cluster, serviceAccount, admitWholeCluster }) =>
    admitWholeCluster ? cluster.arn : `${cluster.arn} ${serviceAccount.namespace}`,
  );
  const merged = grouped(ofNamespace.values(), (group) => {
    const { cluster, admitWholeCluster } = group[0]!;
    if (admitWholeCluster) return cluster.arn;
    const names = group.map(({ serviceAccount }) => serviceAccount.name);
    return [cluster.arn, ...names.sort()].join(' ');
  });
  return Array.from(merged.values(), (groups) => groups.flat());
}

/** The tags that a session of these trusts has, which are of one group: its cluster, its namespace, its service account. */
export function sessionTagConditions(
  group: readonly PodIdentityTrust[],
  measure: Measure,
): Record<string, string | readonly string[]> {
  const accounts = group.map(({ serviceAccount }) => serviceAccount);
  return {
    'aws:RequestTag/eks-cluster-arn': clusterArn(group[0]!.cluster, measure),
    'aws:RequestTag/kubernetes-namespace': distinct(
      accounts.map(({ namespace }) => namespace),
      (namespace) => measure.value(namespace, LIMITS.longest.namespace),
    ),
    'aws:RequestTag/kubernetes-service-account': distinct(
      accounts.map(({ name }) => name),
      (name) => measure.value(name, LIMITS.longest.serviceAccount),
    ),
  };
}

function distinct(values: readonly string[], measured: (value: string) => string): string | readonly string[] {
  return oneOrMore(Array.from(new Set(values), measured));
}

export function clusterArn({ arn, arnCharacters }: EksClusterReference, measure: Measure): string {
  return measure.value(resolvedOnce(arn), arnCharacters ?? LIMITS.longest.eksClusterArn);
}
