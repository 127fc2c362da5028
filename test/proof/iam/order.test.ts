import fc from 'fast-check';
import { parsePolicy, podIdentityAdmissions, webIdentityAdmissions } from '../../../lib/proof/iam';
import type { NaivePolicy, NaiveStatement } from './naive-evaluator';
import { CONTEXT, PROPERTY_RUNS, podIdentityPolicy, webIdentityPolicy } from './random-policies';

/** An answer without what names statements by their place. */
function answer(policy: NaivePolicy): unknown {
  const parsed = parsePolicy(policy);
  const web = webIdentityAdmissions(parsed, CONTEXT);
  const pods = podIdentityAdmissions(parsed, CONTEXT);
  const withoutIndexes = (key: string, value: unknown): unknown =>
    ['because', 'undecided', 'notes', 'misnamedKeys'].includes(key) ? undefined : value;
  return JSON.parse(JSON.stringify([web, pods], withoutIndexes));
}

/** The same policy with a statement for each value of the first positive condition of each statement. */
function split(policy: NaivePolicy): NaivePolicy {
  return {
    ...policy,
    Statement: policy.Statement.flatMap((statement) => {
      const [operator, keys] = Object.entries(statement.Condition ?? {})[0] ?? [];
      if (!operator || !keys || /Not|ForAnyValue|ForAllValues|Null|IfExists/.test(operator)) return [statement];
      const [key, values] = Object.entries(keys)[0]!;
      if (typeof values === 'string' || values.length < 2) return [statement];
      return values.map((value): NaiveStatement => ({
        ...statement,
        Condition: { ...statement.Condition, [operator]: { ...keys, [key]: value } },
      }));
    }),
  };
}

describe('the answer', () => {
  it.each([
    ['a web identity trust', webIdentityPolicy],
    ['a Pod Identity trust', podIdentityPolicy],
  ])('does not change when the statements of %s change places', (_, policies) => {
    fc.assert(
      fc.property(policies, fc.nat(), (policy, seed) => {
        const statements = [...policy.Statement];
        const shuffled = statements
          .map((one, index) => [(seed * (index + 7)) % 11, one] as const)
          .sort((a, b) => a[0] - b[0]);
        expect(answer({ ...policy, Statement: shuffled.map(([, one]) => one) })).toEqual(answer(policy));
        expect(answer({ ...policy, Statement: statements.reverse() })).toEqual(answer(policy));
      }),
      { numRuns: Math.ceil(PROPERTY_RUNS / 2) },
    );
  });

  it.each([
    ['a web identity trust', webIdentityPolicy],
    ['a Pod Identity trust', podIdentityPolicy],
  ])('does not change when the statements of %s are split by their values', (_, policies) => {
    fc.assert(
      fc.property(policies, (policy) => {
        expect(answer(split(policy))).toEqual(answer(policy));
      }),
      { numRuns: Math.ceil(PROPERTY_RUNS / 2) },
    );
  });
});
