import type { Raw, RawObject } from '../configuration/configuration';
import type { Document } from '../../document';
import { evaluate } from '../expression/evaluate';
import { ExpressionError, isExpressionError } from '../expression/expression';
import type { Expression } from '../expression/expression';
import { escapeTemplate, printTemplate } from '../expression/print';
import type { Value } from '../expression/value';
import { syntaxError } from './body';
import type { Body, BodyBlock } from './body';

/** The top-level blocks that Terraform knows, and how many labels each has. Terraform language, "Style" and "Syntax". */
const LABELS: Readonly<Record<string, number>> = {
  action: 2,
  check: 1,
  data: 2,
  ephemeral: 2,
  import: 0,
  list: 2,
  locals: 0,
  module: 1,
  moved: 0,
  output: 1,
  provider: 1,
  removed: 0,
  resource: 2,
  terraform: 0,
  variable: 1,
};

/** Blocks of which each address may be there once. */
const UNIQUE = new Set(['data', 'module', 'output', 'resource', 'variable']);

interface MutableObject {
  [key: string]: Raw | MutableObject;
}

/**
 * A file of Terraform's own language in the form of its JSON syntax, so that all that comes after reads one form.
 *
 * Labels become keys, nested blocks lists of objects, and each expression that is no plain data a template.
 *
 * @param passOver told of blocks that no known Terraform has: a later one may
 * @throws PodtrustError `terraform-invalid` with file, line and column for what Terraform does not accept
 */
export function jsonForm(document: Document, body: Body, passOver: (block: BodyBlock) => void): RawObject {
  const stray = [...body.attributes][0];
  if (stray) throw syntaxError(document, stray[1].position, `${stray[0]} stands outside of any block`);
  const root: MutableObject = Object.create(null) as MutableObject;
  for (const block of body.blocks) {
    if (Object.hasOwn(LABELS, block.type)) addBlock(document, root, block);
    else passOver(block);
  }
  return root as RawObject;
}

/** The values of a `.tfvars` file, which are data. */
export function variableValues(document: Document, body: Body): Map<string, Value> {
  const block = body.blocks[0];
  if (block) throw syntaxError(document, block.position, 'a block is not expected among values of variables');
  return new Map(
    [...body.attributes].map(([name, { expression, position }]) => [name, constant(document, expression, position)]),
  );
}

function addBlock(document: Document, root: MutableObject, block: BodyBlock): void {
  const { type, labels, position } = block;
  const wanted = LABELS[type]!;
  if (labels.length !== wanted) {
    throw syntaxError(document, position, `a ${type} block has ${wanted} labels, and this one has ${labels.length}`);
  }
  const content = type === 'variable' ? variable(document, block) : nested(block.body);
  let parent = root;
  for (const key of [type, ...labels].slice(0, -1)) {
    parent[key] ??= Object.create(null) as MutableObject;
    parent = parent[key] as MutableObject;
  }
  const last = labels.at(-1) ?? type;
  if (UNIQUE.has(type)) {
    if (last in parent) throw syntaxError(document, position, `${labels.join('.')} is there twice`);
    parent[last] = content;
  } else {
    parent[last] = [...((parent[last] as readonly Raw[] | undefined) ?? []), content];
  }
}

/** A default is data; a type is kept as it is written. */
function variable(document: Document, { body }: BodyBlock): RawObject {
  const result: MutableObject = Object.create(null) as MutableObject;
  for (const [name, { expression, position }] of body.attributes) {
    if (name === 'default' || name === 'nullable') result[name] = constant(document, expression, position);
    if (name === 'type') result[name] = printTemplate(expression);
  }
  return result as RawObject;
}

function constant(document: Document, expression: Expression, position: number): Value {
  try {
    return evaluate(expression, {
      resolve: (root) => {
        throw new ExpressionError(`it refers to ${root}, and must be a plain value`);
      },
    });
  } catch (error) {
    if (isExpressionError(error)) throw syntaxError(document, position, error.what);
    throw error;
  }
}

function nested(body: Body): RawObject {
  const result: MutableObject = Object.create(null) as MutableObject;
  for (const [name, { expression }] of body.attributes) result[name] = raw(expression);
  for (const { type, labels, body: inner } of body.blocks) {
    let parent = result;
    for (const key of [type, ...labels].slice(0, -1)) {
      if (!isMutable(parent[key])) parent[key] = Object.create(null) as MutableObject;
      parent = parent[key] as MutableObject;
    }
    const last = labels.at(-1) ?? type;
    const before = parent[last];
    parent[last] = [...(Array.isArray(before) ? (before as readonly Raw[]) : []), nested(inner)];
  }
  return result as RawObject;
}

function isMutable(value: unknown): value is MutableObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Data as data, where it is written out; all else as a template. */
function raw(expression: Expression): Raw {
  switch (expression.kind) {
    case 'literal':
      return typeof expression.value === 'string' ? escapeTemplate(expression.value) : expression.value;
    case 'tuple':
      return expression.items.map(raw);
    case 'object': {
      const result: MutableObject = Object.create(null) as MutableObject;
      for (const { key, value } of expression.items) {
        if (key.kind !== 'literal' && key.kind !== 'template') return printTemplate(expression);
        const name = key.kind === 'literal' ? escapeTemplate(String(key.value)) : printTemplate(key);
        // Of equal keys Terraform works out each value and keeps the last.
        if (name in result) return printTemplate(expression);
        result[name] = raw(value);
      }
      return result as RawObject;
    }
    default:
      return printTemplate(expression);
  }
}
