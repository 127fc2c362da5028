import type { Glob } from './glob';
import { FOLD, ONE, RUN } from './glob';
import { outsideSymbols } from '../../model/known/symbol';
import { compare } from './region';

/** What is not shown as it stands. */
const MARKED = new RegExp(`[*?$${RUN}${ONE}${FOLD}]`);
const FOLDED = new RegExp(`${FOLD}([^])`, 'g');

/**
 * A pattern as IAM writes it: `*` and `?` are wildcards, `${*}`, `${?}` and `${$}` the characters themselves. A letter in
 * either case, which IAM cannot write inside a pattern, is `${a|A}`.
 */
export function showGlob(glob: Glob): string {
  if (!MARKED.test(glob)) return glob;
  return outsideSymbols(glob, (known) => known.replace(/[*?]|\$(?=\{)/g, (character) => `\${${character}}`))
    .replaceAll(RUN, '*')
    .replaceAll(ONE, '?')
    .replace(FOLDED, (_, letter: string) => `\${${letter}|${letter.toUpperCase()}}`);
}

/** Entries in the order of their JSON, so that the same entries always come in the same order. */
export function sortedByText<T>(entries: readonly T[]): readonly T[] {
  if (entries.length < 2) return entries;
  return entries
    .map((entry) => ({ entry, text: JSON.stringify(entry) }))
    .sort((a, b) => compare(a.text, b.text))
    .map(({ entry }) => entry);
}
