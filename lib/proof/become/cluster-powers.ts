import type { Power } from '../access-control/powers';
import { SUPERUSERS } from '../access-control/subjects';
import type { Evaluation } from '../evaluate/evaluation';
import { describeSymbols } from '../model/known/symbol';
import type { ClusterPower, Somebody, Step } from './way';

const EDITS: readonly Pick<Power, 'act' | 'becomes'>[] = [
  { act: 'make-pods', becomes: 'pod' },
  { act: 'run-commands', becomes: 'pod' },
  { act: 'impersonate', becomes: 'account' },
];

/** The access policies of EKS by which one becomes a pod. EKS, "Review access policy permissions". */
const ACCESS_POLICIES: Readonly<Record<string, readonly Pick<Power, 'act' | 'becomes'>[]>> = {
  AmazonEKSClusterAdminPolicy: [{ act: 'everything', becomes: 'pod' }],
  AmazonEKSAdminPolicy: EDITS,
  AmazonEKSEditPolicy: EDITS,
};

/** Who may become whom in a cluster: by its RBAC, by access policies of EKS, and as a superuser. */
export function clusterPowers({ powers, model }: Evaluation, cluster: string): readonly ClusterPower[] {
  const own = powers.powers
    .filter((power) => power.cluster === cluster)
    .map((power): ClusterPower => ({ ...power, who: { ...power.who, cluster } }));
  const byPolicies = model.runtime.access
    .filter((access) => access.cluster === cluster)
    .flatMap(({ id, role, policy, namespaces, at }) =>
      (ACCESS_POLICIES[policy] ?? []).flatMap((act): ClusterPower[] =>
        (namespaces ?? [undefined]).map((namespace) => ({
          ...{ cluster, who: { kind: 'identity', name: role }, ...act },
          ...(namespace === undefined ? {} : { namespace }),
          ...{ source: id, role: policy, at },
        })),
      ),
    );
  const superuser: ClusterPower = {
    ...{ cluster, who: { kind: 'group', cluster, name: SUPERUSERS }, act: 'everything', becomes: 'pod' },
    ...{ source: 'Kubernetes itself', at: { file: '', pointer: '' } },
  };
  return [...own, ...byPolicies, superuser];
}

/** Who of AWS is a user or in a group of a cluster. */
export function membersOf(
  { model, identities }: Evaluation,
  goal: Somebody & { readonly cluster: string },
): readonly Step[] {
  return model.awsAuthEntries
    .filter(
      ({ clusters, groups, username }) =>
        clusters.includes(goal.cluster) &&
        (goal.kind === 'group' ? groups.includes(goal.name) : username === goal.name),
    )
    .map(({ who }) => {
      const role = identities.claimed(who)?.identity;
      return {
        who: role ? { kind: 'identity', name: role.id } : { kind: 'principal', name: who },
        may: `enter the cluster ${goal.kind === 'group' ? 'in the group' : 'as the user'} ${describeSymbols(goal.name)}`,
        by: 'ConfigMap/kube-system/aws-auth',
        becomes: goal,
      };
    });
}
