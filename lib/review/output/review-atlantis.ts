import { printableLines } from '../../core/printable';
import { counted } from '../../core/counted';
import { findingsOf } from './review-findings';
import type { Review } from '../review';

/**
 * A review in the form that Atlantis' policy framework proposes for evaluators (`policy-v1`, docs/adr/0004 of runatlantis): a
 * denial for all that fails the gate, a warning for all else that somebody should see. Atlantis keeps an approval as long as
 * `rule_id`, `subject`, `message` and `metadata` stay the same, so none of them holds a line.
 *
 * @param failOn from which verdict on a change is denied
 */
export function reviewAtlantis(review: Review, failOn: string): string {
  const findings = findingsOf(review).map(({ rule, subject, message, details, key, approved }) => ({
    type: isDenied(rule, failOn) && !approved ? 'denial' : 'warning',
    rule_id: rule,
    ...(subject === undefined ? {} : { subject }),
    message,
    ...(details.length === 0 ? {} : { details: details.join('\n') }),
    metadata: { access: [...key] },
  }));
  const { changes, unchanged } = review;
  const diagnostic = `${counted(changes.length, 'change')}, ${unchanged.access} unchanged`;
  return printableLines(`${JSON.stringify({ version: 1, findings, diagnostic }, null, 2)}\n`);
}

function isDenied(rule: string, failOn: string): boolean {
  if (failOn === 'never') return false;
  return rule !== 'access-undecided' || failOn === 'unknown';
}
