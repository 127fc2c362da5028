import { issuerWithoutScheme } from '../../../core/issuer';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { isSharedIssuer } from '../../model/shared-issuer';
import { statementText, webIdentityStatements } from '../../evaluate/trust-statements';
import { withPlace } from '../words';

export const ciTrustWithoutSubject: Rule = {
  slug: 'ci-trust-without-subject',
  level: 'error',
  description: 'A role trusts an issuer that all the world’s pipelines share, and does not say whose.',
  effect:
    'Any repository of anybody gets the role. IAM refuses a new trust of this kind (MalformedPolicyDocument); a role that has one already keeps it.',
  fix: 'Add a StringEquals condition on <issuer>:sub with the repository and the branch or environment.',
  sources: [
    'Tinder Security Labs, “Identifying vulnerabilities in GitHub Actions & AWS OIDC configurations”',
    'IAM User Guide, “Identity-provider controls for shared OIDC providers”',
  ],
  check: (input) => {
    const findings: Finding[] = [];
    for (const { role, statement, providers, claims } of webIdentityStatements(input)) {
      const shared = providers.find(({ issuer }) => isSharedIssuer(issuer));
      if (statement.effect !== 'Allow' || !shared) continue;
      const limited = claims.some(({ condition, claim }) => {
        if (claim === 'aud' || condition.operator.negated || condition.operator.ifExists) return false;
        return (
          condition.operator.family !== 'StringLike' || !condition.values.some((value) => /^(repo:)?\*/.test(value))
        );
      });
      if (limited) continue;
      findings.push(
        findingOf(ciTrustWithoutSubject, {
          message: `${statementText(statement)} of the trust of ${withPlace(role.id, role.trustAt)} takes every token of ${withPlace(issuerWithoutScheme(shared.issuer), shared.at)}: no condition limits the subject.`,
          subject: role.id,
          at: role.trustAt,
        }),
      );
    }
    return { findings };
  },
};
