import type { Glob } from './glob';
import { FOLD, ONE, RUN } from './glob';

/** A pattern as IAM writes it: `*` and `?` are wildcards, `${*}` and `${?}` the characters themselves. */
export function showGlob(glob: Glob): string {
  return glob
    .replace(/[*?]/g, (character) => `\${${character}}`)
    .replaceAll(RUN, '*')
    .replaceAll(ONE, '?')
    .replaceAll(FOLD, '');
}
