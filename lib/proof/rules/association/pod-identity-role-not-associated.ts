import { POD_IDENTITY_SERVICE } from '../../../core/trust/audience';
import { podIdentityAdmissions } from '../../iam';
import { associationElsewhere } from '../../mechanisms/pod-identity/association-elsewhere';
import { BY_ABSENCE } from '../../model/assumption';
import type { Undecided } from '../../model/undecided';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const podIdentityRoleNotAssociated: Rule = {
  slug: 'pod-identity-role-not-associated',
  cloud: 'aws',
  level: 'warning',
  mildest: 'note',
  effect:
    'Nothing fails: without an association EKS gives the pods no credentials, and their SDK falls back to the role of the node, if they reach it.',
  fix: 'Add an aws_eks_pod_identity_association with the cluster, the namespace and the service account, or take the role away.',
  sources: [
    'https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3146',
    'https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3029',
    'Amazon EKS, “Assign an IAM role to a Kubernetes service account”',
  ],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    const given = new Set(model.associations.flatMap(({ role, target }) => [role, target?.role]));
    for (const [id, policy] of evaluation.policies) {
      const role = evaluation.identities.get(id)!;
      if (given.has(id) || role.existing) continue;
      const isForPods = policy.statements.some(
        ({ effect, principals }) => effect === 'Allow' && principals.service.includes(POD_IDENTITY_SERVICE),
      );
      // What the trust does not admit anyway is another rule's matter.
      if (!isForPods || podIdentityAdmissions(policy, {}).admitted.length === 0) continue;
      const elsewhere = associationElsewhere(model, role);
      if (elsewhere !== undefined) {
        const because = `no association that was read gives it to anybody, and ${elsewhere}`;
        undecided.push({ about: id, because, at: role.at });
        continue;
      }
      findings.push(
        findingOf(podIdentityRoleNotAssociated, {
          // Without a cluster of its own, a program leaves the associations to another one as a rule.
          level: model.runtime.ownClusters.size > 0 && evaluation.admissions.of(id).length === 0 ? 'warning' : 'note',
          message: `${withPlace(id, role.trustAt)} admits ${POD_IDENTITY_SERVICE}, and no association that was read gives it to a service account.`,
          subject: id,
          at: role.at,
          ...BY_ABSENCE,
        }),
      );
    }
    return { findings, undecided };
  },
};
