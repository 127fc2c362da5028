import { hasSymbol } from '../../model/known/symbol';
import type { Budget } from '../budget';
import type { KeyValue } from '../policy/condition';
import type { Dimension } from './dimension';
import { cellsOf } from './dimension';
import { RUN } from './glob';
import type { Statement } from '../../model/identity/statement';
import type { TrustPolicy } from '../policy/policy';
import { patternOf } from '../policy/value';

/** `RoleSessionName`: 2 to 64 of these characters. See the STS API Reference, AssumeRoleWithWebIdentity. */
const SESSION_NAME: Dimension = {
  grammar: {
    start: 0,
    step: (state, character) => (/[\w+=,.@-]/.test(character) ? Math.min(state + 1, 2) : -1),
    accepts: (state) => state === 2,
    kinds: ['xyzabcdefghijklmnopqrstuvwXYZABCDEFGHIJKLMNOPQRSTUVW0123456789_+=,.@-'],
    maximumLength: 64,
  },
};

/**
 * The role session names that a policy can tell apart, one of each sort. The caller chooses the name, so a condition on it
 * guards nothing: who gets in with one of them gets in.
 */
export function sessionNames(
  statements: readonly Statement[],
  version: TrustPolicy['version'],
  budget: Budget,
): readonly KeyValue[] {
  const conditions = statements.flatMap((statement) =>
    statement.conditions.filter(({ key }) => key.toLowerCase() === 'sts:rolesessionname'),
  );
  if (conditions.length === 0) return [{ kind: 'unknown', why: 'no condition asks for the role session name' }];
  // Null asks only whether there is one, and there is.
  const texts = conditions.filter(({ operator }) => operator.family !== 'Null');
  if (!texts.every(({ operator, values }) => operator.family.startsWith('String') && !values.some(hasSymbol)))
    return [{ kind: 'unknown', why: 'the caller chooses sts:RoleSessionName' }];
  const globs = texts.flatMap(({ operator, values }) =>
    values.map((value) => patternOf(value, operator.family, version).glob),
  );
  return cellsOf(SESSION_NAME, RUN, [...new Set(globs)], budget).map((cell) => ({
    kind: 'known',
    values: [cell.value],
    list: false,
  }));
}
