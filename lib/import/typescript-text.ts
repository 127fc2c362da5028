import { printable } from '../core/printable';

/**
 * A value of JSON as TypeScript that means the same, whatever it holds: no text of it ends the literal, acts on a terminal, or
 * turns the direction of writing.
 *
 * @param indent the blanks before the line that it begins on
 */
export function literal(value: unknown, indent = ''): string {
  if (typeof value === 'string') return textLiteral(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return listOf(
      '[',
      value.map((one) => literal(one, inner)),
      ']',
      indent,
    );
  const fields = Object.entries(value).map(([key, one]) => `${keyOf(key)}: ${literal(one, inner)}`);
  return listOf('{', fields, '}', indent);
}

function listOf(open: string, parts: readonly string[], close: string, indent: string): string {
  if (parts.length === 0) return open + close;
  const line = open === '{' ? `{ ${parts.join(', ')} }` : `[${parts.join(', ')}]`;
  if (!line.includes('\n') && line.length + indent.length <= 100) return line;
  return `${open}\n${parts.map((part) => `${indent}  ${part},\n`).join('')}${indent}${close}`;
}

function textLiteral(text: string): string {
  if (/^[ -&(-[\]-~]*$/.test(text)) return `'${text}'`;
  // What is written for a character that acts means that character between quotes.
  return printable(JSON.stringify(text));
}

function keyOf(key: string): string {
  // Without brackets this one would be the object’s prototype.
  if (key === '__proto__') return "['__proto__']";
  return /^[a-z_$][\w$]*$/i.test(key) ? key : textLiteral(key);
}

/**
 * A text as lines of a comment. A line comment ends with its line alone, and no character of a text can end that.
 *
 * @param indent the blanks before each line
 */
export function comment(text: string, indent = ''): string {
  const words = printable(text).split(' ');
  const lines: string[] = [];
  let line = `${indent}//`;
  for (const word of words) {
    if (line.length + word.length + 1 > LINE && line.trim() !== '//') {
      lines.push(line);
      line = `${indent}//`;
    }
    line += ` ${word}`;
  }
  return `${[...lines, line.trimEnd()].join('\n')}\n`;
}

/** Characters of a line. */
const LINE = 120;
