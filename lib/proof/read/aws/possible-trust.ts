import { PERHAPS, causeIn, hasPerhaps, perhaps } from '../../model/known/perhaps';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import { parseSymbolicJson } from '../../model/known/symbolic-json';
import type { Program } from '../terraform/configuration/provider';
import type { PossibleValues } from '../terraform/expression/possible-values';
import { isAnyKey, isObject, isUnknown } from '../terraform/expression/value';
import type { Value } from '../terraform/expression/value';

/** What values that are not known may turn out to be. */
type Possible = Pick<Program, 'possible'>;

type JsonObject = Readonly<Record<string, unknown>>;

/** A policy's document as far as it is known. */
interface Document {
  readonly version: unknown;
  /** Objects; of what is not known, a symbol. */
  readonly statements: readonly unknown[];
}

/** A statement that may be several is not told apart into more than this. */
const MOST_VARIANTS = 16;

const SYMBOL = /\uE000[^\uE001]*\uE001/g;

/**
 * A trust policy's text with what is known of it where not all is: of each conditional in it both sides, as statements and
 * values that need not be there (see `perhaps.ts`). The text itself where there is nothing of that kind.
 */
export function possibleTrust(program: Possible, trust: Value | undefined): Value | undefined {
  if (typeof trust !== 'string' || !hasSymbol(trust)) return trust;
  if (![...trust.matchAll(SYMBOL)].some(([symbol]) => program.possible(symbol))) return trust;
  const document = isUnknown(trust) ? documentOfUnknown(program, trust, true) : documentOfText(program, trust);
  if (!document?.statements.some((one) => typeof one !== 'string')) return trust;
  const { version, statements } = document;
  return JSON.stringify({ ...(version === undefined ? {} : { Version: version }), Statement: statements });
}

/** @returns nothing where it is not JSON, or no policy */
function documentOfText(program: Possible, text: string): Document | undefined {
  try {
    return documentOf(program, parseSymbolicJson(text));
  } catch {
    return undefined;
  }
}

function documentOf(program: Possible, parsed: unknown): Document | undefined {
  if (typeof parsed === 'string' && isUnknown(parsed)) return documentOfUnknown(program, parsed, false);
  if (!isObject(parsed)) return undefined;
  const { Version: version, Statement: statements, ...others } = parsed as JsonObject;
  // An element that is not known, or that no policy has, is for the evaluator to tell of.
  if (statements === undefined || Object.keys(others).some((name) => name !== 'Id')) return undefined;
  return { version, statements: statementsOf(program, statements) };
}

/** @param isText whether it is the policy's text, and not an object that is made text */
function documentOfUnknown(program: Possible, unknown: string, isText: boolean): Document | undefined {
  const possible = program.possible(unknown);
  if (!possible) return { version: undefined, statements: [unknown] };
  const documents = possible.values.map((value): Document | undefined => {
    if (typeof value === 'string' && isUnknown(value)) return documentOfUnknown(program, value, isText);
    if (isText !== (typeof value === 'string')) return undefined;
    return typeof value === 'string' ? documentOfText(program, value) : documentOf(program, value);
  });
  if (documents.some((document) => document === undefined)) return undefined;
  const known = (documents as readonly Document[]).filter(({ statements }) =>
    statements.some((one) => !isSymbolic(one)),
  );
  const versions = new Set(known.map(({ version }) => version));
  // The two versions of the language read values in two ways.
  if (versions.size !== 1) return undefined;
  return {
    version: [...versions][0],
    statements: either(
      (documents as readonly Document[]).map(({ statements }) => statements),
      causeIn(possible.cause, describeSymbols(unknown)),
    ),
  };
}

function isSymbolic(statement: unknown): statement is string {
  return typeof statement === 'string';
}

/** The statements of one of several lists: what is in all of them is there, and the others need not be. */
function either(lists: readonly (readonly unknown[])[], cause: string): readonly unknown[] {
  const keys = lists.map((list) => new Map(list.map((one) => [JSON.stringify(one), one])));
  const isCommon = (key: string): boolean => keys.every((others) => others.has(key));
  const all = new Map(keys.flatMap((one) => [...one]));
  return [...all].map(([key, one]) => (isCommon(key) ? one : withCause(one, cause)));
}

/** A statement that need not be there. Of one that is not known at all, that is known of nothing in it. */
function withCause(statement: unknown, cause: string): unknown {
  return isObject(statement) && !(PERHAPS in statement) ? { ...statement, [PERHAPS]: cause } : statement;
}

function statementsOf(program: Possible, statements: unknown): readonly unknown[] {
  const list = Array.isArray(statements) ? (statements as readonly unknown[]) : [statements];
  return list.flatMap((one): readonly unknown[] => {
    if (isObject(one)) return variantsOf(program, one as JsonObject, MOST_VARIANTS);
    if (typeof one !== 'string' || !isUnknown(one)) return [one];
    const possible = program.possible(one);
    if (!possible) return [one];
    const lists = possible.values.map((value) => (value === null ? [] : statementsOf(program, statementsIn(value))));
    return either(lists, causeIn(possible.cause, describeSymbols(one)));
  });
}

/** What a template puts where statements stand is text: the objects themselves, with commas between them. */
function statementsIn(value: Value): unknown {
  if (typeof value !== 'string' || isUnknown(value)) return value;
  try {
    return parseSymbolicJson(`[${value}]`);
  } catch {
    return value;
  }
}

/** A statement for each that it may turn out to be; in its conditions the values that need not be there. */
function variantsOf(program: Possible, statement: JsonObject, most: number): readonly unknown[] {
  const found = firstPossible(program, statement);
  if (!found || found.possible.values.length > most) return [withPossibleValues(program, statement)];
  const { symbol, possible } = found;
  const share = Math.floor(most / possible.values.length);
  const together = symbolsOfTest(program, statement, possible).filter((other) => other !== symbol);
  const lists = possible.values.map((value, index) => {
    let variant = substituted(statement, symbol, value);
    for (const other of together) {
      if (variant !== undefined) variant = substituted(variant, other, program.possible(other)!.values[index]!);
    }
    return variant === undefined ? [symbol] : variantsOf(program, variant as JsonObject, share);
  });
  return either(lists, causeIn(possible.cause, describeSymbols(symbol)));
}

interface Found {
  readonly symbol: string;
  readonly possible: PossibleValues;
}

/**
 * The first value outside of the values of conditions of which it is known what it may be. A symbol in a longer text is left:
 * whoever writes the same one means the same.
 */
function firstPossible(program: Possible, statement: JsonObject): Found | undefined {
  const { Condition: condition, ...others } = statement;
  const texts: string[] = [];
  collectTexts(others, texts);
  if (typeof condition === 'string') texts.push(condition);
  else if (isObject(condition)) {
    for (const [operator, keys] of Object.entries(condition)) {
      texts.push(operator);
      // The value of a key that stands for any keys is the map that they are in.
      if (typeof keys === 'string') texts.push(keys);
      else if (isObject(keys))
        for (const [key, value] of Object.entries(keys)) texts.push(isAnyKey(key) ? String(value) : key);
    }
  }
  for (const symbol of texts) {
    const possible = isUnknown(symbol) ? program.possible(symbol) : undefined;
    if (possible) return { symbol, possible };
  }
  return undefined;
}

/** The symbols anywhere in a statement that the same condition decides of. */
function symbolsOfTest(program: Possible, statement: JsonObject, { test, values }: PossibleValues): readonly string[] {
  if (test === undefined) return [];
  const texts: string[] = [];
  collectTexts(statement, texts);
  const symbols = new Set(texts.flatMap((text) => [...text.matchAll(SYMBOL)].map(([symbol]) => symbol)));
  return [...symbols].filter((symbol) => {
    const other = program.possible(symbol);
    return other?.test === test && other.values.length === values.length;
  });
}

function collectTexts(value: unknown, texts: string[]): void {
  if (typeof value === 'string') texts.push(value);
  else if (Array.isArray(value)) value.forEach((item) => collectTexts(item, texts));
  else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      texts.push(key);
      collectTexts(item, texts);
    }
  }
}

/** A value with another one in a symbol's place, wherever that is in it; nothing where that does not fit. */
function substituted(value: unknown, symbol: string, by: Value): unknown {
  if (value === symbol) return by;
  if (typeof value === 'string') {
    if (!value.includes(symbol)) return value;
    return typeof by === 'object' ? undefined : value.replaceAll(symbol, () => String(by));
  }
  if (Array.isArray(value)) {
    const items = (value as readonly unknown[]).flatMap((item): readonly unknown[] => {
      const one: unknown = substituted(item, symbol, by);
      // In a list whose length is not known, a symbol stands for a list of its own.
      return item === symbol && Array.isArray(one) ? (one as readonly unknown[]) : [one];
    });
    return items.includes(undefined) ? undefined : items;
  }
  if (!isObject(value)) return value;
  const members: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (isAnyKey(key) && item === symbol) {
      if (isObject(by)) members.push(...Object.entries(by));
      else if (by !== null) members.push([key, by]);
      continue;
    }
    const name = substituted(key, symbol, by);
    const one = substituted(item, symbol, by);
    if (typeof name !== 'string' || one === undefined) return undefined;
    // An argument that is null is not set.
    if (one !== null) members.push([name, one]);
  }
  return Object.fromEntries(members);
}

/** A statement with those values of its conditions that need not be there. */
function withPossibleValues(program: Possible, statement: JsonObject): JsonObject {
  const { Condition: condition } = statement;
  if (!isObject(condition)) return statement;
  const operators = Object.entries(condition as JsonObject).map(([operator, keys]): [string, unknown] => {
    if (!isObject(keys)) return [operator, keys];
    return [
      operator,
      Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, possibleValues(program, values)])),
    ];
  });
  return { ...statement, Condition: Object.fromEntries(operators) };
}

function possibleValues(program: Possible, values: unknown): unknown {
  const list = Array.isArray(values) ? (values as readonly unknown[]) : [values];
  if (!list.some((value) => typeof value === 'string' && isUnknown(value) && program.possible(value))) return values;
  return list.flatMap((value): readonly unknown[] =>
    typeof value === 'string' ? textsOf(program, value, MOST_VARIANTS) : [value],
  );
}

/** The texts that a value may turn out to be. It may be a list, of which each element is one. */
function textsOf(program: Possible, text: string, most: number): readonly string[] {
  const possible = isUnknown(text) ? program.possible(text) : undefined;
  if (!possible || possible.values.length > most) return [text];
  const share = Math.floor(most / possible.values.length);
  const texts = possible.values
    .flatMap((value): readonly Value[] => (Array.isArray(value) ? (value as readonly Value[]) : [value]))
    .filter((value) => value !== null && typeof value !== 'object')
    .flatMap((value) => textsOf(program, String(value), share));
  if (texts.length === 0) return [text];
  return [
    ...new Set(
      texts.map((one) => (hasPerhaps(one) ? one : perhaps(causeIn(possible.cause, describeSymbols(text)), one))),
    ),
  ];
}
