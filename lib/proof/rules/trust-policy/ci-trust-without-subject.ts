import { issuerWithoutScheme } from '../../../core/trust/issuer';
import type { ClaimCondition } from '../../evaluate/trust-statements';
import { holdsWithoutKey, isClaimOf, statementText, webIdentityStatements } from '../../evaluate/trust-statements';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import { splitOutsideSymbols } from '../../model/known/text';
import { serviceOfIssuer } from '../../model/cluster/service-issuer';
import type { ServiceIssuer } from '../../model/cluster/service-issuer';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const ciTrustWithoutSubject: Rule = {
  slug: 'ci-trust-without-subject',
  level: 'error',
  mildest: 'warning',
  effect:
    'Any repository of anybody gets the role; of an issuer that one organisation has to itself, any of its pipelines does. IAM refuses a new trust of the first kind (MalformedPolicyDocument); a role that has one already keeps it.',
  fix: 'Add a StringEquals condition on <issuer>:sub with the repository and the branch or environment.',
  sources: [
    'Tinder Security Labs, “Identifying vulnerabilities in GitHub Actions & AWS OIDC configurations”',
    'IAM User Guide, “Identity-provider controls for shared OIDC providers”',
  ],
  check: (input) => {
    const findings: Finding[] = [];
    for (const { role, statement, providers, claims } of webIdentityStatements(input)) {
      // A key that is not known may be the one that limits.
      if (statement.effect !== 'Allow' || statement.conditions.some(({ key }) => hasSymbolicClaim(key))) continue;
      const found = providers
        .map((provider) => ({ provider, service: serviceOfIssuer(provider.issuer) }))
        .find(
          ({ provider, service }) =>
            service && !claims.some((claim) => limits(claim, isClaimOf(claim, provider, input.evaluation), service)),
        );
      if (!found?.service) continue;
      const { provider, service } = found;
      const ofEverybody = service.serves === 'everybody';
      const whose = ofEverybody ? 'which signs for everybody' : 'which signs for all pipelines of one organisation';
      findings.push(
        findingOf(ciTrustWithoutSubject, {
          level: ofEverybody ? 'error' : 'warning',
          message: `${statementText(statement)} of the trust of ${withPlace(role.id, role.trustAt)} admits every token of ${withPlace(describeSymbols(issuerWithoutScheme(provider.issuer)), provider.at)}, the issuer of ${service.name}, ${whose}: no condition limits the subject.`,
          subject: role.id,
          at: role.trustAt,
        }),
      );
    }
    return { findings };
  },
};

/** Whether a key's claim, behind its last colon, is not known. */
function hasSymbolicClaim(key: string): boolean {
  return hasSymbol(splitOutsideSymbols(key, ':').at(-1)!);
}

/** Values under StringLike that leave open whose pipeline it is: `*`, `repo:*`, `project_path:*`. */
const OPEN_VALUE = /^(?:[a-z_]+:)?[*?]+(?:[:/].*)?$/;

/**
 * Whether a condition may keep anybody of an issuer out.
 *
 * @param own whether it is about a claim of that issuer
 */
function limits({ condition, claim }: ClaimCondition, own: boolean | undefined, service: ServiceIssuer): boolean {
  const { family, negated, ifExists, set } = condition.operator;
  // No token has the key of another issuer.
  if (own !== true) return own === undefined || !holdsWithoutKey(condition);
  if (negated || family === 'Null') return false;
  // Each token has a subject; another claim may be missing, and then such a condition holds.
  if (claim !== 'sub' && (ifExists || set === 'ForAllValues')) return false;
  // The audience of a pipeline is what its author chooses; that of people is the program at which they sign in.
  if (claim === 'aud') return service.of === 'users';
  return family !== 'StringLike' || !condition.values.some((value) => OPEN_VALUE.test(value));
}
