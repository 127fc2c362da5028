import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import { isKnown, PodtrustError } from '../core';

/** The id that cdktf and CDK Terrain give the state backend of every stack, also where the program sets none. */
const BACKEND = 'backend';
/** An id that leaves no trace in the names that cdktf makes. */
const HIDDEN = 'Default';

/**
 * The id that a construct is given, for the call of `super`, before cdktf or Terraform could refuse it.
 *
 * Spaces, slashes and letters outside of ASCII pass: cdktf leaves them out of the names that it makes.
 *
 * @throws PodtrustError `construct-id-invalid` where the id is empty, a token, `backend` directly in a stack, taken, or
 *   would begin a Terraform name with a digit or a hyphen
 */
export function checkedId(scope: IConstruct, id: string): string {
  const problem = problemOf(scope, id);
  if (!problem) return id;
  throw new PodtrustError({ code: 'construct-id-invalid', where: scope.node.path || undefined, ...problem });
}

interface IdProblem {
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

function problemOf(scope: IConstruct, id: unknown): IdProblem | undefined {
  if (typeof id !== 'string' || id === '') {
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
  if (id === BACKEND && TerraformStack.isStack(scope)) return reserved();
  const other = scope.node.tryFindChild(id);
  if (other) {
    return {
      what: `the id "${id}" is taken by ${an(other.constructor.name)}`,
      why: 'Two constructs of one scope cannot have the same id.',
      remedy: 'Give one of them another id.',
    };
  }
  const first = firstComponent(scope, id).replace(/[^A-Za-z0-9_-]/g, '');
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
  throw new PodtrustError({ code: 'construct-id-invalid', where: stack.node.path, ...reserved(), what });
}

function reserved(): IdProblem {
  return {
    what: `a construct is given the id "${BACKEND}"`,
    why: 'cdktf keeps this id of every stack for the state backend.',
    remedy: 'Say what it is, such as "backend-role" or "backend-identity". A stack has one state backend.',
  };
}

/** The id that the Terraform names of a construct begin with: the outermost one in its stack. */
function firstComponent(scope: IConstruct, id: string): string {
  const { scopes } = scope.node;
  const below = scopes.slice(scopes.findIndex((one) => TerraformStack.isStack(one)) + 1);
  return below.map((one) => one.node.id).find((one) => one !== HIDDEN) ?? id;
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
