import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Document, Node, Pair } from 'yaml';
import { nearest } from '../../core/nearest';
import type { RootSchema, Schema } from './schema';

/** Something that is not as the schema says, and where. */
export interface Mistake {
  /** Offset of the first character. */
  readonly offset: number;
  readonly what: string;
  /** How to fix it. */
  readonly fix: string;
}

/** Holds a YAML document against a schema: every mistake in it, in the order of the file. */
export function mistakesIn(document: Document.Parsed, schema: RootSchema): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  const visit = (given: unknown, one: Schema, name: string, offset: number): void => {
    const node = isAlias(given) ? given.resolve(document) : given;
    const at = (isNode(given) ? given.range?.[0] : undefined) ?? offset;
    const say = (what: string, fix: string): void => void mistakes.push({ offset: at, what, fix });
    const { type, title, properties = {}, required = [], items, pattern, minLength, enum: choices } = resolved(one);
    const named = name === '' ? 'the file' : name;
    if (type === 'object') {
      if (isNothing(node) && required.length === 0) return;
      if (!isMap(node)) {
        const keys = listed(Object.keys(properties));
        return say(
          `${named} is not a mapping`,
          name === 'rules' ? RULES_FIX : `Write its keys, each with a value: ${keys}.`,
        );
      }
      const pairs = node.items as Pair<Node, Node | null>[];
      const keys = new Set(pairs.map(({ key }) => textOf(key)));
      for (const { key, value } of pairs) {
        const text = textOf(key);
        const from = key.range?.[0] ?? at;
        if (Object.hasOwn(properties, text)) visit(value, properties[text]!, below(name, text), from);
        else mistakes.push({ offset: from, ...unknownKey(named, text, Object.keys(properties)) });
      }
      for (const key of required) {
        if (!keys.has(key)) say(`${named} has no ${key}`, `Add ${key}${describedAs(properties[key])}`);
      }
      return;
    }
    if (type === 'array') {
      if (isNothing(node)) return;
      if (!isSeq(node)) return say(`${named} is not a list`, 'Write a list: each entry on its own line, after a dash.');
      node.items.forEach((item, index) => visit(item, items ?? {}, `${name}[${index}]`, at));
      return;
    }
    const value = isScalar(node) ? node.value : undefined;
    const shown = isScalar(node) ? JSON.stringify(value) : 'this';
    if (choices) {
      if (typeof value === 'string' && choices.includes(value)) return;
      const near = typeof value === 'string' ? nearest(value, choices) : undefined;
      const what = `${named}: ${shown} is not ${title}`;
      if (near) return say(what, `Did you mean ${near}?`);
      if (choices.length > MOST_LISTED) return say(what, RULE_FIX);
      return say(what, `Write one of ${choices.join(', ')}.`);
    }
    const fits =
      typeof value === 'string' &&
      value.length >= (minLength ?? 0) &&
      (pattern === undefined || new RegExp(pattern, 'u').test(value));
    if (fits) return;
    say(`${named}: ${shown} is not valid${value === '' ? ': it is empty' : ''}`, `Write ${title ?? 'a text'}.`);
  };
  const resolved = (one: Schema): Schema => {
    const name = one.$ref?.replace('#/definitions/', '');
    return name === undefined ? one : { ...schema.definitions[name], ...one };
  };
  visit(document.contents, schema, '', 0);
  return mistakes.sort((one, other) => one.offset - other.offset);
}

/** More choices than these are a page of their own. */
const MOST_LISTED = 12;

const RULE_FIX = 'Write the slug of a rule: docs/rules lists them, and each finding begins with its own.';

/** The keys of `rules` are too many to list. */
const RULES_FIX =
  'Write the slug of a rule and its level on each line, such as subject-wildcard: error; docs/rules lists the slugs, and the levels are error, warning, note and off.';

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}

/** `rules:` with nothing behind it says nothing. */
function isNothing(node: unknown): boolean {
  return node === null || (isScalar(node) && node.value === null);
}

function textOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}

function below(name: string, key: string): string {
  return name === '' ? key : `${name}.${key}`;
}

/** What a key is for, to follow what is to be added. */
function describedAs({ description }: Schema = {}): string {
  return description === undefined ? '.' : `: ${description.replace(/^./, (letter) => letter.toLowerCase())}`;
}

function unknownKey(named: string, key: string, allowed: readonly string[]): Pick<Mistake, 'what' | 'fix'> {
  const near = nearest(key, allowed);
  const what = named === 'rules' ? `there is no rule ${JSON.stringify(key)}` : `${named} has no ${JSON.stringify(key)}`;
  if (near) return { what, fix: `Did you mean ${near}?` };
  return { what, fix: named === 'rules' ? RULE_FIX : `Remove it, or write one of ${allowed.join(', ')}.` };
}

function listed(keys: readonly string[]): string {
  return keys.length <= MOST_LISTED ? keys.join(', ') : 'rules';
}
