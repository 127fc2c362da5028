/**
 * What an identity may do, as one value, for an identity of its cloud to carry out. Made in one style on both clouds, by
 * the kind of resource and a verb: `s3Grant.read(bucket)`, `keyVaultGrant.readSecrets(vault)`.
 *
 * How it is carried out is its cloud's own: statements of a role's policy on AWS, a role assignment on Azure.
 */
export interface Grant {
  /** In words, such as `read objects of arn:aws:s3:::reports/`. */
  readonly description: string;
  /** What a person must do before it works, in sentences. Default nothing. */
  readonly deploymentNeeds?: readonly string[];
}
