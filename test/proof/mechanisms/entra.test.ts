import { prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';
import { accessByTrust } from '../access-by-trust';
import { aksPlatform, pod } from '../aks-program';
import type { Json } from '../todo-program';

const ISSUER = '${azurerm_kubernetes_cluster.main.oidc_issuer_url}';
const SUBJECT = 'system:serviceaccount:todo:app';
const AUDIENCE = 'api://AzureADTokenExchange';

/** Ways to federate the service account todo/app: what makes the identity, and its client id. */
const FORMS: readonly [string, (resource: Json, trust: Trust) => void, string][] = [
  [
    'azurerm 4, parent_id',
    (resource, { issuer, subject, audience }) => {
      resource.azurerm_federated_identity_credential = {
        app: { name: 'app', parent_id: '${azurerm_user_assigned_identity.app.id}', issuer, subject, audience },
      };
    },
    'azurerm_user_assigned_identity.app',
  ],
  [
    'azurerm 5, user_assigned_identity_id',
    (resource, { issuer, subject, audience }) => {
      const user_assigned_identity_id = '${azurerm_user_assigned_identity.app.id}';
      resource.azurerm_federated_identity_credential = {
        app: { name: 'app', user_assigned_identity_id, issuer, subject, audience },
      };
    },
    'azurerm_user_assigned_identity.app',
  ],
  [
    'azapi',
    (resource, { issuer, subject, audience }) => {
      resource.azapi_resource = {
        app: {
          type: 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31',
          name: 'app',
          parent_id: '${azurerm_user_assigned_identity.app.id}',
          body: { properties: { issuer, subject, audiences: audience } },
        },
      };
    },
    'azurerm_user_assigned_identity.app',
  ],
  [
    'an Entra application',
    (resource, { issuer, subject, audience }) => {
      resource.azuread_application = { app: { display_name: 'app' } };
      resource.azuread_application_federated_identity_credential = {
        app: {
          application_id: '${azuread_application.app.id}',
          display_name: 'app',
          issuer,
          subject,
          audiences: audience,
        },
      };
    },
    'azuread_application.app',
  ],
  [
    'an Entra application by its registration',
    (resource, { issuer, subject, audience }) => {
      resource.azuread_application_registration = { app: { display_name: 'app' } };
      resource.azuread_application_federated_identity_credential = {
        app: {
          application_id: '${azuread_application_registration.app.id}',
          display_name: 'app',
          issuer,
          subject,
          audiences: audience,
        },
      };
    },
    'azuread_application_registration.app',
  ],
];

interface Trust {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: readonly string[];
}

function federated(form: (typeof FORMS)[number], trust: Partial<Trust>, issuerOfCluster = ISSUER): Inventory {
  const [, change, identity] = form;
  return prove([
    aksPlatform((resource) => {
      change(resource, { issuer: issuerOfCluster, subject: SUBJECT, audience: [AUDIENCE], ...trust });
      resource.kubernetes_manifest = {
        account: {
          manifest: {
            apiVersion: 'v1',
            kind: 'ServiceAccount',
            metadata: {
              name: 'app',
              namespace: 'todo',
              annotations: { 'azure.workload.identity/client-id': `\${${identity}.client_id}` },
            },
          },
        },
        pod: {
          manifest: pod(
            'app',
            'todo',
            { 'azure.workload.identity/use': 'true' },
            { spec: { serviceAccountName: 'app' } },
          ),
        },
      };
    }),
  ]);
}

const help = (inventory: Inventory): string =>
  inventory.findings
    .filter(({ level }) => level === 'error')
    .map(({ help: text }) => text)
    .join('\n');

describe.each(FORMS)('a federated credential by %s', (...form) => {
  test('admits exactly its subject', () => {
    const inventory = federated(form, {});
    const { findings, undecided } = inventory;
    expect(accessByTrust(inventory)).toEqual([
      expect.objectContaining({
        identity: form[2],
        mechanism: 'entra-workload-identity',
        namespace: 'todo',
        serviceAccount: 'app',
        pattern: false,
        workloads: ['Pod/todo/app'],
        claimed: true,
      }),
    ]);
    expect(findings).toEqual([]);
    expect(undecided).toEqual([]);
  });

  test('refuses a subject that differs in its case only: AADSTS7002138', () => {
    expect(help(federated(form, { subject: 'system:serviceaccount:Todo:app' }))).toContain('7002138');
  });

  test('refuses another subject: AADSTS700213', () => {
    expect(help(federated(form, { subject: 'system:serviceaccount:todo:api' }))).toContain('700213');
  });

  test('refuses a wildcard, which is a character like any other', () => {
    expect(accessByTrust(federated(form, { subject: 'system:serviceaccount:todo:*' }))).toEqual([]);
  });

  test('refuses an issuer that has lost its slash: AADSTS700211', () => {
    const inventory = federated(form, {
      issuer: `\${trimsuffix(azurerm_kubernetes_cluster.main.oidc_issuer_url, "/")}`,
    });
    expect(accessByTrust(inventory).filter(({ cluster }) => cluster.startsWith('azurerm_kubernetes'))).toEqual([]);
    expect(help(inventory)).toContain('700211');
  });

  test.each(['api://azureadtokenexchange', 'sts.amazonaws.com', 'api://AzureADTokenExchangeUSGov'])(
    'refuses the audience %s: AADSTS700212',
    (audience) => {
      const inventory = federated(form, { audience: [audience] });
      expect(help(inventory)).toContain('700212');
      expect(inventory.findings).toContainEqual(
        expect.objectContaining({ rule: 'federated-credential-audience-wrong', level: 'warning' }),
      );
    },
  );

  test('admits nobody with two audiences or none: Entra accepts exactly one', () => {
    for (const audience of [[AUDIENCE, 'other'], []]) {
      const inventory = federated(form, { audience });
      expect(accessByTrust(inventory)).toEqual([]);
      expect(help(inventory)).not.toBe('');
    }
  });
});
