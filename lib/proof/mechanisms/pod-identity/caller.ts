import type { Caller } from '../../iam';
import type { Identity } from '../../model/identity/identity';
import { mayBeInAccountOf } from '../../model/identity/identity-index';
import type { IdentityIndex } from '../../model/identity/identity-index';
import { hasSymbol } from '../../model/known/symbol';
import type { RoleAccount, RoleAccounts } from '../irsa/role-account';
import { accountOfRole, arnOfRole } from '../irsa/role-arn';

/** What is known of roles. */
export interface KnownRoles {
  readonly identities: IdentityIndex;
  readonly accounts: RoleAccounts;
}

/**
 * A role as the one that asks for something.
 *
 * @param assume takes ARNs that are assumed to be the role's own: the name fits, and the account is not known
 */
export function callerOf(role: Identity, roles: KnownRoles, assume: (name: string) => void = () => undefined): Caller {
  const account = roles.accounts.of(role);
  const id = account.id ?? [...account.names][0] ?? accountOfRole(role);
  return {
    role: role.id,
    roleArn: arnOfRole(role, id, account.partition),
    account: id,
    partition: account.partition,
    isCaller: (name) => {
      const same = isRole(name, role, roles);
      if (same && name !== role.claimName && account.id === undefined) assume(name);
      return same;
    },
    isCallersAccount: (one) => isAccount(one, account),
  };
}

/** Whether a text is a role's ARN; nothing where no role that was read is found by it. */
function isRole(name: string, role: Identity, { identities, accounts }: KnownRoles): boolean | undefined {
  if (name === role.claimName) return true;
  const found = identities.claimed(name)?.identity;
  // An ARN of the right name may be of another account.
  return found && found.id === role.id && mayBeInAccountOf({ account: accounts.of(role) }, name);
}

/** Whether a text is the id of an account; nothing where only apply will tell. */
function isAccount(text: string, { id, names }: RoleAccount): boolean | undefined {
  if (text === id || names.has(text)) return true;
  return id === undefined || hasSymbol(text) ? undefined : false;
}
