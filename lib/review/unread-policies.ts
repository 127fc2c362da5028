import { grouped } from '../core/groups';
import type { Inventory } from '../proof/inventory';
import type { InventoryPolicy, InventoryStatement } from '../proof/inventory-policies';
import type { Permission } from '../proof/model/identity/permission';

/**
 * What is known of the policies that neither side has wholly read, by identity: of two such policies that say different things
 * nobody can tell that they are the same. What is published under a name is the same on both sides.
 */
export function knownOfUnread(
  base: Inventory,
  head: Inventory,
): { readonly base: ReadonlyMap<string, InventoryPolicy[]>; readonly head: ReadonlyMap<string, InventoryPolicy[]> } {
  const [before, after] = [unread(base), unread(head)];
  const known = ({ permissions }: Inventory): ReadonlyMap<string, InventoryPolicy[]> =>
    grouped(
      permissions
        .filter((permission) => before.has(keyOf(permission)) && after.has(keyOf(permission)))
        .map((permission): InventoryPolicy => ({
          identity: permission.identity,
          kind: 'permissions',
          source: permission.source,
          statements: [statementOf(permission)],
        })),
      ({ identity }) => identity,
    );
  return { base: known(base), head: known(head) };
}

function unread({ policies = [] }: Inventory): ReadonlySet<string> {
  return new Set(
    policies
      .filter(({ kind, name, statements }) => kind === 'permissions' && name === undefined && !statements)
      .map(keyOf),
  );
}

function keyOf({ identity, source }: { readonly identity: string; readonly source: string }): string {
  return `${identity}\n${source}`;
}

/** A permission as the statement that it was read from. */
function statementOf({ actions, resource, conditions = [] }: Permission): InventoryStatement {
  const written = actions.map((action) => action.replace(/^!/, ''));
  const named = written.map((action) => action.replace(NOT_ACTION, ''));
  const where = resource.replace(NOT_RESOURCE, '');
  return {
    effect: actions.some((action) => action.startsWith('!')) ? 'Deny' : 'Allow',
    [written.some((action) => NOT_ACTION.test(action)) ? 'notActions' : 'actions']: named,
    [NOT_RESOURCE.test(resource) ? 'notResources' : 'resources']: [where],
    conditions: conditions.map((condition) => {
      const [, operator = '', key = '', values = ''] = CONDITION.exec(condition) ?? [];
      return { operator, key, values: values.split(' or ') };
    }),
  };
}

const NOT_ACTION = /^NotAction /;
const NOT_RESOURCE = /^NotResource /;
const CONDITION = /^(\S+) (.*?): (.*)$/s;
