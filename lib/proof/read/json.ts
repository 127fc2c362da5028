import { PodtrustError } from '../../core/errors';
import type { Document } from './document';

/**
 * The value of a JSON text.
 *
 * @throws PodtrustError `json-invalid` with file, line and column
 */
export function parseJson(document: Document): unknown {
  try {
    return JSON.parse(document.text);
  } catch {
    const { position, what } = findJsonError(document.text);
    throw new PodtrustError({
      code: 'json-invalid',
      where: `${document.file}:${lineAndColumn(document.text, position)}`,
      what,
    });
  }
}

/** `line:column`, both from 1. */
export function lineAndColumn(text: string, position: number): string {
  const before = text.slice(0, position).split('\n');
  return `${before.length}:${before.at(-1)!.length + 1}`;
}

const TOKEN =
  /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|$)/y;

/** Where a text that JSON.parse refused stops being JSON; JSON.parse itself does not always say. */
function findJsonError(text: string): { readonly position: number; readonly what: string } {
  const open: ('{' | '[')[] = [];
  let expected: 'value' | 'value or ]' | 'key' | 'key or }' | ':' | 'comma or end' = 'value';
  let position = 0;
  for (;;) {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(text);
    const start = position + /^[ \t\r\n]*/.exec(text.slice(position, position + 10_000))![0].length;
    if (!match) return { position: start, what: `unexpected ${JSON.stringify(text[start])}` };
    const [, sign, string, scalar] = match;
    position = TOKEN.lastIndex;
    const closes = open.at(-1) === '{' ? '}' : ']';
    const what = sign ?? string ?? scalar;
    const unexpected = {
      position: start,
      what: what === undefined ? 'the text ends too early' : `unexpected ${what.slice(0, 40)}`,
    };
    if (expected === 'comma or end') {
      if (open.length === 0) return unexpected;
      if (sign === closes) open.pop();
      else if (sign === ',') expected = closes === '}' ? 'key' : 'value';
      else return unexpected;
    } else if (expected === ':') {
      if (sign !== ':') return unexpected;
      expected = 'value';
    } else if (expected === 'key' || expected === 'key or }') {
      if (string !== undefined) expected = ':';
      else if (sign === '}' && expected === 'key or }') {
        open.pop();
        expected = 'comma or end';
      } else return unexpected;
    } else if (sign === '{' || sign === '[') {
      open.push(sign);
      expected = sign === '{' ? 'key or }' : 'value or ]';
    } else if (sign === ']' && expected === 'value or ]') {
      open.pop();
      expected = 'comma or end';
    } else if (string !== undefined || scalar !== undefined) {
      expected = 'comma or end';
    } else return unexpected;
  }
}
