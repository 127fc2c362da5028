import { unsetVariables } from '../../iam';
import type { Statement, UnsetVariable } from '../../iam';
import { describeSymbols } from '../../model/known/symbol';
import { statementText } from '../../evaluate/trust-statements';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const variableWithoutValue: Rule = {
  slug: 'variable-without-value',
  cloud: 'aws',
  level: 'error',
  mildest: 'warning',
  effect:
    'A variable without a value is equal to nothing: the condition never holds, and STS answers AccessDenied. Under a negated operator it holds for everybody.',
  fix: 'Write the name out. The tags of a principal are there only after the role is assumed; EKS Pod Identity passes its session tags as aws:RequestTag/….',
  sources: ['IAM User Guide, “IAM policy elements: Variables and tags”, “Policy variables with no value”'],
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    for (const [id, { statements, version }] of evaluation.policies) {
      for (const statement of statements) {
        for (const unset of unsetVariables(statement, version)) {
          const { trustAt } = evaluation.identities.get(id)!;
          const { operator, key } = unset.condition;
          findings.push(
            findingOf(variableWithoutValue, {
              level: isOpenOrShut(statement, unset) ? 'error' : 'warning',
              message: `${statementText(statement)} of the trust of ${withPlace(id, trustAt)} has \${${describeSymbols(unset.key)}} under ${operator.name} on ${describeSymbols(key)}, and no request that it is about has a value for it.`,
              subject: id,
              at: trustAt,
            }),
          );
        }
      }
    }
    return { findings };
  },
};

/** Whether it lets nobody in, or keeps nobody out; else some other value of the condition still counts. */
function isOpenOrShut({ effect }: Statement, { everywhere, condition }: UnsetVariable): boolean {
  const { negated, ifExists } = condition.operator;
  return everywhere && effect === 'Allow' && !(ifExists && !negated);
}
