import { perhaps } from '../../../../lib/proof/model/known/perhaps';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import { AUD, CONTEXT, PROVIDER, SUB, TODO_APP, admissionsOf, allow, deny, policyOf } from '../trust';

type Json = Readonly<Record<string, unknown>>;

const STS = 'sts.amazonaws.com';
const OPEN = symbolOf('provider.client_id_list');
const NOT_KNOWN = `statement 0: which audiences ${PROVIDER.arn} lists (client_id_list) is not known before apply`;

describe('of a provider that lists STS and audiences that are not known', () => {
  const asking = (audiences: string | readonly string[], operator = 'StringEquals', key = AUD): Json =>
    allow({ [operator]: { [key]: audiences } });
  /** Whether another audience than STS gets in, or may, and what is said of that. */
  const others = (...statements: readonly Json[]): readonly [boolean, readonly string[]] => {
    const context = { ...CONTEXT, providers: [{ ...PROVIDER, audiences: [STS, OPEN] }] };
    const { admitted, undecided } = admissionsOf(policyOf(...statements), context);
    expect(admitted.some(({ audiences }) => audiences.includes(STS))).toBe(true);
    return [admitted.some(({ audiences }) => audiences.includes(OPEN)), undecided];
  };

  test('no other one gets in where each statement asks for STS', () => {
    expect(others(asking(STS))).toEqual([false, []]);
    expect(others(asking(STS, 'StringLike'))).toEqual([false, []]);
    expect(others(asking([STS, STS]))).toEqual([false, []]);
    expect(others(asking(STS), deny({ StringEquals: { [SUB]: TODO_APP } }))).toEqual([false, []]);
    const withSubject = allow({ StringEquals: { [SUB]: TODO_APP, [AUD]: STS } });
    expect(others(withSubject)).toEqual([false, []]);
  });

  test('another one may get in where a statement asks for one that may be listed', () => {
    for (const statement of [
      asking([STS, 'other']),
      asking([STS, 's*'], 'StringLike'),
      asking(STS, 'StringEqualsIgnoreCase'),
    ]) {
      expect(others(statement)).toEqual([true, [NOT_KNOWN]]);
    }
  });

  test('another one gets in where a statement does not ask for any', () => {
    expect(others(allow({ StringEquals: { [SUB]: STS } }), asking(STS))[0]).toBe(true);
    expect(others(allow({ StringEquals: { [SUB]: TODO_APP } }))).toEqual([true, []]);
    expect(others(asking(STS), allow({ StringEquals: { [SUB]: TODO_APP } }))[0]).toBe(true);
  });

  test('another one may get in where what asks for STS need not be there', () => {
    const [gets, said] = others(asking(STS, 'StringEquals', perhaps('${var.x}', AUD)));
    expect(gets).toBe(true);
    expect(said).toEqual(['what the trust policy holds depends on ${var.x}, which is not known before apply']);
  });
});
