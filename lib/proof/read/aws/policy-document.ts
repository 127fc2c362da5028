import { grouped } from '../../../core/groups';
import { PERHAPS, causeIn, perhaps } from '../../model/known/perhaps';
import { describeSymbols, hasSymbol, isSymbol, symbolOf } from '../../model/known/symbol';
import { equal } from '../../model/known/text';
import { parseSymbolicJson } from '../../model/known/symbolic-json';
import { asText, dependsOf, isUnknown, perhapsThere } from '../terraform/expression/value';
import type { Value, ValueObject } from '../terraform/expression/value';
import { toBlocks } from '../terraform/configuration/blocks/nested-blocks';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { Program } from '../terraform/configuration/provider';

/**
 * The policy that `data.aws_iam_policy_document` makes of its blocks, as JSON text with symbols.
 * Source: the AWS provider's documentation of the data source.
 */
export function policyDocument(program: Program, instance: Instance): Value {
  const blocks = program.possibleBlocks(instance, 'statement');
  // A condition that a plan has lost a part of may say anything.
  if (!blocks || instance.lost?.has('statement')) return symbolOf(`${instance.id}.json`);
  const written = blocks.map(statement);
  const [given, overriding] = ['source_policy_documents', 'override_policy_documents'].map((name) =>
    program.attribute(instance, name),
  );
  const sources = documents(program, given);
  const overrides = documents(program, overriding);
  const isKnown = [...sources, ...overrides].some((one) => typeof one !== 'string');
  // Nothing is known of any of it.
  if (written.length === 0 && !isKnown && sources.length + overrides.length > 0)
    return (sources[0] ?? overrides[0]) as string;
  // No two of the sources have the same Sid; own statements override theirs.
  let statements: (PolicyStatement | string)[] = sources;
  for (const override of [...written, ...overrides]) statements = overridden(statements, override);
  const own = program.text(instance, 'version') ?? NEWEST;
  const [version] = [own, ...versionsOf(given), ...versionsOf(overriding)].sort().slice(-1);
  // The provider leaves out an empty list.
  return JSON.stringify({ Version: version, ...(statements.length > 0 ? { Statement: statements } : {}) });
}

/** The version of a document that says none. */
const NEWEST = '2012-10-17';

/** The versions of documents, of which the newest is that of what they are merged into. */
function versionsOf(value: Value | undefined): readonly string[] {
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap(versionsOf);
  return /"Version"\s*:\s*"(\d{4}-\d\d-\d\d)"/.exec(asText(value) ?? '')?.slice(1) ?? [];
}

type PolicyStatement = Record<string, unknown>;

/** The statements of some documents; of a document that is not known, its symbol. */
function documents(program: Program, value: Value | undefined): (PolicyStatement | string)[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap((item) => documents(program, item));
  const text = asText(value) ?? '';
  if (text === '') return [];
  const possible = isUnknown(text) ? program.possible(text) : undefined;
  if (possible) {
    const all = possible.values.map((one) => documents(program, one));
    const common = all[0]!.filter((one) => all.every((others) => others.some((other) => isSame(one, other))));
    const others = all.flat().filter((one) => !common.some((other) => isSame(one, other)));
    return [...common, ...others.map((one) => perhapsOf(one, causeIn(possible.cause, describeSymbols(text))))];
  }
  if (isUnknown(text)) return [text];
  try {
    const { Statement: statements } = parseSymbolicJson(text) as { Statement?: PolicyStatement | PolicyStatement[] };
    return Array.isArray(statements) ? statements : statements ? [statements] : [];
  } catch {
    return [text];
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** A statement that need not be there. Of one that is not known at all, that is said already. */
function perhapsOf(one: PolicyStatement | string, cause: string): PolicyStatement | string {
  return typeof one === 'string' || PERHAPS in one ? one : { ...one, [PERHAPS]: cause };
}

/** Statements after one that overrides the one of its Sid, where there is one. */
function overridden(
  statements: readonly (PolicyStatement | string)[],
  override: PolicyStatement | string,
): (PolicyStatement | string)[] {
  if (typeof override === 'string') {
    // What is not known may override any that has a Sid.
    const cause = describeSymbols(override);
    return [...statements.map((one) => (typeof one !== 'string' && one.Sid ? perhapsOf(one, cause) : one)), override];
  }
  const { Sid: sid, [PERHAPS]: cause } = override;
  if (typeof sid !== 'string' || sid === '') return [...statements, override];
  let isPlaced = false;
  const all = statements.map((one): PolicyStatement | string => {
    const same = typeof one === 'string' || typeof one.Sid !== 'string' ? false : equal(one.Sid, sid);
    if (same === false) return one;
    // It need not be the one that is overridden, and who overrides it need not be there.
    if (same !== true)
      return perhapsOf(one, describeSymbols(hasSymbol(sid) ? sid : String((one as PolicyStatement).Sid)));
    if (cause !== undefined) return perhapsOf(one, String(cause));
    isPlaced = true;
    return override;
  });
  return isPlaced ? all : [...all, override];
}

function statement(block: ValueObject): PolicyStatement {
  const result: PolicyStatement = {};
  if (block.sid) result.Sid = block.sid;
  result.Effect = block.effect ?? 'Allow';
  const lists = { actions: 'Action', not_actions: 'NotAction', resources: 'Resource', not_resources: 'NotResource' };
  for (const [argument, element] of Object.entries(lists)) {
    const value = block[argument];
    const isNone = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
    if (!isNone) result[element] = asProviderSet(terraformVariables(value));
  }
  for (const [argument, element] of [
    ['principals', 'Principal'],
    ['not_principals', 'NotPrincipal'],
  ] as const) {
    const principals = toBlocks(block[argument]);
    if (principals.length > 0) result[element] = principalsOf(principals);
  }
  const conditions = toBlocks(block.condition);
  if (conditions.length > 0) result.Condition = conditionsOf(conditions);
  // A principal that need not be there leaves open what the statement is about.
  const depends = [block, ...toBlocks(block.principals), ...toBlocks(block.not_principals)].map(dependsOf);
  const cause = depends.find((one) => one !== undefined);
  if (cause !== undefined) result[PERHAPS] = cause;
  return result;
}

function principalsOf(blocks: readonly ValueObject[]): unknown {
  const byType: Record<string, Value[]> = {};
  for (const { type, identifiers } of blocks) {
    const list = Array.isArray(identifiers) ? asProviderSet(identifiers as readonly Value[]) : [identifiers ?? null];
    (byType[String(type)] ??= []).push(...(list as readonly Value[]));
  }
  // Beside another, IAM refuses it.
  const isEverybody = Object.keys(byType).length === 1 && byType['*']?.length === 1 && byType['*'][0] === '*';
  return isEverybody ? '*' : byType;
}

function conditionsOf(written: readonly ValueObject[]): Record<string, Record<string, Value[]>> {
  const blocks = withPossibleValues(written);
  const byOperator: Record<string, Record<string, Value[]>> = {};
  for (const same of grouped(blocks, keyOfCondition).values()) {
    const { test, variable } = same[0]!;
    const depends = same.map(dependsOf);
    // A key that one block has for certain is there, and only values of others need not be; of one block alone, both are or neither.
    const cause = depends.includes(undefined) ? undefined : depends[0];
    const key = cause === undefined ? String(variable) : perhaps(cause, String(variable));
    (byOperator[String(test)] ??= {})[key] = same.flatMap(({ values }, index) => {
      // The provider joins the values of the same operator and key; older ones kept the last alone (terraform-aws-iam #53).
      const list = Array.isArray(values) ? (values as readonly Value[]) : [values ?? null];
      const texts = list.map(terraformVariables);
      const own = depends[index];
      return own === undefined || same.length === 1 ? texts : texts.map((text) => perhaps(own, asText(text) ?? ''));
    });
  }
  return byOperator;
}

/**
 * Blocks with the values that others may turn out to add to theirs: one whose operator or key is not known may be of the same,
 * and is no condition of its own then.
 */
function withPossibleValues(blocks: readonly ValueObject[]): readonly ValueObject[] {
  // The best known first: the values of the others are added to theirs.
  const known = [...blocks].sort((one, other) => opennessOf(one) - opennessOf(other));
  if (known.length < 2 || opennessOf(known.at(-1)!) === 0) return blocks;
  const added: ValueObject[] = [];
  const joining = new Map<ValueObject, string>();
  known.forEach((one, index) => {
    for (const other of known.slice(0, index)) {
      const tests = equal(String(one.test), String(other.test));
      const variables = equal(String(one.variable), String(other.variable));
      if (tests === false || variables === false || (tests === true && variables === true)) continue;
      const cause = describeSymbols(String(tests === true ? one.variable : one.test));
      joining.set(one, cause);
      added.push(perhapsThere({ ...other, values: one.values ?? null }, cause));
    }
  });
  return [
    ...blocks.map((block) => {
      const cause = joining.get(block);
      return cause === undefined || dependsOf(block) !== undefined ? block : perhapsThere(block, cause);
    }),
    ...added,
  ];
}

/** How little is known of what a condition is about. */
function opennessOf({ test, variable }: ValueObject): number {
  if (hasSymbol(String(test)) || isSymbol(String(variable))) return 2;
  return hasSymbol(String(variable)) ? 1 : 0;
}

function keyOfCondition({ test, variable }: ValueObject): string {
  return `${String(test)}\n${String(variable)}`;
}

/** What the provider takes as a set has each element once. */
function asProviderSet(value: Value): Value {
  return Array.isArray(value) ? [...new Set(value as readonly Value[])] : value;
}

/** `&{aws:username}` is how a policy variable is written where `${` would be Terraform's own. */
function terraformVariables(value: Value): Value {
  if (typeof value === 'string') return value.replace(/&\{/g, '${');
  return Array.isArray(value) ? (value as readonly Value[]).map(terraformVariables) : value;
}
