import { describeSymbols } from '../../model/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { statementText, trustStatements } from '../../evaluate/trust-statements';
import { withPlace } from '../words';

/** Keys of EKS Pod Identity whose values hold neither `*` nor `?`. */
const POD_IDENTITY_KEY = /^aws:(requesttag\/(kubernetes-|eks-cluster-)|source(arn|account)$)/i;

export const wildcardUnderStringEquals: Rule = {
  slug: 'wildcard-under-string-equals',
  level: 'error',
  effect:
    'No subject holds such a character, so the value matches nothing: STS answers AccessDenied. Under StringNotEquals it keeps nobody out.',
  fix: 'Name each service account under StringEquals. If a pattern is meant, put sub under StringLike, and leave aud under StringEquals.',
  sources: [
    'https://github.com/crossplane/crossplane/issues/5578',
    'https://github.com/terraform-aws-modules/terraform-aws-iam/issues/486',
  ],
  check: (input) => {
    const findings: Finding[] = [];
    for (const { role, statement, claims } of trustStatements(input)) {
      for (const condition of statement.conditions) {
        const { family } = condition.operator;
        if (family !== 'StringEquals' && family !== 'StringEqualsIgnoreCase') continue;
        const claim = claims.find((one) => one.condition === condition)?.claim;
        if (!(claim ? claim === 'sub' || claim === 'aud' : POD_IDENTITY_KEY.test(condition.key))) continue;
        // ${*} and ${?} stand for the characters themselves, and somebody who writes that knows.
        const value = condition.values.find((text) => /[*?]/.test(describeSymbols(text).replace(/\$\{[^}]*\}/g, '')));
        if (value === undefined) continue;
        findings.push(
          findingOf(wildcardUnderStringEquals, {
            message: `${statementText(statement)} of the trust of ${withPlace(role.id, role.trustAt)} has ${JSON.stringify(describeSymbols(value))} under ${condition.operator.name} on ${describeSymbols(condition.key)}, where a wildcard is a plain character.`,
            subject: role.id,
            at: role.trustAt,
          }),
        );
      }
    }
    return { findings };
  },
};
