import { mayNameManagedIdentity } from '../../model/identity/identity-index';
import type { Identity } from '../../model/identity/identity';
import { isNo } from '../../model/known/known';
import { inLowerCase } from '../../model/known/symbol';
import { equal } from '../../model/known/text';

/** Whether the parent that a credential names may be an identity; what was not read may be any. */
export function mayBeParent(parent: string | undefined, identity: Identity): boolean {
  const { kind, resourceId } = identity;
  if (parent === undefined || resourceId === undefined) return true;
  // Azure compares resource ids without regard to case.
  if (isNo(equal(inLowerCase(parent), inLowerCase(resourceId)))) return false;
  return kind !== 'managed-identity' || mayNameManagedIdentity(parent, identity);
}
