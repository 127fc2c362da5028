import { addToGroup } from '../../../core/groups';
import type { SecurityGroupPolicy } from '../../model/kubernetes/security-group-policy';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const podIdentityBehindStrictGroups: Rule = {
  slug: 'pod-identity-behind-strict-groups',
  cloud: 'aws',
  level: 'error',
  effect:
    'All that the pod sends leaves by an interface of its own, so that it never reaches the agent of EKS Pod Identity on its node: the SDK finds no credentials.',
  fix: 'Set POD_SECURITY_GROUP_ENFORCING_MODE of the VPC CNI to standard, or give the role to the service account by IRSA.',
  sources: [
    'https://github.com/aws/amazon-vpc-resource-controller-k8s/issues/618',
    'https://github.com/aws/amazon-vpc-cni-k8s/issues/2797',
  ],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const strict = new Map(
      model.runtime.addons.flatMap(({ id, cluster, strictPodGroups }) =>
        cluster !== undefined && strictPodGroups ? [[cluster, id] as const] : [],
      ),
    );
    if (strict.size === 0) return { findings };
    const policies = new Map<string, SecurityGroupPolicy[]>();
    for (const policy of model.securityGroupPolicies) {
      addToGroup(policies, `${policy.clusters[0]!}\n${policy.namespace}`, policy);
    }
    for (const { id, clusters, namespace, serviceAccount, podLabels, hostNetwork, templateAt } of model.workloads) {
      // A pod with the node's network has no interface of its own.
      if (clusters.length !== 1 || hostNetwork) continue;
      const cluster = clusters[0]!;
      const addon = strict.get(cluster);
      const { associations, declared } = evaluation.accounts.of(cluster, namespace, serviceAccount);
      if (addon === undefined || associations.length === 0) continue;
      const policy = policies
        .get(`${cluster}\n${namespace}`)
        ?.find(({ of, labels }) =>
          Object.entries(labels).every(([key, value]) =>
            of === 'pod' ? podLabels[key] === value : declared.length === 1 && declared[0]!.labels[key] === value,
          ),
        );
      if (!policy) continue;
      findings.push(
        findingOf(podIdentityBehindStrictGroups, {
          message: `${withPlace(id, templateAt)} gets its role by ${associations[0]!.id}, and security groups of its own by ${withPlace(policy.id, policy.at)}, which ${addon} enforces strictly.`,
          subject: id,
          at: templateAt,
        }),
      );
    }
    return { findings };
  },
};
