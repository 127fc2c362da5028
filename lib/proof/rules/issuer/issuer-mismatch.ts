import { issuerWithoutScheme } from '../../../core/trust/issuer';
import { describeSymbols } from '../../model/known/symbol';
import type { Undecided } from '../../model/undecided';
import { findingOf } from '../rule';
import type { Finding, Rule, RuleInput } from '../rule';
import {
  foreignClaims,
  holdsWithoutKey,
  misnamedConditions,
  statementText,
  webIdentityStatements,
} from '../../evaluate/trust-statements';
import type { TrustStatement } from '../../evaluate/trust-statements';
import { withPlace } from '../words';

export const issuerMismatch: Rule = {
  slug: 'issuer-mismatch',
  level: 'error',
  effect:
    'The key is in no token of that provider, so the condition never holds: STS answers AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity. In a Deny it refuses nobody.',
  fix: 'Write the key as the issuer of the provider without https://, its slash at the end kept if it has one, and :sub or :aud behind it.',
  sources: [
    'IAM User Guide, “IAM JSON policy elements: Condition operators”',
    'https://github.com/aws/aws-cdk/issues/11682',
  ],
  check: (input) => {
    const findings: Finding[] = [];
    for (const found of webIdentityStatements(input)) {
      const { role, statement, providers, claims } = found;
      const several = asksSeveralIssuers(found, input);
      if (several) {
        findings.push(
          findingOf(issuerMismatch, {
            message: `${statementText(statement)} of the trust of ${withPlace(role.id, role.trustAt)} has conditions on ${several.map(describeSymbols).join(' and on ')}, and a token has one issuer: it ${statement.effect === 'Allow' ? 'admits nobody' : 'refuses nobody'}.`,
            subject: role.id,
            at: role.trustAt,
            help: `All conditions of a statement have to hold, and the keys of the other issuer are in no token: STS answers AccessDenied. Give each issuer a statement of its own.`,
          }),
        );
        continue;
      }
      for (const { condition, own } of claims) {
        if (own !== false || holdsWithoutKey(condition)) continue;
        const [provider] = providers;
        findings.push(
          findingOf(issuerMismatch, {
            message: `${statementText(statement)} of the trust of ${withPlace(role.id, role.trustAt)} has the principal ${withPlace(provider!.id, provider!.at)}, whose issuer is ${describeSymbols(issuerWithoutScheme(provider!.issuer))}, but a condition on ${describeSymbols(condition.key)}.`,
            subject: role.id,
            at: role.trustAt,
          }),
        );
      }
    }
    const undecided: Undecided[] = [];
    for (const { found, key } of misnamedConditions(input)) {
      const { role, statement } = found;
      const text = `${statementText(statement)} of the trust of ${withPlace(role.id, role.trustAt)} has a condition on ${describeSymbols(key.key)}, which no token of an OIDC provider that it admits has`;
      if (key.holds === false) {
        findings.push(findingOf(issuerMismatch, { message: `${text}.`, subject: role.id, at: role.trustAt }));
      }
      if (key.holds === undefined) {
        const because = `${text}, and AWS does not say whether ${key.operator} holds then`;
        undecided.push({ about: role.id, because, at: role.trustAt });
      }
    }
    return { findings, undecided };
  },
};

/** Two keys, of two issuers, that a statement asks for at once, so that no token of any of its providers has both. */
function asksSeveralIssuers(found: TrustStatement, input: RuleInput): readonly [string, string] | undefined {
  const foreign = found.providers.map((provider) => foreignClaims(found, provider, input.evaluation)[0]);
  const asked = found.claims.filter(({ condition, own }) => own === true && !holdsWithoutKey(condition));
  const first = asked[0];
  const other = asked.find(({ issuer }) => issuer.toLowerCase() !== first?.issuer.toLowerCase());
  return first && other && !foreign.includes(undefined) ? [first.condition.key, other.condition.key] : undefined;
}
