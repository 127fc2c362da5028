/** A partition of AWS: regions with accounts, ARNs and DNS names of their own. */
export interface AwsPartition {
  /** As ARNs begin: `arn:<name>:`. */
  readonly name: string;
  /** The names of its regions. */
  readonly regions: RegExp;
  /** What the host names of its services end in. */
  readonly dnsSuffix: string;
}

/**
 * All partitions. An account is in one of them, and no ARN of one names anything in another.
 *
 * From `partitions.json` of the AWS SDKs.
 */
export const AWS_PARTITIONS: readonly AwsPartition[] = [
  { name: 'aws', regions: /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/, dnsSuffix: 'amazonaws.com' },
  { name: 'aws-cn', regions: /^cn-\w+-\d+$/, dnsSuffix: 'amazonaws.com.cn' },
  { name: 'aws-us-gov', regions: /^us-gov-\w+-\d+$/, dnsSuffix: 'amazonaws.com' },
  { name: 'aws-eusc', regions: /^eusc-(de)-\w+-\d+$/, dnsSuffix: 'amazonaws.eu' },
  { name: 'aws-iso', regions: /^us-iso-\w+-\d+$/, dnsSuffix: 'c2s.ic.gov' },
  { name: 'aws-iso-b', regions: /^us-isob-\w+-\d+$/, dnsSuffix: 'sc2s.sgov.gov' },
  { name: 'aws-iso-e', regions: /^eu-isoe-\w+-\d+$/, dnsSuffix: 'cloud.adc-e.uk' },
  { name: 'aws-iso-f', regions: /^us-isof-\w+-\d+$/, dnsSuffix: 'csp.hci.ic.gov' },
];

/** The partition of a region; nothing for a region that is not known, or that no partition has. */
export function partitionOfRegion(region: string): string | undefined {
  return AWS_PARTITIONS.find(({ regions }) => regions.test(region))?.name;
}

/** What the host names of a partition's services end in; nothing for a partition that is not known. */
export function dnsSuffixOf(partition: string): string | undefined {
  return AWS_PARTITIONS.find(({ name }) => name === partition)?.dnsSuffix;
}

/** The partition in an ARN; nothing where the text is not an ARN or that part of it is not known. */
export function partitionIn(arn: string): string | undefined {
  return /^arn:(aws[a-z0-9-]*):/.exec(arn)?.[1];
}
