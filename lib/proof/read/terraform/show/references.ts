import type { Raw } from '../configuration/configuration';
import type { ShownObject } from './shown';

/** The names by which an instance refers to its own key. */
const OWN_KEY = new Set(['each.key', 'count.index']);

/** What an expression of a plan refers to: a plan keeps this, and not the expression. */
export interface References {
  /** The whole references, without the shorter ones that each implies. */
  readonly whole: readonly string[];
  /** Whether it refers to its own key. */
  readonly ownKey: boolean;
}

/** Whether a part of a plan's configuration is an expression, not a block: it may be empty where it refers to nothing. */
export function isExpression(value: unknown): value is ShownObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 0 || keys.every((key) => key === 'references' || key === 'constant_value');
}

/**
 * An expression itself, with all the text around what it refers to: of a configuration in Terraform JSON, as cdktf writes
 * it, a plan keeps every text as it was written. Nothing where it is a constant, or written in Terraform's own language.
 *
 * Terraform, internal/command/jsonconfig: an expression is evaluated without names, and a text of Terraform JSON, being a
 * template only where there are names, is then its own value.
 */
export function templateOf(expression: ShownObject): Raw | undefined {
  if (!Array.isArray(expression.references) || !('constant_value' in expression)) return undefined;
  // What Terraform's own language makes of `true ? "$${x}" : y` refers to nothing.
  return namesIn(expression).length > 0 ? (expression.constant_value as Raw) : undefined;
}

/** Whether an expression is a value that needs no evaluation. */
export function isConstant(expression: ShownObject): boolean {
  return 'constant_value' in expression && templateOf(expression) === undefined;
}

/** What an expression refers to. */
export function referencesOf(expression: ShownObject): References {
  const all = namesIn(expression);
  const own = all.filter((reference) => OWN_KEY.has(reference));
  const others = [...new Set(all.filter((reference) => !OWN_KEY.has(reference)))];
  // Each reference is followed by what stands before its last step: a.b.c, a.b. An equal start alone is none.
  const implied = new Set(others.flatMap(startsOf));
  return { whole: others.filter((reference) => !implied.has(reference)), ownKey: own.length > 0 };
}

/** More steps than this no reference has. */
const MAXIMUM_STEPS = 50;

/** What stands before each of a reference's steps. */
function startsOf(reference: string): readonly string[] {
  const steps = [...reference.matchAll(/[.[]/g)].slice(0, MAXIMUM_STEPS);
  return steps.map(({ index }) => reference.slice(0, index));
}

/** A name with its steps, wherever a text of JSON has one. */
const NAME = /(?<![\w-])[A-Za-z_][\w-]*(?:\.[\w-]+|\[(?:\d+|\\"[^"\\]*\\")\])+/g;

/** What of a name Terraform always lists by itself: the resource, the local, the module. */
const BEGINNING = /^(?:data\.)?[\w-]+\.[\w-]+/;

/**
 * A list of references as a set. A cache and no state: each part of an object has the references of all of it, so one list is
 * asked as often as the object has parts.
 */
const namesOfAll = new WeakMap<readonly unknown[], ReadonlySet<string>>();

/** What an expression names; of a part of an expression, which has the references of all of it, what the part names. */
function namesIn({ references, constant_value: value }: ShownObject): readonly string[] {
  if (!Array.isArray(references)) return [];
  if (value === undefined) return references.map(String);
  const text = JSON.stringify(value);
  if (!text.includes('${') && !text.includes('%{')) return [];
  const all = namesOfAll.get(references) ?? new Set(references.map(String));
  namesOfAll.set(references, all);
  const names = text.match(NAME)?.map((name) => name.replace(/\\"/g, '"')) ?? [];
  // An index may be written in more than one way, and the beginning may not.
  return names.flatMap((name) => [name, BEGINNING.exec(name)?.[0] ?? ''].find((one) => all.has(one)) ?? []);
}

/** What kind of value a name speaks of; none where it could be any. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/(^|_)arns?$|^identifiers$|^id$/, 'arn'],
  [/(^|_)(issuer|url)$/, 'url'],
  [/(^|_)(minified_)?json$|policy$|policy_documents$/, 'document'],
  [/(^|_)name$|^(cluster|cluster_id|id|namespace|role)$/, 'name'],
  [/^(?!role_definition_).*id$/, 'id'],
  [/(^|_)version$/, 'version'],
];

/**
 * Whether an argument can be the very value that it refers to: `role_arn` of `aws_iam_role.app.arn`.
 *
 * A plan does not tell `x` from `"${x}:sub"`. Where both names speak of the same kind of value, the value is taken as it
 * is; elsewhere there is text around it that the plan has lost.
 */
export function areSameKind(argument: string, referred: string): boolean {
  const kinds = (name: string): string[] => {
    const plain = plainName(name);
    return KINDS.filter(([pattern]) => pattern.test(plain)).map(([, kind]) => kind);
  };
  const wanted = kinds(argument);
  return kinds(referred).some((kind) => wanted.includes(kind));
}

/**
 * The attribute that an argument takes of a resource, where a plan names the resource alone (`x.y[each.key].arn`) and its
 * provider does not tell which one is meant.
 */
export function attributeFor(argument: string): string | undefined {
  const plain = plainName(argument);
  if (/(^|_)arns?$|^identifiers$/.test(plain)) return 'arn';
  if (/(^|_)name$|^role$/.test(plain)) return 'name';
  if (/(^|_)client_id$/.test(plain)) return 'client_id';
  if (/(^|_)principal_id$/.test(plain)) return 'principal_id';
  return /(^|_)id$/.test(plain) ? 'id' : undefined;
}

/** `eks.amazonaws.com/role-arn` and `aws:SourceArn` speak of the same as `role_arn` and `source_arn`. */
function plainName(name: string): string {
  return name
    .replace(/^.*[/:]/, '')
    .replace(/-/g, '_')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
