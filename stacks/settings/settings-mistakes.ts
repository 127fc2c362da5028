import type { z } from 'zod';
import { nearest } from '../../lib/core/nearest';
import { everySetting, keysAt, SCHEMA } from './settings-schema';
import { conflicts } from './settings-conflicts';
import type { Settings } from './settings';

/** One thing that is wrong in a settings file. */
export interface Mistake {
  /** The keys on the way to it. */
  readonly path: readonly PropertyKey[];
  /** A sentence in the settings' own words. */
  readonly what: string;
}

/**
 * All that is wrong with what a settings file says.
 *
 * @param content what the file says
 * @param settings the same over the defaults, to hold one setting against another
 * @param written a scalar as the file writes it, such as `1.30` for the number 1.3
 */
export function mistakesIn(
  content: unknown,
  settings: Settings,
  written: (path: readonly PropertyKey[]) => string | undefined,
): Mistake[] {
  const issues = SCHEMA.safeParse(content, { reportInput: true }).error?.issues ?? [];
  const wrong: Mistake[] = issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') {
      return [{ path: issue.path, what: wrongly(issue.path, explanation(issue, written(issue.path))) }];
    }
    return issue.keys.map((key) => ({ path: [...issue.path, key], what: unknownKey(issue.path, key, content) }));
  });
  // What has the wrong type cannot be held against another setting.
  const broken = wrong.map(({ path }) => path.join('.'));
  const related = conflicts(settings, (path) => broken.some((one) => overlaps(one, path)));
  return [...wrong, ...related.map(({ path, why }) => ({ path, what: wrongly(path, why) }))];
}

function overlaps(one: string, other: string): boolean {
  return `${one}.`.startsWith(`${other}.`) || `${other}.`.startsWith(`${one}.`) || one === '';
}

function wrongly(path: readonly PropertyKey[], why: string): string {
  return path.length > 0 ? `the setting "${path.join('.')}" is wrong: ${why}` : `the file is wrong: ${why}`;
}

function unknownKey(at: readonly PropertyKey[], key: string, content: unknown): string {
  const named = [...at, key].join('.');
  const allowed = keysAt(at, content);
  const meant = meantBy(at, key, allowed);
  const hint = meant === undefined ? '' : `. Did you mean "${meant}"?`;
  return `there is no setting "${named}"; allowed here: ${allowed.join(', ')}${hint}`;
}

/** The setting that a key is nearest to: here, or by its own name elsewhere. */
function meantBy(at: readonly PropertyKey[], key: string, allowed: readonly string[]): string | undefined {
  const here = nearest(key, allowed) ?? allowed.find((one) => one.toLowerCase().startsWith(key.toLowerCase()));
  if (here !== undefined) return [...at, here].join('.');
  // A letter or two are near to everything.
  if (key.length < 3) return undefined;
  const all = everySetting();
  const last = (setting: string) => setting.slice(setting.lastIndexOf('.') + 1);
  const elsewhere = nearest(key, all.map(last));
  return all.find((setting) => last(setting) === elsewhere);
}

/** What is expected, by zod's name for it. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  int: 'a whole number',
  number: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'settings, each with its key',
  record: 'keys with a text each',
};

function explanation(issue: z.core.$ZodIssue, written: string | undefined): string {
  const { input } = issue;
  const shown = shownAs(input, written);
  switch (issue.code) {
    case 'invalid_type': {
      const expected = KINDS[issue.expected] ?? issue.expected;
      if (input === undefined) return `it is missing, expected ${expected}`;
      if (input === null) return `it is empty, expected ${expected}; without a value, leave its key out`;
      if (issue.expected === 'string' && ['number', 'boolean'].includes(typeof input)) {
        return `${shown} is a ${typeof input} in YAML: write it in quotes, "${shown}"`;
      }
      const unquoted = typeof input === 'string' && /^(-?\d+|true|false)$/.test(input);
      return `${shown} is ${kindOf(input)}, expected ${expected}${unquoted ? ' without quotes' : ''}`;
    }
    case 'invalid_value':
      if (input === null || input === '') return `it is empty, expected one of ${issue.values.map(String).join(', ')}`;
      return `${shown} is not one of ${choices(issue.values, input)}`;
    case 'invalid_union': {
      const options = ((issue as { options?: readonly unknown[] }).options ?? []).map(String);
      if (input === undefined || options.length === 0) return `expected one of ${options.join(', ')}`;
      const value = typeof input === 'object' ? (input as Record<string, unknown> | null)?.type : input;
      if (value === undefined) return `it is missing, expected one of ${options.join(', ')}`;
      return `${shownAs(value, undefined)} is not one of ${choices(options, value)}`;
    }
    case 'too_small':
      if (issue.origin === 'string') return 'it is empty, expected a text';
      return `${shown} is below ${issue.minimum}`;
    case 'too_big':
      return `${shown} is above ${issue.maximum}`;
    case 'invalid_format':
      return `${shown} is not valid, expected ${issue.message}`;
    default:
      return issue.message;
  }
}

function choices(values: readonly unknown[], input: unknown): string {
  const texts = values.map(String);
  if (texts.includes(String(input))) return `${texts.join(', ')}: write it without quotes`;
  const near = typeof input === 'string' ? nearest(input, texts) : undefined;
  return `${texts.join(', ')}${near === undefined ? '' : ` (did you mean ${near}?)`}`;
}

function shownAs(value: unknown, written: string | undefined): string {
  if (typeof value === 'object' && value !== null) return 'what stands here';
  return typeof value === 'string' ? JSON.stringify(value) : (written ?? String(value));
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}
