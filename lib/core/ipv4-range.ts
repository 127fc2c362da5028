import { isKnown } from './unknown';
import { isIpRange } from './public-access';

/** The ranges that are nobody's on the internet. RFC 1918. */
export const PRIVATE_RANGES: readonly string[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** A range of IPv4 addresses as numbers. */
interface Range {
  readonly first: number;
  readonly last: number;
}

/** The numbers of a range; nothing for a token, or for what is not a range. */
function rangeOf(text: string): Range | undefined {
  if (!isKnown(text) || !isIpRange(text, false)) return undefined;
  const [address, bits = '32'] = text.split('/');
  const value = address!.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  const first = value - (value % size);
  return { first, last: first + size - 1 };
}

/** Whether two ranges have an address in common; false where one is not known. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [rangeOf(one), rangeOf(other)];
  return a !== undefined && b !== undefined && a.first <= b.last && b.first <= a.last;
}

/** Whether a range lies within one of some others; true where it is not known. */
export function isWithin(range: string, others: readonly string[]): boolean {
  const inner = rangeOf(range);
  if (!inner) return true;
  return others.some((other) => {
    const outer = rangeOf(other);
    return outer !== undefined && outer.first <= inner.first && inner.last <= outer.last;
  });
}
