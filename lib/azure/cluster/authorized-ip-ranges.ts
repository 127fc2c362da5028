import { PodtrustError, isKnown } from '../../core';

/** AKS documentation, "API server authorized IP ranges": at most 200 ranges a cluster. */
const MOST_RANGES = 200;
const CIDR = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/;

/**
 * Refuses ranges that AKS would refuse, and the one that lets everybody reach the API server.
 *
 * @throws PodtrustError `ip-range-invalid`, `ip-range-open`, `ip-ranges-over-limit`
 */
export function checkAuthorizedIpRanges(ranges: readonly string[], where?: string): void {
  if (ranges.length > MOST_RANGES) {
    throw new PodtrustError({
      code: 'ip-ranges-over-limit',
      where,
      what: `${ranges.length} authorized IP ranges`,
      why: `AKS accepts at most ${MOST_RANGES}.`,
      remedy: 'Join neighbouring ranges, or leave them out and reach the private API server from its network.',
    });
  }
  for (const range of ranges.filter(isKnown)) {
    const match = CIDR.exec(range);
    if (!match || match.slice(1, 5).some((part) => Number(part) > 255) || Number(match[5] ?? 32) > 32) {
      throw new PodtrustError({
        code: 'ip-range-invalid',
        where,
        what: `"${range}" is not an IPv4 address or range`,
        why: 'AKS takes IPv4 addresses and CIDR ranges only.',
        remedy: 'Give it like 203.0.113.7/32 or 198.51.100.0/24.',
      });
    }
    if (match[5] === '0') {
      throw new PodtrustError({
        code: 'ip-range-open',
        where,
        what: `the authorized IP range "${range}" is the whole Internet`,
        why: 'Anybody could try credentials and exploits on the API server.',
        remedy: 'Name the addresses that deployers come from, or leave the ranges out for a private API server.',
      });
    }
  }
}
