import { findingOf } from '../rule';
import type { Rule } from '../rule';
import { withPlace } from '../words';

export const roleAssignedToNoPrincipal: Rule = {
  slug: 'role-assigned-to-no-principal',
  cloud: 'azure',
  level: 'error',
  effect:
    'Azure answers PrincipalNotFound, or assigns the role to an object that is not there: the identity does not have it, and its pods get AuthorizationFailed.',
  fix: 'Give principal_id the object id of the service principal: principal_id of a managed identity, object_id of an azuread_service_principal.',
  sources: ['Azure RBAC, “Assign Azure roles: troubleshooting”', 'azurerm_role_assignment, `principal_id`'],
  check: ({ model }) => ({
    findings: model.unassignedRoles.map(({ id, identity, principalText, at }) =>
      findingOf(roleAssignedToNoPrincipal, {
        message: `${withPlace(id, at)} assigns its role to ${principalText}, which is not the object id of the principal of ${identity}.`,
        subject: id,
        identities: [identity],
        at,
      }),
    ),
  }),
};
