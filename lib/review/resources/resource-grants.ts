import { addToGroup } from '../../core/groups';
import type { Inventory, InventoryIdentity } from '../../proof/inventory';
import type { InventoryStatement } from '../../proof/inventory-policies';
import type { InventoryResource, InventoryResourcePolicy } from '../../proof/inventory-resources';
import type { ComparedPolicy } from '../permission-terms';
import { openReference } from './open-reference';

/** What resources give identities, and deny them. */
export interface GrantsOfResources {
  /** As policies of the identity's own, of all resources or of some. */
  of(identity: InventoryIdentity, isAsked?: (resource: InventoryResource) => boolean): ComparedPolicy[];
}

/** A statement of a resource's policy. */
interface Given {
  readonly resource: InventoryResource;
  readonly policy: InventoryResourcePolicy;
  readonly statement: InventoryStatement;
}

/**
 * What the policies of resources make of the requests of an identity, as policies of its own: in one account either side is
 * enough to allow, and each denies.
 *
 * @see IAM User Guide, "Policy evaluation logic": identity-based and resource-based policies within an account
 */
export function grantsOfResources({ resources = [] }: Inventory): GrantsOfResources {
  const all: Given[] = resources.flatMap((resource) =>
    (resource.policies ?? []).flatMap((policy) =>
      statementsOf(policy).map((statement) => ({ resource, policy, statement })),
    ),
  );
  // What is not known at all of a policy may be about anybody.
  const open = resources.flatMap((resource) =>
    (resource.policies ?? []).flatMap((policy) =>
      policy.unread && policy.unread.rest.length > 0 ? { resource, policy } : [],
    ),
  );
  // By the names that a statement has of roles; most have one, and there may be thousands of both.
  const byName = new Map<string, number[]>();
  const ofAnybody: number[] = [];
  for (const [index, { statement }] of all.entries()) {
    const names = namesOf(statement);
    if (names) for (const name of names) addToGroup(byName, name, index);
    else ofAnybody.push(index);
  }
  const perhapsAbout = ({ id, name }: InventoryIdentity): readonly Given[] => {
    if (name.includes('/')) return all;
    const found = [...ofAnybody, ...(byName.get(arnOf(id)) ?? []), ...(byName.get(name) ?? [])];
    return [...new Set(found)].sort((a, b) => a - b).map((index) => all[index]!);
  };
  return {
    of(identity, isAsked = () => true) {
      if (identity.kind !== 'iam-role') return [];
      const statements = new Map<InventoryResourcePolicy, InventoryStatement[]>();
      const resourceOf = new Map<InventoryResourcePolicy, InventoryResource>();
      for (const { resource, policy } of open) {
        if (!isAsked(resource)) continue;
        statements.set(policy, []);
        resourceOf.set(policy, resource);
      }
      for (const { resource, policy, statement } of perhapsAbout(identity)) {
        if (!isAsked(resource)) continue;
        const { principals = {}, ...rest } = statement;
        const about = isAbout(statement, principals.AWS ?? [], identity);
        if (about === false) continue;
        const doubt = policy.perhaps ?? statement.perhaps ?? (about === true ? undefined : about);
        resourceOf.set(policy, resource);
        addToGroup(statements, policy, { ...rest, ...(doubt === undefined ? {} : { perhaps: doubt }) });
      }
      return [...statements].map(([policy, own]): ComparedPolicy => {
        const { source, unread } = policy;
        const given = { identity: identity.id, kind: 'permissions', source, on: resourceOf.get(policy)!.arn } as const;
        return unread ? { ...given, unread: { ...unread, statements: own } } : { ...given, statements: own };
      });
    },
  };
}

/** Those that are known. */
function statementsOf({ statements, unread }: InventoryResourcePolicy): readonly InventoryStatement[] {
  return (unread ? unread.statements : statements) ?? [];
}

function arnOf(id: string): string {
  return `\${${id}.arn}`;
}

/** The roles' names and references that a statement has; nothing where it may be about any role. */
function namesOf({ effect, principals, perhaps }: InventoryStatement): readonly string[] | undefined {
  if (principals === undefined && perhaps !== undefined) return undefined;
  const names = principals?.AWS ?? [];
  const isOfAnybody = (one: string): boolean =>
    one === '*' || (effect === 'Deny' && ACCOUNT.test(one)) || openReference(one) !== undefined;
  if (names.some(isOfAnybody)) return undefined;
  return [...new Set(names.flatMap((one) => [one, ...one.split('/')]))];
}

/** An account, which leaves an Allow to its own policies. */
const ACCOUNT = /^(?:\d{12}|arn:[^:]*:iam::[^:]*:root)$/;

/** Whether a statement is about an identity, or why that is not known. */
function isAbout(
  { effect, principals, perhaps }: InventoryStatement,
  names: readonly string[],
  { id, name }: InventoryIdentity,
): boolean | string {
  if (principals === undefined && perhaps !== undefined) return perhaps;
  let doubt: string | undefined;
  for (const one of names) {
    if (one === '*' || one === arnOf(id)) return true;
    if (ACCOUNT.test(one)) {
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
