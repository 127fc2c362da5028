/** What a query asks besides: whether whoever gets the identity may do something. */
export interface ActionQuery {
  /** One action as the cloud calls it: `s3:GetObject`, `Microsoft.KeyVault/vaults/secrets/getSecret/action`. */
  readonly action: string;
  /**
   * What it is done to: an ARN, an Azure resource id, or the address of a resource of the program, with what is below it
   * (`aws_s3_bucket.data/2026.csv`); `*` for an action of AWS that has no resource.
   */
  readonly resource: string;
  /**
   * What is known of the request besides, by condition key: `aws:SourceVpce`. One value, or several of a multivalued key.
   *
   * @default - what the program tells
   */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** What every query names. */
interface AboutIdentity extends Partial<ActionQuery> {
  /** The identity's id, its name where no other has it, a role's ARN, or a client id. */
  readonly identity: string;
  /** The identity's own AWS account, where the artefacts do not tell it. Twelve digits. */
  readonly account?: string;
}

/** Would a token get the identity? */
export interface TokenQuery extends AboutIdentity {
  /** The cluster that issued the token: its id. With it, `iss` may be left out. */
  readonly cluster?: string;
  readonly token: {
    /** The issuer's URL, as the token has it. */
    readonly iss?: string;
    readonly aud: string | readonly string[];
    readonly sub: string;
  };
}

/** Would a session of EKS Pod Identity get the role? The association is taken for granted. */
export interface PodIdentityQuery extends AboutIdentity {
  readonly cluster?: string;
  readonly podIdentity: {
    /** The ARN of the cluster. With `cluster`, it may be left out. */
    readonly clusterArn?: string;
    /** The cluster's account. */
    readonly account?: string;
    readonly namespace: string;
    readonly serviceAccount: string;
  };
}

/** Would a pod that runs as a service account get the identity, by any mechanism that the artefacts have? */
export interface SubjectQuery extends AboutIdentity {
  readonly subject: { readonly namespace: string; readonly name: string };
  /**
   * The id of the cluster that the pod runs in.
   *
   * @default - the only cluster, or the only one that declares the service account
   */
  readonly cluster?: string;
  /** The issuer's URL, for a cluster that is not in the input. */
  readonly issuer?: string;
  /**
   * The audience of the pod's token.
   *
   * @default - what the service account's annotation says, else the one that the cloud asks for
   */
  readonly audience?: string;
}

/** A question about one identity. */
export type Query = TokenQuery | PodIdentityQuery | SubjectQuery;
