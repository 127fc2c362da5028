import { isAccountId } from '../aws-account';
import type { Place } from '../place';

/** A resource control policy of AWS Organizations: what it denies, nobody may do to resources of the accounts that it is for. */
export interface ResourceControl {
  readonly id: string;
  /** Its text as it is written; may hold symbols. Nothing where that is not known. */
  readonly content?: string;
  /** What it is attached to in the input: a root, an organizational unit, an account; may hold symbols. */
  readonly targets: readonly string[];
  readonly at: Place;
}

/** Whom a policy of the organisation is asked about: a role or a resource, and its account where that is known. */
export interface Controlled {
  readonly id: string;
  readonly account?: string;
}

/**
 * Why a policy of the organisation may be for an account, as the end of a sentence about what it does; nothing where it is known not to be:
 * it is attached to other accounts alone. None is for an account for certain: they do not bind the organisation's management account.
 */
export function whyItMayBind({ targets }: ResourceControl, { id, account }: Controlled): string | undefined {
  const isOther = (target: string): boolean => account !== undefined && isAccountId(target) && target !== account;
  if (targets.length > 0 && targets.every(isOther)) return undefined;
  const unless = 'the organisation’s management account, which such policies do not bind';
  if (account !== undefined && targets.includes(account)) return `unless ${account} is ${unless}`;
  const where = targets.filter((target) => target !== '' && !isOther(target));
  const below = where.length > 0 ? where.join(' or ') : 'what it is attached to, which is not in the input,';
  return `if the account of ${id} lies below ${below} and is not ${unless}`;
}
