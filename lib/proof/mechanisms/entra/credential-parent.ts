import { mayNameManagedIdentity } from '../../model/identity-index';
import type { Identity } from '../../model/identity';
import { isNo } from '../../model/known';
import { inLowerCase } from '../../model/symbol';
import { equal } from '../../model/text';

/** Whether the parent that a credential names may be an identity; what was not read may be any. */
export function mayBeParent(parent: string | undefined, identity: Identity): boolean {
  const { kind, resourceId } = identity;
  if (parent === undefined || resourceId === undefined) return true;
  // Azure compares resource ids without regard to case.
  if (isNo(equal(inLowerCase(parent), inLowerCase(resourceId)))) return false;
  return kind !== 'managed-identity' || mayNameManagedIdentity(parent, identity);
}
