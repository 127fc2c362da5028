import { prove } from '../../../../lib/proof';
import type { Json } from '../example';
import { bindingOf, identityBinding } from '../identity-binding-example';

type Change = Parameters<typeof identityBinding>[0];

/** Who gets the identity, what is found, and what is open. */
function proven(change: Change) {
  const inputs = identityBinding(change).map(({ name: file, text }) => ({ file, text }));
  const { access, findings, undecided } = prove(inputs);
  return {
    rows: access
      .filter(({ mechanism }) => mechanism !== 'node')
      .map(({ identity, namespace, serviceAccount }) => `${identity} ${namespace}/${serviceAccount}`),
    findings: findings.filter(({ level }) => level !== 'note').map(({ level, rule }) => `${level} ${rule}`),
    messages: findings.map(({ message }) => message).join('\n'),
    undecided: undecided.map(({ because }) => because),
  };
}

const IDENTITY = 'azurerm_user_assigned_identity.backend';

describe('two bindings of a cluster', () => {
  const bound = (again: Json) => proven({ bindings: { again } });

  test('to one identity let in whom one lets in, and to take one away shuts out nobody', () => {
    expect(bound(bindingOf({ name: 'again' }))).toMatchObject({
      rows: [`${IDENTITY} todo/backend`],
      findings: ['warning duplicate-identity-binding'],
      undecided: [],
    });
  });

  test('of one name are one resource of Azure, whatever the case', () => {
    expect(bound(bindingOf({ name: 'Backend' })).findings).toEqual(['error duplicate-identity-binding']);
  });

  test('that are of two clusters, or one of which may not be made, are no two', () => {
    const elsewhere = { ...bindingOf({ name: 'backend' }), parent_id: '${var.other_cluster}' };
    expect(bound(elsewhere).findings).toEqual([]);
    expect(bound({ ...bindingOf({ name: 'backend' }), count: '${var.copies}' }).findings).toEqual([]);
    expect(bound({ ...bindingOf({ name: 'backend' }), count: 0 }).findings).toEqual([]);
  });
});

describe('a binding of what is no managed identity is refused, and nothing of it is open', () => {
  test.each([
    ['by its client id', `\${${IDENTITY}.client_id}`],
    ['by its principal id', `\${${IDENTITY}.principal_id}`],
    ['by a literal client id', '0a1b2c3d-0000-4444-8888-cccccccccccc'],
    ['of a cluster itself', '${azurerm_kubernetes_cluster.main.identity[0].principal_id}'],
    ['of an application', '${azuread_application.shop.id}'],
    ['of an application’s client id', '${azuread_application.shop.client_id}'],
    [
      'of a key vault',
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/shop',
    ],
  ])('%s', (_, bound) => {
    const more = { azuread_application: { shop: { display_name: 'shop' } } };
    const { rows, findings, undecided } = proven({ bound, more });
    expect({ rows, undecided }).toEqual({ rows: [], undecided: [] });
    expect(findings).toContain('error identity-binding-invalid');
    expect(findings).not.toContain('warning identity-binding-not-granted');
  });

  test.each([
    ['a variable', '${var.client_id}'],
    ['a module’s output', '${module.azurerm_identity.client_id}'],
  ])('but not by %s, which may hold anything', (_, bound) => {
    const { findings, undecided } = proven({ bound });
    expect(findings).not.toContain('error identity-binding-invalid');
    expect(undecided).not.toEqual([]);
  });
});

test('RBAC of an application’s client id is told that no cluster can be bound to it', () => {
  const shop = '${azuread_application.shop.client_id}';
  const { findings, messages } = proven({
    role: { resources: [shop] },
    more: { azuread_application: { shop: { display_name: 'shop' } } },
  });
  expect(findings).toContain('warning identity-binding-missing');
  expect(messages).toContain('azuread_application.shop, which no cluster can be bound to');
});
