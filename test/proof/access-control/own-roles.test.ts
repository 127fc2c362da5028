import { symbolOf } from '../../../lib/proof/model/known/symbol';
import type { Json } from '../todo-program';
import { TEAM, bound, may, powersBy, rbac, role, rule, told } from './rbac';
import { powersIn } from './read-objects';

const UNKNOWN = symbolOf('var.x');
const WRITE = rbac('rolebindings', 'create');
const WRITE_WIDE = rbac('clusterrolebindings', 'create');
const bind = (...names: readonly string[]): Json => rbac('clusterroles', 'bind', ...names);
const why = (...parts: Parameters<typeof powersBy>): (string | undefined)[] =>
  powersBy(...parts).map(({ perhaps }) => perhaps);

describe('whoever may give themselves a ClusterRole', () => {
  const others = [
    role('pods', [rule('pods', 'create')]),
    role('tokens', [rule('serviceaccounts/token', 'create', 'a')]),
    role('looks', [rule('pods/exec', 'get')]),
    role('system:basic-user', [rule('pods', 'create')]),
    { ...role('gathers', []), aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] } },
  ];

  test.each<[string, Json[], string[]]>([
    ['whichever it is can become any pod', [WRITE, bind()], ['bind-roles: pod shop/*']],
    ['and can make no binding of it, can not', [bind()], []],
    ['can not without the right to bind it', [WRITE], []],
    ['can become whom it makes them', [WRITE, bind('pods')], ['bind-roles ClusterRole/pods: pod shop/*']],
    ['and none but those that it names', [WRITE, bind('tokens')], ['bind-roles ClusterRole/tokens: pod shop/a']],
    [
      'as several as they may give',
      [WRITE, bind('tokens', 'pods')],
      ['bind-roles ClusterRole/pods: pod shop/*', 'bind-roles ClusterRole/tokens: pod shop/a'],
    ],
    ['that only looks becomes nobody', [WRITE, bind('view')], []],
    ['of Kubernetes by which nobody becomes a pod does not', [WRITE, bind('system:auth-delegator')], []],
    [
      'that is called as such a one can become whom it makes them',
      [WRITE, bind('system:basic-user')],
      ['bind-roles ClusterRole/system:basic-user: pod shop/*'],
    ],
    ['that was not read may', [WRITE, bind('unread')], ['bind-roles ClusterRole/unread: pod shop/* perhaps']],
    ['that may gather others may', [WRITE, bind('gathers')], ['bind-roles ClusterRole/gathers: pod shop/* perhaps']],
    ['for nodes, in a namespace, can not', [WRITE, bind('system:kubelet-api-admin')], []],
    ['of the whole cluster, in a namespace, can not', [WRITE_WIDE, bind()], []],
  ])('%s', (_, rules, expected) => expect(may(rules, 'Role', others)).toEqual(expected));

  test('of several acts can become all of them', () => {
    expect(new Set(may([WRITE, bind('edit')]))).toEqual(
      new Set([
        'bind-roles ClusterRole/edit: pod shop/*',
        'bind-roles ClusterRole/edit: pod shop/* perhaps',
        'bind-roles ClusterRole/edit: account shop/*',
      ]),
    );
  });

  test('in the whole cluster can do what is of the cluster, and only by a ClusterRoleBinding', () => {
    const kubelets = bind('system:kubelet-api-admin');
    expect(may([WRITE_WIDE, kubelets], 'ClusterRole')).toEqual([
      'bind-roles ClusterRole/system:kubelet-api-admin: pod */*',
    ]);
    expect(may([WRITE, kubelets], 'ClusterRole')).toEqual([]);
    expect(may([WRITE, bind()], 'ClusterRole')).toEqual(['bind-roles: pod */*']);
    expect(may([WRITE_WIDE, bind()], 'ClusterRole')).toEqual(['bind-roles: pod */*']);
    expect(may([WRITE_WIDE, bind('tokens')], 'ClusterRole', others)).toEqual([
      'bind-roles ClusterRole/tokens: pod */a',
    ]);
  });

  test.each(['update', 'patch'])('by the verb %s of bindings needs one that is there', (verb) => {
    const text = (kind: string): string => `a ${kind} of that role has to be there: it may change some and make none`;
    const changes = rbac('rolebindings', verb);
    expect(why([changes, bind()])).toEqual([text('RoleBinding')]);
    expect(why([changes, bind('pods')], 'Role', others)).toEqual([text('RoleBinding')]);
    expect(why([rbac('rolebindings', verb, 'some'), bind()])).toEqual([text('RoleBinding')]);
    expect(why([rbac('clusterrolebindings', verb), bind()], 'ClusterRole')).toEqual([text('ClusterRoleBinding')]);
    expect(why([changes, WRITE, bind()])).toEqual([undefined]);
  });

  test('is told why it is not certain', () => {
    expect(why([WRITE, bind('unread')])).toEqual(['what ClusterRole/unread grants was not read']);
    expect(why([WRITE, bind('gathers')], 'Role', others)).toEqual([
      'the ClusterRole gathers gathers its rules from others by a=b, and none of those that were read is chosen',
    ]);
    expect(why([WRITE, { ...bind(), verbs: [UNKNOWN] }])[0]).toBe(
      `whether ${UNKNOWN} is bind is not known before apply`,
    );
    // What its act has to say comes first.
    const looks = [
      'its role has the verb get for pods/exec, by which an API server before Kubernetes 1.35 lets commands be run',
    ];
    expect(why([WRITE, bind('looks')], 'Role', others)).toEqual(looks);
    expect(why([rbac('rolebindings', 'patch'), bind('looks')], 'Role', others)).toEqual(looks);
  });
});

describe('whoever may give themselves a Role', () => {
  const objects = ['shop', 'ci'].map((namespace) => role('deployers', [rule('pods', 'create')], namespace));
  const inShop = 'bind-roles Role/shop/deployers: pod shop/*';
  const inBoth = [inShop, 'bind-roles Role/ci/deployers: pod ci/*'];
  const roles = (...names: readonly string[]): Json => rbac('roles', 'bind', ...names);

  test.each<[string, Json[], 'Role' | 'ClusterRole', string[]]>([
    ['can become whom those of the namespace make them', [WRITE, roles()], 'Role', [inShop]],
    ['of a name can as well', [WRITE, roles('deployers')], 'Role', [inShop]],
    ['of a name that was not read may', [WRITE, roles('x')], 'Role', ['bind-roles Role/shop/x: pod shop/* perhaps']],
    ['can in each namespace, by what holds in all', [WRITE, roles()], 'ClusterRole', inBoth],
    ['of a name can where it is, by what holds in all', [WRITE, roles('deployers')], 'ClusterRole', inBoth],
    [
      'may anywhere, if it was read nowhere',
      [WRITE, roles('x')],
      'ClusterRole',
      ['bind-roles Role/x: pod */* perhaps'],
    ],
    ['and can make no binding of it, can not', [roles('deployers')], 'ClusterRole', []],
    ['can not by a ClusterRoleBinding, which gives no Role', [WRITE_WIDE, roles('deployers')], 'ClusterRole', []],
    ['needs none beside any ClusterRole', [WRITE, roles(), bind()], 'Role', ['bind-roles: pod shop/*']],
    ['needs it beside some ClusterRole', [WRITE, roles(), bind('view')], 'Role', [inShop]],
    [
      'needs it where it is not certain that they give any ClusterRole',
      [WRITE, roles(), { ...bind(), verbs: [UNKNOWN] }],
      'Role',
      ['bind-roles: pod shop/* perhaps', inShop],
    ],
  ])('%s', (_, rules, kind, expected) => expect(may(rules, kind, objects)).toEqual(expected));

  test('that was not read is told why', () => {
    expect(why([WRITE, roles('x')])).toEqual(['what Role/shop/x grants was not read']);
    expect(why([WRITE, roles('x')], 'ClusterRole')).toEqual(['what Role/x grants was not read']);
  });

  test('can do nothing by it of what is in no namespace', () => {
    const nodes = role('nodes', [rule('nodes/proxy', 'get')], 'shop');
    expect(may([WRITE, roles('nodes')], 'ClusterRole', [nodes])).toEqual([]);
  });

  test('of one namespace alone can where that is read', () => {
    expect(may([WRITE, roles('deployers')], 'ClusterRole', objects.slice(0, 1))).toEqual([inShop]);
  });
});

describe('whoever may escalate', () => {
  const every = (resource: string, ...names: readonly string[]): Json => rbac(resource, 'escalate,update', ...names);
  const certain = ['change-roles: pod shop/*'];
  const perhaps = ['change-roles: pod shop/* perhaps'];
  const x = role('x', [], 'shop');

  test.each<[string, Json[], Json[], string[]]>([
    ['and change Roles has one with every right: that which lets them', [every('roles')], [], certain],
    ['and change that very one does too', [every('roles', 'r')], [], certain],
    ['and patch Roles does so as well', [rbac('roles', 'escalate,patch')], [], certain],
    ['and change none has nothing by it', [rbac('roles', 'escalate')], [], []],
    ['is who has it: to change Roles alone gives no right that they lack', [rbac('roles', 'update,patch')], [], []],
    [
      'one and change another has nothing by it',
      [rbac('roles', 'escalate', 'r'), rbac('roles', 'update', 'x')],
      [],
      [],
    ],
    ['and change a Role that they neither have nor give has nothing by it', [every('roles', 'x')], [x], []],
    ['and change ClusterRoles in a namespace has nothing by it: these are in none', [every('clusterroles')], [], []],
    ['and change a Role that they can give themselves has every right', [every('roles', 'x'), WRITE], [x], certain],
    [
      'and change one that they can make and give does',
      [every('roles', 'x'), rbac('roles', 'create'), WRITE],
      [],
      certain,
    ],
    ['and change one that was not read may', [every('roles', 'x'), WRITE], [], perhaps],
    [
      'and change one that was read in another namespace alone may',
      [every('roles', 'x'), WRITE],
      [role('x', [], 'ci')],
      perhaps,
    ],
    [
      'and change one, and the bindings that are there, may',
      [every('roles', 'x'), rbac('rolebindings', 'patch')],
      [x],
      perhaps,
    ],
    [
      'any, and make and change one, does',
      [rbac('roles', 'escalate,create'), rbac('roles', 'patch', 'x'), WRITE],
      [],
      certain,
    ],
    [
      'one, and make and change any, does',
      [rbac('roles', 'create,update'), rbac('roles', 'escalate', 'x'), WRITE],
      [],
      certain,
    ],
    [
      'one, and make any and change another, does not',
      [rbac('roles', 'escalate', 'x'), rbac('roles', 'update', 'y'), rbac('roles', 'create'), WRITE],
      [],
      [],
    ],
    ['and make and bind Roles makes one with every right', [rbac('roles', 'escalate,create,bind'), WRITE], [], certain],
    ['and make Roles but bind none does not', [rbac('roles', 'escalate,create'), WRITE], [], []],
    ['and bind Roles but make none does not', [rbac('roles', 'escalate,bind'), WRITE], [], []],
    ['and make and bind Roles but write no binding does not', [rbac('roles', 'escalate,create,bind')], [], []],
    [
      'one by name, and make and bind, does not: what is made has no name yet',
      [rbac('roles', 'create,bind'), rbac('roles', 'escalate', 'x'), WRITE],
      [],
      [],
    ],
    [
      'and make Roles, and bind one by name, may',
      [rbac('roles', 'escalate,create'), rbac('roles', 'bind', 'r'), WRITE],
      [],
      perhaps,
    ],
    ['and change a Role whose name is not known may', [every('roles', UNKNOWN)], [], perhaps],
    [
      'and change a Role whose name is not known, and make and give any, does',
      [every('roles', UNKNOWN), rbac('roles', 'create'), WRITE],
      [],
      certain,
    ],
    ['or not, by a verb that is not known, may', [{ ...every('roles'), verbs: [UNKNOWN] }], [], perhaps],
  ])('%s', (_, rules, objects, expected) => expect(may(rules, 'Role', objects)).toEqual(expected));

  test('is told why it is not certain', () => {
    expect(why([every('roles', 'x'), WRITE])).toEqual(['a Role that it may change has to be there']);
    expect(why([rbac('roles', 'escalate,create'), rbac('roles', 'bind', 'r'), WRITE])).toEqual([
      'a Role that it may bind must not be there yet',
    ]);
    expect(why([every('clusterroles', 'x'), WRITE], 'ClusterRole')).toEqual([
      'a ClusterRole that it may change has to be there',
    ]);
    expect(why([every('roles', 'x'), rbac('rolebindings', 'patch')], 'Role', [x])).toEqual([
      'a RoleBinding of that role has to be there: it may change some and make none',
    ]);
    expect(why([every('roles', UNKNOWN)])).toEqual([`whether ${UNKNOWN} is r is not known before apply`]);
  });

  test.each<[string, Json[], string[]]>([
    ['has every right by the one that lets them', [every('clusterroles')], ['change-roles: pod */*']],
    ['that very one, has too', [every('clusterroles', 'r')], ['change-roles: pod */*']],
    ['another one, and gives no roles, has not', [every('clusterroles', 'edit')], []],
    [
      'one that Kubernetes has, gives it to itself',
      [every('clusterroles', 'edit'), WRITE_WIDE],
      ['change-roles: pod */*'],
    ],
    [
      'one that Kubernetes has, gives it to itself in all namespaces too',
      [every('clusterroles', 'edit'), WRITE],
      ['change-roles: pod */*'],
    ],
    ['one that was not read, may', [every('clusterroles', 'x'), WRITE_WIDE], ['change-roles: pod */* perhaps']],
    [
      'one that it makes, gives it to itself',
      [every('clusterroles', 'x'), rbac('clusterroles', 'create'), WRITE_WIDE],
      ['change-roles: pod */*'],
    ],
    ['none, but a Role of its name, has not', [every('roles', 'r')], []],
    ['Roles that may not be there, may', [every('roles', 'x'), WRITE], ['change-roles: pod */* perhaps']],
    [
      'Roles that it makes, has in all namespaces',
      [every('roles'), rbac('roles', 'create'), WRITE],
      ['change-roles: pod */*'],
    ],
    [
      'Roles, and writes only ClusterRoleBindings, has not',
      [every('roles', 'x'), rbac('roles', 'create'), WRITE_WIDE],
      [],
    ],
  ])('and change ClusterRoles in the whole cluster, %s', (_, rules, expected) =>
    expect(may(rules, 'ClusterRole', [x])).toEqual(expected),
  );

  test('a ClusterRole that they have in a namespace has every right there', () => {
    const changes = role('changes', [every('clusterroles', 'view')]);
    const views = bound('ClusterRole', 'view', [TEAM], 'shop');
    const may = (...objects: readonly Json[]): string[] => told(powersIn([changes, views, ...objects]).powers);
    expect(may(bound('ClusterRole', 'changes', [TEAM]))).toEqual(certain);
    expect(may(bound('ClusterRole', 'changes', [TEAM], 'shop'))).toEqual([]);
    expect(may(bound('ClusterRole', 'changes', [TEAM], 'ci'))).toEqual([]);
    // A Role of the same name is another one.
    const ofNamespace = [role('view', [], 'ops'), bound('Role', 'view', [TEAM], 'ops')];
    expect(told(powersIn([changes, bound('ClusterRole', 'changes', [TEAM]), ...ofNamespace]).powers)).toEqual([]);
  });
});
