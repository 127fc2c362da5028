import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import type { AzureRoleName } from '../../core';
import { type Grant, grantId } from './grant';

/** A role at a scope. */
export type RoleGrantOptions = {
  /** The Azure resource id at which the role holds, all below it included. May be a token. */
  readonly scope: string;
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
 * Any role at any scope.
 *
 * A built-in role is assigned by its name: by its id the provider sees a difference for ever as soon as the scope is in
 * another subscription (azurerm #8558, #4847, #4258).
 */
export function roleGrant(options: RoleGrantOptions): Grant {
  const named = 'role' in options;
  const role = named ? options.role : options.roleDefinitionId;
  const { scope } = options;
  const id = options.id ?? grantId(role);
  return {
    id,
    role,
    scope,
    give(construct, principalId) {
      const assignment = new RoleAssignment(construct, id, {
        scope,
        roleDefinitionName: named ? role : undefined,
        roleDefinitionId: named ? undefined : role,
        principalId,
        // A new identity is not in every replica of Entra yet; without these the assignment fails or hangs (azurerm #11417).
        principalType: 'ServicePrincipal',
        skipServicePrincipalAadCheck: true,
      });
      return { role, scope, principalId, dependables: [assignment] };
    },
  };
}
