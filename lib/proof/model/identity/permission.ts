/** What an identity may do, as it is written; not evaluated. */
export interface Permission {
  readonly identity: string;
  /** Actions of IAM or of an Azure custom role; empty for a built-in role. What is taken out stands behind a `!`. */
  readonly actions: readonly string[];
  /** The name of an Azure role or an AWS managed policy. */
  readonly role: string | null;
  /** The resource or scope; symbols described. */
  readonly resource: string;
  /** What an IAM statement asks for besides, as `operator key: value or value`, sorted; nothing where it asks for nothing. */
  readonly conditions?: readonly string[];
  /** The AWS account of the resource, where it is certainly another one than the identity's own. Else absent. */
  readonly otherAccount?: string;
  /** Whether a role of Azure has the action `*` or can assign roles, so that its identity can get more than it has. Else absent. */
  readonly privileged?: true;
  /** The id of the resource that grants it. */
  readonly source: string;
}
