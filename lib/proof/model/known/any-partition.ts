import { symbolOf } from './symbol';

/**
 * Stands for the partition in an ARN whose own is not known. IAM refuses an ARN of another partition than the account's, so in one
 * program it is that which the other ARNs have.
 */
export const ANY_PARTITION = symbolOf('the partition', 'segment');
