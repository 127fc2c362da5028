import { expressionOf } from '../model/known/perhaps';
import { dependsOf } from './terraform/expression/value';
import type { ValueObject } from './terraform/expression/value';

/** A block that need not be there. */
export interface PerhapsBlock {
  readonly block: ValueObject;
  /** What decides that: of two blocks with the same, both are there or neither is. */
  readonly depends: string;
}

/** Those of some blocks that need not be there. */
export function perhapsAmong(blocks: readonly ValueObject[]): readonly PerhapsBlock[] {
  const counts = new Map<string, number>();
  return blocks.flatMap((block) => {
    const cause = dependsOf(block);
    if (cause === undefined) return [];
    const expression = expressionOf(cause);
    const count = (counts.get(expression) ?? 0) + 1;
    counts.set(expression, count);
    // Which of several one expression makes, it need not make together.
    return [{ block, depends: count === 1 ? expression : `${expression}, ${count}` }];
  });
}
