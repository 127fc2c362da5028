import type { Expression } from './expression';
import { constantSteps, forEachTraversal } from './traversal';
import { holdsSymbol, isUnknown } from './value';
import type { Value } from './value';

/** Evaluates an expression; nothing where it fails. */
export type ValueOf = (expression: Expression) => Value | undefined;

/** Functions that give a value for whatever texts, lists and maps they are given. */
const TOTAL: ReadonlySet<string> = new Set([
  'compact',
  'concat',
  'distinct',
  'flatten',
  'format',
  'join',
  'jsonencode',
  'length',
  'lower',
  'merge',
  'replace',
  'toset',
  'tostring',
  'trimprefix',
  'trimspace',
  'trimsuffix',
  'upper',
  'yamlencode',
]);

/** Names whose values people give: an unknown one may be null, and what is below it may not be there. */
const GIVEN: ReadonlySet<string> = new Set(['var', 'local', 'each', 'module']);

/** Whether an expression that has a value now has one too once all is known. */
export function isTotal(expression: Expression, valueOf: ValueOf): boolean {
  const all = (parts: readonly Expression[]): boolean => parts.every((part) => isTotal(part, valueOf));
  switch (expression.kind) {
    case 'literal':
      return true;
    case 'variable':
    case 'attribute':
    case 'index': {
      const steps = constantSteps(expression);
      const isOpen = isUnknown(valueOf(expression) ?? null);
      return steps ? !(GIVEN.has(String(steps[0])) && isOpen) : !isOpen && all(keysOf(expression));
    }
    case 'template':
      return all(expression.parts);
    case 'tuple':
      return all(expression.items);
    case 'object':
      return all(expression.items.flatMap(({ key, value }) => [key, value]));
    case 'splat':
      return isTotal(expression.of, valueOf);
    case 'call':
      // Of what a function has told something, it has told that it does not fail.
      return (
        !expression.expand &&
        all(expression.arguments) &&
        (TOTAL.has(expression.name) || !isUnknown(valueOf(expression) ?? null))
      );
    default:
      return false;
  }
}

/** Whether anything that an expression refers to is not known. */
export function dependsOnUnknown(expression: Expression, valueOf: ValueOf): boolean {
  let found = false;
  forEachTraversal(expression, (traversal) => {
    // What fails is a name of a for in the expression, or that is why the whole does.
    found ||=
      holdsSymbol(valueOf(traversal) ?? null) || keysOf(traversal).some((key) => dependsOnUnknown(key, valueOf));
  });
  return found;
}

/** The keys by which a traversal goes on, and what it starts with where that is no name. */
function keysOf(traversal: Expression): Expression[] {
  const keys: Expression[] = [];
  let start = traversal;
  while (start.kind === 'attribute' || start.kind === 'index') {
    if (start.kind === 'index') keys.push(start.key);
    start = start.of;
  }
  return start.kind === 'variable' ? keys : [...keys, start];
}
