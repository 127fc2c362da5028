import { limit } from '../expression';

/** Patterns longer than this are not tried. */
const MAXIMUM_LENGTH = 1000;

/**
 * Whether a path is one that a pattern of `fileset()` names: `*` and `?` within a part, `**` over parts, `[a-z]`, `{a,b}`.
 *
 * @throws ExpressionError for a pattern that is not understood
 */
export function fileGlob(pattern: string): (path: string) => boolean {
  if (pattern.length > MAXIMUM_LENGTH || pattern.includes('\uE000'))
    throw limit('the pattern of a fileset() is not known');
  const alternatives = expand(pattern).map((one) => one.split('/').filter((part) => part !== ''));
  return (path) => {
    const parts = path.split('/');
    return alternatives.some((one) => matches(one, parts));
  };
}

/** The patterns that `{a,b}` stands for. */
function expand(pattern: string): readonly string[] {
  const found = /\{([^{}]*)\}/.exec(pattern);
  if (!found) return [pattern];
  const [whole, inner = ''] = found;
  const before = pattern.slice(0, found.index);
  const after = pattern.slice(found.index + whole.length);
  const expanded = inner.split(',').flatMap((choice) => expand(`${before}${choice}${after}`));
  if (expanded.length > MAXIMUM_LENGTH) throw limit('the pattern of a fileset() has too many choices');
  return expanded;
}

/** Walks the pattern's parts over the path's: what is reachable after each part of the path. */
function matches(pattern: readonly string[], parts: readonly string[]): boolean {
  let states = skipping(new Set([0]), pattern);
  for (const part of parts) {
    const next = new Set<number>();
    for (const state of states) {
      if (pattern[state] === '**') next.add(state);
      else if (state < pattern.length && partMatches(pattern[state]!, part)) next.add(state + 1);
    }
    states = skipping(next, pattern);
  }
  return states.has(pattern.length);
}

/** `**` may stand for nothing. */
function skipping(states: Set<number>, pattern: readonly string[]): Set<number> {
  for (const state of states) if (pattern[state] === '**') states.add(state + 1);
  return states;
}

function partMatches(pattern: string, part: string): boolean {
  // A star takes at most the rest of a part, and a part is short: going back is bounded.
  const source = pattern
    .replace(/[.+^$()|\\{}]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.')
    .replace(/\[!/g, '[^');
  if ((source.match(/\.\*/g) ?? []).length > 5) throw limit('the pattern of a fileset() is too intricate');
  try {
    return new RegExp(`^${source}$`, 'su').test(part);
  } catch {
    throw limit('the pattern of a fileset() is not understood');
  }
}
