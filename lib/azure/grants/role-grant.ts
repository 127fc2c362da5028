import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import type { AzureRoleName } from '../../core';
import type { AzureGrant, IdLike } from './grant';
import { grantId } from './grant-id';
import { idOf } from './id-of';

/** A role at a scope. */
export type RoleGrantOptions = {
  /** Where the role holds, all below it included: a resource, a resource group or a subscription. */
  readonly scope: IdLike;
  /** In words. Default the role and the scope. */
  readonly description?: string;
  /** Unique among the grants of one identity. Default the role's name; needed where one role is given at two scopes. */
  readonly id?: string;
} & (
  | {
      /** A built-in role. */
      readonly role: AzureRoleName;
    }
  | {
      /** A custom role by its definition's resource id, in the subscription of the scope (azurerm #8558). */
      readonly roleDefinitionId: string;
      /** Needed: nothing readable can be made of a definition's id. */
      readonly id: string;
    }
);

/**
 * Any role at any scope, where no typed grant fits.
 *
 * A built-in role is assigned by its name: by its id the provider sees a difference for ever as soon as the scope is in
 * another subscription (azurerm #8558, #4847, #4258).
 */
export function roleGrant(options: RoleGrantOptions): AzureGrant {
  const named = 'role' in options;
  const role = named ? options.role : options.roleDefinitionId;
  const scope = idOf(options.scope);
  const id = options.id ?? grantId(role);
  return {
    id,
    description: options.description ?? `${role} on ${scope}`,
    role,
    scope,
    give(construct, { principalId, provider }) {
      const assignment = new RoleAssignment(construct, id, {
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
