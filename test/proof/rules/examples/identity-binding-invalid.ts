import type { RuleExample } from '../example';
import { identityBinding } from '../identity-binding-example';

export const example: RuleExample = {
  bad: identityBinding({ bound: '${azurerm_user_assigned_identity.backend.client_id}' }),
  good: identityBinding({ bound: '${azurerm_user_assigned_identity.backend.id}' }),
};
