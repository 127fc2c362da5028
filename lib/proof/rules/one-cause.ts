import { addToGroup } from '../../core/groups';
import type { Found } from './rule';

/** Rules that find what another one has found already, and says nearer to its cause: the other ones stand behind. */
const SAID_BY: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    'annotation-missing': ['annotation-misspelt', 'client-id-malformed', 'client-id-mismatch', 'role-arn-malformed'],
    'association-not-admitted': ['session-tags-disabled'],
    'claim-not-admitted': ['client-id-malformed', 'role-arn-malformed'],
    'client-id-mismatch': ['client-id-malformed'],
    'issuer-unknown': ['issuer-slash-lost'],
    'subject-invalid': ['federated-credential-field-too-long'],
  }),
);

/**
 * Findings of which each has a cause of its own. Two of one subject have the same cause where rules give them the same one,
 * or, of rules that give none, where they are at the same place.
 */
export function oneForEachCause(findings: readonly Found[]): readonly Found[] {
  const rulesOfCause = new Map<string, string[]>();
  for (const finding of findings) addToGroup(rulesOfCause, causeOf(finding), finding.rule);
  return findings.filter((finding) => {
    const before = SAID_BY.get(finding.rule);
    return !before || !rulesOfCause.get(causeOf(finding))!.some((rule) => before.includes(rule));
  });
}

function causeOf({ subject, cause, at }: Found): string {
  return JSON.stringify(cause === undefined ? [subject, at.file, at.pointer] : [subject, at.file, cause]);
}
