import { POD_IDENTITY_SERVICE } from '../../../core/trust/audience';
import { podIdentityAdmissions } from '../../iam';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

/** Keys that may tell one cluster from another. */
const CLUSTER_KEY = /^aws:(sourcearn|requesttag\/eks-cluster-(arn|name))$/i;

export const podIdentityTrustWithoutSource: Rule = {
  slug: 'pod-identity-trust-without-source',
  cloud: 'aws',
  level: 'warning',
  effect:
    'Nothing fails: whoever may make associations in any cluster of the account, a test cluster too, can hand the role to pods there.',
  fix: 'Add a condition on aws:SourceArn with the ARN of the cluster.',
  sources: [
    'https://github.com/terraform-aws-modules/terraform-aws-eks-pod-identity/issues/11',
    'https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3701',
  ],
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    for (const [id, policy] of evaluation.policies) {
      const open = policy.statements.some(
        ({ effect, principals, conditions }) =>
          effect === 'Allow' &&
          principals.service.includes(POD_IDENTITY_SERVICE) &&
          !conditions.some(({ key }) => CLUSTER_KEY.test(key)),
      );
      // A Deny may take the other clusters out.
      if (!open || !podIdentityAdmissions(policy, {}).openToAnyCluster) continue;
      const role = evaluation.identities.get(id)!;
      findings.push(
        findingOf(podIdentityTrustWithoutSource, {
          message: `The trust of ${withPlace(id, role.trustAt)} admits ${POD_IDENTITY_SERVICE} and names no cluster.`,
          subject: id,
          at: role.trustAt,
        }),
      );
    }
    return { findings };
  },
};
