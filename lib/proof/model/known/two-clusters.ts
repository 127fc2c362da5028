import { isSymbol, referenceOfSymbol, shapeOf } from './symbol';
import { SHAPES } from './symbol-shape';

/** A resource that a program makes, by an address of which all is written out: its root, its address, and what is read of it. */
const RESOURCE =
  /^((?:[^\s"'${}()[\]]*\/)?)((?:module\.[\w-]+(?:\[(?:\d+|"[^"$]*")\])?\.)*[a-z0-9]+_\w+\.[\w-]+(?:\[(?:\d+|"[^"$]*")\])?)\.([a-z][^]*)$/;
const INDEX = /\[(?:\d+|"[^"$]*")\]/g;
const TYPE = /(\w+)\.[^.]*$/;

/**
 * Whether two symbols are the issuers of two clusters that one root module makes: no two clusters have the same. A cluster that is
 * looked up may be any of them, and so may one of an instance that is not known.
 */
export function areOfTwoClusters(one: string, other: string): boolean {
  if (one === other || !isSymbol(one) || !isSymbol(other)) return false;
  if (shapeOf(one) !== SHAPES.issuer || shapeOf(other) !== SHAPES.issuer) return false;
  const [first, second] = [RESOURCE.exec(referenceOfSymbol(one)), RESOURCE.exec(referenceOfSymbol(other))];
  if (!first || !second || first[1] !== second[1] || first[3] !== second[3]) return false;
  const [plain, otherPlain] = [first[2]!.replace(INDEX, ''), second[2]!.replace(INDEX, '')];
  if (TYPE.exec(plain)?.[1] !== TYPE.exec(otherPlain)?.[1]) return false;
  return plain !== otherPlain || first[2]!.replace(INDEX, '[]') === second[2]!.replace(INDEX, '[]');
}
