import type { AwsAccount } from './aws-account';
import type { Known } from './known/known';
import type { Place } from './place';

/** A resource that policies of permissions speak of, and the policies that it has itself. Its texts may hold symbols. */
export interface CloudResource {
  readonly id: string;
  readonly name: string;
  /** Of AWS the service, as actions and ARNs have it: `s3`; of Azure the type: `Microsoft.KeyVault/vaults`. */
  readonly service: string;
  /** Its ARN, or its resource id of Azure, with all that is known of it; symbols for the rest. */
  readonly arn: string;
  /** What the program writes for it, or for a part of its ARN, by what that stands for. */
  readonly spellings: ReadonlyMap<string, string>;
  /** Nothing where nothing tells. */
  readonly account?: AwsAccount;
  /** Whether the program makes it, so that no other policy is there than those that are read. */
  readonly declared: boolean;
  readonly policies: readonly AttachedPolicy[];
  /** Of a key of KMS: its grants, each as a policy that says the same. */
  readonly grants?: readonly AttachedPolicy[];
  /** Of an alias of a key: the ARN of the key. */
  readonly aliasOf?: string;
  /** Of a key vault: whether roles decide who may do what with what it holds, and not its access policies. */
  readonly isByRoles?: Known;
  /** Of a key vault: set where its access policies are not all known. */
  readonly isPolicyOpen?: true;
  /** Of a management group: the ids of the subscriptions and management groups in it, as far as the program puts them there. */
  readonly holds?: readonly string[];
  readonly at: Place;
}

/** A policy that a resource has. */
export interface AttachedPolicy {
  /** The id of the resource that holds it. */
  readonly source: string;
  /** Its JSON; nothing where it is not known. */
  readonly text?: string;
  /** The expression that gives it, where its JSON is not known. Symbols described. */
  readonly expression?: string;
  /** Why it is not known that the resource has it. */
  readonly perhaps?: string;
}
