import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { PodtrustError } from '../../../core';
import { sessionPolicyOf } from '../../grants/permission-policy';
import { sessionTagsOf } from '../../grants/session-tag';
import type { PodIdentityTrust } from './pod-identity';

/**
 * Refuses a session policy that EKS or the installed provider would.
 *
 * @throws PodtrustError `session-policy-with-tags`, `provider-argument-unknown`, `session-tag-unavailable`,
 *   `session-policy-over-limit`
 */
export function checkSessionGrants(trust: PodIdentityTrust, where: string): void {
  const { sessionGrants, disableSessionTags, serviceAccount } = trust;
  if (!sessionGrants) return;
  if (!disableSessionTags) {
    throw new PodtrustError({
      code: 'session-policy-with-tags',
      where,
      what: `the association of ${serviceAccount.namespace}/${serviceAccount.name} has sessionGrants and keeps its session tags`,
      why: 'EKS refuses a session policy without disable_session_tags.',
      remedy:
        'Say disableSessionTags: true and admitWholeCluster: true with it, or make a role of its own for the service account, which needs neither.',
    });
  }
  if (!('policy' in EksPodIdentityAssociation.prototype)) {
    throw new PodtrustError({
      code: 'provider-argument-unknown',
      where,
      what: 'the installed @cdktf/provider-aws does not know the argument policy of aws_eks_pod_identity_association',
      why: 'It pins an AWS provider before 6.66, and terraform refuses an argument that its provider does not have.',
      remedy:
        'Install CDK Terrain’s provider under the same name (docs/leaving-cdktf.md), or make a role of its own for the service account.',
    });
  }
  const [tag] = sessionGrants.flatMap(sessionTagsOf);
  if (tag !== undefined) {
    throw new PodtrustError({
      code: 'session-tag-unavailable',
      where,
      what: `a session grant asks for the session tag ${tag}, and an association with a policy brings none`,
      why: 'The variable has no value, and IAM denies what the grant is for.',
      remedy: 'Name the namespace in the grant.',
    });
  }
  sessionPolicyOf(sessionGrants, where);
}
