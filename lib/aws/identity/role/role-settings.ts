import { checkTags } from '../../tags';
import { LIMITS, PodtrustError, checkName } from '../../../core';

/** What every role that is made here may be told. */
export interface RoleSettings {
  /** At most 64 characters, unique in the account whatever the case. Default: Terraform makes one up. */
  readonly name?: string;
  /** The start of a name that Terraform makes unique. At most 38 characters. Not together with {@link name}. */
  readonly namePrefix?: string;
  /** Such as `/workloads/`. Default `/`. */
  readonly path?: string;
  readonly description?: string;
  /** ARN of the policy that bounds what the role may ever do. */
  readonly permissionsBoundary?: string;
  /** Characters of the trust policy that the account takes, at most 8192. Default 2048, the quota that AWS gives at first. */
  readonly trustPolicyLimit?: number;
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Refuses settings of a role that IAM refuses.
 *
 * @throws PodtrustError `trust-policy-limit-invalid`, `name-and-prefix`, `name-invalid`, `tags-invalid`
 */
export function checkRoleSettings(settings: RoleSettings, where: string): void {
  const { name, namePrefix, path, trustPolicyLimit: limit } = settings;
  checkTags(settings.tags, where);
  const most = LIMITS.trustPolicyCharactersRaised;
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0 && limit <= most)) {
    throw new PodtrustError({
      code: 'trust-policy-limit-invalid',
      where,
      what: `a trustPolicyLimit of ${limit}`,
      why: `IAM accepts ${LIMITS.trustPolicyCharacters} characters of a trust policy, and AWS raises an account’s quota to ${most} at most.`,
      remedy: `Give the quota of the role’s account, at most ${most}, or leave it out.`,
    });
  }
  if (name !== undefined && namePrefix !== undefined) {
    throw new PodtrustError({
      code: 'name-and-prefix',
      where,
      what: `the role has both the name "${name}" and the prefix "${namePrefix}"`,
      why: 'Terraform accepts one of the two.',
      remedy: 'Leave one out.',
    });
  }
  if (name !== undefined) checkName('iam-role', name, where);
  if (namePrefix !== undefined) checkName('iam-role-prefix', namePrefix, where);
  if (path !== undefined) checkName('iam-path', path, where);
}
