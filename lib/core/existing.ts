import type { HelmShape } from './kubernetes/helm-shape';

/** The name of the file beside a stack's cdk.tf.json that lists what the stack was told exists already. */
export const EXISTING_FILE = 'existing.json';

/** The form of {@link EXISTING_FILE}. */
export const EXISTING_SCHEMA = 'podtrust.existing/v1';

/**
 * What a program was told of objects that it does not make: what `fromAttributes` was given. Values are literals or
 * Terraform expressions of the stack.
 */
export interface Existing {
  readonly schema: typeof EXISTING_SCHEMA;
  readonly clusters: readonly ExistingCluster[];
  readonly oidcProviders: readonly ExistingOidcProvider[];
  readonly identities: readonly ExistingIdentity[];
  /** Nothing where there is none. */
  readonly releases?: readonly ToldRelease[];
}

/** A Helm release that the program makes, of a chart whose values only the program knows. */
export interface ToldRelease {
  /** The release's address in its stack: `helm_release.shop`. */
  readonly id: string;
  /** Where the chart's values have what bindings need, one for each service account. */
  readonly shapes: readonly HelmShape[];
}

/** A cluster that somebody else made. */
export interface ExistingCluster {
  /** The construct's path, or the cluster's name where no construct stands for it. */
  readonly id: string;
  /** Nothing where only its issuer tells. */
  readonly cloud?: 'aws' | 'azure';
  /** Its name in its cloud. */
  readonly name?: string;
  /** The OIDC issuer's URL, `https://` included. */
  readonly issuer?: string;
  /** ARN or Azure resource id. */
  readonly resourceId?: string;
  readonly region?: string;
  /** The AWS account, twelve digits. */
  readonly account?: string;
  /** The API server's URL, by which Kubernetes providers are pointed at it. */
  readonly endpoint?: string;
}

/** An IAM OIDC provider that somebody else made. */
export interface ExistingOidcProvider {
  readonly id: string;
  readonly arn: string;
  /** The registered issuer's URL, `https://` included. */
  readonly issuer?: string;
  readonly audiences?: readonly string[];
}

/** An identity that somebody else made. */
export interface ExistingIdentity {
  /** The construct's path. */
  readonly id: string;
  readonly kind: 'iam-role' | 'managed-identity' | 'entra-application';
  readonly name?: string;
  /** ARN, Azure resource id, or `/applications/<object id>`. */
  readonly resourceId?: string;
  readonly clientId?: string;
  readonly principalId?: string;
  readonly resourceGroup?: string;
}
