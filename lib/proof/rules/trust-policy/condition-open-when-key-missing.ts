import { issuerWithoutScheme } from '../../../core/trust/issuer';
import { describeSymbols } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import {
  holdsWithoutKey,
  limitsSubject,
  misnamedConditions,
  statementText,
  webIdentityStatements,
} from '../../evaluate/trust-statements';
import type { TrustStatement } from '../../evaluate/trust-statements';
import { withPlace } from '../words';

export const conditionOpenWhenKeyMissing: Rule = {
  slug: 'condition-open-when-key-missing',
  cloud: 'aws',
  level: 'error',
  mildest: 'warning',
  effect:
    'IAM calls a negated operator, …IfExists and ForAllValues: true where the key is missing. In an Allow the condition keeps nobody out; in a Deny it refuses everybody.',
  fix: 'Use StringEquals, and write the key as <issuer without https://>:sub or :aud, of the issuer that the principal names.',
  sources: [
    'IAM User Guide, “IAM JSON policy elements: Condition operators”',
    'IAM User Guide, “Single-valued vs. multivalued context keys”',
  ],
  check: (input) => {
    const findings: Finding[] = [];
    for (const found of webIdentityStatements(input)) {
      const { role, statement, providers, claims } = found;
      for (const { condition, claim, own } of claims) {
        if (!holdsWithoutKey(condition)) continue;
        const missing = own === false || (own === true && !['sub', 'aud'].includes(claim));
        // Issuers of pipelines have more claims than those of clusters.
        if (!missing || (own === true && !providers.every(({ issuer }) => isClusterIssuer(issuer, input)))) continue;
        const effect =
          statement.effect === 'Deny'
            ? 'refuses every token'
            : `keeps nobody out of ${withPlace(role.id, role.trustAt)}`;
        findings.push(
          findingOf(conditionOpenWhenKeyMissing, {
            level: statement.effect === 'Allow' && limitsSubject(found) ? 'warning' : 'error',
            message: `${statementText(statement)} of the trust of ${withPlace(role.id, role.trustAt)} has ${condition.operator.name} on ${describeSymbols(condition.key)}, a key that no token of ${withPlace(describeSymbols(issuerWithoutScheme(providers[0]!.issuer)), providers[0]!.at)} has: it ${effect}.`,
            subject: role.id,
            at: role.trustAt,
          }),
        );
      }
    }
    for (const { found, key } of misnamedConditions(input)) {
      if (key.holds !== true) continue;
      const { role, statement } = found;
      const effect =
        key.effect === 'Deny' ? 'refuses every token' : `keeps nobody out of ${withPlace(role.id, role.trustAt)}`;
      findings.push(
        findingOf(conditionOpenWhenKeyMissing, {
          level: key.effect === 'Allow' && limitsSubjectBesides(found, key.key) ? 'warning' : 'error',
          message: `${statementText(statement)} of the trust of ${withPlace(role.id, role.trustAt)} has ${key.operator} on ${describeSymbols(key.key)}, a key that no token of an OIDC provider that it admits has: it ${effect}.`,
          subject: role.id,
          at: role.trustAt,
        }),
      );
    }
    return { findings };
  },
};

/** Whether a condition on the subject other than this one keeps somebody out. */
function limitsSubjectBesides({ statement }: TrustStatement, key: string): boolean {
  return statement.conditions.some((one) => one.key !== key && /:sub$/i.test(one.key) && !holdsWithoutKey(one));
}

function isClusterIssuer(issuer: string, { evaluation }: Parameters<Rule['check']>[0]): boolean {
  return evaluation.clusterOfIssuer.get(issuer)?.cloud !== 'other';
}
