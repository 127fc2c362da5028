import type { AzureActions } from '../../model/identity/identity-policy';
import { describeSymbols } from '../../model/known/symbol';
import type { Instance } from '../terraform/configuration/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { toBlocks } from '../terraform/configuration/nested-blocks';
import { asText, isUnknown } from '../terraform/expression/value';
import type { Value, ValueObject } from '../terraform/expression/value';

/** A role that somebody defined: its name, and its actions of the control plane and of the data plane. */
export interface CustomRole {
  readonly role: string;
  /** What it leaves out stands behind a `!`. */
  readonly actions: readonly string[];
  /** The same as the role has it. */
  readonly azure: readonly AzureActions[];
  /** Set where not all of them are known. */
  readonly isOpen?: true;
}

/** The custom role of the program that a role assignment gives. */
export function customRole(program: TerraformProgram, assignment: Instance): CustomRole | undefined {
  const named = program.text(assignment, 'role_definition_name');
  const definition =
    program.target(assignment, 'role_definition_id')?.instance ??
    program
      .instances('azurerm_role_definition')
      .find((one) => named !== undefined && program.text(one, 'name') === named);
  if (definition?.block.type !== 'azurerm_role_definition' || definition.block.mode !== 'managed') return undefined;
  const permissions = program.attribute(definition, 'permissions');
  const blocks = toBlocks(permissions);
  const actions = blocks.flatMap((block) => [
    ...textsIn(block.actions),
    ...textsIn(block.data_actions),
    ...[...textsIn(block.not_actions), ...textsIn(block.not_data_actions)].map((action) => `!${action}`),
  ]);
  return {
    role: describeSymbols(program.text(definition, 'name') ?? ''),
    actions: [...new Set(actions)].sort(),
    ...(permissions !== undefined && holdsUnknown(permissions, blocks) && { isOpen: true as const }),
    azure: blocks.map((block) => ({
      actions: textsIn(block.actions),
      notActions: textsIn(block.not_actions),
      dataActions: textsIn(block.data_actions),
      notDataActions: textsIn(block.not_data_actions),
    })),
  };
}

/** Whether the blocks, or a list in one of them, are not known. */
function holdsUnknown(permissions: Value, blocks: readonly ValueObject[]): boolean {
  if (isUnknown(permissions)) return true;
  const lists = blocks.flatMap((block) => [
    block.actions,
    block.not_actions,
    block.data_actions,
    block.not_data_actions,
  ]);
  return lists.some((list) => list !== undefined && list !== null && !Array.isArray(list));
}

function textsIn(value: Value | undefined): string[] {
  return Array.isArray(value) ? (value as readonly Value[]).flatMap((item) => asText(item) ?? []) : [];
}
