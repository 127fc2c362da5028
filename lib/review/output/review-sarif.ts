import type { ReportingDescriptor } from 'sarif';
import type { Place } from '../../proof/model/place';
import { SEVERITY, sarifText } from '../../report/sarif';
import type { SarifResult, SarifRun } from '../../report/sarif';
import type { SourceLocations } from '../../report/source-locations';
import { findingsOf } from './review-findings';
import type { ReviewFinding } from './review-findings';
import type { Review } from '../review';

const RULES: Readonly<Record<ReviewFinding['rule'], string>> = {
  'access-not-allowed': 'The policy of the gate does not allow what the program gives.',
  'access-undecided': 'Whether access widens, or the policy of the gate allows it, cannot be told.',
  'access-widened': 'Somebody gets in, or may do something, that did not before.',
};

/**
 * What of a review somebody has to act on, as SARIF 2.1.0: an alert at the line that makes the identity, which stays the same
 * one as long as the access is the same.
 *
 * @param elsewhere the place of what is written nowhere in the head
 */
export function reviewSarif(review: Review, locations: SourceLocations, elsewhere: Place, run: SarifRun = {}): string {
  const findings = findingsOf(review);
  const present = Object.keys(RULES)
    .sort()
    .filter((id) => findings.some(({ rule }) => rule === id)) as ReviewFinding['rule'][];
  return sarifText(
    {
      rules: present.map(descriptorOf),
      results: findings.map((finding) => resultOf(finding, elsewhere)),
      notes: [],
      category: run.category ?? 'podtrust/review',
      version: run.version,
    },
    locations,
  );
}

function descriptorOf(id: ReviewFinding['rule']): ReportingDescriptor {
  const text = RULES[id];
  const level = id === 'access-undecided' ? 'warning' : 'error';
  return {
    id,
    shortDescription: { text },
    fullDescription: { text },
    help: { text: `${text} See docs/reviewing.md.` },
    defaultConfiguration: { level },
    properties: { tags: ['security'], 'security-severity': SEVERITY[level] },
  };
}

function resultOf({ rule, message, details, at, key, approved }: ReviewFinding, elsewhere: Place): SarifResult {
  return {
    rule,
    level: rule === 'access-undecided' ? 'warning' : 'error',
    text: [message, ...details].join(' '),
    at: at ?? elsewhere,
    fingerprint: [rule, ...key],
    ...(approved ? { accepted: 'The lock of the change says it, and the base’s policy lets the lock approve.' } : {}),
  };
}
