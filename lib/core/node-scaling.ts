import { PodtrustError } from './errors';

/** How many nodes the autoscaler may make of a pool. */
export interface NodeScaling {
  /** Nodes that it keeps at least. */
  readonly minimum: number;
  /** Nodes that it makes at most. */
  readonly maximum: number;
}

/**
 * Refuses numbers that the cloud would refuse.
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
  if (least <= minimum && minimum <= desired && desired <= maximum && 1 <= maximum && maximum <= most) return;
  const nodes = desired === minimum ? '' : `, ${desired} desired`;
  throw new PodtrustError({
    code: 'node-count-invalid',
    where,
    what: `a pool of at least ${minimum}${nodes} and at most ${maximum} nodes`,
    why,
    remedy: 'Give scaling with numbers in ascending order within these bounds.',
  });
}
