import { isOfWholePolicy } from '../../model/known/perhaps';
import { describeSymbols } from '../../model/known/symbol';

/** What a program is given, or reads, whose value is the cause of what is not known of it: `var.x`, `module.x.y`. */
const GIVEN = /(?<![\w.])(?:var\.[\w-]+|(?:module|data\.[\w-]+)\.[\w-]+(?:\.[\w-]+)?)/g;

/**
 * Those of some reasons whose every cause another one names: whoever gives `var.x` a value decides all that rests on it.
 */
export function repeatedCauses(reasons: readonly string[]): ReadonlySet<string> {
  const named = new Set<string>();
  const repeated = new Set<string>();
  // What the whole policy depends on goes first: it says most.
  for (const reason of new Set([...reasons.filter(isOfWholePolicy), ...reasons])) {
    const causes = describeSymbols(reason).match(GIVEN) ?? [];
    if (causes.length > 0 && causes.every((cause) => named.has(cause))) repeated.add(reason);
    causes.forEach((cause) => named.add(cause));
  }
  return repeated;
}
