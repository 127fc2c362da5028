import type { Glob } from './glob';
import { FOLD, ONE, RUN } from './glob';

const FOLDED = new RegExp(`${FOLD}([^])`, 'g');

/**
 * A pattern as IAM writes it: `*` and `?` are wildcards, `${*}`, `${?}` and `${$}` the characters themselves. A letter in
 * either case, which IAM cannot write inside a pattern, is `${a|A}`.
 */
export function showGlob(glob: Glob): string {
  return glob
    .replace(/[*?]|\$(?=\{)/g, (character) => `\${${character}}`)
    .replaceAll(RUN, '*')
    .replaceAll(ONE, '?')
    .replace(FOLDED, (_, letter: string) => `\${${letter}|${letter.toUpperCase()}}`);
}
