import { describeSymbols } from '../../model/known/symbol';
import type { Place } from '../../model/place';
import type { CloudParts } from '../cloud-parts';
import { asText } from '../terraform/expression/value';
import type { Value, ValueObject } from '../terraform/expression/value';
import type { TerraformProgram } from '../terraform/configuration/program';

/** What a vault's access policy speaks of, in the order in which the portal has it. */
const VAULT_PARTS = ['key', 'secret', 'certificate', 'storage'];

/** What gives a principal a role of an application or of the directory, by the argument that names the role. */
const DIRECTORY_FORMS = [
  { type: 'azuread_app_role_assignment', role: 'app_role_id', kind: 'app role', scope: 'resource_object_id' },
  { type: 'azuread_directory_role_assignment', role: 'role_id', kind: 'directory role', scope: 'directory_scope_id' },
];

/** An app role that is looked up by its name in a service principal. */
const APP_ROLE_BY_NAME = /\.app_role_ids\["([^"]+)"\]\}$/;

/**
 * Reads what gives access beside role assignments: access policies of key vaults, and roles of applications and of the
 * directory. Each is told as a role with its scope.
 *
 * @param principals identities by the object id of their principal; one that is not given finds none
 */
export function readOtherGrants(
  program: TerraformProgram,
  parts: CloudParts,
  principals: ReadonlyMap<string | undefined, string>,
): void {
  const add = (principal: string | undefined, role: string, scope: string, source: string, at: Place): void => {
    const identity = principals.get(principal);
    if (identity === undefined) return;
    parts.permissions.push({ identity, actions: [], role, resource: describeSymbols(scope), source });
    parts.policies.push({ identity, kind: 'role-assignment', source, name: role, scope, at });
  };
  for (const instance of program.instances('azurerm_key_vault_access_policy')) {
    const own: ValueObject = Object.fromEntries(
      VAULT_PARTS.map((part) => `${part}_permissions`).map((name) => [name, program.attribute(instance, name) ?? null]),
    );
    const vault = program.text(instance, 'key_vault_id') ?? '';
    add(program.text(instance, 'object_id'), accessPolicy(own), vault, instance.id, instance.at);
  }
  for (const instance of program.instances('azurerm_key_vault')) {
    const vault = String(program.reference(instance, ['id']));
    for (const policy of program.nested(instance, 'access_policy')) {
      add(asText(policy.object_id), accessPolicy(policy), vault, instance.id, instance.at);
    }
  }
  for (const { type, role, kind, scope } of DIRECTORY_FORMS) {
    for (const instance of program.instances(type)) {
      const given = describeSymbols(program.text(instance, role) ?? '');
      const name = `${kind} ${APP_ROLE_BY_NAME.exec(given)?.[1] ?? given}`;
      const where = program.text(instance, scope) ?? '/';
      add(program.text(instance, 'principal_object_id'), name, where, instance.id, instance.at);
    }
  }
}

/** Such as `access policy (secret: Get, List)`. */
function accessPolicy(policy: ValueObject): string {
  const given = VAULT_PARTS.map((part) => [part, textsOf(policy[`${part}_permissions`])] as const);
  const named = given.filter(([, texts]) => texts.length > 0).map(([part, texts]) => `${part}: ${texts.join(', ')}`);
  return `access policy (${named.join('; ') || 'nothing'})`;
}

function textsOf(value: Value | undefined): readonly string[] {
  if (!Array.isArray(value)) return value === undefined || value === null ? [] : [describeSymbols(String(value))];
  return (value as readonly Value[]).map((item) => describeSymbols(String(item))).sort();
}
