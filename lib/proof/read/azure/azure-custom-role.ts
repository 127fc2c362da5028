import { unreadAsWhole } from '../../iam';
import type { AzureActions, UnreadPolicy } from '../../model/identity/identity-policy';
import { describeSymbols } from '../../model/known/symbol';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { asText, isUnknown } from '../terraform/expression/value';
import type { Value } from '../terraform/expression/value';

/** A role that somebody defined: its name, and its actions of the control plane and of the data plane. */
export interface CustomRole {
  readonly role: string;
  /** What it leaves out stands behind a `!`. */
  readonly actions: readonly string[];
  /** The same as the role has it; nothing where it is not known how many blocks of them there are. */
  readonly azure?: readonly AzureActions[];
  /** What is known of a role of which that is not known. */
  readonly unread?: UnreadPolicy;
}

const PERMISSIONS = 'permissions';

/** The custom role of the program that a role assignment gives. */
export function customRole(program: TerraformProgram, assignment: Instance): CustomRole | undefined {
  const named = program.text(assignment, 'role_definition_name');
  const definition =
    program.target(assignment, 'role_definition_id')?.instance ??
    program
      .instances('azurerm_role_definition')
      .find((one) => named !== undefined && program.text(one, 'name') === named);
  if (definition?.block.type !== 'azurerm_role_definition' || definition.block.mode !== 'managed') return undefined;
  const blocks = program.blocks(definition, PERMISSIONS);
  const azure = blocks?.map((block) => ({
    actions: textsIn(block.actions),
    notActions: textsIn(block.not_actions),
    dataActions: textsIn(block.data_actions),
    notDataActions: textsIn(block.not_data_actions),
  }));
  const actions = azure?.flatMap((one) => [
    ...one.actions,
    ...one.dataActions,
    ...[...one.notActions, ...one.notDataActions].map((action) => `!${action}`),
  ]);
  return {
    role: describeSymbols(program.text(definition, 'name') ?? ''),
    actions: [...new Set(actions?.map(describeSymbols))].sort(),
    ...(azure ? { azure } : { unread: unreadOf(definition) }),
  };
}

function unreadOf({ id }: Instance): UnreadPolicy {
  return unreadAsWhole(`has ${PERMISSIONS} that are not known before apply`, `\${${id}.${PERMISSIONS}}`);
}

/** What a list that is not known may hold, its symbol stands for. */
function textsIn(value: Value = null): string[] {
  if (isUnknown(value)) return [String(value)];
  return Array.isArray(value) ? (value as readonly Value[]).flatMap((item) => asText(item) ?? []) : [];
}
