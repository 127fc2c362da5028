import { partitionIn } from '../../../core/aws/aws-partition';
import type { Identity } from '../../model/identity/identity';
import { type Known, any, isNo, isYes } from '../../model/known/known';
import { hasSymbol, symbolOf } from '../../model/known/symbol';
import { matches } from '../../model/known/text';
import type { RoleAccount } from './role-account';

/** The symbol of a role's account, which like a partition has no character that parts an ARN. */
export function accountOfRole({ id }: Identity): string {
  return symbolOf(`${id}.account`, 'segment');
}

/** A role's ARN, with symbols for what is not known of it. */
export function arnOfRole({ id, claimName, path = '/', name }: Identity, account: string, partition?: string): string {
  if (!hasSymbol(claimName)) return claimName;
  return `arn:${partition ?? symbolOf(`${id}.partition`, 'segment')}:iam::${account}:role${path}${name}`;
}

/**
 * Whether one of several globs is of a role; of the ways in which it may be written, one that is certain is enough.
 *
 * @param account where it is known; one whose partition is not known is taken to be in the one that the glob writes
 * @param more ways in which it is written
 */
export function matchesRole(
  globs: readonly string[],
  role: Identity,
  { id: account, partition }: Pick<RoleAccount, 'id' | 'partition'>,
  more: readonly string[] = [],
): Known {
  return any(globs, (glob) => {
    const arn = arnOfRole(role, account ?? accountOfRole(role), partition ?? partitionIn(glob));
    const answers = [...more, role.claimName, arn].map((text) => matches(glob, text));
    return answers.find(isYes) ?? answers.find(isNo) ?? answers[0]!;
  });
}
