import { PodtrustError } from '../../../core/errors';
import type { Document } from '../document';

/** Deeper than any artefact, and far from the end of the stack for all that walks through it. */
const MAXIMUM_DEPTH = 500;

/** Characters; below it JSON.parse needs little memory for any nesting. */
const LARGE = 4_000_000;

/** One of several values that stand one after the other. */
export interface StreamValue {
  readonly index: number;
  readonly value: unknown;
}

/**
 * The value of a JSON text.
 *
 * A key that is there twice in one object is an error: readers take the first, the last, or both, so nobody knows what is
 * meant.
 *
 * @throws PodtrustError `json-invalid` with file, line and column
 */
export function parseJson(document: Document): unknown {
  return parseSlice(document, document.text, 0);
}

/**
 * The values of a text that holds one JSON value after the other, as `kubectl get -o json` of several kinds and `jq -c`
 * print them. Mostly there is one.
 *
 * @throws PodtrustError `json-invalid` with file, line and column
 */
export function parseJsonValues(document: Document): readonly StreamValue[] {
  const slices = isOneValue(document.text) ? [] : topLevelValues(document.text);
  if (slices.length < 2) return [{ index: 0, value: parseJson(document) }];
  return slices.map(([start, end], index) => ({
    index,
    value: parseSlice(document, document.text.slice(start, end), start),
  }));
}

function isOneValue(text: string): boolean {
  // Between two values of a stream stand a closing and an opening bracket, with nothing else between them.
  return !/[}\]]\s*[{[]/.test(text);
}

function parseSlice(document: Document, text: string, start: number): unknown {
  const invalid = ({ position, what }: JsonProblem): PodtrustError =>
    new PodtrustError({
      code: 'json-invalid',
      where: `${document.file}:${lineAndColumn(document.text, start + position)}`,
      what,
    });
  let value: unknown;
  try {
    // JSON.parse takes some hundred bytes for each level; findProblem says where it is too deep.
    if (text.length > LARGE && nestsTooDeeply(text)) throw new RangeError();
    value = JSON.parse(text);
  } catch {
    throw invalid(findProblem(text) ?? { position: 0, what: 'it is not JSON' });
  }
  // JSON.parse keeps the last of equal keys silently: then the text has more keys than the value.
  if (countKeys(value, 0) !== countWrittenKeys(text)) {
    const problem = findProblem(text);
    if (problem) throw invalid(problem);
  }
  return value;
}

function nestsTooDeeply(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let position = 0; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === 0x22) inString = !inString;
    else if (inString) position += code === 0x5c ? 1 : 0;
    else if (code === 0x7b || code === 0x5b) depth++;
    else if (code === 0x7d || code === 0x5d) depth--;
    if (depth > MAXIMUM_DEPTH) return true;
  }
  return false;
}

/** How many keys a value has in all; nothing sensible where it is too deep. */
function countKeys(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth > MAXIMUM_DEPTH) return NaN;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) count += countKeys(item, depth + 1);
    return count;
  }
  for (const key in value) count += 1 + countKeys((value as Record<string, unknown>)[key], depth + 1);
  return count;
}

/** How often a quote that is not escaped is followed by a colon: no string can hold that, so these are keys. */
function countWrittenKeys(text: string): number {
  let count = 0;
  for (let position = text.indexOf('":'); position >= 0; position = text.indexOf('":', position + 2)) {
    if (text.charCodeAt(position - 1) !== 0x5c) count++;
  }
  return count;
}

/** Where the values that stand one after the other begin and end. */
function topLevelValues(text: string): readonly (readonly [number, number])[] {
  const slices: [number, number][] = [];
  let depth = 0;
  let start = 0;
  let end = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === '{' || token === '[') {
      if (depth++ > 0) continue;
      // Anything else between two values is not a stream.
      if (text.slice(end, index).trim() !== '') return [];
      start = index;
    } else if ((token === '}' || token === ']') && --depth === 0) {
      end = index + 1;
      slices.push([start, end]);
    }
  }
  return depth === 0 && text.slice(end).trim() === '' ? slices : [];
}

/** `line:column`, both from 1. */
export function lineAndColumn(text: string, position: number): string {
  const before = text.slice(0, position).split('\n');
  return `${before.length}:${before.at(-1)!.length + 1}`;
}

const TOKEN =
  /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|$)/y;

interface JsonProblem {
  readonly position: number;
  readonly what: string;
}

/** What is open at some point of a text: a list, or an object with the keys so far. */
type Open = { readonly closes: ']' } | { readonly closes: '}'; readonly keys: Set<string> };

/** Where a text stops being JSON, which JSON.parse does not always say; nests too deeply; or has a key twice. */
function findProblem(text: string): JsonProblem | undefined {
  const open: Open[] = [];
  let expected: 'value' | 'value or ]' | 'key' | 'key or }' | ':' | 'comma or end' = 'value';
  let position = 0;
  for (;;) {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(text);
    const start = position + /^[ \t\r\n]*/.exec(text.slice(position, position + 10_000))![0].length;
    if (!match) return { position: start, what: `unexpected ${JSON.stringify(text[start])}` };
    const [, sign, string, scalar] = match;
    position = TOKEN.lastIndex;
    const inner = open.at(-1);
    const what = sign ?? string ?? scalar;
    const unexpected = {
      position: start,
      what: what === undefined ? 'the text ends too early' : `unexpected ${what.slice(0, 40)}`,
    };
    if (expected === 'comma or end') {
      if (!inner) return what === undefined ? undefined : unexpected;
      if (sign === inner.closes) open.pop();
      else if (sign === ',') expected = inner.closes === '}' ? 'key' : 'value';
      else return unexpected;
    } else if (expected === ':') {
      if (sign !== ':') return unexpected;
      expected = 'value';
    } else if (expected === 'key' || expected === 'key or }') {
      if (string !== undefined && inner?.closes === '}') {
        const key = JSON.parse(string) as string;
        if (inner.keys.has(key)) return { position: start, what: `the key ${string.slice(0, 80)} is there twice` };
        inner.keys.add(key);
        expected = ':';
      } else if (sign === '}' && expected === 'key or }') {
        open.pop();
        expected = 'comma or end';
      } else return unexpected;
    } else if (sign === '{' || sign === '[') {
      if (open.length >= MAXIMUM_DEPTH) return { position: start, what: 'it is nested too deeply' };
      open.push(sign === '{' ? { closes: '}', keys: new Set() } : { closes: ']' });
      expected = sign === '{' ? 'key or }' : 'value or ]';
    } else if (sign === ']' && expected === 'value or ]') {
      open.pop();
      expected = 'comma or end';
    } else if (string !== undefined || scalar !== undefined) {
      expected = 'comma or end';
    } else return unexpected;
  }
}
