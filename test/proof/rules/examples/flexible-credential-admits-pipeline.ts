import { terraform } from '../example';
import type { ExampleFile, RuleExample } from '../example';

function pipeline(expression: string): ExampleFile {
  return terraform({
    resource: {
      azuread_application_registration: { deploy: { display_name: 'deploy' } },
      azuread_application_flexible_federated_identity_credential: {
        deploy: {
          application_id: '${azuread_application_registration.deploy.id}',
          display_name: 'deploy',
          issuer: 'https://token.actions.githubusercontent.com',
          audience: 'api://AzureADTokenExchange',
          claims_matching_expression: expression,
        },
      },
    },
  });
}

export const example: RuleExample = {
  bad: [pipeline("claims['sub'] matches 'repo:*:ref:refs/heads/main'")],
  good: [
    terraform({
      resource: {
        azuread_application_registration: { deploy: { display_name: 'deploy' } },
      },
    }),
  ],
};
