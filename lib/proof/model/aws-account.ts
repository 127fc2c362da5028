import { hasSymbol } from './known/symbol';

/**
 * An AWS account, as far as Terraform tells it. Resources of one provider share one object, so that two of them are in one
 * account even where nobody knows its id.
 */
export interface AwsAccount {
  /** Twelve digits; nothing where it is not known before apply. */
  readonly id?: string;
  /** Its partition, such as `aws-us-gov`; nothing where that is not known. */
  readonly partition?: string;
  /** The symbols for its id: what `data.aws_caller_identity` of the same provider gives. */
  readonly names: ReadonlySet<string>;
}

/** The account's id in an ARN; nothing where that part is unknown, or the text is not an ARN. */
export function accountIdIn(arn: string): string | undefined {
  return /^arn:[^:]*:[a-z-]+:[^:]*:(\d{12}):/.exec(arn)?.[1];
}

/** Whether a text is an account's id, and known. */
export function isAccountId(text: string): boolean {
  return !hasSymbol(text) && /^\d{12}$/.test(text);
}
