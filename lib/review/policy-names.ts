import { statementOf } from '../proof/inventory-policies';
import type { InventoryStatement } from '../proof/inventory-policies';
import { managedPolicy } from '../proof/permissions/managed-policy';

/**
 * Azure's roles by the ones that give all that they give, and more. Azure built-in roles, learn.microsoft.com
 * (role-based-access-control/built-in-roles), by their actions and data actions of 2026-08.
 */
const WIDER_ROLES: Readonly<Record<string, readonly string[]>> = {
  reader: ['contributor', 'owner'],
  contributor: ['owner'],
  'user access administrator': ['owner'],
  'key vault secrets user': ['key vault secrets officer', 'key vault administrator'],
  'key vault secrets officer': ['key vault administrator'],
  'storage blob data reader': ['storage blob data contributor', 'storage blob data owner'],
  'storage blob data contributor': ['storage blob data owner'],
  'storage queue data reader': ['storage queue data contributor'],
  'azure service bus data sender': ['azure service bus data owner'],
  'azure service bus data receiver': ['azure service bus data owner'],
  'azure event hubs data sender': ['azure event hubs data owner'],
  'azure event hubs data receiver': ['azure event hubs data owner'],
  acrpull: ['acrpush'],
};

/** AWS' own policy for all of it: `*` on `*`. */
const ADMINISTRATOR = /^arn:(?:aws[\w-]*|\$\{[^}]*\}):iam::aws:policy\/administratoraccess$/;

/** Whether one of two policies or roles, of which only the names are known, gives all that the other one gives. */
export function impliedByName(name: string, other: string): boolean {
  const [a, b] = [name.toLowerCase(), other.toLowerCase()];
  return a === b || ADMINISTRATOR.test(b) || (WIDER_ROLES[a]?.includes(b) ?? false);
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
