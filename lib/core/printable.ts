/**
 * What a terminal, a log or a chart may act on instead of showing it: control characters, and those that turn the direction
 * of writing or break a line, so that a text looks like another one (Unicode Standard Annex 9; CVE-2021-42574).
 */
const ACTING = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** The same but for line feeds and tabs, of which a long text has many: each call of a function for one costs more than it. */
const ACTING_IN_LINES = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A text of one line in which nothing acts on a terminal: `\u001b` for an escape, `\u000a` for a line feed. */
export function printable(text: string): string {
  return text.replace(ACTING, written);
}

/**
 * As {@link printable}, with its line feeds and tabs kept. In JSON, and between double quotes in YAML, what is written
 * instead means the same character.
 */
export function printableLines(text: string): string {
  return text.replace(ACTING_IN_LINES, written);
}

function written(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
