import { evaluateIdentityBindings } from '../../../../lib/proof/mechanisms/identity-binding/identity-binding';
import type { IdentityBindingEvaluation } from '../../../../lib/proof/mechanisms/identity-binding/identity-binding';
import type {
  ClusterRole,
  ClusterRoleBinding,
  ClusterRoleRule,
  RoleSubject,
} from '../../../../lib/proof/model/cluster/access-control';
import type { IdentityBinding } from '../../../../lib/proof/model/kubernetes/identity-binding';
import type { Identity } from '../../../../lib/proof/model/identity/identity';
import { IdentityIndex } from '../../../../lib/proof/model/identity/identity-index';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import { managedIdentity } from '../../model/identity';
import { modelOf } from '../../model/model';

const UNKNOWN = symbolOf('var.x');
const at = { file: 'app.yaml', pointer: '' };
const APP = managedIdentity('app');
const OTHER = managedIdentity('other');

function identityBinding(parts: Partial<IdentityBinding> = {}): IdentityBinding {
  return {
    id: 'binding',
    cluster: 'aks',
    clusterText: 'aks',
    identity: 'app',
    identityText: 'app',
    possibleClusters: [],
    possibleIdentities: [],
    allowedNamespaces: [],
    allowsByLabels: false,
    at,
    ...parts,
  };
}

/** A rule by which the client id of `app` may be used. */
function use(parts: Partial<ClusterRoleRule> = {}): ClusterRoleRule {
  return {
    verbs: ['use-managed-identity'],
    apiGroups: ['cid.wi.aks.azure.com'],
    resources: [APP.claimName],
    resourceNames: [],
    ...parts,
  };
}

const role = (name: string, ...rules: readonly ClusterRoleRule[]): ClusterRole => ({
  clusters: ['aks'],
  name,
  rules,
  labels: {},
  at,
});

const ACCOUNT: RoleSubject = { kind: 'ServiceAccount', name: 'app', namespace: 'shop' };

function gives(role: string, subject: RoleSubject = ACCOUNT, name = `gives-${role}`): ClusterRoleBinding {
  return { clusters: ['aks'], name, role, subjects: [subject], at };
}

interface Given {
  readonly roles?: readonly ClusterRole[];
  readonly bindings?: readonly ClusterRoleBinding[];
  readonly identityBindings?: readonly IdentityBinding[];
  readonly identities?: readonly Identity[];
}

function wholly({ roles, bindings, identityBindings, identities }: Required<Given>): IdentityBindingEvaluation {
  const accessControl = { roles, bindings, namespacedRoles: [], namespacedBindings: [] };
  return evaluateIdentityBindings(
    modelOf({ identityBindings, accessControl, identities }),
    new IdentityIndex(identities),
  );
}

/** Whom the identity bindings let in, why they may let in more, and the identities that this is about. */
function evaluated({
  roles = [role('use', use())],
  bindings = [gives('use')],
  identityBindings = [identityBinding()],
  identities = [APP, OTHER],
}: Given = {}) {
  const { admissions, unknown, unknownTrusts } = wholly({ roles, bindings, identityBindings, identities });
  return {
    all: admissions,
    admitted: admissions.map(
      ({ identity, namespace, serviceAccount, pattern, uncertain }) =>
        `${identity}: ${namespace}/${serviceAccount}${pattern ? ' as a pattern' : ''}${uncertain === undefined ? '' : `, perhaps: ${uncertain}`}`,
    ),
    unknown: [...unknown].map(([{ id }, why]) => `${id}: ${why}`),
    unknownTrusts,
  };
}

const YES = { admitted: ['app: shop/app'], unknown: [], unknownTrusts: [] };
const NOBODY = { admitted: [], unknown: [], unknownTrusts: [] };

describe('an identity binding lets in', () => {
  test('the service account that RBAC lets use the client id', () => {
    const { all } = evaluated();
    expect(all).toEqual([
      {
        identity: 'app',
        mechanism: 'entra-workload-identity',
        cluster: 'aks',
        namespace: 'shop',
        serviceAccount: 'app',
        pattern: false,
        except: [],
        audiences: undefined,
        identityBinding: 'binding',
        source: 'ClusterRoleBinding/gives-use',
        at,
      },
    ]);
  });

  test('every account of a namespace that it lets itself', () => {
    const binding = identityBinding({ allowedNamespaces: ['shop', 'todo'] });
    const { all, admitted } = evaluated({
      identityBindings: [binding],
      bindings: [gives('use', { kind: 'User', name: 'x' })],
    });
    expect(admitted).toEqual(['app: shop/* as a pattern', 'app: todo/* as a pattern']);
    expect(all[0]).toMatchObject({ source: 'binding', identityBinding: 'binding', except: [] });
  });

  test.each<[string, RoleSubject, string[]]>([
    ['a user that is a service account', { kind: 'User', name: 'system:serviceaccount:shop:app' }, ['app: shop/app']],
    ['the group of all accounts', { kind: 'Group', name: 'system:serviceaccounts' }, ['app: */* as a pattern']],
    ['the group of all who sign in', { kind: 'Group', name: 'system:authenticated' }, ['app: */* as a pattern']],
    ['the group of a namespace', { kind: 'Group', name: 'system:serviceaccounts:shop' }, ['app: shop/* as a pattern']],
    ['nobody, where a person is named', { kind: 'User', name: 'jane' }, []],
    ['nobody, where a group of people is named', { kind: 'Group', name: 'admins' }, []],
    ['nobody, where an account is named without its namespace', { kind: 'ServiceAccount', name: 'app' }, []],
  ])('%s', (_, subject, admitted) => {
    expect(evaluated({ bindings: [gives('use', subject)] })).toMatchObject({ ...YES, admitted });
  });

  const WHO = 'whom ClusterRoleBinding/gives-use names is not known before apply';
  test.each<[string, RoleSubject, string[]]>([
    ['a group', { kind: 'Group', name: UNKNOWN }, [`app: */* as a pattern, perhaps: ${WHO}`]],
    ['a kind', { ...ACCOUNT, kind: UNKNOWN }, [`app: shop/app, perhaps: ${WHO}`]],
  ])('perhaps whom %s stands for that is not known', (_, subject, admitted) => {
    expect(evaluated({ bindings: [gives('use', subject)] })).toMatchObject({ ...YES, admitted });
  });

  test('for a client id that is known as well, and by a role for every resource once', () => {
    const known = managedIdentity('app', '33333333-3333-4333-8333-333333333333');
    expect(
      evaluated({ identities: [known], roles: [role('use', use({ resources: [known.claimName] }))] }),
    ).toMatchObject(YES);
    for (const all of [use({ resources: ['*'] }), use({ verbs: ['*'], apiGroups: ['*'] })]) {
      expect(evaluated({ roles: [role('use', all)] })).toMatchObject(YES);
    }
  });

  test('nobody where it binds what is certainly no managed identity', () => {
    expect(evaluated({ identityBindings: [identityBinding({ bindsNoIdentity: true })] })).toMatchObject(NOBODY);
  });

  test('nobody by a rule for something else, or for objects by their names', () => {
    for (const other of [
      use({ verbs: ['get'] }),
      use({ apiGroups: [''] }),
      use({ resources: [OTHER.claimName] }),
      use({ resourceNames: ['x'] }),
    ]) {
      expect(evaluated({ roles: [role('use', other)] })).toMatchObject(NOBODY);
    }
  });
});

describe('whether RBAC lets an account in is not known', () => {
  const ROLE = 'whether the ClusterRole use lets anybody use managed identities is not known before apply';
  const MAYBE = { ...YES, admitted: [`app: shop/app, perhaps: ${ROLE}`] };

  test('where a verb is not, unless another rule lets it', () => {
    const unknown = use({ verbs: [UNKNOWN] });
    expect(evaluated({ roles: [role('use', unknown)] })).toMatchObject(MAYBE);
    for (const rules of [
      [unknown, use()],
      [use(), unknown],
    ]) {
      expect(evaluated({ roles: [role('use', ...rules)] })).toMatchObject(YES);
    }
  });

  const CLIENT_ID = 'whether the client id that a ClusterRole names is the identity’s is not known before apply';

  test('where only apply will tell whose client id a role names', () => {
    const maybe = { ...YES, admitted: [`app: shop/app, perhaps: ${CLIENT_ID}`] };
    expect(evaluated({ roles: [role('use', use({ resources: ['4444'] }))] })).toMatchObject(maybe);
    expect(evaluated({ roles: [role('use', use({ resources: [UNKNOWN] }))] })).toMatchObject(maybe);
    const known = managedIdentity('app', '3333');
    const of = (resource: string) =>
      evaluated({ identities: [known], roles: [role('use', use({ resources: [resource] }))] });
    expect(of(UNKNOWN)).toMatchObject(maybe);
    expect(of('4444')).toMatchObject(NOBODY);
  });

  test('nor to which identity, where several are bound to the cluster', () => {
    const identityBindings = [identityBinding(), identityBinding({ id: 'second', identity: 'other' })];
    expect(evaluated({ identityBindings, roles: [role('use', use({ resources: [UNKNOWN] }))] })).toMatchObject({
      admitted: [],
      unknown: [`binding: ${CLIENT_ID}`, `second: ${CLIENT_ID}`],
      unknownTrusts: ['app', 'other'],
    });
    expect(evaluated({ identityBindings })).toMatchObject(YES);
    const elsewhere = [identityBinding(), identityBinding({ id: 'second', identity: 'other', cluster: 'second' })];
    const one = evaluated({ identityBindings: elsewhere, roles: [role('use', use({ resources: [UNKNOWN] }))] });
    expect(one.admitted).toEqual([`app: shop/app, perhaps: ${CLIENT_ID}`]);
  });
});

describe('an identity binding cannot be told of wholly', () => {
  test.each<[string, Partial<IdentityBinding>, string, string[]]>([
    [
      'whose cluster was not read, which lets in nobody here',
      { cluster: undefined },
      'its cluster is not in the input',
      [],
    ],
    [
      'of a cluster that may be one of several',
      { cluster: undefined, possibleClusters: ['aks', 'other'] },
      'which cluster it is of is not known before apply',
      ['app'],
    ],
    ['whose identity was not read', { identity: 'none' }, 'its managed identity is not in the input', ['none']],
    ['of no identity', { identity: undefined }, 'its managed identity is not in the input', []],
    [
      'of one of several identities',
      { identity: undefined, possibleIdentities: ['app', 'other'] },
      'which managed identity it binds is not known before apply',
      ['app', 'other'],
    ],
    [
      'of which the cluster is not known, whatever other identity it may be of',
      { cluster: undefined, possibleClusters: ['aks'], possibleIdentities: ['other'] },
      'which cluster it is of is not known before apply',
      ['app'],
    ],
  ])('%s', (_, parts, why, unknownTrusts) => {
    expect(evaluated({ identityBindings: [identityBinding(parts)] })).toMatchObject({
      admitted: [],
      unknown: [`binding: ${why}`],
      unknownTrusts,
    });
  });

  test('that chooses by labels, though RBAC lets an account in', () => {
    expect(evaluated({ identityBindings: [identityBinding({ allowsByLabels: true })] })).toMatchObject({
      admitted: ['app: shop/app'],
      unknown: [
        'binding: its allowedSubjects choose namespaces or service accounts by labels, which are not compared, or by what is not known before apply',
      ],
    });
  });

  test('of whose cluster no ClusterRoleBinding was read', () => {
    const why = 'binding: no ClusterRoleBinding of its cluster was read, and those say who may use it';
    expect(evaluated({ bindings: [] })).toMatchObject({ admitted: [], unknown: [why], unknownTrusts: ['app'] });
  });

  test('where a ClusterRole was not read that is not Kubernetes’ own', () => {
    expect(evaluated({ bindings: [gives('use'), gives('my-system:role')] })).toMatchObject({
      admitted: ['app: shop/app'],
      unknown: [
        'binding: the ClusterRole my-system:role, which ClusterRoleBinding/gives-my-system:role gives, is not in the input',
      ],
    });
    expect(evaluated({ bindings: [gives('use'), gives('system:node')] })).toMatchObject(YES);
  });

  test('where it is not known what a ClusterRole gathers', () => {
    const all: ClusterRole = { ...role('all'), aggregation: [] };
    const given = { roles: [role('use', use()), all], bindings: [gives('system:node'), gives('use'), gives('all')] };
    expect(evaluated(given)).toMatchObject({
      admitted: ['app: shop/app'],
      unknown: ['binding: the ClusterRole all gathers its rules from others, and how was not read'],
    });
  });
});

describe('RBAC lets somebody use an identity to which the cluster is not bound', () => {
  const BY = gives('use');
  const all = { roles: [role('use', use())], bindings: [BY], identityBindings: [], identities: [APP, OTHER] };
  const unbound = (given: Given = {}) => wholly({ ...all, ...given }).unbound;
  const YES = [{ cluster: 'aks', identity: APP, by: BY }];

  test('where it names its client id, and a service account', () => {
    expect(unbound()).toEqual(YES);
    expect(unbound({ roles: [role('use', use({ verbs: ['get'] }))] })).toEqual([]);
    expect(unbound({ roles: [role('use', use({ resources: ['*', '4444'] }))] })).toEqual([]);
    expect(unbound({ identities: [OTHER] })).toEqual([]);
  });

  test('where the cluster is bound to another identity, or another cluster to this one', () => {
    expect(unbound({ identityBindings: [identityBinding({ identity: 'other' })] })).toEqual(YES);
    expect(unbound({ identityBindings: [identityBinding({ cluster: 'second' })] })).toEqual(YES);
  });

  test.each<[string, Partial<IdentityBinding>]>([
    ['it is bound to it', {}],
    ['one binding may be of this cluster', { cluster: undefined }],
    ['one binding may be of this identity', { identity: undefined, possibleIdentities: ['other', 'app'] }],
  ])('but not where %s', (_, parts) => {
    expect(unbound({ identityBindings: [identityBinding(parts)] })).toEqual([]);
  });

  test('but not where whether its role does is not known', () => {
    expect(unbound({ roles: [role('use', use({ verbs: [UNKNOWN] }))] })).toEqual([]);
  });

  test('but not where it names people alone', () => {
    const by = (...subjects: readonly RoleSubject[]) => unbound({ bindings: [{ ...BY, subjects }] });
    const jane: RoleSubject = { kind: 'User', name: 'jane' };
    expect(by(jane)).toEqual([]);
    expect(by({ ...ACCOUNT, kind: 'User' })).toEqual([]);
    expect(by()).toEqual([]);
    expect(by(jane, ACCOUNT)).toHaveLength(1);
  });
});

test('nobody is let in perhaps where all of RBAC is known', () => {
  const roles = [role('use', use())];
  const given = { roles, bindings: [gives('use')], identityBindings: [identityBinding()], identities: [APP] };
  expect(wholly(given).doubtful).toEqual([]);
});

test('a program without identity bindings has none to tell of', () => {
  expect(evaluated({ identityBindings: [] })).toEqual({ all: [], ...NOBODY });
});
