import { describeProblem } from '../../../core';
import type { AwsGrant } from '../../grants/grant';
import { sessionTagsOf } from '../../grants/session-tag';
import type { PodRoleTrust } from '../role/pod-role-trust';

/**
 * The grants that allow nothing, since they ask for a session tag that none of the role's sessions has: IRSA brings none,
 * and Pod Identity none where that is said. A tag of the role itself counts as well.
 *
 * @param trusts all of them; with none, they are another program's
 * @param ownTags the keys of the role's own tags
 * @returns descriptions of problems, for a validation
 */
export function sessionTagsMissing(
  trusts: readonly PodRoleTrust[],
  grants: readonly AwsGrant[],
  ownTags: readonly string[],
  where: string,
): string[] {
  const brings = (trust: PodRoleTrust): boolean => trust.mechanism === 'eks-pod-identity' && !trust.disableSessionTags;
  if (trusts.length === 0 || trusts.some(brings)) return [];
  return grants.flatMap((grant) =>
    sessionTagsOf(grant)
      .filter((tag) => !ownTags.includes(tag))
      .map((tag) =>
        describeProblem({
          code: 'session-tag-unavailable',
          where,
          what: `the grant to ${grant.description} asks for the session tag ${tag}, and no trust of the role brings it`,
          why: 'Only EKS Pod Identity tags its sessions. Without the tag the variable has no value, and IAM denies what the grant is for.',
          remedy:
            'Trust by podIdentity(…) with its session tags, or name the namespace in the grant and make a role for each.',
        }),
      ),
  );
}
