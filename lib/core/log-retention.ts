import { PodtrustError } from './errors';
import { isKnownNumber } from './unknown';

/** What a cloud accepts as the number of days that it keeps logs, and its own words for it. */
export interface AcceptedRetention {
  readonly accepts: (days: number) => boolean;
  readonly why: string;
  /** An accepted number near another one. */
  readonly nearest: (days: number) => number;
}

/** CloudWatch Logs, "PutRetentionPolicy"; 0 is Terraform's own word for ever. */
const CLOUDWATCH_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const CLOUDWATCH_RETENTION: AcceptedRetention = {
  accepts: (days) => days === 0 || CLOUDWATCH_DAYS.includes(days),
  why: `CloudWatch Logs accepts ${CLOUDWATCH_DAYS.join(', ')} days, and 0 for ever.`,
  nearest: (days) => CLOUDWATCH_DAYS.find((accepted) => accepted >= days) ?? CLOUDWATCH_DAYS.at(-1)!,
};

/** Azure Monitor, "Manage data retention in a Log Analytics workspace". */
export const LOG_ANALYTICS_RETENTION: AcceptedRetention = {
  accepts: (days) => Number.isInteger(days) && days >= 30 && days <= 730,
  why: 'Log Analytics accepts 30 to 730 days.',
  nearest: (days) => Math.min(Math.max(Math.ceil(days) || 365, 30), 730),
};

/**
 * Refuses a number of days that the cloud would refuse. Tokens pass.
 *
 * @param option what the number was given as
 * @throws PodtrustError `log-retention-invalid`
 */
export function checkLogRetention(
  option: string,
  days: number | undefined,
  accepted: AcceptedRetention,
  where: string,
): void {
  if (days === undefined || !isKnownNumber(days) || accepted.accepts(days)) return;
  throw new PodtrustError({
    code: 'log-retention-invalid',
    where,
    what: `${option} is ${days}`,
    why: accepted.why,
    remedy: `Give one of these, such as ${accepted.nearest(days)}.`,
  });
}
