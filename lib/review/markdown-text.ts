import { printable } from '../core/printable';

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

/**
 * A sentence of ours that may quote names of a program: what Markdown, HTML or GitHub would make something of (emphasis, links,
 * addresses, mentions, references to issues) is only shown. GitHub Flavored Markdown, "Autolinks (extension)".
 */
export function plain(text: string): string {
  return printable(text)
    .replace(/[\\`*[\]|~]|\b_|_\b/g, (character) => `\\${character}`)
    .replace(/[<>&@]|#(?=\d)|:(?=\/\/)|\.(?<=\bwww\.)/gi, (character) => `&#${character.charCodeAt(0)};`);
}
