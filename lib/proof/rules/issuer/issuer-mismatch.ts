import { issuerWithoutScheme } from '../../../core/issuer';
import { describeSymbols } from '../../model/symbol';
import type { Undecided } from '../../model/undecided';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import {
  holdsWithoutKey,
  misnamedConditions,
  statementText,
  webIdentityStatements,
} from '../../evaluate/trust-statements';
import { withPlace } from '../words';

export const issuerMismatch: Rule = {
  slug: 'issuer-mismatch',
  level: 'error',
  description: 'A condition key names another issuer than the principal of its statement.',
  effect:
    'The key is in no token of that provider, so the condition never holds: STS answers AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity. In a Deny it refuses nobody.',
  fix: 'Write the key as the issuer of the provider without https://, its slash at the end kept if it has one, and :sub or :aud behind it.',
  sources: [
    'IAM User Guide, “IAM JSON policy elements: Condition operators”',
    'https://github.com/aws/aws-cdk/issues/11682',
  ],
  check: (input) => {
    const findings: Finding[] = [];
    for (const { role, statement, providers, claims } of webIdentityStatements(input)) {
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
