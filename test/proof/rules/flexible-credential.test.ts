import { prove } from '../../../lib/proof';
import type { Finding, Inventory } from '../../../lib/proof';
import { accessByTrust } from '../access-by-trust';
import { aksPlatform } from '../aks-program';
import type { Json } from '../todo-program';

const GITHUB = 'https://token.actions.githubusercontent.com';
const ISSUER = '${azurerm_kubernetes_cluster.main.oidc_issuer_url}';

/** A flexible credential of the managed identity `app`. */
function flexible(issuer: string, value: string, change: (resource: Json) => void = () => {}): Inventory {
  return prove([
    aksPlatform((resource) => {
      resource.azapi_resource = {
        flexible: {
          type: 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2025-01-31-preview',
          parent_id: '${azurerm_user_assigned_identity.app.id}',
          body: {
            properties: {
              issuer,
              audiences: ['api://AzureADTokenExchange'],
              claimsMatchingExpression: { value, languageVersion: 1 },
            },
          },
        },
      };
      change(resource);
    }),
  ]);
}

/** A federated credential, by which pods become `app` as well. */
function podsToo(resource: Json): void {
  resource.azurerm_federated_identity_credential = {
    app: {
      name: 'app',
      parent_id: '${azurerm_user_assigned_identity.app.id}',
      issuer: ISSUER,
      subject: 'system:serviceaccount:todo:app',
      audience: ['api://AzureADTokenExchange'],
    },
  };
}

function of({ findings }: Inventory, rule: string): Finding[] {
  return findings.filter((finding) => finding.rule === rule);
}

describe('a flexible credential for pipelines', () => {
  const narrow = "claims['sub'] matches 'repo:contoso/app:ref:refs/heads/*'";

  test('admits no pod, and shows which token gets in', () => {
    const inventory = flexible(GITHUB, narrow);
    expect(accessByTrust(inventory)).toEqual([]);
    expect(inventory.findings).toEqual([
      expect.objectContaining({
        rule: 'flexible-credential-admits-pipeline',
        level: 'note',
        subject: 'azurerm_user_assigned_identity.app',
        message: expect.stringContaining('for example sub=repo:contoso/app:ref:refs/heads/any'),
      }),
    ]);
  });

  test('is a warning on an identity that pods become', () => {
    const [finding] = of(flexible(GITHUB, narrow, podsToo), 'flexible-credential-admits-pipeline');
    expect(finding).toMatchObject({ level: 'warning', message: expect.stringContaining('which pods become as well') });
  });

  test.each([
    ["claims['sub'] matches 'repo:*'", 'warning'],
    ["claims['sub'] matches '*:ref:refs/heads/main'", 'warning'],
    ["claims['sub'] matches 'repo:con*/app:*'", 'warning'],
    ["claims['sub'] matches 'repo:contoso/*'", 'note'],
    ["claims['sub'] eq 'repo:contoso/app:ref:refs/heads/main'", 'note'],
    ["claims['sub'] matches 'repo:*' and claims['job_workflow_ref'] eq 'contoso/ci/a.yml@main'", 'note'],
  ])('is a warning where any owner gets in: %s', (expression, level) => {
    expect(of(flexible(GITHUB, expression), 'flexible-credential-admits-pipeline').map((one) => one.level)).toEqual([
      level,
    ]);
  });

  test('of Terraform Cloud fixes its organization after a colon', () => {
    const expression = "claims['sub'] matches 'organization:contoso:project:*'";
    expect(flexible('https://app.terraform.io', expression).findings.map(({ level }) => level)).toEqual(['note']);
  });

  test('of an Entra application is read by its own resource', () => {
    const inventory = prove([
      aksPlatform((resource) => {
        resource.azuread_application = { deploy: { display_name: 'deploy' } };
        resource.azuread_application_flexible_federated_identity_credential = {
          deploy: {
            application_id: '${azuread_application.deploy.id}',
            display_name: 'deploy',
            issuer: GITHUB,
            audience: 'api://AzureADTokenExchange',
            claims_matching_expression: narrow,
          },
        };
      }),
    ]);
    expect(inventory.findings.map(({ subject }) => subject)).toEqual(['azuread_application.deploy']);
  });
});

describe('a flexible credential that Entra does not accept', () => {
  const messages = (issuer: string, value: string): string[] =>
    of(flexible(issuer, value), 'flexible-credential-unsupported').map(({ message }) => message);

  test('is one for the issuer of a cluster, and it admits nobody', () => {
    const inventory = flexible(ISSUER, "claims['sub'] matches 'system:serviceaccount:todo:*'");
    expect(accessByTrust(inventory)).toEqual([]);
    expect(of(inventory, 'flexible-credential-unsupported')).toEqual([
      expect.objectContaining({ level: 'error', message: expect.stringContaining('azurerm_kubernetes_cluster.main') }),
    ]);
  });

  test('is one for any other issuer', () => {
    expect(messages('https://accounts.google.com', "claims['sub'] eq 'x'")).toHaveLength(1);
  });

  test('is one that tests a claim of another platform', () => {
    expect(messages('https://gitlab.com', "claims['job_workflow_ref'] eq 'x'")[0]).toContain('job_workflow_ref');
    expect(messages(GITHUB, "claims['repository'] eq 'x'")[0]).toContain('repository');
  });

  test('is one with a slip in its expression, and the place is said', () => {
    expect(messages(GITHUB, "claims['sub'] like 'x'")[0]).toContain('like is not an operator');
  });

  test('is not told of where the issuer is not known before apply', () => {
    const inventory = flexible('${azurerm_unknown.x.issuer}', "claims['sub'] eq 'x'", (resource) => {
      resource.azurerm_unknown = { x: {} };
    });
    expect(inventory.findings).toEqual([]);
    expect(inventory.undecided.map(({ about }) => about)).toEqual(['azapi_resource.flexible']);
  });
});

test('flexible credentials and the one of an identity binding count among the 20 of an identity', () => {
  const many = (count: number): Finding[] =>
    of(
      flexible(GITHUB, "claims['sub'] eq 'repo:contoso/app:x'", (resource) => {
        resource.azapi_resource.binding = {
          type: 'Microsoft.ContainerService/managedClusters/identityBindings@2025-09-02-preview',
          parent_id: '${azurerm_kubernetes_cluster.main.id}',
          body: { properties: { managedIdentity: { resourceId: '${azurerm_user_assigned_identity.app.id}' } } },
        };
        podsToo(resource);
        const credential = resource.azurerm_federated_identity_credential.app;
        resource.azurerm_federated_identity_credential = Object.fromEntries(
          Array.from({ length: count }, (_, index) => [
            `app${index}`,
            { ...credential, subject: `system:serviceaccount:todo:app${index}` },
          ]),
        );
      }),
      'federated-credentials-over-limit',
    );
  expect(many(18)).toEqual([]);
  expect(many(19)).toHaveLength(1);
});
