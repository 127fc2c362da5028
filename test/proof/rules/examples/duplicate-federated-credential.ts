import { credential, entra, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(
      entra({
        more: {
          azurerm_federated_identity_credential: {
            first: credential('backend'),
            second: { ...credential('backend'), name: 'again' },
          },
        },
      }),
    ),
  ],
  good: [
    terraform(
      entra({
        more: {
          azurerm_federated_identity_credential: { first: credential('backend'), second: credential('frontend') },
        },
      }),
    ),
  ],
};
