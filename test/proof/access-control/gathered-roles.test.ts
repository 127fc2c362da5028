import { GatheredRoles } from '../../../lib/proof/access-control/gathered-roles';
import type { GatheredRules } from '../../../lib/proof/access-control/gathered-roles';
import { grantsByCluster } from '../../../lib/proof/access-control/role-grants';
import { ruleAllows } from '../../../lib/proof/access-control/rule';
import type {
  ClusterRole,
  ClusterRoleRule,
  LabelRequirement,
  LabelSelector,
} from '../../../lib/proof/model/cluster/access-control';
import { isYes } from '../../../lib/proof/model/known/known';
import { symbolOf } from '../../../lib/proof/model/known/symbol';

const UNKNOWN = symbolOf('var.x');
const at = { file: 'app.yaml', pointer: '' };
const EVERYTHING: ClusterRoleRule = { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [] };

/** A rule that is told from others by its verb. */
const rule = (verb: string): ClusterRoleRule => ({
  verbs: [verb],
  apiGroups: [''],
  resources: ['pods'],
  resourceNames: [],
});

function role(name: string, parts: Partial<ClusterRole> = {}): ClusterRole {
  return { clusters: ['main'], name, rules: [rule(name)], labels: {}, at, ...parts };
}

const selector = (
  matchLabels: LabelSelector['matchLabels'],
  ...matchExpressions: readonly LabelRequirement[]
): LabelSelector => ({ matchLabels, matchExpressions });

/** What the role "all" has, which gathers by the selectors, and what is not known of that. */
function gathered(aggregation: readonly LabelSelector[], ...others: readonly ClusterRole[]): GatheredRules {
  const all = role('all', { aggregation });
  return new GatheredRoles(new Map([all, ...others].map((one) => [one.name, one]))).of('all')!;
}

/** Of the roles of a test and of cluster-admin; what Kubernetes' other roles have is looked at by itself. */
const verbsOf = ({ rules }: GatheredRules): string[] =>
  rules
    .filter(({ resources }) => ['pods', '*'].includes(resources.join()))
    .flatMap(({ verbs }) => verbs)
    .sort();

describe('the ClusterRoles of Kubernetes', () => {
  const WRITE = ['create', 'update', 'patch'];
  const roles = new GatheredRoles(new Map());
  const allows = (name: string, verb: string, apiGroup: string, resource: string): boolean =>
    roles.of(name)!.rules.some((one) => isYes(ruleAllows(one, { verb, apiGroup, resource, name: 'x' })));

  // plugin/pkg/auth/authorizer/rbac/bootstrappolicy/testdata/cluster-roles.yaml
  test.each<[string, string[], string, string[]]>([
    ['edit', ['impersonate'], '', ['serviceaccounts']],
    ['edit', ['create'], '', ['serviceaccounts/token']],
    ['edit', ['get', 'list', 'watch', ...WRITE], '', ['secrets']],
    ['edit', WRITE, '', ['pods', 'pods/exec', 'replicationcontrollers']],
    ['edit', WRITE, 'apps', ['daemonsets', 'deployments', 'replicasets', 'statefulsets']],
    ['edit', WRITE, 'batch', ['cronjobs', 'jobs']],
    ['admin', WRITE, 'rbac.authorization.k8s.io', ['rolebindings', 'roles']],
    ['system:kubelet-api-admin', ['get', 'create'], '', ['nodes/proxy']],
  ])('%s lets its holders %j of the API group "%s" %j', (name, verbs, apiGroup, resources) => {
    // What is labelled for a role is part of it, and of those that gather it.
    const parts = { edit: ['system:aggregate-to-edit', 'admin'], admin: ['system:aggregate-to-admin'] }[name] ?? [];
    for (const one of [name, ...parts]) {
      for (const verb of verbs) {
        for (const resource of resources) {
          expect({ one, verb, resource, is: allows(one, verb, apiGroup, resource) }).toMatchObject({ is: true });
        }
      }
    }
  });

  test.each([
    ['view', 'get', '', 'secrets'],
    ['edit', 'patch', '', 'pods/ephemeralcontainers'],
    ['edit', 'create', 'rbac.authorization.k8s.io', 'rolebindings'],
    ['admin', 'bind', 'rbac.authorization.k8s.io', 'roles'],
    ['admin', 'create', 'rbac.authorization.k8s.io', 'clusterrolebindings'],
    ['system:aggregate-to-view', 'create', '', 'pods'],
    ['system:aggregate-to-admin', 'create', '', 'pods'],
  ])('%s does not let them %s of the API group "%s" %s', (name, verb, apiGroup, resource) => {
    expect(allows(name, verb, apiGroup, resource)).toBe(false);
  });

  test('are there for a role that gathers by their labels', () => {
    for (const to of ['view', 'edit', 'admin']) {
      const found = gathered([selector({ [`rbac.authorization.k8s.io/aggregate-to-${to}`]: 'true' })]);
      expect({ to, unknown: found.unknown }).toEqual({ to, unknown: undefined });
    }
  });

  test('are worked out once', () => {
    expect(roles.of('edit')).toBe(roles.of('edit'));
    const access = { roles: [role('r')], bindings: [], namespacedRoles: [], namespacedBindings: [] };
    const grantsOf = grantsByCluster(access);
    expect(grantsOf('main')).toBe(grantsOf('main'));
  });
});

describe('an aggregated ClusterRole', () => {
  test('has nothing where Kubernetes has no such role', () => {
    expect(new GatheredRoles(new Map()).of('all')).toBeUndefined();
    expect(new GatheredRoles(new Map()).of('cluster-admin')).toEqual({ rules: [EVERYTHING] });
  });

  test('gathers everything by the label of the roles that Kubernetes makes itself', () => {
    const found = gathered([selector({ 'kubernetes.io/bootstrapping': 'rbac-defaults' })]);
    expect(found.rules).toContainEqual(EVERYTHING);
    expect(found.rules.length).toBeGreaterThan(5);
    expect(found.unknown).toBeUndefined();
  });

  test('is view, edit or admin, each with what is labelled for it and for those before', () => {
    const part = (to: string): ClusterRole =>
      role(`part of ${to}`, { labels: { [`rbac.authorization.k8s.io/aggregate-to-${to}`]: 'true' } });
    const roles = new GatheredRoles(new Map(['view', 'edit', 'admin'].map(part).map((one) => [one.name, one])));
    expect(verbsOf(roles.of('view')!)).toEqual(['part of view']);
    expect(verbsOf(roles.of('edit')!)).toEqual(['part of edit', 'part of view']);
    expect(verbsOf(roles.of('admin')!)).toEqual(['part of admin', 'part of edit', 'part of view']);
    const defaults = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };
    const found = gathered(
      [selector({ ...defaults, 'rbac.authorization.k8s.io/aggregate-to-admin': 'true' })],
      part('edit'),
    );
    expect(verbsOf(found)).toEqual(['part of edit']);
  });

  test('gathers each role once, itself not among them, though they gather one another', () => {
    const found = gathered(
      [selector({ to: 'all' })],
      role('one', { labels: { to: 'all' }, aggregation: [selector({ to: 'one' })] }),
      role('two', { labels: { to: 'one' } }),
      role('three', { labels: { to: 'all' } }),
    );
    expect(verbsOf(found)).toEqual(['three', 'two']);
    expect(found.unknown).toBeUndefined();
  });

  test.each<[string, LabelRequirement, string[]]>([
    ['Exists', { key: 'tier', operator: 'Exists', values: [] }, ['back', 'front']],
    ['In', { key: 'tier', operator: 'In', values: ['front', 'other'] }, ['front']],
    // Those without the label as well: `cluster-admin`, with all it may do, is one of them.
    ['DoesNotExist', { key: 'tier', operator: 'DoesNotExist', values: [] }, ['*', 'none']],
    ['NotIn', { key: 'tier', operator: 'NotIn', values: ['front'] }, ['*', 'back', 'none']],
  ])('gathers what %s chooses', (_, requirement, verbs) => {
    const found = gathered(
      [selector({}, requirement)],
      role('front', { labels: { tier: 'front' } }),
      role('back', { labels: { tier: 'back' } }),
      role('none', { labels: {} }),
    );
    expect(verbsOf(found).filter((verb) => verb !== 'all')).toEqual(verbs);
  });

  test.each<[string, LabelRequirement]>([
    ['the key of a selector', { key: UNKNOWN, operator: 'Exists', values: [] }],
    ['the key of one that must not be there', { key: UNKNOWN, operator: 'DoesNotExist', values: [] }],
    ['one of its values', { key: 'tier', operator: 'In', values: ['front', UNKNOWN] }],
    ['one of the values that it must not have', { key: 'tier', operator: 'NotIn', values: ['front', UNKNOWN] }],
    ['the operator', { key: 'tier', operator: 'Gt', values: ['1'] }],
  ])('may gather more, where %s is not known', (_, requirement) => {
    const found = gathered(
      [selector({ part: 'yes' }, requirement)],
      role('back', { labels: { part: 'yes', tier: 'back' } }),
    );
    expect(verbsOf(found)).toEqual([]);
    expect(found.unknown).toBe(
      'whether the ClusterRole all gathers the rules of back is not known: a label or a selector is not known before apply, or no selector that Kubernetes accepts',
    );
  });

  test('may gather roles whose label is not known, or by a value that is not', () => {
    const one = role('one', { labels: { tier: UNKNOWN } });
    expect(gathered([selector({ tier: 'front' })], one).unknown).toContain('gathers the rules of one is not known');
    const two = role('two', { labels: { tier: 'front' } });
    expect(gathered([selector({ tier: UNKNOWN })], two).unknown).toContain('gathers the rules of two is not known');
    expect(verbsOf(gathered([selector({ tier: UNKNOWN })], one))).toEqual(['one']);
  });

  test.each<[string, LabelSelector]>([
    ['tier=front', selector({ tier: 'front' })],
    ['tier=front and team=todo', selector({ tier: 'front', team: 'todo' })],
    ['label', selector({}, { key: 'tier', operator: 'In', values: ['front'] })],
    [`tier=${UNKNOWN}`, selector({ tier: UNKNOWN })],
  ])('says that it chooses none of those that were read, by %s', (text, one) => {
    expect(gathered([one], role('other')).unknown).toBe(
      `the ClusterRole all gathers its rules from others by ${text}, and none of those that were read is chosen`,
    );
  });

  test('says that how it gathers was not read', () => {
    expect(gathered([])).toEqual({
      rules: [],
      unknown: 'the ClusterRole all gathers its rules from others, and how was not read',
    });
  });
});
