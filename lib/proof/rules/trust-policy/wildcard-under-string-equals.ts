import { describeSymbols } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { statementText, trustStatements } from '../../evaluate/trust-statements';
import { withPlace } from '../words';

/** Keys of EKS Pod Identity whose values hold neither `*` nor `?`. */
const POD_IDENTITY_KEY = /^aws:(requesttag\/(kubernetes-|eks-cluster-)|source(arn|account)$)/i;

/** What becomes of a statement by a value that no token and no session has. */
const CONSEQUENCES = {
  Allow: {
    equal: 'No value equals it, so it lets nobody in: STS answers AccessDenied.',
    different: 'Every value differs from it, so it keeps nobody out.',
  },
  Deny: {
    equal: 'No value equals it, so it keeps nobody out.',
    different:
      'Every value differs from it, so it spares nobody: STS answers AccessDenied to those who were meant to get in.',
  },
} as const;

/** How to write what was meant. */
const FIXES = {
  equal:
    'Name each service account under StringEquals. If a pattern is meant, put sub under StringLike, and leave aud under StringEquals.',
  different: 'Name each service account under StringNotEquals. If a pattern is meant, put it under StringNotLike.',
} as const;

export const wildcardUnderStringEquals: Rule = {
  slug: 'wildcard-under-string-equals',
  cloud: 'aws',
  level: 'error',
  effect:
    'No token or session holds such a character, so no value equals this one. Under StringEquals it lets nobody in, and STS answers AccessDenied; under StringNotEquals it keeps nobody out; in a Deny the other way round.',
  fix: FIXES.equal,
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
        const value = condition.values.find((text) => /[*?]/.test(text.replace(/\$\{[^}]*\}/g, '')));
        if (value === undefined) continue;
        const comparison = condition.operator.negated ? 'different' : 'equal';
        findings.push(
          findingOf(wildcardUnderStringEquals, {
            message: `${statementText(statement)} of the trust of ${withPlace(role.id, role.trustAt)} has ${JSON.stringify(describeSymbols(value))} under ${condition.operator.name} on ${describeSymbols(condition.key)}, where a wildcard is a plain character.`,
            subject: role.id,
            at: role.trustAt,
            help: `${CONSEQUENCES[statement.effect][comparison]} ${FIXES[comparison]}`,
          }),
        );
      }
    }
    return { findings };
  },
};
