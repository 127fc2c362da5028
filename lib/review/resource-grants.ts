import type { Inventory, InventoryIdentity } from '../proof/inventory';
import type { InventoryPolicy, InventoryStatement } from '../proof/inventory-policies';
import { openReference } from './open-reference';

/**
 * What the policies of resources make of the requests of an identity, as policies of its own: in one account either side is
 * enough to allow, and each denies.
 *
 * @see IAM User Guide, "Policy evaluation logic": identity-based and resource-based policies within an account
 */
export function grantsOfResources({ resources = [] }: Inventory): (identity: InventoryIdentity) => InventoryPolicy[] {
  const withPolicies = resources.flatMap(({ policies = [] }) => policies);
  return (identity) => {
    if (identity.kind !== 'iam-role') return [];
    return withPolicies.flatMap(({ source, statements = [], perhaps }): InventoryPolicy[] => {
      const own = statements.flatMap((statement): InventoryStatement[] => {
        const { principals = {}, ...rest } = statement;
        const about = isAbout(statement, principals.AWS ?? [], identity);
        const doubt = perhaps ?? statement.perhaps;
        if (about === false) return [];
        return [
          {
            ...rest,
            ...(about === true ? {} : { perhaps: about }),
            ...(doubt === undefined ? {} : { perhaps: doubt }),
          },
        ];
      });
      return own.length === 0 ? [] : [{ identity: identity.id, kind: 'permissions', source, statements: own }];
    });
  };
}

/** Whether a statement is about an identity, or why that is not known. */
function isAbout(
  { effect, principals, perhaps }: InventoryStatement,
  names: readonly string[],
  { id, name }: InventoryIdentity,
): boolean | string {
  if (principals === undefined && perhaps !== undefined) return perhaps;
  let doubt: string | undefined;
  for (const one of names) {
    if (one === '*' || one === `\${${id}.arn}`) return true;
    // An Allow for an account leaves it to the policies of that account.
    if (/^(?:\d{12}|arn:[^:]*:iam::[^:]*:root)$/.test(one)) {
      if (effect === 'Deny') doubt ??= `whether it is of the account of ${one} is not known`;
      continue;
    }
    const role = /:(?:role|assumed-role)\/(?:[^:]*\/)?([^/:]+)(?:\/[^/]*)?$/.exec(one)?.[1];
    if (one.endsWith(`:role/${name}`)) doubt ??= `${one} may be a role of another account`;
    else if (role === name || one.includes(`/${name}/`)) doubt ??= `${one} may be a session of it`;
    const open = openReference(one);
    if (open !== undefined) doubt ??= `it names ${open}, whose value is not known`;
  }
  return doubt ?? false;
}
