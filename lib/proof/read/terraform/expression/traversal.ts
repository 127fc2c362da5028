import type { Expression } from './expression';

/** The names of a traversal from its root on; nothing where an index is computed. */
export function constantSteps(traversal: Expression): readonly (string | number)[] | undefined {
  const steps: (string | number)[] = [];
  let start = traversal;
  while (start.kind === 'attribute' || start.kind === 'index') {
    const key = start.kind === 'attribute' ? start.name : start.key.kind === 'literal' ? start.key.value : undefined;
    if (typeof key !== 'string' && typeof key !== 'number') return undefined;
    steps.unshift(key);
    start = start.of;
  }
  return start.kind === 'variable' ? [start.name, ...steps] : undefined;
}

/** Visits each traversal in an expression, the whole of it. */
export function forEachTraversal(expression: Expression, visit: (traversal: Expression) => void): void {
  switch (expression.kind) {
    case 'variable':
    case 'attribute':
    case 'index':
      return visit(expression);
    case 'splat':
      return forEachTraversal(expression.of, visit);
    case 'template':
      return expression.parts.forEach((part) => forEachTraversal(part, visit));
    case 'call':
      return expression.arguments.forEach((argument) => forEachTraversal(argument, visit));
    case 'tuple':
      return expression.items.forEach((item) => forEachTraversal(item, visit));
    case 'object':
      return expression.items.forEach(({ key, value }) =>
        [key, value].forEach((part) => forEachTraversal(part, visit)),
      );
    case 'conditional':
      return [expression.test, expression.then, expression.else].forEach((part) => forEachTraversal(part, visit));
    case 'unary':
      return forEachTraversal(expression.operand, visit);
    case 'binary':
      return [expression.left, expression.right].forEach((part) => forEachTraversal(part, visit));
    case 'for':
      return [expression.for.collection, expression.for.key, expression.for.value, expression.for.test].forEach(
        (part) => part && forEachTraversal(part, visit),
      );
    case 'literal':
      return;
  }
}
