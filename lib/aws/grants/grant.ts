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

/** What an identity may do, as plain data: a {@link PodRole} turns it into its policy. */
export interface Grant {
  /** In words, such as `read objects of the bucket`. */
  readonly description: string;
  readonly statements: readonly PolicyStatement[];
}
