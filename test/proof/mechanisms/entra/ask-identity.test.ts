import { ask } from '../../../../lib/proof';
import type { Answer } from '../../../../lib/proof';
import { aks, eks, federated, irsaRole } from '../../kubernetes-program';

const GITHUB = 'https://token.actions.githubusercontent.com';

/** A flexible credential for the pipelines of contoso, of the identity `api`. */
const flexible = (more = ''): string => `
resource "azapi_resource" "pipeline" {
  ${more}
  type      = "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2025-01-31-preview"
  name      = "pipeline"
  parent_id = azurerm_user_assigned_identity.api.id
  body = { properties = {
    issuer    = "${GITHUB}"
    audiences = ["api://AzureADTokenExchange"]
    claimsMatchingExpression = { value = "claims['sub'] matches 'repo:contoso/*'", languageVersion = 1 }
  } }
}
`;
const IDENTITY = `
resource "azurerm_user_assigned_identity" "api" { name = "id-api" }
`;
const EXISTING = `
data "azurerm_user_assigned_identity" "api" {
  name                = "id-api"
  resource_group_name = "rg"
}
`;
const credentialOf = (parent: string): string => `
variable "parent" {}
resource "azurerm_federated_identity_credential" "open" {
  name      = "open"
  parent_id = ${parent}
  audience  = ["api://AzureADTokenExchange"]
  issuer    = azurerm_kubernetes_cluster.main.oidc_issuer_url
  subject   = "system:serviceaccount:shop:api"
}
`;

const asked = (text: string, name = 'api', identity = 'id-api'): Answer =>
  ask([{ file: 'main.tf', text }], { identity, subject: { namespace: 'shop', name }, cluster: 'main' });
const pipeline = (text: string, sub = 'repo:contoso/app'): Answer =>
  ask([{ file: 'main.tf', text }], {
    identity: 'id-api',
    token: { iss: GITHUB, aud: 'api://AzureADTokenExchange', sub },
  });
const NONE = 'has no federated credential';

describe('the credentials of an identity', () => {
  test('are asked one by one, the flexible ones among them', () => {
    const both = asked(aks() + federated('api', 'shop/api') + flexible(), 'web').because.join('\n');
    expect(both).toContain('azurerm_federated_identity_credential.api accepts the subject');
    expect(both).toContain('azapi_resource.pipeline does not take it');
    expect(both).not.toContain(NONE);
  });

  test('are missing only where there is neither', () => {
    expect(asked(aks() + IDENTITY).because.join()).toContain(NONE);
    const one = asked(aks() + IDENTITY + flexible());
    expect(one.admitted).toBe(false);
    expect(one.because.join()).not.toContain(NONE);
  });

  test('are nothing that a role has', () => {
    expect(asked(eks(irsaRole('app', 'shop/app')), 'web', 'app').because.join()).not.toContain('Entra');
  });

  test('let in perhaps, where a flexible one need not be made', () => {
    expect(pipeline(aks() + IDENTITY + flexible()).admitted).toBe(true);
    const { admitted, because } = pipeline(`variable "n" {}\n${aks()}${IDENTITY}${flexible('count = var.n')}`);
    expect(admitted).toBeNull();
    expect(because.join('\n')).toMatch(/not known before apply\n.*takes it: the subject matches/s);
  });

  test('refuse for certain only as far as none is elsewhere', () => {
    expect(pipeline(aks() + IDENTITY + flexible(), 'repo:other/app').assumes).toEqual(['nothing-elsewhere']);
    expect(pipeline(aks() + IDENTITY + flexible()).assumes).toBeUndefined();
  });
});

describe('an identity that others made', () => {
  const elsewhere = 'is made outside of what was read, and so may its federated credentials be';

  test('is not decided where none of its credentials is here', () => {
    const { admitted, because } = asked(aks() + EXISTING);
    expect(admitted).toBeNull();
    expect(because.join('\n')).toContain(`${elsewhere}: none of them is here`);
  });

  test('is not decided by those that are here where they refuse, and they say why', () => {
    const text = aks() + EXISTING + credentialOf('data.azurerm_user_assigned_identity.api.id');
    const { admitted, because } = asked(text, 'web');
    expect(admitted).toBeNull();
    expect(because.join('\n')).toContain(`${elsewhere}: not all of them need be here`);
    expect(because.join('\n')).toContain('only the service account differs');
    const taken = asked(text);
    expect(taken.admitted).toBe(true);
    expect(taken.because.join('\n')).not.toContain(elsewhere);
  });
});

test('what may accept a token of an identity that others made is said once', () => {
  const text = `variable "name" {}\n${aks()}${EXISTING}${credentialOf('data.azurerm_user_assigned_identity.api.id').replace('shop:api', 'shop:${var.name}')}`;
  const { because } = asked(text);
  expect(because.filter((one) => one.includes('azurerm_federated_identity_credential.open may take it'))).toHaveLength(
    1,
  );
});

describe('a credential of which it is not known whose it is', () => {
  test('may give the identity to whom it accepts', () => {
    const text = aks() + IDENTITY + credentialOf('var.parent');
    const { admitted, because } = asked(text);
    expect(admitted).toBeNull();
    expect(because).toContain(
      'azurerm_federated_identity_credential.open accepts such a token, and whether ${var.parent} is azurerm_user_assigned_identity.api is not known before apply',
    );
    expect(asked(text, 'web').admitted).toBe(false);
  });

  test('may give it to whom it may accept', () => {
    const text = `variable "name" {}\n${aks()}${IDENTITY}${credentialOf('var.parent').replace('shop:api', 'shop:${var.name}')}`;
    expect(asked(text).because.join('\n')).toContain(
      'azurerm_federated_identity_credential.open may accept such a token',
    );
  });

  test('may give it to a pipeline, where it is a flexible one', () => {
    const text = `variable "parent" {}\n${aks()}${IDENTITY}${flexible().replace('azurerm_user_assigned_identity.api.id', 'var.parent')}`;
    const { admitted, because } = pipeline(text);
    expect(admitted).toBeNull();
    expect(because).toContain(
      'azapi_resource.pipeline accepts such a token, and whether ${var.parent} is azurerm_user_assigned_identity.api is not known before apply',
    );
    expect(pipeline(text, 'repo:other/app').admitted).toBe(false);
  });

  test('gives nothing where it is known to be another’s', () => {
    const other = 'resource "azurerm_user_assigned_identity" "other" { name = "id-other" }\n';
    const { admitted, because } = asked(
      aks() + IDENTITY + other + credentialOf('azurerm_user_assigned_identity.other.id'),
    );
    expect(admitted).toBe(false);
    expect(because.join()).not.toContain('such a token');
  });
});
