import { LIMITS, PodtrustError, isKnown } from '../../core';
import type { AwsGrant } from './grant';

/** Characters of all inline policies of a role without whitespace. IAM and STS quotas, "Role inline policies". */
const INLINE_POLICY_CHARACTERS = 10_240;

/**
 * The text of a policy that holds these grants. Tokens stay in it; IAM's own variables, such as
 * `${aws:PrincipalTag/kubernetes-namespace}`, are escaped from Terraform.
 *
 * @throws PodtrustError `inline-policy-over-limit` where it is longer than IAM accepts, tokens not counted
 */
export function permissionPolicyOf(grants: readonly AwsGrant[], where: string): string {
  const text = policyText(grants);
  const characters = knownCharacters(text);
  if (characters > INLINE_POLICY_CHARACTERS) {
    throw new PodtrustError({
      code: 'inline-policy-over-limit',
      where,
      what: `the grants make a policy of ${characters} characters`,
      why: `A role's inline policies hold ${INLINE_POLICY_CHARACTERS} characters together.`,
      remedy: 'Name resources by a common prefix, or put a part into a policy of its own and give managedPolicyArns.',
    });
  }
  return escapeVariables(text);
}

/**
 * The text of a session policy that holds these grants: what a session may do is what both this policy and its role allow.
 *
 * @throws PodtrustError `session-policy-over-limit` where it is longer than EKS accepts, tokens not counted
 */
export function sessionPolicyOf(grants: readonly AwsGrant[], where: string): string {
  const text = policyText(grants);
  const characters = knownCharacters(text);
  const most = LIMITS.podIdentitySessionPolicyCharacters;
  if (characters > most) {
    throw new PodtrustError({
      code: 'session-policy-over-limit',
      where,
      what: `the grants make a session policy of ${characters} characters`,
      why: `EKS accepts ${most} characters of an association’s policy.`,
      remedy: 'Name resources by a common prefix, or give what the pods may do to a role of their own.',
    });
  }
  return escapeVariables(text);
}

function policyText(grants: readonly AwsGrant[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: grants.flatMap(({ statements }) =>
      statements.map(({ effect = 'Allow', actions, resources, conditions }) => ({
        Effect: effect,
        Action: oneOrMore(actions),
        Resource: oneOrMore(resources),
        Condition: conditions,
      })),
    ),
  });
}

function knownCharacters(text: string): number {
  return isKnown(text) ? text.length : text.replace(/\$\{TfToken\[[^\]]*\]\}/g, '').length;
}

/** A policy's text, or a part of it, whose variables of IAM, such as `${aws:PrincipalTag/team}`, Terraform leaves alone. */
export function escapeVariables(text: string): string {
  return isKnown(text) ? text : text.replace(/(?<!\$)\$\{(?=[A-Za-z0-9-]+:|[*?$]\})/g, '$$$${');
}

function oneOrMore(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? values[0]! : values;
}
