import { PodtrustError } from '../errors';
import { isKnownNumber } from '../unknown';

/** How many nodes the autoscaler may make of a pool. */
export interface NodeScaling {
  /** Nodes that it keeps at least. */
  readonly minimum: number;
  /** Nodes that it makes at most. */
  readonly maximum: number;
}

/**
 * Refuses numbers that the cloud would refuse. Tokens pass.
 *
 * @param accepted the least minimum and the greatest maximum, and the cloud's words for both
 * @throws PodtrustError `node-count-invalid`
 */
export function checkNodeScaling(
  { minimum, maximum, desired = minimum }: NodeScaling & { readonly desired?: number },
  accepted: { readonly least: number; readonly most: number; readonly why: string },
  where: string,
): void {
  const { least, most, why } = accepted;
  const numbers = [minimum, desired, maximum];
  const known = numbers.filter(isKnownNumber);
  const isInOrder = known.every((number, index) => index === 0 || known[index - 1]! <= number);
  const isWithin = known.every((number) => Number.isInteger(number) && least <= number && number <= most);
  if (isInOrder && isWithin && (!isKnownNumber(maximum) || maximum >= 1)) return;
  const nodes = desired === minimum ? '' : `, ${desired} desired`;
  throw new PodtrustError({
    code: 'node-count-invalid',
    where,
    what: `a pool of at least ${minimum}${nodes} and at most ${maximum} nodes`,
    why,
    remedy: 'Give scaling with whole numbers in ascending order within these bounds: minimum, desired, maximum.',
  });
}
