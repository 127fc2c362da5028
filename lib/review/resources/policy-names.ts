import { statementOf } from '../../proof/inventory-policies';
import type { InventoryStatement } from '../../proof/inventory-policies';
import { givesAllOf } from '../../proof/permissions/azure-actions';
import { managedPolicy } from '../../proof/permissions/managed-policy';

/** AWS' own policy for all of it: `*` on `*`. */
const ADMINISTRATOR = /^arn:(?:aws[\w-]*|\$\{[^}]*\}):iam::aws:policy\/administratoraccess$/;

/** Whether one of two policies or roles, of which only the names are known, gives all that the other one gives. */
export function impliedByName(name: string, other: string): boolean {
  const [a, b] = [name.toLowerCase(), other.toLowerCase()];
  return a === b || ADMINISTRATOR.test(b) || givesAllOf(b, a);
}

const OF_AWS = /^arn:(aws[\w-]*|\$\{[^}]*\}):iam::aws:policy\/(.+)$/;

/**
 * What a managed policy of AWS allows, as of the day of the table; nothing where the table does not have it. AdministratorAccess is the
 * same in all partitions.
 */
export function publishedStatements(name: string): readonly InventoryStatement[] | undefined {
  if (ADMINISTRATOR.test(name.toLowerCase())) return [{ effect: 'Allow', actions: ['*'], resources: ['*'] }];
  const [, partition, policy] = OF_AWS.exec(name) ?? [];
  // Those of other partitions have their own versions.
  if (policy === undefined || (partition !== 'aws' && !partition!.startsWith('${'))) return undefined;
  const read = managedPolicy(`arn:aws:iam::aws:policy/${policy}`);
  if (!read || partition === 'aws') return read?.statements.map(statementOf);
  const inPartition = (texts: readonly string[]): string[] =>
    texts.map((text) => text.replace(/^arn:aws:/, `arn:${partition}:`));
  return read.statements.map(statementOf).map((statement) => ({
    ...statement,
    ...(statement.resources ? { resources: inPartition(statement.resources) } : {}),
    ...(statement.notResources ? { notResources: inPartition(statement.notResources) } : {}),
  }));
}
