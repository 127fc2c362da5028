import { partitionOfRegion } from '../core/aws/aws-partition';

/** The ARN partition of a region, such as `aws`. A region that is a token counts as one of `aws`. */
export function partitionOf(region: string): string {
  return partitionOfRegion(region) ?? 'aws';
}

/** The ARN of a policy that AWS manages. */
export function managedPolicyArn(partition: string, name: string): string {
  return `arn:${partition}:iam::aws:policy/${name}`;
}
