import { describeSymbols } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { statementText, webIdentityStatements } from '../../evaluate/trust-statements';
import { withPlace } from '../words';

export const setOperatorOnSingleValuedKey: Rule = {
  slug: 'set-operator-on-single-valued-key',
  cloud: 'aws',
  level: 'warning',
  effect:
    'AWS calls such a policy overly permissive: ForAllValues: is true for a token that lacks the key, so one slip in the key opens the role to everybody.',
  fix: 'Take ForAllValues: or ForAnyValue: off: a plain StringEquals accepts a list of values as well.',
  sources: ['IAM User Guide, “Single-valued vs. multivalued context keys”'],
  check: (input) => {
    const findings: Finding[] = [];
    for (const { role, statement, claims } of webIdentityStatements(input)) {
      for (const { condition, claim, own } of claims) {
        if (!condition.operator.set || !['sub', 'aud'].includes(claim)) continue;
        // With a key of another issuer it is open already, which is an error of its own.
        if (own === false) continue;
        findings.push(
          findingOf(setOperatorOnSingleValuedKey, {
            message: `${statementText(statement)} of the trust of ${withPlace(role.id, role.trustAt)} has ${condition.operator.name} on ${describeSymbols(condition.key)}, which is one value.`,
            subject: role.id,
            at: role.trustAt,
          }),
        );
      }
    }
    return { findings };
  },
};
