import { PodtrustError, isKnown } from '../core';
import { partitionOfRegion } from '../core/aws/aws-partition';
import { checkArn, checkPartition, readArn } from './arn';
import { ARN_KINDS } from './arn-kinds';

/**
 * Refuses what is not the ARN of a KMS key in a region. Tokens pass; aliases do not: no policy allows a key by one.
 *
 * @param owner who uses it
 * @throws PodtrustError `arn-malformed`, `arn-of-other-kind`, `partition-mismatch`, `region-mismatch`
 */
export function checkKeyArn(arn: string, region: string, where: string, owner = 'the cluster'): void {
  checkArn(arn, ARN_KINDS.key, where);
  checkPartition(arn, { name: owner, partition: partitionOfRegion(region) }, where);
  const other = readArn(arn)!.region;
  if (other === undefined || !isKnown(region) || other === region) return;
  throw new PodtrustError({
    code: 'region-mismatch',
    where,
    what: `${owner} is in ${region}, and the key ${arn} in ${other}`,
    why: 'AWS encrypts only under keys of the same region.',
    remedy: 'Give a key of that region, such as the replica of a multi-region key.',
  });
}
