import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { isKnown, PodtrustError } from '../core';

/** The id that cdktf and CDK Terrain give the state backend of every stack, also where the program sets none. */
const BACKEND = 'backend';
/** What the ids begin with that they give to values which stacks read of one another. */
const CROSS_STACK = /^cross-stack-(output|reference-input)-/;
/** An id that leaves no trace in the names that cdktf makes. */
const HIDDEN = 'Default';

/** The constructs of each stack by the ids that leave a trace in names. */
const NAMED = new WeakMap<TerraformStack, Map<string, string>>();

/**
 * The id that a construct is given, for the call of `super`, before cdktf or Terraform could refuse it.
 *
 * Spaces, slashes and letters outside of ASCII pass: cdktf leaves them out of the names that it makes. A long id passes as
 * well: cdktf cuts its names at 240 characters, and a hash of the whole path keeps them apart.
 *
 * @throws PodtrustError `construct-id-invalid` where the id is empty or blank, a token, one that cdktf or JavaScript keeps,
 *   taken, would begin a Terraform name with a digit or a hyphen, or would make the names of another construct
 */
export function checkedId(scope: IConstruct, id: string): string {
  const problem = problemOf(scope, id) ?? sameNames(scope, id);
  if (!problem) return id;
  throw new PodtrustError({ code: 'construct-id-invalid', where: scope.node.path || undefined, ...problem });
}

interface IdProblem {
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

function problemOf(scope: IConstruct, id: unknown): IdProblem | undefined {
  if (typeof id !== 'string' || id.trim() === '') {
    return {
      what: `a construct is given the id ${JSON.stringify(id) ?? String(id)}`,
      why: 'A construct is found by its id, and Terraform’s names are made from it.',
      remedy: 'Give it a word as its id, unique in its scope.',
    };
  }
  if (!isKnown(id)) {
    return {
      what: 'a construct’s id holds a token',
      why: 'A token has a value at apply, and Terraform’s names must be known before.',
      remedy: 'Give it a literal as its id, and the token where a prop asks for it.',
    };
  }
  if (TerraformStack.isStack(scope) && (id === BACKEND || CROSS_STACK.test(id))) return reserved(id);
  if (belowStack(scope)[0]?.node.id === BACKEND) {
    return { ...reserved(BACKEND), what: `the construct around "${id}" has the id "${BACKEND}"` };
  }
  if (id in Object.prototype) {
    return {
      what: `a construct is given the id "${id}"`,
      why: 'Every object of JavaScript has something of this name, and a scope keeps its constructs in one.',
      remedy: 'Choose another word as its id.',
    };
  }
  const other = scope.node.tryFindChild(id);
  if (other) {
    return {
      what: `the id "${id}" is taken by ${an(other.constructor.name)}`,
      why: 'Two constructs of one scope cannot have the same id.',
      remedy: 'Give one of them another id.',
    };
  }
  const first = firstComponent(scope, asNodeId(id)).replace(/[^A-Za-z0-9_-]/g, '');
  if (/^[-0-9]/.test(first) && !namesItself(scope)) {
    return {
      what: `the id "${id}" makes Terraform names that begin with "${first[0]}"`,
      why: 'A name in Terraform begins with a letter or an underscore: terraform refuses the stack.',
      remedy: 'Begin the id, or that of the construct around it, with a letter.',
    };
  }
  return undefined;
}

/**
 * Refuses to give a stack its backend where something else has the id for it.
 *
 * @throws PodtrustError `construct-id-invalid`
 */
export function checkBackendId(stack: TerraformStack): void {
  const other = stack.node.tryFindChild(BACKEND);
  if (!other) return;
  const what = `the id "${BACKEND}" is taken by ${an(other.constructor.name)}`;
  throw new PodtrustError({ code: 'construct-id-invalid', where: stack.node.path, ...reserved(BACKEND), what });
}

function reserved(id: string): IdProblem {
  if (id !== BACKEND) {
    return {
      what: `a construct is given the id "${id}"`,
      why: 'cdktf keeps ids that begin so for the values that stacks read of one another.',
      remedy: 'Say what it is.',
    };
  }
  return {
    what: `a construct is given the id "${BACKEND}"`,
    why: 'cdktf keeps this id of every stack for the state backend.',
    remedy: 'Say what it is, such as "backend-role" or "backend-identity". A stack has one state backend.',
  };
}

/** What the constructs library makes of an id, whose parts a slash and a line break would part. */
function asNodeId(id: string): string {
  return id.replace(/[/\n]/g, '--');
}

/**
 * Refuses a construct whose Terraform names would be those of another one, since their paths differ by `Default` alone:
 * cdktf would make one resource of two, without a word.
 */
function sameNames(scope: IConstruct, id: string): IdProblem | undefined {
  const stack = scope.node.scopes.find((one) => TerraformStack.isStack(one));
  if (!stack) return undefined;
  const path = [...belowStack(scope).map((one) => one.node.id), asNodeId(id)];
  const named = NAMED.get(stack) ?? new Map<string, string>();
  NAMED.set(stack, named);
  const key = path.filter((one) => one !== HIDDEN).join('/');
  const own = path.join('/');
  const other = named.get(key);
  if (other === undefined || other === own) {
    named.set(key, own);
    return undefined;
  }
  return {
    what: `the constructs "${other}" and "${own}" would have the same Terraform names`,
    why: `cdktf leaves the id ${HIDDEN} out of its names, and makes one resource of two that have the same name.`,
    remedy: `Give one of them, or a construct around it, another id than ${HIDDEN}.`,
  };
}

/** The id that the Terraform names of a construct begin with: the outermost one in its stack. */
function firstComponent(scope: IConstruct, id: string): string {
  return (
    belowStack(scope)
      .map((one) => one.node.id)
      .find((one) => one !== HIDDEN) ?? id
  );
}

/** A scope and those around it, the outermost first, below their stack. */
function belowStack({ node: { scopes } }: IConstruct): readonly IConstruct[] {
  return scopes.slice(scopes.findIndex((one) => TerraformStack.isStack(one)) + 1);
}

/** Whether the stack around a scope makes its own names, in place of those of cdktf. */
function namesItself(scope: IConstruct): boolean {
  const stack = scope.node.scopes.find((one) => TerraformStack.isStack(one));
  const { allocateLogicalId } = TerraformStack.prototype as unknown as Record<string, unknown>;
  return (stack as Record<string, unknown> | undefined)?.allocateLogicalId !== allocateLogicalId;
}

function an(name: string): string {
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}
