import type { Grant } from '../../core';

/** By operator, then by key: `{ StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } }`. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One statement of an IAM permission policy. */
export interface PolicyStatement {
  /** Default `Allow`. */
  readonly effect?: 'Allow' | 'Deny';
  /** Such as `s3:GetObject`. */
  readonly actions: readonly string[];
  /** ARNs, with wildcards where you mean them. */
  readonly resources: readonly string[];
  /** All of them must hold. Default none. */
  readonly conditions?: Conditions;
}

/** A grant on AWS: statements, which a {@link PodRole} writes into its one inline policy. */
export interface AwsGrant extends Grant {
  readonly statements: readonly PolicyStatement[];
  /** Whether resources may be in another account than the role. Default false. */
  readonly crossAccount?: boolean;
  /** Whether resources may be in another region than the role's clusters. Default false. */
  readonly crossRegion?: boolean;
}

/** A resource by its ARN, which may be a token, or by the object that has one, such as an `S3Bucket`. */
export type ArnLike = string | { readonly arn: string };
