import { prove } from '../../../lib/proof';

const ACCOUNT = 'system:serviceaccount:shop:reports';

/** A program with two identities that trust one account, which is annotated with the first, and with more. */
function warnings(more: Readonly<Record<string, string>>): string[] {
  const clientOf = (name: string) => `\${azurerm_user_assigned_identity.${name}.client_id}`;
  const credential = (name: string) => ({
    name,
    user_assigned_identity_id: `\${azurerm_user_assigned_identity.${name}.id}`,
    issuer: '${azurerm_kubernetes_cluster.main.oidc_issuer_url}',
    subject: ACCOUNT,
    audience: ['api://AzureADTokenExchange'],
  });
  const identity = (name: string) => ({ name, resource_group_name: 'rg', location: 'westeurope' });
  const annotations = { 'azure.workload.identity/client-id': clientOf('reports'), ...more };
  const metadata = { name: 'reports', namespace: 'shop' };
  const template = {
    metadata: { labels: { app: 'reports', 'azure.workload.identity/use': 'true' } },
    spec: { serviceAccountName: 'reports', containers: [{ name: 'app', image: 'registry.example/app' }] },
  };
  const manifest = (object: object) => ({ manifest: object });
  const resource = {
    azurerm_kubernetes_cluster: { main: { name: 'main', oidc_issuer_enabled: true, workload_identity_enabled: true } },
    azurerm_user_assigned_identity: { reports: identity('reports'), archive: identity('archive') },
    azurerm_federated_identity_credential: { reports: credential('reports'), archive: credential('archive') },
    kubernetes_manifest: {
      account: manifest({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { ...metadata, annotations } }),
      reports: manifest({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata,
        spec: { selector: { matchLabels: { app: 'reports' } }, template },
      }),
    },
  };
  const { findings } = prove([{ file: 'main.tf.json', text: JSON.stringify({ resource }) }], { config: false });
  return findings
    .filter(({ rule }) => rule === 'annotation-missing')
    .map(({ level, subject }) => `${level} ${subject}`);
}

const FURTHER = 'podtrust/further-client-ids';

test('an identity that nothing asks for is warned of, unless the account says that its pods ask for its client id', () => {
  expect(warnings({})).toEqual(['warning ServiceAccount/shop/reports']);
  expect(warnings({ [FURTHER]: '${azurerm_user_assigned_identity.archive.client_id}' })).toEqual([]);
  expect(warnings({ [FURTHER]: 'other, ${azurerm_user_assigned_identity.archive.client_id}' })).toEqual([]);
});

test.each(['', 'other', '${azurerm_user_assigned_identity.reports.client_id}'])(
  'what the account says of another one, %j, silences nothing',
  (said) => {
    expect(warnings({ [FURTHER]: said })).toEqual(['warning ServiceAccount/shop/reports']);
  },
);
