import { prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';
import { accessByTrust } from '../access-by-trust';
import { aksPlatform } from '../aks-program';
import type { Json } from '../todo-program';

const CLIENT_ID = '${azurerm_user_assigned_identity.app.client_id}';
const API = 'rbac.authorization.k8s.io/v1';
const USE = { verbs: ['use-managed-identity'], apiGroups: ['cid.wi.aks.azure.com'], resources: [CLIENT_ID] };
const OTHER = { verbs: ['get'], apiGroups: [''], resources: ['pods'] };

function role(name: string, rest: { labels?: Json; rules?: Json[]; selectors?: Json[] }): Json {
  return {
    apiVersion: API,
    kind: 'ClusterRole',
    metadata: { name, labels: rest.labels },
    rules: rest.rules ?? [],
    ...(rest.selectors ? { aggregationRule: { clusterRoleSelectors: rest.selectors } } : {}),
  };
}

/** An AKS identity binding for `app`, ClusterRoles, and the service account todo/app bound to one of them. */
function bound(name: string, roles: readonly Json[], change: (resource: Json) => void = () => {}): Inventory {
  const binding = {
    apiVersion: API,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'app' },
    roleRef: { kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name: 'app', namespace: 'todo' }],
  };
  return prove([
    aksPlatform((resource) => {
      resource.azapi_resource = {
        binding: {
          type: 'Microsoft.ContainerService/managedClusters/identityBindings@2025-09-02-preview',
          name: 'app',
          parent_id: '${azurerm_kubernetes_cluster.main.id}',
          body: { properties: { managedIdentity: { resourceId: '${azurerm_user_assigned_identity.app.id}' } } },
        },
      };
      resource.kubernetes_manifest = Object.fromEntries(
        [...roles, binding].map((manifest, index) => [`object${index}`, { manifest }]),
      );
      change(resource);
    }),
  ]);
}

const accounts = (inventory: Inventory): string[] =>
  accessByTrust(inventory).map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`);
const doubts = (inventory: Inventory): string[] => inventory.undecided.map(({ because }) => because);

/** The role `all` gathers by a selector; `part` has the label team=todo and lets its holder use the identity. */
const gathered = (selector: Json, labels: Json = { team: 'todo' }): Inventory =>
  bound('all', [
    role('all', { selectors: [selector] }),
    role('part', { labels, rules: [USE] }),
    role('stranger', { labels: { team: 'shop', extra: 'x' }, rules: [OTHER] }),
  ]);

describe('a ClusterRole that gathers its rules from others', () => {
  test.each<[string, Json]>([
    ['matchLabels', { matchLabels: { team: 'todo' } }],
    ['In', { matchExpressions: [{ key: 'team', operator: 'In', values: ['todo', 'mail'] }] }],
    ['Exists', { matchExpressions: [{ key: 'team', operator: 'Exists' }] }],
    ['NotIn', { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['shop'] }] }],
    ['DoesNotExist', { matchExpressions: [{ key: 'extra', operator: 'DoesNotExist' }] }],
    ['both', { matchLabels: { team: 'todo' }, matchExpressions: [{ key: 'extra', operator: 'DoesNotExist' }] }],
  ])('has those that %s chooses', (_, selector) => {
    const inventory = gathered(selector);
    expect(accounts(inventory)).toEqual(['todo/app']);
    expect(inventory.undecided).toEqual([]);
  });

  test.each<[string, Json]>([
    ['another value', { matchLabels: { team: 'shop' } }],
    ['In', { matchExpressions: [{ key: 'team', operator: 'In', values: ['shop'] }] }],
    ['all of several requirements', { matchLabels: { team: 'shop', extra: 'x' } }],
    ['Exists', { matchExpressions: [{ key: 'extra', operator: 'Exists' }] }],
  ])('has none that %s does not choose', (_, selector) => {
    const inventory = gathered(selector);
    expect(accounts(inventory)).toEqual([]);
    expect(inventory.undecided).toEqual([]);
    expect(inventory.findings.map(({ rule }) => rule)).toEqual(['identity-binding-not-granted']);
  });

  test('has what any one of its selectors chooses, and nothing of its own', () => {
    const selectors = [{ matchLabels: { team: 'shop' } }, { matchLabels: { team: 'todo' } }];
    const shop = role('shop', { labels: { team: 'shop' }, rules: [OTHER] });
    const part = role('part', { labels: { team: 'todo' }, rules: [USE] });
    expect(accounts(bound('all', [role('all', { selectors }), shop, part]))).toEqual(['todo/app']);
    const own = role('all', { selectors: [selectors[0]], rules: [USE] });
    expect(accounts(bound('all', [own, shop, part]))).toEqual([]);
  });

  test('has what those gather that it chooses, in a circle too', () => {
    const middle = role('middle', { labels: { to: 'all' }, selectors: [{ matchLabels: { to: 'middle' } }] });
    const all = role('all', { labels: { to: 'middle' }, selectors: [{ matchLabels: { to: 'all' } }] });
    const part = role('part', { labels: { to: 'middle' }, rules: [USE] });
    expect(accounts(bound('all', [all, middle, part]))).toEqual(['todo/app']);
  });

  test('has everything where it chooses all, since cluster-admin is one of them', () => {
    expect(accounts(bound('all', [role('all', { selectors: [{}] })]))).toEqual(['todo/app']);
  });

  test('may be admin, edit or view, which gather from one another', () => {
    const part = (to: string): Json =>
      role('part', { labels: { [`rbac.authorization.k8s.io/aggregate-to-${to}`]: 'true' }, rules: [USE] });
    expect(accounts(bound('admin', [part('view')]))).toEqual(['todo/app']);
    expect(accounts(bound('edit', [part('view')]))).toEqual(['todo/app']);
    expect(accounts(bound('view', [part('edit')]))).toEqual([]);
    expect(doubts(bound('view', [part('edit')]))).toEqual([]);
  });

  test('is the same as a typed resource', () => {
    const inventory = bound('all', [role('part', { labels: { team: 'todo' }, rules: [USE] })], (resource) => {
      resource.kubernetes_cluster_role = {
        all: {
          metadata: [{ name: 'all' }],
          aggregation_rule: [
            {
              cluster_role_selectors: [
                { match_labels: { team: 'todo' }, match_expressions: [{ key: 'team', operator: 'Exists' }] },
              ],
            },
          ],
        },
      };
    });
    expect(accounts(inventory)).toEqual(['todo/app']);
  });
});

describe('what such a ClusterRole gathers is undecided', () => {
  test.each<[string, Json, Json | undefined]>([
    [
      'where a label is not known before apply',
      { matchLabels: { team: 'todo' } },
      { team: '${azurerm_user_assigned_identity.other.principal_id}' },
    ],
    [
      'where a selector is not known before apply',
      { matchLabels: { team: '${azurerm_user_assigned_identity.other.principal_id}' } },
      undefined,
    ],
    [
      'where Kubernetes has no such operator',
      { matchExpressions: [{ key: 'team', operator: 'Gt', values: ['1'] }] },
      undefined,
    ],
    ['where a label is not text', { matchLabels: { team: true } }, undefined],
  ])('%s', (_, selector, labels) => {
    expect(doubts(gathered(selector, labels))).toEqual(
      expect.arrayContaining([expect.stringContaining('whether the ClusterRole all gathers the rules of')]),
    );
  });

  test('where it chooses none of those that were read', () => {
    expect(doubts(gathered({ matchLabels: { team: 'nobody' } }))).toEqual([
      'the ClusterRole all gathers its rules from others by team=nobody, and none of those that were read is chosen',
    ]);
  });
});
