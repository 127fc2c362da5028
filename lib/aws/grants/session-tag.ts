import { SESSION_TAGS } from '../../core';
import type { AwsGrant } from './grant';

/** A tag of the session that a pod gets by EKS Pod Identity. */
export type SessionTag = (typeof SESSION_TAGS)[number];

/**
 * What the pod's session is tagged with, as IAM puts it into a policy: to be used in a tag's value, a prefix or a name.
 *
 * `s3Grant.read(bucket, { prefix: `${sessionTag('kubernetes-namespace')}/` })` gives each namespace what is its own. Only
 * Pod Identity tags sessions; by IRSA the variable has no value, and the statement allows nothing.
 */
export function sessionTag(name: SessionTag): string {
  return `\${aws:PrincipalTag/${name}}`;
}

/** The session tags that a grant asks for, without which it allows nothing. */
export function sessionTagsOf({ statements }: AwsGrant): readonly SessionTag[] {
  const text = JSON.stringify(statements);
  return SESSION_TAGS.filter((name) => new RegExp(`aws:PrincipalTag/${name}["}]`, 'i').test(text));
}
