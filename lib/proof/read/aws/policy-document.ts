import { symbolOf } from '../../model/symbol';
import { parseSymbolicJson } from '../../model/symbolic-json';
import { asText, isUnknown } from '../terraform/expression/value';
import type { Value, ValueObject } from '../terraform/expression/value';
import { toBlocks } from '../terraform/configuration/nested-blocks';
import type { Instance } from '../terraform/configuration/instance';
import type { Program } from '../terraform/configuration/provider';

/**
 * The policy that `data.aws_iam_policy_document` makes of its blocks, as JSON text with symbols.
 * Source: the AWS provider's documentation of the data source.
 */
export function policyDocument(program: Program, instance: Instance): Value {
  const blocks = program.blocks(instance, 'statement');
  // A condition that a plan has lost a part of may say anything.
  if (!blocks || instance.lost?.has('statement')) return symbolOf(`${instance.id}.json`);
  const own = blocks.map(statement);
  const sources = documents(program.attribute(instance, 'source_policy_documents'));
  const overrides = documents(program.attribute(instance, 'override_policy_documents'));
  // What a source holds is not known: then neither is the whole.
  const unknown = [...sources, ...overrides].find((document) => !Array.isArray(document));
  if (unknown !== undefined) return unknown as string;
  let statements: PolicyStatement[] = [...(sources as PolicyStatement[][]).flat(), ...own];
  for (const override of (overrides as PolicyStatement[][]).flat()) {
    const replaced = override.Sid === undefined ? -1 : statements.findIndex(({ Sid }) => Sid === override.Sid);
    statements = replaced < 0 ? [...statements, override] : statements.with(replaced, override);
  }
  return JSON.stringify({ Version: program.text(instance, 'version') ?? '2012-10-17', Statement: statements });
}

type PolicyStatement = Record<string, unknown>;

function documents(value: Value | undefined): (PolicyStatement[] | string)[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return [];
  return (value as readonly Value[]).map((item) => {
    const text = asText(item) ?? '';
    if (isUnknown(text)) return text;
    try {
      const { Statement: statements } = parseSymbolicJson(text) as { Statement?: PolicyStatement | PolicyStatement[] };
      return Array.isArray(statements) ? statements : statements ? [statements] : [];
    } catch {
      return text;
    }
  });
}

function statement(block: ValueObject): PolicyStatement {
  const result: PolicyStatement = {};
  if (block.sid) result.Sid = block.sid;
  result.Effect = block.effect ?? 'Allow';
  const lists = { actions: 'Action', not_actions: 'NotAction', resources: 'Resource', not_resources: 'NotResource' };
  for (const [argument, element] of Object.entries(lists)) {
    const value = block[argument];
    if (value !== undefined && value !== null) result[element] = terraformVariables(value);
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
  return result;
}

function principalsOf(blocks: readonly ValueObject[]): unknown {
  const byType: Record<string, Value[]> = {};
  for (const { type, identifiers } of blocks) {
    const list = Array.isArray(identifiers) ? (identifiers as readonly Value[]) : [identifiers ?? null];
    (byType[String(type)] ??= []).push(...list);
  }
  return Object.keys(byType).length === 1 && byType['*']?.[0] === '*' ? '*' : byType;
}

function conditionsOf(blocks: readonly ValueObject[]): Record<string, Record<string, Value[]>> {
  const byOperator: Record<string, Record<string, Value[]>> = {};
  for (const { test, variable, values } of blocks) {
    // The provider joins the values of the same operator and key; older ones kept the last alone (terraform-aws-iam #53).
    const list = Array.isArray(values) ? (values as readonly Value[]) : [values ?? null];
    ((byOperator[String(test)] ??= {})[String(variable)] ??= []).push(...list.map(terraformVariables));
  }
  return byOperator;
}

/** `&{aws:username}` is how a policy variable is written where `${` would be Terraform's own. */
function terraformVariables(value: Value): Value {
  if (typeof value === 'string') return value.replace(/&\{/g, '${');
  return Array.isArray(value) ? (value as readonly Value[]).map(terraformVariables) : value;
}
