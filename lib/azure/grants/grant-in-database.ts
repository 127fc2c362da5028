import { isKnown } from '../../core';
import { type IdLike, childId, resourceIdOf } from '../resource-id';
import type { ResourceKind } from '../resource-kinds';
import type { AzureGrant, AzureGrantOptions } from './grant';
import { grantId } from './grant-id';

/** What an identity may do in a database that has users of its own. */
export interface DatabaseRole {
  /** The call, as errors name it. */
  readonly by: string;
  readonly kind: ResourceKind;
  /** What the database calls it. */
  readonly role: string;
  /** What it permits, up to the database. */
  readonly verb: string;
  /** The database in its server, by the parts of its id. Default the resource itself. */
  readonly narrowedTo?: readonly [collection: string, name: string];
  /** What a person runs, in a sentence, for an identity of a name. `at` is the resource's id or name, where one is known. */
  need(identityName: string, at: string | undefined): string;
}

/**
 * A grant that makes nothing: only the database's own administrator can make its users.
 *
 * @throws PodtrustError `resource-id-malformed`, `resource-id-of-other-type`, `name-invalid`
 */
export function grantInDatabase(role: DatabaseRole, resource: IdLike, options: AzureGrantOptions): AzureGrant {
  const { by, kind, verb, narrowedTo } = role;
  const scope = childId(resourceIdOf(resource, [kind], by), narrowedTo ?? [], by);
  return {
    id: options.id ?? grantId(by, narrowedTo?.[1]),
    description: `${verb} ${scope}`,
    role: role.role,
    scope,
    crossSubscription: options.crossSubscription,
    needsOf: (identityName) => [
      role.need(isKnown(identityName) ? identityName : '<the name of the identity>', knownNameOf(resource)),
    ],
    give: () => [],
  };
}

/** The id of a resource, or the name of one that azurerm makes. */
function knownNameOf(resource: IdLike): string | undefined {
  if (typeof resource === 'string') return isKnown(resource) ? resource : undefined;
  const { id, nameInput } = resource as { readonly id: string; readonly nameInput?: string };
  return [id, nameInput].find((text) => text !== undefined && isKnown(text));
}
