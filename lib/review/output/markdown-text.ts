import { printable } from '../../core/printable';

/**
 * A name from a program as code in Markdown: nothing in it is a link, a mention, HTML or an end of the code, whatever it holds.
 * The fence is longer than any run of backticks in it. CommonMark, "Code spans".
 */
export function code(text: string): string {
  const shown = printable(text);
  if (shown === '') return '`""`';
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const space = /^`|`$|^ .*[^ ].* $/.test(shown) ? ' ' : '';
  return `${fence}${space}${shown}${space}${fence}`;
}

/** Of no width. GitHub looks for mentions and references in what Markdown has made, so that no escape in Markdown keeps them out. */
const GAP = '\u200b';

/**
 * A sentence of ours that may quote names of a program: what Markdown, HTML or GitHub would make something of (emphasis, links,
 * addresses, mentions, references to issues, formulas) is only shown. GitHub Flavored Markdown, "Autolinks (extension)"; that neither
 * `\@` nor `&#64;` keeps a mention out: cmark-gfm, issue 181; what a dollar
 * sign is beside another one: GitHub Docs, "Writing mathematical expressions".
 */
export function plain(text: string): string {
  const shown = printable(text)
    .replace(/@|#(?=\d)|\bGH-(?=\d)/gi, `$&${GAP}`)
    .replace(/[\\`*[\]|~]|(?<![a-z0-9])_|_(?![a-z0-9])/gi, (character) => `\\${character}`)
    .replace(/[<>&]|:(?=\/\/)|\.(?<=\bwww\.)/gi, (character) => `&#${character.charCodeAt(0)};`);
  return /\$.*\$/.test(shown) ? shown.replaceAll('$', '<span>$</span>') : shown;
}
