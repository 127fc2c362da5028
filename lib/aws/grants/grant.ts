import type { Grant } from '../../core';

/** One statement of an IAM permission policy. */
export interface PolicyStatement {
  /** Default `Allow`. */
  readonly effect?: 'Allow' | 'Deny';
  /** Such as `s3:GetObject`. */
  readonly actions: readonly string[];
  /** ARNs, with wildcards where you mean them. */
  readonly resources: readonly string[];
  /** By operator, then by key: `{ StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } }`. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A grant on AWS: statements, which a {@link PodRole} writes into its one inline policy. */
export interface AwsGrant extends Grant {
  readonly statements: readonly PolicyStatement[];
}

/** A resource by its ARN, which may be a token, or by the object that has one, such as an `S3Bucket`. */
export type ArnLike = string | { readonly arn: string };
