import { shapeOf } from './symbol';
import { SHAPES } from './symbol-shape';
import { areTwoResources, readOfResource } from './two-resources';

/**
 * Whether two symbols are the issuers of two clusters that one root module makes: no two clusters have the same. A cluster that is
 * looked up may be any of them, and so may one of an instance that is not known.
 */
export function areOfTwoClusters(one: string, other: string): boolean {
  if ([one, other].some((text) => shapeOf(text) !== SHAPES.issuer)) return false;
  const [first, second] = [readOfResource(one), readOfResource(other)];
  if (!first || !second || first.root !== second.root || first.attribute !== second.attribute) return false;
  return areTwoResources(first, second);
}
