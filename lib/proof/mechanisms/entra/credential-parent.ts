import type { Identity } from '../../model/identity';
import { isNo } from '../../model/known';
import { piecesOf } from '../../model/pattern';
import { hasSymbol } from '../../model/symbol';
import { equal } from '../../model/text';

/** Whether the parent that a credential names may be an identity; what was not read may be any. */
export function mayBeParent(parent: string | undefined, { resourceId }: Identity): boolean {
  return parent === undefined || resourceId === undefined || !isNo(equal(inLowerCase(parent), inLowerCase(resourceId)));
}

/** Azure compares resource ids without regard to case. */
function inLowerCase(text: string): string {
  return piecesOf(text)
    .map((piece) => (hasSymbol(piece) ? piece : piece.toLowerCase()))
    .join('');
}
