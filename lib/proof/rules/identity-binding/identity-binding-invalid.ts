import { findingOf } from '../rule';
import type { Rule } from '../rule';
import { withPlace } from '../words';

export const identityBindingInvalid: Rule = {
  slug: 'identity-binding-invalid',
  cloud: 'azure',
  level: 'error',
  effect:
    'Azure refuses the identity binding, and no pod gets an identity by it: AKS binds user-assigned managed identities alone, by their resource ids.',
  fix: 'Give the id of an azurerm_user_assigned_identity, and not its client id. Let an application trust the service account by a federated credential.',
  sources: ['AKS, “Identity bindings concepts”', 'Azure, Microsoft.ContainerService/managedClusters/identityBindings'],
  check: ({ model }) => ({
    findings: model.identityBindings
      .filter(({ bindsNoIdentity }) => bindsNoIdentity)
      .map(({ id, identityText, at }) =>
        findingOf(identityBindingInvalid, {
          message: `${withPlace(id, at)} binds ${JSON.stringify(identityText)}, which is not the resource id of a user-assigned managed identity.`,
          subject: id,
          at,
        }),
      ),
  }),
};
