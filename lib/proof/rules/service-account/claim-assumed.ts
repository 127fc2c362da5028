import type { Claim } from '../../mechanisms/claims';
import type { Identity } from '../../model/identity/identity';
import { hasPlaceholder } from '../../model/known/placeholder';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import { possibleIdentity } from '../../evaluate/claimed-identity';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const claimAssumed: Rule = {
  slug: 'claim-assumed',
  level: 'note',
  effect: 'Nothing fails if the assumption is right. The proof cannot tell, and goes on as if it were.',
  fix: 'Reference the identity instead of writing its name out, and the proof needs no assumption.',
  sources: ['IAM User Guide, “IAM identifiers”'],
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    for (const claim of evaluation.claims) {
      const admitted = evaluation.verdicts.get(claim)?.outcome === 'admitted';
      const identity = claim.identity
        ? claim.assumed && admitted && claim.identity
        : possibleIdentity(claim, evaluation);
      if (!identity || hasPlaceholder(claim.text)) continue;
      findings.push(
        findingOf(claimAssumed, {
          message: `${withPlace(claim.carrier, claim.at)} names ${describeSymbols(claim.text)}, which is assumed to be ${withPlace(identity.id, identity.at)}: ${notKnown(claim, identity)} before apply.`,
          subject: claim.carrier,
          identities: [identity.id],
          at: claim.at,
        }),
      );
    }
    return { findings };
  },
};

/** What of the claim and its identity keeps the two from being compared. */
function notKnown({ text }: Claim, { kind, name, account }: Identity): string {
  if (hasSymbol(text)) return 'what it names is not known';
  if (kind !== 'iam-role') return 'its own client id is not known';
  if (name === '' || hasSymbol(name)) return 'its own name is not known';
  return account?.id === undefined ? 'its name fits, and its account is not known' : 'its own ARN is not known';
}
