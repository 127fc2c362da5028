import { powersOf } from '../../../lib/proof/access-control/powers';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import type { Json } from '../todo-program';
import { API, TEAM, bound, group, may, powersBy, rbac, role, rule } from './rbac';
import { evaluationOf, powersIn } from './read-objects';

const UNKNOWN = symbolOf('var.x');

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
    ['nobody, of pods by name: a request that makes one names none', rule('pods', 'create', 'x'), []],
    ['nobody, of an API group that has no such kind', rule('batch:pods', 'create'), []],
    ['whoever may make tokens, of all accounts', rule('serviceaccounts/token', 'create'), ['make-tokens: pod shop/*']],
    [
      'whoever may make tokens, of some accounts',
      rule('serviceaccounts/token', 'create', 'b', 'a'),
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
    const webhook = rule('admissionregistration.k8s.io:mutatingwebhookconfigurations', 'patch', 'x');
    expect(may([webhook], 'ClusterRole')).toEqual(['change-admission: pod */* perhaps']);
    expect(may([rule('users,groups', 'impersonate')], 'ClusterRole')).toEqual([
      'impersonate: user */*',
      'impersonate: group */*',
    ]);
    expect(may([rule('groups', 'impersonate')], 'ClusterRole')).toEqual([]);
  });

  test('nobody in a namespace by what is in none', () => {
    expect(may([rule('users,groups', 'impersonate'), rule('nodes/proxy', 'get')])).toEqual([]);
  });
});

describe('whoever may change', () => {
  const objects = [
    ...[pod('Pod', 'web', 'b'), pod('Pod', 'api', 'a'), pod('Pod', 'job', 'c'), pod('Deployment', 'api', 'd')],
    ...[pod('Deployment', 'job', 'e'), pod('Deployment', 'api', 'f', 'ci'), pod('Pod', 'web', 'g', 'ci')],
  ];
  test.each<[string, Json, string[]]>([
    ['pods by name becomes their accounts', rule('pods', 'patch', 'web', 'api'), ['shop/a|b', 'shop/* perhaps']],
    ['what makes pods becomes any account', rule('apps:deployments', 'update'), ['shop/*', 'shop/* perhaps']],
    ['one by name as well', rule('apps:deployments', 'update', 'api'), ['shop/*', 'shop/* perhaps']],
    ['one that was not read may', rule('apps:deployments', 'update', 'web'), ['shop/* perhaps']],
    ['one of a kind that was not read may', rule('apps:statefulsets', 'update'), ['shop/* perhaps']],
  ])('%s', (_, one, accounts) => {
    expect(may([one], 'Role', objects)).toEqual(accounts.map((whom) => `change-workloads: pod ${whom}`));
  });

  test('what makes pods in the whole cluster becomes any account where there is some', () => {
    expect(may([rule('apps:deployments', 'update', 'api')], 'ClusterRole', objects)).toEqual([
      ...['change-workloads: pod shop/*', 'change-workloads: pod ci/*', 'change-workloads: pod */* perhaps'],
    ]);
    expect(may([rule('apps:deployments', 'update', 'job')], 'ClusterRole', objects)).toEqual([
      ...['change-workloads: pod shop/*', 'change-workloads: pod */* perhaps'],
    ]);
  });

  test('something is told what has to be there', () => {
    const why = (one: Json): (string | undefined)[] => powersBy([one]).map(({ perhaps }) => perhaps);
    expect(why(rule('pods', 'patch', 'web', 'api'))).toEqual([
      'the Pod api or web, which its role names, has to run as it',
    ]);
    expect(why(rule('pods/exec', 'create', 'web'))).toEqual(['the Pod web, which its role names, has to run as it']);
    expect(why(rule('apps:deployments', 'patch', 'web', 'api'))).toEqual([
      'the Deployment api or web, which its role names, has to be there',
    ]);
    expect(why(rule('batch:jobs', 'patch'))).toEqual(['a Job that its role lets it change has to be there']);
    // That the role may not say so comes first.
    expect(why({ ...rule('batch:jobs', 'patch'), verbs: [UNKNOWN] })).toContain(
      'what its role lets it do is not known before apply',
    );
  });

  test('what is in another cluster becomes nobody of this one', () => {
    const { model } = evaluationOf([
      role('r', [rule('apps:deployments', 'update')]),
      bound('ClusterRole', 'r', [TEAM]),
      ...objects,
    ]);
    const elsewhere = model.workloads.map((one) => ({ ...one, clusters: ['other'] }));
    expect(powersOf(model).powers).toHaveLength(3);
    expect(powersOf({ ...model, workloads: elsewhere }).powers).toMatchObject([{ perhaps: expect.any(String) }]);
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
    expect(may([rule('secrets', 'list', 'b-token', 'x')], 'Role', secrets)).toEqual([tokens[1]]);
    expect(may([rule('secrets', 'watch')], 'ClusterRole', secrets)).toEqual([
      ...tokens,
      'read-token-secrets: account ci/c',
    ]);
  });

  test('may be those that a role names, where a name or a namespace is not known', () => {
    const told = (one: Json, ...objects: readonly Json[]): unknown[] =>
      powersBy([one], 'Role', objects).map(({ namespace, names, perhaps }) => [namespace, names, perhaps]);
    const known = secret('a-token', 'a');
    const why = (text: string): string => `whether ${text} is not known before apply`;
    expect(told(rule('secrets', 'get', UNKNOWN), known)).toEqual([['shop', ['a'], why(`${UNKNOWN} is a-token`)]]);
    expect(told(rule('secrets', 'get', 'a-token'), secret('a-token', 'a', UNKNOWN))).toEqual([
      [UNKNOWN, ['a'], why(`${UNKNOWN} is shop`)],
    ]);
    expect(told({ ...rule('secrets', 'get'), resources: [UNKNOWN] }, known)).toContainEqual([
      ...['shop', ['a'], 'what its role lets it do is not known before apply'],
    ]);
  });

  test('are those of the cluster', () => {
    const { model } = evaluationOf([
      role('r', [rule('secrets', 'get')]),
      bound('ClusterRole', 'r', [TEAM]),
      ...secrets,
    ]);
    const tokenSecrets = model.tokenSecrets.map((one) => ({ ...one, clusters: ['other'] }));
    expect(powersOf(model).powers).toHaveLength(3);
    expect(powersOf({ ...model, tokenSecrets }).powers).toEqual([]);
  });
});

describe('a subject of a binding', () => {
  const given = (subjects: unknown, name = 'edit') => powersIn([bound('ClusterRole', name, subjects, 'shop')]);

  test.each<[string, Json, object]>([
    ['a group', TEAM, { kind: 'group', name: 'team' }],
    ['a user', { kind: 'User', name: 'jane' }, { kind: 'user', name: 'jane' }],
    [
      'a service account',
      { kind: 'ServiceAccount', name: 'runner', namespace: 'ci' },
      { kind: 'service-account', namespace: 'ci', name: 'runner' },
    ],
    [
      'the account, as a user whose name is that of one',
      { kind: 'User', name: 'system:serviceaccount:ci:runner' },
      { kind: 'service-account', namespace: 'ci', name: 'runner' },
    ],
  ])('is %s', (_, subject, who) => expect(given([subject]).powers[0]!.who).toEqual(who));

  test.each<[string, Json]>([
    ['has no namespace, as an account must', { kind: 'ServiceAccount', name: 'runner' }],
    ['is of a kind that Kubernetes does not know', { kind: 'Team', name: 'system:serviceaccounts' }],
  ])('is nobody where it %s: the API server refuses it', (_, subject) => {
    expect(given([subject])).toMatchObject({ powers: [], doubts: [] });
    expect(given([subject], 'not-read')).toMatchObject({ powers: [], doubts: [] });
  });

  test.each<[string, Json[]]>([
    ['lets them become a pod', [rule('pods', 'create')]],
    ['may let them give themselves roles, with another one', [rbac('rolebindings', 'create')]],
    ['may let them impersonate a group, with another one', [rule('groups', 'impersonate')]],
    ['may let them fill Secrets with tokens, with another one', [rule('secrets', 'create')]],
  ])('may be anybody where it is not known, if the role %s', (_, rules) => {
    const { powers, doubts } = powersIn([role('r', rules), bound('ClusterRole', 'r', UNKNOWN, 'shop')]);
    expect(powers).toEqual([]);
    expect(doubts).toMatchObject([
      { namespace: 'shop', because: 'whom RoleBinding/shop/r names is not known before apply' },
    ]);
    expect(doubts[0]!.holders.map(({ kind }) => kind)).toEqual(['user', 'group', 'service-account']);
  });

  test('may be more than those that are known', () => {
    const { powers, doubts } = given([TEAM, UNKNOWN]);
    expect(new Set(powers.map(({ who }) => who.name))).toEqual(new Set(['team']));
    expect(doubts).toHaveLength(1);
  });

  test('need not be known of a role by which nobody becomes a pod', () => {
    for (const name of ['view', 'system:basic-user'])
      expect(given(UNKNOWN, name)).toMatchObject({ powers: [], doubts: [] });
    expect(given(UNKNOWN, 'not-read').doubts).toHaveLength(1);
    const gathering = { ...role('all', []), aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] } };
    expect(powersIn([gathering, bound('ClusterRole', 'all', UNKNOWN)]).doubts).toHaveLength(1);
  });
});

describe('several bindings of one holder', () => {
  const runner = { kind: 'ServiceAccount', name: 'runner', namespace: 'ci' };
  const roles = [
    role('binds', [rbac('clusterroles', 'bind')]),
    role('writes', [rbac('rolebindings', 'create')]),
    role('groups', [rule('groups', 'impersonate')]),
    role('users', [rule('users', 'impersonate')]),
    role('makes', [rule('secrets', 'create')]),
    role('reads', [rule('secrets', 'get')]),
  ];
  const ways = (...objects: readonly Json[]): string[] =>
    powersIn([...roles, ...objects]).powers.map(
      ({ who, act, namespace, source }) => `${who.name} ${act} ${namespace ?? '*'} by ${source}`,
    );
  const of = (name: string, subject: Json, namespace?: string): Json =>
    bound('ClusterRole', name, [subject], namespace);

  test('add up, in the namespace where both hold', () => {
    expect(ways(of('binds', TEAM), of('writes', TEAM, 'shop'))).toEqual([
      'team bind-roles shop by ClusterRoleBinding/binds',
    ]);
    expect(ways(of('binds', TEAM, 'ci'), of('writes', TEAM, 'shop'))).toEqual([]);
    expect(ways(of('binds', TEAM), of('writes', group('other')))).toEqual([]);
    const others = { kind: 'ServiceAccount', name: 'irunner', namespace: 'c' };
    expect(ways(of('binds', runner), of('writes', others))).toEqual([]);
  });

  test('add up to impersonating a group, or to tokens in Secrets that they make and read', () => {
    const groups = [
      'team impersonate * by ClusterRoleBinding/users',
      'team impersonate * by ClusterRoleBinding/groups',
    ];
    expect(ways(of('users', TEAM), of('groups', TEAM))).toEqual(groups);
    expect(ways(of('users', group('other')), of('groups', TEAM))).toEqual([
      'other impersonate * by ClusterRoleBinding/users',
    ]);
    // Groups are in no namespace.
    expect(ways(of('users', TEAM), of('groups', TEAM, 'shop'))).toEqual(groups.slice(0, 1));
    expect(ways(of('reads', TEAM), of('makes', TEAM, 'shop'))).toEqual([
      'team read-token-secrets shop by RoleBinding/shop/makes',
    ]);
    expect(ways(of('reads', TEAM, 'ci'), of('makes', TEAM, 'shop'))).toEqual([]);
    const makesAndReadsOne = [role('one', [rule('secrets', 'create'), rule('secrets', 'get', 'a')]), of('one', TEAM)];
    expect(powersIn([...roles, ...makesAndReadsOne, of('reads', TEAM)]).powers.map(({ perhaps }) => perhaps)).toContain(
      undefined,
    );
    expect(ways(of('makes', TEAM, 'shop'), of('reads', group('system:authenticated')))).toEqual([
      'team read-token-secrets shop by RoleBinding/shop/makes',
    ]);
  });

  test('are told as one where one of them is enough, and as none beside everything', () => {
    const edit = ways(of('edit', TEAM, 'shop'));
    expect(ways(of('edit', TEAM, 'shop'), of('makes', TEAM, 'shop'), of('reads', TEAM, 'shop'))).toEqual(edit);
    expect(ways(of('cluster-admin', TEAM, 'shop'), of('binds', TEAM, 'shop'), of('writes', TEAM, 'shop'))).toEqual([
      'team everything shop by RoleBinding/shop/cluster-admin',
    ]);
    // What holds everywhere holds in a namespace too.
    expect(ways(of('binds', TEAM), of('writes', TEAM), of('view', TEAM, 'shop'))).toEqual([
      'team bind-roles * by ClusterRoleBinding/binds',
    ]);
  });

  test('are told by that which says most of why', () => {
    const binds = (one: Json): Json[] => [
      role('other', [one]),
      of('other', TEAM),
      of('binds', TEAM),
      of('writes', TEAM),
    ];
    const expected = ['team bind-roles * by ClusterRoleBinding/binds'];
    expect(ways(...binds({ ...rule('configmaps', 'bind,get'), verbs: ['*'] }))).toEqual(expected);
    expect(ways(...binds(rbac('rolebindings', 'bind')))).toEqual(expected);
    // And by no other namespace's.
    expect(ways(of('binds', TEAM, 'ci'), of('binds', TEAM, 'shop'), of('writes', TEAM, 'shop'))).toEqual([
      'team bind-roles shop by RoleBinding/shop/binds',
    ]);
    const changes = [
      role('changes', [rbac('roles', 'escalate'), rbac('roles', 'create,update')]),
      of('changes', TEAM, 'shop'),
    ];
    expect(ways(...changes, of('writes', TEAM), of('view', TEAM, 'shop'))).toEqual([
      'team change-roles shop by RoleBinding/shop/changes',
    ]);
    // Its own part, where its group has the one that says most; or else the role that it has.
    const everybody = group('system:authenticated');
    expect(ways(of('view', TEAM), of('writes', TEAM), of('binds', everybody))).toEqual([
      'team bind-roles * by ClusterRoleBinding/writes',
    ]);
    const views = role('changes', [rbac('clusterroles', 'escalate,update', 'view')]);
    expect(ways(views, of('changes', everybody), of('view', TEAM))).toEqual([
      'team change-roles * by ClusterRoleBinding/view',
    ]);
  });

  test.each(['system:serviceaccounts', 'system:serviceaccounts:ci', 'system:authenticated'])(
    'add up with those of the group %s, which a service account is in',
    (name) => {
      expect(ways(of('writes', runner, 'shop'), of('binds', group(name)))).toEqual([
        'runner bind-roles shop by RoleBinding/shop/writes',
      ]);
      // Either half may be the group's, and hold in more than the other.
      expect(ways(of('binds', runner), of('writes', group(name), 'shop'))).toEqual([
        'runner bind-roles shop by ClusterRoleBinding/binds',
      ]);
    },
  );

  test.each<[string, Json, string, boolean]>([
    ['do not add up with those of accounts of another namespace', runner, 'system:serviceaccounts:shop', false],
    ['add up with those of everybody, for a user', { kind: 'User', name: 'jane' }, 'system:authenticated', true],
    ['add up with those of everybody, for a group', TEAM, 'system:authenticated', true],
    [
      'do not add up with those of service accounts, for a user',
      { kind: 'User', name: 'jane' },
      'system:serviceaccounts',
      false,
    ],
    ['do not add up with those of service accounts, for a group of people', TEAM, 'system:serviceaccounts', false],
    [
      'add up with those of service accounts, for those of a namespace',
      group('system:serviceaccounts:ci'),
      'system:serviceaccounts',
      true,
    ],
    [
      'add up with those of everybody, for the accounts of a namespace',
      group('system:serviceaccounts:ci'),
      'system:authenticated',
      true,
    ],
    [
      'do not add up with those of service accounts, for a user who is called as a group of some',
      { kind: 'User', name: 'system:serviceaccounts:ci' },
      'system:serviceaccounts',
      false,
    ],
    [
      'do not add up with those of who signed in, for who has not',
      group('system:unauthenticated'),
      'system:authenticated',
      false,
    ],
    [
      'add up with those of who signed in, for a user who is called as those who have not',
      { kind: 'User', name: 'system:unauthenticated' },
      'system:authenticated',
      true,
    ],
  ])('%s', (_, subject, name, isIn) => {
    expect(ways(of('writes', subject), of('binds', group(name)))).toEqual(
      isIn ? [`${String(subject.name)} bind-roles * by ClusterRoleBinding/writes`] : [],
    );
  });

  test('of everybody alone are told of everybody once', () => {
    const everybody = group('system:authenticated');
    const both = [of('binds', everybody), of('writes', everybody)];
    const once = ['system:authenticated bind-roles * by ClusterRoleBinding/binds'];
    expect(ways(...both)).toEqual(once);
    // Nobody's own binding is why.
    expect(ways(...both, of('view', runner, 'shop'))).toEqual(once);
  });
});

test('ten thousand bindings of a role are told each', () => {
  const { model } = evaluationOf([bound('ClusterRole', 'edit', [TEAM], 'shop')]);
  const [one] = model.accessControl.namespacedBindings;
  const namespacedBindings = Array.from({ length: 10_000 }, (_, index) => ({ ...one!, namespace: `shop-${index}` }));
  const { powers } = powersOf({ ...model, accessControl: { ...model.accessControl, namespacedBindings } });
  expect(powers.length).toBeGreaterThan(120_000);
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
