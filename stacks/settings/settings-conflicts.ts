import { partitionOf } from '../../lib/aws/partition';
import { isEverything, isIpRange, LIMITS } from '../../lib/core';
import type { Settings } from './settings';

/** A setting that has the right type, and that a construct or a cloud would refuse. */
export interface Conflict {
  readonly path: readonly PropertyKey[];
  readonly why: string;
}

/**
 * What the constructs would refuse of the settings, under the settings' own names and all at once.
 *
 * @param skipped whether a setting, such as `aws.region`, is wrong already
 */
export function conflicts(settings: Settings, skipped: (path: string) => boolean): Conflict[] {
  const found: Conflict[] = [];
  const hold = (paths: readonly string[], check: () => Conflict[]) => {
    if (!paths.some(skipped)) found.push(...check());
  };
  hold(['tags', 'requiredTags'], () => untagged(settings));
  for (const cloud of ['aws', 'azure'] as const) {
    hold([`${cloud}.publicAccessCidrs`], () => ranges(settings, cloud));
    hold([`${cloud}.nodes`], () => nodeCounts(settings, cloud));
  }
  for (const key of ['deployerPrincipalArn', 'permissionsBoundaryArn'] as const) {
    hold(['aws.region', `aws.${key}`], () => partition(settings, key));
  }
  return found;
}

function untagged({ tags, requiredTags }: Settings): Conflict[] {
  return requiredTags.flatMap((key, index) =>
    tags[key] ? [] : [{ path: ['requiredTags', index], why: `"${key}" has no value: set tags.${key}` }],
  );
}

function ranges(settings: Settings, cloud: 'aws' | 'azure'): Conflict[] {
  const given = settings[cloud].publicAccessCidrs;
  const ipv6 = cloud === 'aws';
  const most = ipv6 ? LIMITS.eksPublicAccessCidrs : LIMITS.aksAuthorizedIpRanges;
  const path = [cloud, 'publicAccessCidrs'];
  const found: Conflict[] = given.flatMap((range, index) => {
    const at = [...path, index];
    if (!isIpRange(range, ipv6)) {
      const kind = ipv6 ? 'IPv4 or IPv6' : 'IPv4';
      return [{ path: at, why: `"${range}" is not an ${kind} address or range such as 203.0.113.0/24` }];
    }
    if (!isEverything(range)) return [];
    return [{ path: at, why: `${range} is the whole internet: name the networks that you deploy from` }];
  });
  if (given.length > most) found.push({ path, why: `${given.length} ranges, accepted are at most ${most}` });
  return found;
}

function nodeCounts(settings: Settings, cloud: 'aws' | 'azure'): Conflict[] {
  const { minimum, maximum } = settings[cloud].nodes;
  if (minimum <= maximum) return [];
  return [
    { path: [cloud, 'nodes', 'minimum'], why: `${minimum} is above "${cloud}.nodes.maximum", which is ${maximum}` },
  ];
}

function partition({ aws }: Settings, key: 'deployerPrincipalArn' | 'permissionsBoundaryArn'): Conflict[] {
  const arn = aws[key];
  const expected = partitionOf(aws.region);
  if (arn === undefined || arn.startsWith(`arn:${expected}:`)) return [];
  return [{ path: ['aws', key], why: `"${arn}" is not of the partition ${expected} of "aws.region", ${aws.region}` }];
}
