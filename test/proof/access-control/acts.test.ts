import { actsOf, allowedNames, allowsMaking } from '../../../lib/proof/access-control/acts';
import type { GrantedAct } from '../../../lib/proof/access-control/acts';
import { accountsOf, isEverybody } from '../../../lib/proof/access-control/subjects';
import type { ClusterRoleRule } from '../../../lib/proof/model/cluster/access-control';
import { symbolOf } from '../../../lib/proof/model/known/symbol';

const UNKNOWN = symbolOf('var.x');
const NOT_KNOWN = 'what its role lets it do is not known before apply';

/** A rule of one verb for one resource, which is written with its API group: `apps:deployments`. */
function rule(verb: string, resource: string, ...resourceNames: readonly string[]): ClusterRoleRule {
  const [, apiGroup = '', name = resource] = /^([a-z0-9.]+):(.*)$/.exec(resource) ?? [];
  return { verbs: [verb], apiGroups: [apiGroup], resources: [name], resourceNames };
}

/** What rules let somebody do, in words: `make-tokens a b`, `change-workloads Deployment api, perhaps`. */
function told(...rules: readonly ClusterRoleRule[]): string[] {
  return actsOf(rules).map(({ act, becomes, names, objects, secrets, ofCluster, perhaps }) =>
    [
      [act, becomes, ...(names ?? [])].join(' '),
      ...(objects ? [[objects.kind, ...(objects.names ?? [])].join(' ')] : []),
      ...(secrets ? [['of Secrets', ...(secrets.names ?? [])].join(' ')] : []),
      ...(ofCluster ? ['in the cluster'] : []),
      ...(perhaps === undefined ? [] : ['perhaps']),
    ].join(', '),
  );
}

const why = (...rules: readonly ClusterRoleRule[]): (string | undefined)[] =>
  actsOf(rules).map(({ perhaps }: GrantedAct) => perhaps);

describe('whoever may do everything', () => {
  const all = { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [] };

  test('does that, and nothing besides is told', () => {
    expect(told(rule('create', 'pods'), all)).toEqual(['everything pod']);
  });

  test.each<[string, ClusterRoleRule]>([
    ['every verb', { ...all, verbs: ['get'] }],
    ['every API group', { ...all, apiGroups: ['apps'] }],
    ['every resource', { ...all, resources: ['configmaps'] }],
    ['every object', { ...all, resourceNames: ['x'] }],
  ])('may use %s', (_, one) => {
    expect(actsOf([one]).map(({ act }) => act)).not.toContain('everything');
  });
});

describe('what makes pods', () => {
  test.each([
    ['pods', 'Pod'],
    ['replicationcontrollers', 'ReplicationController'],
    ['apps:deployments', 'Deployment'],
    ['apps:statefulsets', 'StatefulSet'],
    ['apps:daemonsets', 'DaemonSet'],
    ['apps:replicasets', 'ReplicaSet'],
    ['batch:jobs', 'Job'],
    ['batch:cronjobs', 'CronJob'],
  ])('is made and changed as %s', (resource, kind) => {
    expect(told(rule('create', resource))).toEqual(['make-pods pod']);
    // Every pod can be changed into what somebody wants; of what makes pods one has to be there.
    const any = kind === 'Pod' ? 'change-workloads pod' : `change-workloads pod, ${kind}`;
    expect(told(rule('update', resource))).toEqual([any]);
    expect(told(rule('patch', resource))).toEqual([any]);
    expect(told(rule('patch', resource, 'b', 'a'))).toEqual([`change-workloads pod, ${kind} a b`]);
  });

  test('is nothing of another API group, and nothing that is only read', () => {
    expect(told(rule('create', 'apps:pods'), rule('create', 'deployments'), rule('create', 'apps:jobs'))).toEqual([]);
    expect(told(rule('get', 'pods'), rule('list', 'apps:deployments'), rule('delete', 'batch:jobs'))).toEqual([]);
  });

  test('is made once, whatever may be made', () => {
    expect(told(rule('create', 'pods'), rule('create', 'batch:jobs'))).toEqual(['make-pods pod']);
  });
});

describe('a rule for a resource with a star', () => {
  test.each<[string, boolean]>([
    ['*', true],
    ['*/token', true],
    ['serviceaccounts/*', false],
    ['*/serviceaccounts', false],
    ['*token', false],
  ])('is for tokens of service accounts by %s: %s', (resource, isFor) => {
    expect(told(rule('create', resource)).includes('make-tokens pod')).toBe(isFor);
  });

  test('is for no resource by its end, nor by its name as a subresource', () => {
    for (const resource of ['*s', '*/pods', 'pods/*']) expect(told(rule('create', resource))).toEqual([]);
  });
});

describe('a rule that names objects', () => {
  test('is for these alone, an empty name is nobody’s, and a rule without names is for all', () => {
    const token = 'serviceaccounts/token';
    expect(told(rule('create', token, 'b'), rule('create', token, 'a', ''))).toEqual(['make-tokens pod a b']);
    expect(told(rule('create', token, 'b'), rule('create', token))).toEqual(['make-tokens pod']);
    expect(told(rule('create', token, ''))).toEqual([]);
  });

  test('lets nobody make any, for such a request has no name', () => {
    expect(allowsMaking([rule('create', 'pods', 'x')], '', 'pods')).toBe(false);
    expect(allowsMaking([rule('create', 'pods', '')], '', 'pods')).toBe(true);
    expect(allowsMaking([rule('create', 'pods', 'x'), rule('create', 'pods')], '', 'pods')).toBe(true);
  });

  test('adds its names to those that another verb has, where either is enough', () => {
    expect(told(rule('update', 'pods', 'b', 'c'), rule('patch', 'pods', 'a', 'b'))).toEqual([
      'change-workloads pod, Pod a b c',
    ]);
    expect(told(rule('update', 'pods', 'b'), rule('patch', 'pods'))).toEqual(['change-workloads pod']);
    expect(told(rule('update', 'pods'), rule('patch', 'pods', 'b'))).toEqual(['change-workloads pod']);
  });
});

describe('commands in pods', () => {
  test.each([
    ['exec', rule('create', 'pods/exec')],
    ['a container added by an update', rule('update', 'pods/ephemeralcontainers')],
    ['a container added by a patch', rule('patch', 'pods/ephemeralcontainers')],
  ])('are run by %s', (_, one) => expect(told(one)).toEqual(['run-commands pod']));

  test('are run in the pods that the role names', () => {
    expect(told(rule('create', 'pods/exec', 'b'), rule('patch', 'pods/ephemeralcontainers', 'a'))).toEqual([
      'run-commands pod, Pod a b',
    ]);
  });

  test('may be run by get, as older API servers let them, unless create says so for certain', () => {
    expect(told(rule('get', 'pods/exec', 'a'))).toEqual(['run-commands pod, Pod a, perhaps']);
    expect(why(rule('get', 'pods/exec'))).toEqual([
      'its role has the verb get for pods/exec, by which an API server before Kubernetes 1.35 lets commands be run',
    ]);
    expect(told(rule('get', 'pods/exec'), rule('create', 'pods/exec'))).toEqual(['run-commands pod']);
  });
});

describe('what is of the whole cluster', () => {
  test('is to run commands by the kubelet of any node, or of those that the role names', () => {
    expect(told(rule('create', 'nodes/proxy'))).toEqual(['call-kubelets pod, in the cluster']);
    expect(told(rule('get', 'nodes/proxy'))).toEqual(['call-kubelets pod, in the cluster']);
    expect(told(rule('get', 'nodes'))).toEqual([]);
    expect(why(rule('get', 'nodes/proxy', 'a'))).toEqual([
      'a pod of it has to be on one of the nodes that its role names',
    ]);
  });

  test.each(['create', 'update', 'patch'])('is to %s a mutating webhook', (verb) => {
    const webhooks = 'admissionregistration.k8s.io:mutatingwebhookconfigurations';
    expect(told(rule(verb, webhooks))).toEqual(['change-admission pod, in the cluster']);
    expect(why(rule(verb, webhooks, 'a'))).toEqual(
      verb === 'create' ? [] : ['one of the webhook configurations that its role names has to be there'],
    );
    expect(told(rule(verb, 'mutatingwebhookconfigurations'))).toEqual([]);
    expect(told(rule(verb, 'admissionregistration.k8s.io:validatingwebhookconfigurations'))).toEqual([]);
  });
});

describe('who impersonates', () => {
  test('is a service account or a user, of those that the role names', () => {
    expect(told(rule('impersonate', 'serviceaccounts', 'a'))).toEqual(['impersonate account a']);
    expect(told(rule('impersonate', 'users', 'a'))).toEqual(['impersonate user a, in the cluster']);
  });

  test('is in a group only together with a user or an account', () => {
    const groups = rule('impersonate', 'groups', 'g');
    expect(told(groups)).toEqual([]);
    expect(told(groups, rule('impersonate', 'users'))).toEqual([
      'impersonate user, in the cluster',
      'impersonate group g, in the cluster',
    ]);
    expect(told(groups, rule('impersonate', 'serviceaccounts'))).toEqual([
      'impersonate account',
      'impersonate group g, in the cluster',
    ]);
  });
});

describe('Secrets with tokens', () => {
  test.each(['get', 'list', 'watch'])('are read by %s, where they are there', (verb) => {
    expect(told(rule(verb, 'secrets'))).toEqual(['read-token-secrets account, of Secrets']);
    expect(told(rule(verb, 'secrets', 'a'))).toEqual(['read-token-secrets account, of Secrets a']);
  });

  test('are of any account for whoever makes and reads them', () => {
    expect(told(rule('create', 'secrets'))).toEqual([]);
    expect(told(rule('create', 'secrets'), rule('list', 'secrets'))).toEqual(['read-token-secrets account']);
  });

  test('may be of any account for whoever makes them and reads one by name: it must not be there yet', () => {
    const rules = [rule('create', 'secrets'), rule('get', 'secrets', 'a')];
    expect(told(...rules)).toEqual(['read-token-secrets account, perhaps', 'read-token-secrets account, of Secrets a']);
    expect(why(...rules)[0]).toBe('one of the Secrets that its role names must not be there yet');
  });

  test('are not made by whoever may make none, or only one of a name', () => {
    expect(told(rule('create', 'secrets', 'a'), rule('get', 'secrets'))).toEqual([
      'read-token-secrets account, of Secrets',
    ]);
  });
});

describe('what is not known of a rule', () => {
  test('may let somebody act, and is no certain act', () => {
    expect(told(rule(UNKNOWN, 'serviceaccounts/token'))).toEqual(['make-tokens pod, perhaps']);
    expect(why(rule('create', 'pods', UNKNOWN))).toEqual([NOT_KNOWN]);
    expect(why(rule(UNKNOWN, 'pods/exec'))[0]).toBe(NOT_KNOWN);
    expect(why({ ...rule('patch', 'deployments'), apiGroups: [UNKNOWN] })).toEqual([NOT_KNOWN]);
    expect(why(rule('get', UNKNOWN))).toContain(NOT_KNOWN);
    expect(told(rule(UNKNOWN, 'admissionregistration.k8s.io:mutatingwebhookconfigurations'))).toEqual([
      'change-admission pod, in the cluster, perhaps',
    ]);
    expect(told(rule('create', 'secrets'), rule(UNKNOWN, 'secrets'))).toEqual([
      'read-token-secrets account, perhaps',
      'read-token-secrets account, of Secrets, perhaps',
    ]);
    expect(told(rule('get', 'secrets'), rule(UNKNOWN, 'secrets'))).toEqual([
      'read-token-secrets account, perhaps',
      'read-token-secrets account, of Secrets',
    ]);
    expect(told(rule('impersonate', 'groups'), rule(UNKNOWN, 'users'))).toEqual([
      'impersonate user, in the cluster, perhaps',
      'impersonate group, in the cluster, perhaps',
    ]);
  });

  test('changes nothing of what another rule allows', () => {
    const unsure = rule(UNKNOWN, 'serviceaccounts/token');
    expect(told(unsure, rule('create', 'serviceaccounts/token'))).toEqual(['make-tokens pod']);
    expect(told(rule('create', 'serviceaccounts/token'), unsure)).toEqual(['make-tokens pod']);
    expect(told(rule('update', 'pods'), rule(UNKNOWN, 'pods'))).toContain('change-workloads pod');
  });
});

test('of what a request is allowed for, what is certain goes before what may be', () => {
  const named = [rule('get', 'pods', 'b', 'a'), rule('get', 'pods', 'a')];
  const unsure = rule(UNKNOWN, 'pods');
  expect(allowedNames(named, 'get', '', 'pods')).toEqual([{ answer: true, names: ['a', 'b'] }]);
  const open = { answer: { why: `whether ${UNKNOWN} is get is not known before apply` } };
  expect(allowedNames([unsure, unsure], 'get', '', 'pods')).toEqual([open]);
  expect(allowedNames([unsure, ...named], 'get', '', 'pods')).toEqual([{ answer: true, names: ['a', 'b'] }, open]);
  expect(allowedNames([unsure, ...named, rule('get', 'pods')], 'get', '', 'pods')).toEqual([{ answer: true }]);
  expect(allowedNames(named, 'list', '', 'pods')).toEqual([]);
});

describe('a subject of a binding', () => {
  const account = (namespace: string, serviceAccount: string) => ({
    ...{ namespace, serviceAccount },
    pattern: serviceAccount === '*',
    isCertain: true,
  });

  test('is a service account by its namespace and name, and none without the namespace', () => {
    expect(accountsOf('ServiceAccount', { kind: '', name: 'a', namespace: 'n' })).toEqual(account('n', 'a'));
    expect(accountsOf('ServiceAccount', { kind: '', name: 'a' })).toBeUndefined();
    expect(accountsOf('ServiceAccount', { kind: '', name: 'a', namespace: '' })).toBeUndefined();
  });

  test('is one as a user whose name is a subject', () => {
    expect(accountsOf('User', { kind: '', name: 'system:serviceaccount:n:a' })).toEqual(account('n', 'a'));
    expect(accountsOf('User', { kind: '', name: 'jane' })).toBeUndefined();
    expect(accountsOf('User', { kind: '', name: UNKNOWN })?.isCertain).toBe(false);
  });

  test('is all of them, or those of a namespace, as a group', () => {
    const all = account('*', '*');
    expect(accountsOf('Group', { kind: '', name: 'system:serviceaccounts' })).toEqual(all);
    expect(accountsOf('Group', { kind: '', name: 'system:authenticated' })).toEqual(all);
    expect(accountsOf('Group', { kind: '', name: 'system:serviceaccounts:n' })).toEqual(account('n', '*'));
    expect(accountsOf('Group', { kind: '', name: 'system:unauthenticated' })).toBeUndefined();
    expect(accountsOf('Group', { kind: '', name: 'developers' })).toBeUndefined();
    expect(accountsOf('Group', { kind: '', name: UNKNOWN })).toEqual({ ...all, isCertain: false });
  });

  test('is a group that anybody is in, or not', () => {
    const everybody = ['system:authenticated', 'system:unauthenticated', 'system:serviceaccounts'];
    expect(everybody.map(isEverybody)).toEqual([true, true, true]);
    expect(['system:masters', 'system:serviceaccounts:n', ''].map(isEverybody)).toEqual([false, false, false]);
  });
});
