import { PodtrustError } from './errors';
import { isKnown } from './unknown';

/** Which addresses of the internet reach an API server. */
export interface PublicAccess {
  /**
   * Opens the API server to these addresses and ranges of the internet, beside its own network. Default none: the API
   * server is private, and who deploys must reach that network.
   */
  readonly publicAccessCidrs?: readonly string[];
  /** Accepts `0.0.0.0/0`, and where the cloud has IPv6 `::/0`, among {@link publicAccessCidrs}. Default false. */
  readonly allowPublicAccessFromAnywhere?: boolean;
}

/** What a cloud accepts. */
interface Accepted {
  /** As a message shows it, such as `EKS`. */
  readonly cloud: string;
  /** How many ranges. */
  readonly most: number;
  readonly ipv6: boolean;
  /** Whether ranges that are never seen on the internet are refused. */
  readonly onlyPublic?: boolean;
  /** Whether a range must begin with its own first address. */
  readonly exact?: boolean;
}

const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/;
const IPV6 = /^((?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4})(?:\/(\d{1,3}))?$/i;

/**
 * Refuses ranges that the cloud would refuse, and the one that lets everybody reach the API server. Tokens pass.
 *
 * @throws PodtrustError `ip-range-invalid`, `endpoint-open-to-all`, `ip-ranges-over-limit`
 */
export function checkPublicAccess(access: PublicAccess, accepted: Accepted, where: string): void {
  const { publicAccessCidrs: ranges = [], allowPublicAccessFromAnywhere = false } = access;
  const { cloud, most } = accepted;
  if (ranges.length > most) {
    throw new PodtrustError({
      code: 'ip-ranges-over-limit',
      where,
      what: `${ranges.length} publicAccessCidrs`,
      why: `${cloud} accepts at most ${most}.`,
      remedy: 'Join neighbouring ranges, or leave them out and reach the private API server from its network.',
    });
  }
  for (const range of ranges.filter(isKnown)) {
    if (!isIpRange(range, accepted.ipv6)) {
      throw new PodtrustError({
        code: 'ip-range-invalid',
        where,
        what: `publicAccessCidrs has "${range}", which is not an ${accepted.ipv6 ? 'IPv4 or IPv6' : 'IPv4'} address or range`,
        why: `${cloud} would refuse it when the cluster is made.`,
        remedy: 'Give it like 203.0.113.7/32 or 198.51.100.0/24.',
      });
    }
    if (accepted.exact && !isExact(range)) {
      throw new PodtrustError({
        code: 'ip-range-invalid',
        where,
        what: `publicAccessCidrs has "${range}", which does not begin with the first address of its range`,
        why: 'Terraform’s provider refuses it.',
        remedy: 'Give a range by its first address, like 198.51.100.0/24, and a single address like 203.0.113.7.',
      });
    }
    if (accepted.onlyPublic && isReserved(range)) {
      throw new PodtrustError({
        code: 'ip-range-invalid',
        where,
        what: `publicAccessCidrs has "${range}", which is not of the internet`,
        why: `${cloud} refuses reserved addresses: calls that come by the internet have others.`,
        remedy:
          'Give the public addresses of the network, such as that of its NAT gateway. From inside the network the private API server needs no entry.',
      });
    }
    if (isEverything(range) && !allowPublicAccessFromAnywhere) {
      throw new PodtrustError({
        code: 'endpoint-open-to-all',
        where,
        what: `publicAccessCidrs has ${range}, the whole internet`,
        why: 'Everybody could reach the API server, and a leaked credential would be enough to use it.',
        remedy: 'Name the networks that you deploy from, or say allowPublicAccessFromAnywhere: true.',
      });
    }
  }
}

/** Whether a range of IPv4 is written by its first address. Ranges of IPv6 are not looked into. */
export function isExact(range: string): boolean {
  const [, a, b, c, d, bits] = IPV4.exec(range) ?? [];
  if (a === undefined || bits === undefined) return true;
  const value = [a, b, c, d].reduce((sum, part) => sum * 256 + Number(part), 0);
  return value % 2 ** (32 - Number(bits)) === 0;
}

/** Private, link-local and loopback ranges of IPv4. RFC 6890. */
const RESERVED = /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/;

/** Whether all addresses of a range of IPv4 are ones that the internet does not carry. */
function isReserved(range: string): boolean {
  const bits = Number(range.split('/')[1] ?? 32);
  return RESERVED.test(range) && bits >= (/^(10|127)\./.test(range) ? 8 : range.startsWith('172.') ? 12 : 16);
}

/** An address as the range that it is alone in; ranges and tokens as they are. */
export function asRange(range: string): string {
  if (!isKnown(range) || range.includes('/')) return range;
  return `${range}/${range.includes(':') ? 128 : 32}`;
}

/** Whether the API server is private: no range at all would otherwise be one without any limit. */
export function isPrivate({ publicAccessCidrs = [] }: PublicAccess): boolean {
  return publicAccessCidrs.length === 0;
}

/** Whether a range is the whole internet. */
export function isEverything(range: string): boolean {
  return /\/0$/.test(range);
}

/** Whether a text is an address or a range of addresses. */
export function isIpRange(range: string, ipv6: boolean): boolean {
  const four = IPV4.exec(range);
  if (four) return four.slice(1, 5).every((part) => Number(part) <= 255) && Number(four[5] ?? 32) <= 32;
  const six = ipv6 ? IPV6.exec(range) : null;
  if (!six) return false;
  const [, address, bits = '128'] = six;
  const shortened = address!.split('::').length;
  const groups = address!.split(':').filter(Boolean).length;
  return shortened <= 2 && (shortened === 2 ? groups <= 7 : groups === 8) && Number(bits) <= 128;
}

/**
 * Refuses what is not a range of IPv4 addresses. Tokens pass.
 *
 * @param field the argument that has it
 * @throws PodtrustError `ip-range-invalid`
 */
export function checkIpRange(field: string, range: string, where: string): void {
  if (!isKnown(range) || (range.includes('/') && isIpRange(range, false))) return;
  throw new PodtrustError({
    code: 'ip-range-invalid',
    where,
    what: `${field} has "${range}", which is not a range of IPv4 addresses`,
    why: 'The cloud would refuse it when the network or the cluster is made.',
    remedy: 'Give it like 10.224.0.0/16.',
  });
}
