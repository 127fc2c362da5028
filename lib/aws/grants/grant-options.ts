import type { ArnLike } from './grant';
import type { SessionTag } from './session-tag';

/** Options of every grant on AWS. */
export interface AwsGrantOptions {
  /**
   * Accepts a resource of another account than the role's. Its own policy must allow the role too, which is one of the
   * grant's `deploymentNeeds`. Default false.
   */
  readonly crossAccount?: boolean;
  /** Accepts a resource of another region than the clusters whose pods become the role. Default false. */
  readonly crossRegion?: boolean;
  /**
   * Only sessions with these tags, which EKS Pod Identity gives: `{ 'kubernetes-service-account': 'writer' }` where several
   * service accounts become one role. Default all sessions of the role.
   */
  readonly whereSessionTag?: Readonly<Partial<Record<SessionTag, string | readonly string[]>>>;
}

/** Options of a grant on a resource whose tags IAM knows when it decides. */
export interface TaggedGrantOptions extends AwsGrantOptions {
  /**
   * Only where the resource has these tags: `{ team: sessionTag('kubernetes-namespace') }` gives each namespace what is
   * tagged with its name. Best with a resource that ends in a wildcard. Default whatever its tags.
   */
  readonly whereResourceTag?: Readonly<Record<string, string | readonly string[]>>;
}

/** Options of a grant on a resource that may be encrypted under a KMS key of one's own. */
export interface EncryptedGrantOptions extends TaggedGrantOptions {
  /**
   * The key under which the resource is encrypted (SSE-KMS). The role may use it then, only through the service. Default
   * none: keys of AWS, such as `aws/sqs`, need no permission.
   */
  readonly encryptionKey?: ArnLike;
}
