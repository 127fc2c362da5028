import { AKS_ISSUER, credential, entra, terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [
    terraform(
      entra({
        more: {
          azurerm_federated_identity_credential: { elsewhere: { ...credential('backend'), issuer: AKS_ISSUER } },
        },
      }),
    ),
  ],
  good: [terraform(entra())],
};
