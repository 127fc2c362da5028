/** What a condition operator compares, after its prefix, its negation and its `IfExists` are taken off. */
export type OperatorFamily =
  | 'StringEquals'
  | 'StringEqualsIgnoreCase'
  | 'StringLike'
  | 'NumericEquals'
  | 'NumericLessThan'
  | 'NumericLessThanEquals'
  | 'NumericGreaterThan'
  | 'NumericGreaterThanEquals'
  | 'DateEquals'
  | 'DateLessThan'
  | 'DateLessThanEquals'
  | 'DateGreaterThan'
  | 'DateGreaterThanEquals'
  | 'Bool'
  | 'BinaryEquals'
  | 'IpAddress'
  | 'Arn'
  | 'Null';

/** A condition operator of IAM. See the IAM User Guide, "Condition operators". */
export interface Operator {
  /** As the policy writes it. */
  readonly name: string;
  readonly family: OperatorFamily;
  readonly negated: boolean;
  /** A missing key makes the condition true. */
  readonly ifExists: boolean;
  /** The set operator before the colon. */
  readonly set?: 'ForAllValues' | 'ForAnyValue';
}

/** One key of a statement's `Condition`, with its operator. All of a statement's conditions must hold. */
export interface Condition {
  readonly operator: Operator;
  /** As the policy writes it; IAM compares it without case. */
  readonly key: string;
  /** One of them must match; with a negated operator none may. */
  readonly values: readonly string[];
  /** Those of the values that need not be there, and why. */
  readonly perhapsValues?: ReadonlyMap<string, string>;
  /** Why it need not be there; nothing where it is. */
  readonly perhaps?: string;
}

/** Who a statement is about. */
export interface Principals {
  /** `Principal: "*"`. */
  readonly everyone: boolean;
  readonly aws: readonly string[];
  readonly federated: readonly string[];
  readonly service: readonly string[];
}

/** A validated statement of a policy: of a trust, which has principals, or of permissions, which have resources. */
export interface Statement {
  /** Its place in the document, from 0. */
  readonly index: number;
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  /** Nobody in a policy of permissions: it is about the identity that has it. */
  readonly principals: Principals;
  /** Set where those are whom it leaves out: `NotPrincipal`, which only the policy of a resource can have. */
  readonly notPrincipal?: true;
  /** ARN patterns, with `notResource` those that are left out; none in a trust, which is about its role. */
  readonly resources: readonly string[];
  readonly notResource: boolean;
  /** Action patterns in lower case, as IAM compares them; with `notAction` those that are left out. */
  readonly actions: readonly string[];
  /** The same as the policy writes them, for people. */
  readonly actionsAsWritten: readonly string[];
  readonly notAction: boolean;
  readonly conditions: readonly Condition[];
  /** Why it need not be there; nothing where it is. */
  readonly perhaps?: string;
  /** In a trust as it is evaluated, the organisation's policy that has it; nothing where the trust itself has. */
  readonly of?: string;
}
