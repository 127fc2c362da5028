import type { AzureRoleName } from '../../core';
import { type IdLike, childId, resourceIdOf } from '../resource-id';
import type { ResourceKind } from '../resource-kinds';
import type { AzureGrant, AzureGrantOptions } from './grant';
import { grantId } from './grant-id';
import { roleGrant } from './role-grant';

/** A role on a kind of resource. */
export interface TypedRole {
  /** The call, such as `keyVaultGrant.readSecrets`, as errors name it. */
  readonly by: string;
  readonly role: AzureRoleName;
  /** What it permits, up to the resource: `read secrets of`. */
  readonly verb: string;
  readonly kinds: readonly ResourceKind[];
  /** What of the resource is meant, by the parts of its id: `['secrets', 'api-key']`. Default all of it. */
  readonly narrowedTo?: readonly string[];
}

/**
 * A role on a resource, or on a part of it.
 *
 * @throws PodtrustError `resource-id-malformed`, `resource-id-of-other-type`, `name-invalid`
 */
export function grantOfRole(
  { by, role, verb, kinds, narrowedTo = [] }: TypedRole,
  resource: IdLike,
  { id, crossSubscription }: AzureGrantOptions,
): AzureGrant {
  const scope = childId(resourceIdOf(resource, kinds, by), narrowedTo, by);
  return roleGrant({
    role,
    scope,
    description: `${verb} ${scope}`,
    id: id ?? grantId(role, narrowedTo.at(-1)),
    crossSubscription,
  });
}
