import { hasPlaceholder } from '../../model/placeholder';
import { describeSymbols } from '../../model/symbol';
import { possibleIdentity } from '../../evaluate/claimed-identity';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const claimAssumed: Rule = {
  slug: 'claim-assumed',
  level: 'note',
  effect: 'Nothing fails if the literal is right. The proof cannot tell, and goes on as if it were.',
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
          message: `${withPlace(claim.carrier, claim.at)} names ${describeSymbols(claim.text)}, which is assumed to be ${withPlace(identity.id, identity.at)}: its own name is not known before apply.`,
          subject: claim.carrier,
          identities: [identity.id],
          at: claim.at,
        }),
      );
    }
    return { findings };
  },
};
