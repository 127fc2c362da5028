import type { IdentityPolicy } from '../../model/identity/identity-policy';
import { unknown } from '../../model/known/known';
import { describeSymbols, hasSymbol, symbolOf } from '../../model/known/symbol';
import type { Place } from '../../model/place';
import type { CloudParts } from '../cloud-parts';
import type { AzurePrincipals } from './azure-principals';
import { perhapsAmong } from '../perhaps-among';
import type { PerhapsBlock } from '../perhaps-among';
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
 */
export function readOtherGrants(program: TerraformProgram, parts: CloudParts, principals: AzurePrincipals): void {
  const add = (
    principal: string | undefined,
    { role, scope, source, at, policy }: Given,
    /** Set where it need not be there. */
    perhapsBlock?: PerhapsBlock,
  ): void => {
    const given: Omit<IdentityPolicy, 'identity'> = {
      kind: 'role-assignment',
      source,
      name: role,
      scope,
      at,
      ...policy,
    };
    if (perhapsBlock) {
      const perhaps = principals.perhapsThere(principal, perhapsBlock);
      if (perhaps) parts.openAssignments.push({ ...given, ...perhaps });
      return;
    }
    for (const holder of principals.holdersOf(principal)) {
      const { identity } = holder;
      parts.permissions.push({ identity, actions: [], role, resource: describeSymbols(scope), source });
      parts.policies.push({ ...holder, ...given });
    }
    if (policy.isOfDirectory && principal !== undefined && principals.isOfOthers(principal)) {
      parts.otherAssignments.push({ principal, ...given });
    }
    const perhapsOf = principals.perhapsOf(principal);
    if (perhapsOf) parts.openAssignments.push({ ...given, ...perhapsOf });
  };
  for (const instance of program.instances('azurerm_key_vault_access_policy')) {
    const own: ValueObject = Object.fromEntries(
      VAULT_PARTS.map((part) => `${part}_permissions`).map((name) => [name, program.attribute(instance, name) ?? null]),
    );
    const vault = program.text(instance, 'key_vault_id') ?? '';
    const given = { ...accessPolicy(own), scope: vault, source: instance.id, at: instance.at };
    add(program.text(instance, 'object_id'), given);
  }
  for (const instance of program.instances('azurerm_key_vault')) {
    const vault = String(program.reference(instance, ['id']));
    const policies = program.possibleBlocks(instance, 'access_policy');
    if (!policies) {
      const { id: source, at } = instance;
      const whose = asText(program.attribute(instance, 'access_policy')) ?? symbolOf(`${source}.access_policy`);
      const because = 'which access policies it has is not known before apply';
      parts.openAssignments.push({
        ...{ kind: 'role-assignment', source, at, scope: vault },
        // Such as it would be if it were one.
        ...{ name: `access policy (${describeSymbols(whose)})`, vaultPermissions: [], isRoleOpen: true },
        ...{ whose, because, isOf: () => unknown(because) },
      });
      continue;
    }
    const perhaps = new Map(perhapsAmong(policies).map((one) => [one.block, one]));
    for (const policy of policies) {
      const given = { ...accessPolicy(policy), scope: vault, source: instance.id, at: instance.at };
      add(asText(policy.object_id), given, perhaps.get(policy));
    }
  }
  const directoryRoles = namesOfDirectoryRoles(program);
  for (const { type, role, kind, scope } of DIRECTORY_FORMS) {
    for (const instance of program.instances(type)) {
      const text = program.text(instance, role) ?? '';
      const given = directoryRoles.get(text) ?? describeSymbols(text);
      const name = `${kind} ${APP_ROLE_BY_NAME.exec(given)?.[1] ?? given}`;
      const where = program.text(instance, scope) ?? '/';
      const own = { role: name, scope: where, source: instance.id, at: instance.at, policy: OF_DIRECTORY };
      add(program.text(instance, 'principal_object_id'), own);
    }
  }
}

/** What roles of the directory are called, or their templates' ids, by what refers to them. */
function namesOfDirectoryRoles(program: TerraformProgram): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const instance of program.instances('azuread_directory_role')) {
    const name = program.text(instance, 'display_name') ?? program.text(instance, 'template_id');
    if (name === undefined) continue;
    for (const attribute of ['template_id', 'object_id', 'id']) {
      found.set(String(program.reference(instance, [attribute])), describeSymbols(name));
    }
  }
  return found;
}

const OF_DIRECTORY = { isOfDirectory: true } as const;

/** What is given, by what, and where. */
interface Given {
  readonly role: string;
  readonly scope: string;
  readonly source: string;
  readonly at: Place;
  readonly policy: Pick<IdentityPolicy, 'vaultPermissions' | 'isRoleOpen' | 'isOfDirectory'>;
}

/** Its role is such as `access policy (secret: Get, List)`. */
function accessPolicy(policy: ValueObject): Pick<Given, 'role' | 'policy'> {
  const given = VAULT_PARTS.map((part) => [part, textsOf(policy[`${part}_permissions`])] as const);
  const named = given
    .filter(([, texts]) => texts.length > 0)
    .map(([part, texts]) => `${part}: ${texts.map(describeSymbols).sort().join(', ')}`);
  const vaultPermissions = given.flatMap(([part, texts]) => texts.map((text) => `${part}: ${text.toLowerCase()}`));
  return {
    role: `access policy (${named.join('; ') || 'nothing'})`,
    policy: { vaultPermissions, ...(vaultPermissions.some(hasSymbol) && { isRoleOpen: true }) },
  };
}

/** The texts of a list; of one that is not known its symbol. */
function textsOf(value: Value = null): readonly string[] {
  if (value === null) return [];
  return (Array.isArray(value) ? (value as readonly Value[]) : [value]).map(String);
}
