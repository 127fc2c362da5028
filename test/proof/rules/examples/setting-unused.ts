import { entra, terraform } from '../example';
import type { ExampleFile, RuleExample } from '../example';

const settings = (subject: string): ExampleFile => ({
  name: 'podtrust.yaml',
  text: `accepted:
  - rule: federated-credential-audience-wrong
    subject: ${subject}
    reason: The audience is that of our own broker.
`,
});

const program = terraform(entra({ credential: { audience: ['api://broker'] } }));

export const example: RuleExample = {
  bad: [program, settings('azurerm_federated_identity_credential.frontend')],
  good: [program, settings('azurerm_federated_identity_credential.backend')],
};
