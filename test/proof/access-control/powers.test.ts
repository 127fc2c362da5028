import { powersIn } from './read-objects';
import type { Json } from '../todo-program';

const API = 'rbac.authorization.k8s.io';

const rule = (resources: string, verbs: string, more: Json = {}): Json => {
  const [apiGroup, names] = resources.includes(':') ? resources.split(':') : ['', resources];
  return { apiGroups: [apiGroup], resources: names!.split(','), verbs: verbs.split(','), ...more };
};

const TEAM = { kind: 'Group', name: 'team', apiGroup: API };

/** What a role of these rules lets the team do, in the namespace shop or, by a ClusterRoleBinding, everywhere. */
function may(rules: readonly Json[], kind: 'Role' | 'ClusterRole' = 'Role', more: readonly Json[] = []): string[] {
  const metadata = { name: 'r', ...(kind === 'Role' ? { namespace: 'shop' } : {}) };
  return powersIn([
    { apiVersion: `${API}/v1`, kind, metadata, rules },
    {
      apiVersion: `${API}/v1`,
      kind: `${kind}Binding`,
      metadata,
      roleRef: { apiGroup: API, kind, name: 'r' },
      subjects: [TEAM],
    },
    ...more,
  ]).powers.map(
    ({ act, becomes, namespace, names, perhaps, binds }) =>
      `${act}${binds === undefined ? '' : ` ${binds}`}: ${becomes} ${namespace ?? '*'}/${names?.join('|') ?? '*'}${perhaps === undefined ? '' : ' perhaps'}`,
  );
}

const pod = (kind: string, name: string, account: string, namespace = 'shop'): Json => {
  const spec = { serviceAccountName: account, containers: [{ name: 'main', image: 'app:1' }] };
  return kind === 'Pod'
    ? { apiVersion: 'v1', kind, metadata: { name, namespace }, spec }
    : { apiVersion: 'apps/v1', kind, metadata: { name, namespace }, spec: { template: { metadata: {}, spec } } };
};

describe('RBAC lets its subjects become', () => {
  test.each<[string, Json, string[]]>([
    ['whoever may make pods', rule('pods', 'create'), ['make-pods: pod shop/*']],
    ['whoever may make what makes pods', rule('batch:cronjobs', 'create'), ['make-pods: pod shop/*']],
    [
      'nobody, of pods by name: a request that makes one names none',
      rule('pods', 'create', { resourceNames: ['x'] }),
      [],
    ],
    ['nobody, of an API group that has no such kind', rule('batch:pods', 'create'), []],
    ['whoever may make tokens, of all accounts', rule('serviceaccounts/token', 'create'), ['make-tokens: pod shop/*']],
    [
      'whoever may make tokens, of some accounts',
      rule('serviceaccounts/token', 'create', { resourceNames: ['b', 'a'] }),
      ['make-tokens: pod shop/a|b'],
    ],
    [
      'whoever may make any token, by the wildcard of a subresource',
      rule('*/token', 'create'),
      ['make-tokens: pod shop/*'],
    ],
    ['nobody by a wildcard that RBAC does not have', rule('pods/*', 'create'), []],
    ['whoever may run commands', rule('pods/exec', 'create'), ['run-commands: pod shop/*']],
    ['whoever may add a container', rule('pods/ephemeralcontainers', 'patch'), ['run-commands: pod shop/*']],
    ['perhaps whoever may get exec', rule('pods/exec', 'get'), ['run-commands: pod shop/* perhaps']],
    ['nobody who only looks', rule('pods,pods/log,secrets,serviceaccounts', 'get,list,watch'), []],
    [
      'the account alone, whoever impersonates it',
      rule('serviceaccounts', 'impersonate'),
      ['impersonate: account shop/*'],
    ],
    ['the account alone, by a Secret', rule('secrets', 'create,get'), ['read-token-secrets: account shop/*']],
    ['nobody by kubelets or webhooks, in a namespace', rule('nodes/proxy', 'get'), []],
    ['whoever may do everything', { apiGroups: ['*'], resources: ['*'], verbs: ['*'] }, ['everything: pod shop/*']],
  ])('%s', (_, one, expected) => expect(may([one])).toEqual(expected));

  test('everything of the cluster by its kubelets, its webhooks, and its users and groups', () => {
    expect(may([rule('nodes/proxy', 'get')], 'ClusterRole')).toEqual(['call-kubelets: pod */*']);
    expect(may([rule('admissionregistration.k8s.io:mutatingwebhookconfigurations', 'patch')], 'ClusterRole')).toEqual([
      'change-admission: pod */*',
    ]);
    const named = { resourceNames: ['x'] };
    const webhook = rule('admissionregistration.k8s.io:mutatingwebhookconfigurations', 'patch', named);
    expect(may([webhook], 'ClusterRole')).toEqual(['change-admission: pod */* perhaps']);
    expect(may([rule('users,groups', 'impersonate')], 'ClusterRole')).toEqual([
      'impersonate: user */*',
      'impersonate: group */*',
    ]);
    expect(may([rule('groups', 'impersonate')], 'ClusterRole')).toEqual([]);
  });

  test('those of a pod that they may change, and any by what makes pods', () => {
    const objects = [pod('Pod', 'web', 'web'), pod('Deployment', 'api', 'api')];
    expect(may([rule('pods', 'patch', { resourceNames: ['web'] })], 'Role', objects)).toEqual([
      'change-workloads: pod shop/web',
      'change-workloads: pod shop/* perhaps',
    ]);
    expect(may([rule('apps:deployments', 'update')], 'Role', objects)).toEqual([
      'change-workloads: pod shop/*',
      'change-workloads: pod shop/* perhaps',
    ]);
    expect(may([rule('apps:deployments', 'update')])).toEqual(['change-workloads: pod shop/* perhaps']);
  });

  test('whom a role lets them become that they may give themselves', () => {
    const write = rule(`${API}:rolebindings`, 'create');
    const bind = (names?: string[]): Json => rule(`${API}:clusterroles`, 'bind', names ? { resourceNames: names } : {});
    expect(may([write, bind()])).toEqual(['bind-roles: pod shop/*']);
    expect(may([bind()])).toEqual([]);
    expect(may([write, bind(['view'])])).toEqual([]);
    expect(may([write, bind(['other'])])).toEqual(['bind-roles ClusterRole/other: pod shop/* perhaps']);
    expect(new Set(may([write, bind(['edit'])]))).toEqual(
      new Set([
        'bind-roles ClusterRole/edit: pod shop/*',
        'bind-roles ClusterRole/edit: pod shop/* perhaps',
        'bind-roles ClusterRole/edit: account shop/*',
      ]),
    );
  });

  test('anybody, where they may add rights to a role that they have', () => {
    const own = rule(`${API}:roles`, 'escalate,update');
    expect(may([own])).toEqual(['change-roles: pod shop/*']);
    expect(may([rule(`${API}:roles`, 'update')])).toEqual([]);
    expect(may([rule(`${API}:roles`, 'escalate,update', { resourceNames: ['r'] })])).toEqual([
      'change-roles: pod shop/*',
    ]);
    expect(may([rule(`${API}:roles`, 'escalate,update', { resourceNames: ['other'] })])).toEqual([]);
    expect(may([rule(`${API}:clusterroles`, 'escalate,patch')], 'ClusterRole')).toEqual(['change-roles: pod */*']);
  });
});

describe('Secrets with tokens', () => {
  const secret = (name: string, account: string | undefined, namespace = 'shop'): Json => ({
    ...{ apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/service-account-token' },
    metadata: {
      ...{ name, namespace },
      annotations: account === undefined ? {} : { 'kubernetes.io/service-account.name': account },
    },
  });
  const secrets = [secret('a-token', 'a'), secret('b-token', 'b'), secret('empty', undefined), secret('x', 'c', 'ci')];

  test('give whoever reads them their accounts, of the namespace and of the names that the role has', () => {
    const tokens = ['read-token-secrets: account shop/a', 'read-token-secrets: account shop/b'];
    expect(may([rule('secrets', 'get')], 'Role', secrets)).toEqual(tokens);
    expect(may([rule('secrets', 'list', { resourceNames: ['b-token', 'x'] })], 'Role', secrets)).toEqual([tokens[1]]);
    expect(may([rule('secrets', 'watch')], 'ClusterRole', secrets)).toEqual([
      ...tokens,
      'read-token-secrets: account ci/c',
    ]);
  });
});

describe('several bindings of one holder', () => {
  const bound = (kind: 'Role' | 'ClusterRole', name: string, subject: Json, namespace?: string): Json => ({
    ...{ apiVersion: `${API}/v1`, kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding' },
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    ...{ roleRef: { apiGroup: API, kind, name }, subjects: [subject] },
  });
  const clusterRole = (name: string, ...rules: readonly Json[]): Json => ({
    ...{ apiVersion: `${API}/v1`, kind: 'ClusterRole', metadata: { name }, rules },
  });
  const group = (name: string): Json => ({ kind: 'Group', name, apiGroup: API });
  const runner = { kind: 'ServiceAccount', name: 'runner', namespace: 'ci' };
  const roles = [
    clusterRole('binds', rule(`${API}:clusterroles`, 'bind')),
    clusterRole('writes', rule(`${API}:rolebindings`, 'create')),
  ];
  const ways = (...objects: readonly Json[]): string[] =>
    powersIn([...roles, ...objects]).powers.map(
      ({ who, act, namespace, source }) => `${who.name} ${act} ${namespace ?? '*'} by ${source}`,
    );

  test('add up, in the namespace where both hold', () => {
    const both = [bound('ClusterRole', 'binds', TEAM), bound('ClusterRole', 'writes', TEAM, 'shop')];
    expect(ways(...both)).toEqual(['team bind-roles shop by ClusterRoleBinding/binds']);
    expect(ways(bound('ClusterRole', 'binds', TEAM, 'ci'), bound('ClusterRole', 'writes', TEAM, 'shop'))).toEqual([]);
    expect(ways(bound('ClusterRole', 'binds', TEAM), bound('ClusterRole', 'writes', group('other')))).toEqual([]);
  });

  test.each(['system:serviceaccounts', 'system:serviceaccounts:ci', 'system:authenticated'])(
    'add up with those of the group %s, which a service account is in',
    (name) => {
      const own = bound('ClusterRole', 'writes', runner, 'shop');
      expect(ways(own, bound('ClusterRole', 'binds', group(name)))).toEqual([
        'runner bind-roles shop by RoleBinding/shop/writes',
      ]);
      // Either half may be the group's, and hold in more than the other.
      expect(ways(bound('ClusterRole', 'binds', runner), bound('ClusterRole', 'writes', group(name), 'shop'))).toEqual([
        'runner bind-roles shop by ClusterRoleBinding/binds',
      ]);
    },
  );

  test('do not add up with those of a group that they are not in', () => {
    const own = bound('ClusterRole', 'writes', runner, 'shop');
    expect(ways(own, bound('ClusterRole', 'binds', group('system:serviceaccounts:shop')))).toEqual([]);
    const user = { kind: 'User', name: 'jane', apiGroup: API };
    const writes = (subject: Json): Json => bound('ClusterRole', 'writes', subject);
    expect(ways(writes(user), bound('ClusterRole', 'binds', group('system:serviceaccounts')))).toEqual([]);
    expect(ways(writes(user), bound('ClusterRole', 'binds', group('system:authenticated')))).toEqual([
      'jane bind-roles * by ClusterRoleBinding/writes',
    ]);
    // Who has not signed in is nobody of those who have.
    const strangers = writes(group('system:unauthenticated'));
    expect(ways(strangers, bound('ClusterRole', 'binds', group('system:authenticated')))).toEqual([]);
    const all = writes(group('system:serviceaccounts:ci'));
    expect(ways(all, bound('ClusterRole', 'binds', group('system:serviceaccounts')))).toEqual([
      'system:serviceaccounts:ci bind-roles * by ClusterRoleBinding/writes',
    ]);
  });

  test('of everybody alone are told of everybody once', () => {
    const everybody = group('system:authenticated');
    const both = [bound('ClusterRole', 'binds', everybody), bound('ClusterRole', 'writes', everybody)];
    const once = ['system:authenticated bind-roles * by ClusterRoleBinding/binds'];
    expect(ways(...both)).toEqual(once);
    // Nobody's own binding is why.
    expect(ways(...both, bound('ClusterRole', 'view', runner, 'shop'))).toEqual(once);
  });
});

test('whoever may give themselves Roles in all namespaces can become what these allow, where they are', () => {
  const objects = ['shop', 'ci'].map((namespace) => ({
    ...{ apiVersion: `${API}/v1`, kind: 'Role', metadata: { name: 'deployers', namespace } },
    rules: [rule('pods', 'create')],
  }));
  const write = rule(`${API}:rolebindings`, 'create');
  const inBoth = ['shop', 'ci'].map((namespace) => `bind-roles Role/${namespace}/deployers: pod ${namespace}/*`);
  expect(may([write, rule(`${API}:roles`, 'bind')], 'ClusterRole', objects)).toEqual(inBoth);
  const named = rule(`${API}:roles`, 'bind', { resourceNames: ['deployers'] });
  expect(may([write, named], 'ClusterRole', objects)).toEqual(inBoth);
  expect(may([write, named], 'Role', objects)).toEqual(inBoth.slice(0, 1));
  expect(may([named], 'ClusterRole', objects)).toEqual([]);
});

test('what a binding gives that was not read is a doubt, of its namespace alone', () => {
  const binding = (name: string): Json => ({
    ...{ apiVersion: `${API}/v1`, kind: 'RoleBinding', metadata: { name: 'b', namespace: 'shop' } },
    ...{ roleRef: { apiGroup: API, kind: 'ClusterRole', name }, subjects: [TEAM] },
  });
  const doubts = (name: string, kind = 'ClusterRole'): string[] =>
    powersIn([{ ...binding(name), roleRef: { apiGroup: API, kind, name } }]).doubts.map(
      ({ namespace, because }) => `${namespace}: ${because}`,
    );
  expect(doubts('deployers')).toEqual([
    'shop: what ClusterRole/deployers grants, which RoleBinding/shop/b gives Group team, was not read',
  ]);
  expect(doubts('system:controller:job-controller')).toHaveLength(1);
  expect(doubts('system:auth-delegator')).toEqual([]);
  expect(doubts('edit')).toEqual([]);
  // A Role of the name is another one.
  expect(doubts('system:auth-delegator', 'Role')).toHaveLength(1);
  expect(doubts('edit', 'Role')).toHaveLength(1);
});

describe('the roles that Kubernetes has by default', () => {
  const give = (name: string, ...objects: readonly Json[]) =>
    powersIn([
      {
        ...{ apiVersion: `${API}/v1`, kind: 'ClusterRoleBinding', metadata: { name: 'b' } },
        ...{ roleRef: { apiGroup: API, kind: 'ClusterRole', name }, subjects: [TEAM] },
      },
      ...objects,
    ]);
  const acts = (name: string): string[] => [
    ...new Set(give(name).powers.map(({ act, becomes, perhaps }) => `${act} ${becomes}${perhaps ? ' perhaps' : ''}`)),
  ];
  const EDIT = [
    ...['make-tokens pod', 'make-pods pod', 'run-commands pod', 'change-workloads pod', 'change-workloads pod perhaps'],
    ...['impersonate account', 'read-token-secrets account'],
  ];

  test.each([
    ['cluster-admin', ['everything pod']],
    ['admin', EDIT],
    ['edit', EDIT],
    ['view', []],
    ['system:kubelet-api-admin', ['call-kubelets pod']],
  ])('%s is what Kubernetes makes it', (name, expected) => {
    expect(acts(name)).toEqual(expected);
    expect(give(name).doubts).toEqual([]);
  });

  test('let whoever has edit change each kind of what makes pods', () => {
    const kinds = give('edit').powers.flatMap(
      ({ perhaps }) => /a (\w+) that its role lets it change/.exec(perhaps ?? '')?.[1] ?? [],
    );
    expect(kinds).toEqual([
      ...['ReplicationController', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob'],
    ]);
  });

  test('let whoever has admin write RoleBindings and Roles, which gives nothing without the rights for these', () => {
    const binds = (kind: string): Json => ({
      ...{ apiVersion: `${API}/v1`, kind: 'ClusterRole', metadata: { name: 'more' } },
      rules: [rule(`${API}:${kind}`, 'bind,escalate')],
    });
    const more = {
      ...{ apiVersion: `${API}/v1`, kind: 'ClusterRoleBinding', metadata: { name: 'more' } },
      ...{ roleRef: { apiGroup: API, kind: 'ClusterRole', name: 'more' }, subjects: [TEAM] },
    };
    const added = (kind: string): string[] =>
      give('admin', binds(kind), more)
        .powers.map(({ act }) => act)
        .filter((act) => !EDIT.some((one) => one.startsWith(act)));
    expect(added('clusterroles')).toEqual(['bind-roles']);
    expect(added('roles')).toEqual(['change-roles']);
  });

  test('make nobody a pod by those that only look, sign or serve', () => {
    // Kubernetes, "Using RBAC Authorization: default roles and role bindings".
    const names = [
      ...['auth-delegator', 'basic-user', 'discovery', 'heapster', 'kube-aggregator', 'kube-dns', 'kube-scheduler'],
      ...['monitoring', 'node-bootstrapper', 'node-problem-detector', 'node-proxier', 'persistent-volume-provisioner'],
      ...['public-info-viewer', 'service-account-issuer-discovery', 'volume-scheduler'],
      ...['certificates.k8s.io:certificatesigningrequests:nodeclient'],
      ...['certificates.k8s.io:certificatesigningrequests:selfnodeclient'],
      'certificates.k8s.io:kubelet-serving-approver',
    ].map((name) => `system:${name}`);
    for (const name of names) expect({ name, ...give(name) }).toMatchObject({ name, powers: [], doubts: [] });
    expect(give('system:node').doubts).toHaveLength(1);
    expect(give('heapster').doubts).toHaveLength(1);
  });
});

test('a doubt names the first three of whom it is about', () => {
  const subjects = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ kind: 'User', name, apiGroup: API }));
  const told = (count: number): string =>
    powersIn([
      {
        ...{ apiVersion: `${API}/v1`, kind: 'ClusterRoleBinding', metadata: { name: 'b' } },
        ...{ roleRef: { apiGroup: API, kind: 'ClusterRole', name: 'unread' }, subjects: subjects.slice(0, count) },
      },
    ]).doubts[0]!.because;
  const start = 'what ClusterRole/unread grants, which ClusterRoleBinding/b gives User a, User b, User c';
  expect(told(3)).toBe(`${start}, was not read`);
  expect(told(5)).toBe(`${start} and 2 more, was not read`);
});

test('a user whose name is that of a service account is the account', () => {
  const subjects = [{ kind: 'User', name: 'system:serviceaccount:ci:runner', apiGroup: API }];
  const metadata = { name: 'b', namespace: 'shop' };
  const roleRef = { apiGroup: API, kind: 'ClusterRole', name: 'edit' };
  const { powers } = powersIn([{ apiVersion: `${API}/v1`, kind: 'RoleBinding', metadata, roleRef, subjects }]);
  expect(powers[0]!.who).toEqual({ kind: 'service-account', namespace: 'ci', name: 'runner' });
});
