import type { InMemoryDocument } from '../../../lib/proof';
import type { Json } from '../sample-program';

/** A text of a program that may be made unknown: where it stands, and which part of it. */
export interface Forgettable {
  /** The index of the document. */
  readonly document: number;
  readonly path: readonly (string | number)[];
  /** The key at the end of the path, and not its value. */
  readonly isKey: boolean;
  /** Where the part begins and ends. */
  readonly start: number;
  readonly end: number;
}

/** The variable that only apply will tell, instead of a text. */
const VARIABLE = 'forgotten';

/** Parts of a block that are no values. */
const STRUCTURE = new Set([
  '//',
  'type',
  'provider',
  'providers',
  'lifecycle',
  'depends_on',
  'source',
  'version',
  'provisioner',
]);

const EXPRESSION = /\$\{[^}]*\}/g;

/** Everything that {@link forget} can take away from some documents. */
export function forgettable(documents: readonly InMemoryDocument[]): readonly Forgettable[] {
  return documents.flatMap(({ file, text }, document) => {
    if (file.endsWith('.tf')) return forgettableInText(document, text, NATIVE);
    if (/\.ya?ml$/.test(file)) return forgettableInText(document, text, YAML);
    if (!file.endsWith('.tf.json')) return [];
    const found: Forgettable[] = [];
    const add = (path: readonly (string | number)[], of: string, isKey: boolean): void => {
      // One unknown text for all instances would be the same for all.
      if (/\b(count|each)\./.test(of)) return;
      for (const [start, end] of partsOf(of)) found.push({ document, path, isKey, start, end });
    };
    const walk = (value: Json, path: readonly (string | number)[], inPolicy: boolean): void => {
      if (typeof value === 'string') {
        const policy = openPolicy(value);
        if (policy === undefined) add(path, value, false);
        else {
          walk(policy, [...path, POLICY], true);
          // A part of the text itself may cut through strings, and no value of a string ends it.
          found.push({ document, path, isKey: false, start: 0, end: value.length });
        }
      } else if (Array.isArray(value)) {
        value.forEach((item, index) => walk(item, [...path, index], inPolicy));
      } else if (typeof value === 'object' && value !== null) {
        for (const key of Object.keys(value)) {
          if (STRUCTURE.has(key) && !inPolicy) continue;
          if (inPolicy && path.includes('Condition')) add([...path, key], key, true);
          walk(value[key], [...path, key], inPolicy);
        }
      }
    };
    const { resource = {}, data = {}, locals = {}, output = {} } = JSON.parse(text) as Record<string, Json>;
    for (const [kind, blocks] of Object.entries({ resource, data })) {
      for (const type of Object.keys(blocks)) {
        for (const name of Object.keys(blocks[type])) walk(blocks[type][name], [kind, type, name], false);
      }
    }
    walk(locals, ['locals'], false);
    for (const name of Object.keys(output)) walk(output[name].value, ['output', name, 'value'], false);
    return found;
  });
}

/** A quoted text behind an equals sign, but for the names of what a block is. */
const NATIVE = /^( *(?!source|type|version|provider|identifiers)[\w"./:-]+ *= *")([^"\\$%{}]+)(?="$)/gm;

/** A value of an object that says who is who. */
const YAML = /^( *(?:- )?(?:name|namespace|serviceAccountName|[\w.-]+\/[\w.-]+): *['"]?)([\w.:/-]+)(?=['"]?$)/gm;

/** Stands in a path for a place in a text that is not JSON. */
const IN_TEXT = '#text';

function forgettableInText(document: number, text: string, pattern: RegExp): Forgettable[] {
  return [...text.matchAll(pattern)].map((match) => {
    const start = match.index + match[1]!.length;
    return { document, path: [IN_TEXT], isKey: false, start, end: start + match[2]!.length };
  });
}

/** A text that is not JSON with one part unknown: to Terraform a variable without a value, in YAML what a tool fills in. */
function forgetInText({ file, text }: InMemoryDocument, { start, end }: Forgettable, variable: string): string {
  if (file.endsWith('.tf'))
    return `${text.slice(0, start)}\${var.${variable}}${text.slice(end)}\nvariable "${variable}" {}\n`;
  const isQuoted = /['"]/.test(text[start - 1]!);
  const name = `\${${variable.toUpperCase()}}`;
  const placeholder = isQuoted ? name : `"${name}"`;
  return `${text.slice(0, start)}${placeholder}${text.slice(end)}`;
}

/** The whole of a text, and the parts that its separators show. */
function partsOf(text: string): readonly (readonly [number, number])[] {
  const parts: [number, number][] = [[0, text.length]];
  // Inside of an expression a part is not text.
  const masked = text.replace(EXPRESSION, (expression) => 'x'.repeat(expression.length));
  if (masked.length > 400) return parts;
  for (const match of masked.matchAll(/[^:/]+/g)) {
    if (match[0].length < masked.length) parts.push([match.index, match.index + match[0].length]);
  }
  return parts;
}

/** Stands in a path for a policy that is JSON in a text. */
const POLICY = '#policy';

/** A policy in a text, expressions set aside; nothing for any other text. */
function openPolicy(text: string): Json {
  if (!text.startsWith('{')) return undefined;
  const expressions: string[] = [];
  try {
    const value = JSON.parse(text.replace(EXPRESSION, (one) => `<${expressions.push(one) - 1}>`)) as Json;
    return mapTexts(value, (part) => part.replace(/<(\d+)>/g, (_, index) => expressions[Number(index)]!));
  } catch {
    return undefined;
  }
}

function closePolicy(policy: Json): string {
  const expressions: string[] = [];
  const masked = mapTexts(policy, (part) => part.replace(EXPRESSION, (one) => `<${expressions.push(one) - 1}>`));
  return JSON.stringify(masked).replace(/<(\d+)>/g, (_, index) => expressions[Number(index)]!);
}

function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapTexts(item, change)]));
}

/** The documents with one part of one text unknown, as a variable without a value. */
export function forget(
  documents: readonly InMemoryDocument[],
  what: Forgettable,
  variable = VARIABLE,
): InMemoryDocument[] {
  return documents.map((document, index) => {
    if (index !== what.document) return document;
    if (what.path[0] === IN_TEXT) return { ...document, text: forgetInText(document, what, variable) };
    const configuration = change(JSON.parse(document.text) as Json, what.path, what, variable);
    const variables = { ...configuration.variable, [variable]: {} };
    return { ...document, text: JSON.stringify({ ...configuration, variable: variables }) };
  });
}

/** The same of several texts, each by a variable of its own. */
export function forgetAll(
  documents: readonly InMemoryDocument[],
  texts: readonly Forgettable[],
): readonly InMemoryDocument[] {
  // From the end of a text on: what goes before stands where it stood.
  return [...texts]
    .sort((a, b) => b.start - a.start)
    .reduce((known, text, index) => forget(known, text, `${VARIABLE}_${index}`), documents);
}

/** Whether two texts cannot both be made unknown: one is a part of the other, or of what stands at the same place. */
export function areOfOnePlace(one: Forgettable, other: Forgettable): boolean {
  if (one.document !== other.document) return false;
  if (one.path[0] === IN_TEXT) return one.start < other.end && other.start < one.end;
  return one.path.every((key, depth) => depth >= other.path.length || other.path[depth] === key);
}

function change(value: Json, path: readonly (string | number)[], what: Forgettable, variable: string): Json {
  const cut = (text: string): string => `${text.slice(0, what.start)}\${var.${variable}}${text.slice(what.end)}`;
  const [key, ...rest] = path;
  if (key === undefined) return cut(value as string);
  if (key === POLICY) return closePolicy(change(openPolicy(value as string), rest, what, variable));
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === key ? change(item, rest, what, variable) : item));
  }
  return Object.fromEntries(
    Object.entries(value as Record<string, Json>).map(([name, item]) => {
      if (name !== key) return [name, item];
      return rest.length === 0 && what.isKey ? [cut(name), item] : [name, change(item, rest, what, variable)];
    }),
  );
}
