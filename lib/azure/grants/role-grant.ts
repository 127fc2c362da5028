import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { type AzureRoleName, PodtrustError } from '../../core';
import { isPrivilegedRole } from '../../core/azure/privileged-role';
import { checkedId } from '../../terraform';
import { type IdLike, resourceIdOf } from '../resource-id';
import type { AzureGrant, AzureGrantOptions } from './grant';
import { grantId } from './grant-id';
import { type RoleDefinitionLike, checkRoleName, roleDefinitionIdOf } from './role';

/** A role at a scope. */
export type RoleGrantOptions = AzureGrantOptions & {
  /** Where the role holds, all below it included: a resource, a resource group or a subscription. */
  readonly scope: IdLike;
  /** In words. Default the role and the scope. */
  readonly description?: string;
  /** Accepts a role that has the action `*` or can assign roles, such as `Contributor`. Default false. */
  readonly privileged?: boolean;
} & (
    | {
        /** A built-in role. Its `id` is by default the role's name; one of its own is needed where it is given at two scopes. */
        readonly role: AzureRoleName;
      }
    | {
        /** A role by its definition, in the subscription of the scope (azurerm #8558): a custom one, or one made by azurerm. */
        readonly roleDefinitionId: RoleDefinitionLike;
        /** Needed: nothing readable can be made of a definition's id. */
        readonly id: string;
      }
  );

/**
 * Any role at any scope, where no typed grant fits.
 *
 * A built-in role is assigned by its name: by its id the provider sees a difference for ever as soon as the scope is in
 * another subscription (azurerm #8558, #4847, #4258).
 *
 * @throws PodtrustError `role-unknown`, `role-privileged`, `resource-id-malformed`, `resource-id-of-other-type`
 */
export function roleGrant(options: RoleGrantOptions): AzureGrant {
  const by = 'roleGrant';
  const named = 'role' in options;
  const role = named ? options.role : roleDefinitionIdOf(options.roleDefinitionId, by);
  if (named) checkRoleName(role, by);
  const { privileged = false } = options;
  if (!privileged && isPrivilegedRole(role)) {
    throw new PodtrustError({
      code: 'role-privileged',
      where: by,
      what: `the role ${role} has the action * or can assign roles`,
      why: 'Whoever takes over such a pod can do all there is at the scope, or give itself what it has not.',
      remedy: 'Give a role that holds what the pods need and no more, or say privileged: true.',
    });
  }
  const scope = resourceIdOf(options.scope, [], by);
  const id = options.id ?? grantId(role);
  const description = options.description ?? `${role} on ${scope}`;
  return {
    id,
    description: privileged ? `${description} (privileged)` : description,
    role,
    scope,
    crossSubscription: options.crossSubscription,
    privileged,
    give(construct, { principalId, provider }) {
      const assignment = new RoleAssignment(construct, checkedId(construct, id), {
        scope,
        roleDefinitionName: named ? role : undefined,
        roleDefinitionId: named ? undefined : role,
        principalId,
        // A new identity is not in every replica of Entra yet; without these the assignment fails or hangs (azurerm #11417).
        principalType: 'ServicePrincipal',
        skipServicePrincipalAadCheck: true,
        provider,
      });
      return [assignment];
    },
  };
}
