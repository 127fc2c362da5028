import { ask } from '../../../lib/proof';
import type { Answer, InMemoryDocument } from '../../../lib/proof';
import {
  aksPlatform,
  azureIdentity,
  azureIdentityBinding,
  clientId,
  identityId,
  manifests,
  nmi,
  pod,
} from '../aks-program';
import type { Json } from '../todo-program';

const asked = (documents: readonly InMemoryDocument[], name = 'api'): Answer =>
  ask(documents, { identity: 'app', subject: { namespace: 'shop', name } });

/** A flexible credential of the identity `app`. */
function flexible(change: Json): InMemoryDocument {
  return aksPlatform((resource) => {
    resource.azapi_resource = {
      pipeline: {
        type: 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2025-01-31-preview',
        name: 'pipeline',
        parent_id: '${azurerm_user_assigned_identity.app.id}',
        body: {
          properties: {
            issuer: 'https://token.actions.githubusercontent.com',
            audiences: ['api://AzureADTokenExchange'],
            claimsMatchingExpression: { value: "claims['sub'] matches 'repo:contoso/app:*'", languageVersion: 1 },
            ...change,
          },
        },
      },
    };
  });
}

describe('a flexible credential', () => {
  const token = {
    iss: 'https://token.actions.githubusercontent.com',
    aud: 'api://AzureADTokenExchange',
    sub: 'repo:contoso/app:ref:refs/heads/main',
  };
  const of = (change: Json, changed: Partial<typeof token> = {}): Answer =>
    ask([flexible(change)], { identity: 'app', token: { ...token, ...changed } });
  const expression = (value: string, languageVersion = 1): Json => ({
    claimsMatchingExpression: { value, languageVersion },
  });

  test('takes the pipelines that its expression matches', () => {
    expect(of({})).toEqual({
      admitted: true,
      because: ["azapi_resource.pipeline takes it: the subject matches claims['sub'] matches 'repo:contoso/app:*'"],
    });
  });

  test.each<[string, Answer, string]>([
    ['another subject', of({}, { sub: 'repo:contoso/other:x' }), 'fails for the subject'],
    ['another audience', of({}, { aud: 'sts.amazonaws.com' }), 'its audience is "api://AzureADTokenExchange"'],
    ['another issuer', of({}, { iss: 'https://gitlab.com' }), 'it is for tokens of'],
    ['a text that is no expression', of(expression('sub = x')), 'is none'],
    ['a language version that there is not', of(expression("claims['sub'] eq 'a'", 2)), 'the language version 2'],
    ['a claim that Entra does not accept', of(expression("claims['actor'] eq 'a'")), 'tests the claim actor'],
    [
      'the issuer of a cluster',
      ask([flexible({ issuer: 'https://oidc.example/1' })], {
        identity: 'app',
        token: { ...token, iss: 'https://oidc.example/1' },
      }),
      'for no cluster',
    ],
  ])('does not take %s', (_, { admitted, because }, words) => {
    expect(admitted).toBe(false);
    expect(because.join('\n')).toContain(words);
  });

  test('that asks for a claim of which the query says nothing is not decidable', () => {
    const { admitted, because } = of(
      expression("claims['sub'] matches 'repo:*' and claims['job_workflow_ref'] eq 'x'"),
    );
    expect(admitted).toBeNull();
    expect(because[0]).toContain('job_workflow_ref');
  });
});

describe('an AKS identity binding', () => {
  const platform = aksPlatform((resource) => {
    resource.azapi_resource = {
      binding: {
        type: 'Microsoft.ContainerService/managedClusters/identityBindings@2025-10-02-preview',
        name: 'binding',
        parent_id: '${azurerm_kubernetes_cluster.main.id}',
        body: { properties: { managedIdentity: { resourceId: '${azurerm_user_assigned_identity.app.id}' } } },
      },
    };
  });
  const role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'use-app' },
    rules: [{ verbs: ['use-managed-identity'], apiGroups: ['cid.wi.aks.azure.com'], resources: ['*'] }],
  };
  const binding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'api-uses-app' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'use-app' },
    subjects: [{ kind: 'ServiceAccount', name: 'api', namespace: 'shop' }],
  };

  test('lets in whom the cluster’s RBAC lets use the identity, and nobody else', () => {
    const documents = [platform, manifests(role, binding)];
    const { admitted, because } = asked(documents);
    expect(admitted).toBe(true);
    expect(because[0]).toContain('ClusterRoleBinding/api-uses-app lets it use it');
    const other = asked(documents, 'web');
    expect(other.admitted).toBe(false);
    expect(other.because.join('\n')).toContain('no ClusterRoleBinding lets shop/web use-managed-identity');
  });

  test('is not decidable where no RBAC was read', () => {
    const { admitted, because } = asked([platform]);
    expect(admitted).toBeNull();
    expect(because.join('\n')).toContain('azapi_resource.binding may let it in');
  });
});

describe('AAD Pod Identity', () => {
  const objects = (selector: string): InMemoryDocument =>
    manifests(
      nmi('--node'),
      azureIdentity('app', 'shop', { spec: { type: 0, resourceID: identityId('app'), clientID: clientId(1) } }),
      azureIdentityBinding('app', 'shop', 'app', selector),
      pod('web', 'shop', { aadpodidbinding: 'app' }, { spec: { serviceAccountName: 'api' } }),
    );

  test('lets in the pods that have the label, whatever they run as', () => {
    const { admitted, because } = asked([aksPlatform(), objects('app')]);
    expect(admitted).toBe(true);
    expect(because[0]).toContain('AzureIdentityBinding/shop/app lets Pod/shop/web in by AAD Pod Identity');
  });

  test('does not let in pods without it', () => {
    const { admitted, because } = asked([aksPlatform(), objects('other')]);
    expect(admitted).toBe(false);
    expect(because.join('\n')).toContain('aadpodidbinding=other');
  });
});

test('an identity that is made elsewhere may have credentials that were not read', () => {
  const document = {
    file: 'main.tf.json',
    text: JSON.stringify({
      data: { azurerm_user_assigned_identity: { app: { name: 'app', resource_group_name: 'g' } } },
    }),
  };
  const { admitted, because } = ask([document], {
    identity: 'app',
    subject: { namespace: 'shop', name: 'api' },
    issuer: 'https://oidc.example/1',
  });
  expect(admitted).toBeNull();
  expect(because[0]).toContain('made outside of what was read');
});

test('a credential of which only apply will tell whose it is may be the identity’s', () => {
  const document = aksPlatform((resource) => {
    resource.azurerm_federated_identity_credential = {
      api: {
        name: 'api',
        parent_id: '${var.parent_id}',
        issuer: '${azurerm_kubernetes_cluster.main.oidc_issuer_url}',
        subject: 'system:serviceaccount:shop:api',
        audience: ['api://AzureADTokenExchange'],
      },
    };
  });
  const { admitted, because } = asked([document]);
  expect(admitted).toBeNull();
  expect(because.join('\n')).toContain('azurerm_federated_identity_credential.api accepts such a token');
  expect(asked([document], 'web').admitted).toBe(false);
});
