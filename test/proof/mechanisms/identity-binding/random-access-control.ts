import fc from 'fast-check';
import { type InMemoryDocument, askAll } from '../../../../lib/proof';
import { aksPlatform } from '../../aks-program';
import type { Json } from '../../todo-program';

/** The client ids of the two identities that the cluster is bound to, in upper case letters too. */
export const CLIENT_IDS = ['11111111-1111-1111-1111-11111111111a', '22222222-2222-2222-2222-22222222222b'] as const;

/** The identities of {@link aksPlatform}, in the order of {@link CLIENT_IDS}. */
const IDENTITIES = ['app', 'other'] as const;

const NAMESPACES = ['todo', 'shop'] as const;
const API = 'rbac.authorization.k8s.io';
const GROUP = 'cid.wi.aks.azure.com';
const VERB = 'use-managed-identity';

/** An object of RBAC, as the API server is sent it. */
export interface AccessControlObject {
  readonly apiVersion: string;
  readonly kind: 'ClusterRole' | 'ClusterRoleBinding' | 'Role' | 'RoleBinding';
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** Whether a pod of a service account may use an identity. */
export interface AccessQuestion {
  readonly namespace: string;
  readonly account: string;
  /** Of {@link CLIENT_IDS}. */
  readonly identity: 0 | 1;
}

/** Each service account, with each identity. */
export const QUESTIONS: readonly AccessQuestion[] = NAMESPACES.flatMap((namespace) =>
  ['backend', 'worker'].flatMap((account) => ([0, 1] as const).map((identity) => ({ namespace, account, identity }))),
);

const some = <T>(values: readonly T[], minLength = 0): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength, maxLength: 2 });

/** A word that matters, more often than those that do not. */
const word = (matters: readonly string[], others: readonly string[]) =>
  fc.oneof({ weight: 4, arbitrary: some(matters, 1) }, { weight: 1, arbitrary: some(others, 1) });

const resourceRule = fc.record(
  {
    verbs: word([VERB, '*'], ['get', 'Use-managed-identity', 'use-managed-identit?']),
    apiGroups: word([GROUP, '*'], ['', 'wi.aks.azure.com', '*.aks.azure.com']),
    resources: word(
      [...CLIENT_IDS, '*'],
      [CLIENT_IDS[0].toUpperCase(), `${CLIENT_IDS[0]}/status`, '*/status', '*/*', 'pods'],
    ),
    resourceNames: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: some(['', CLIENT_IDS[0], '*'], 1) },
    ),
  },
  { requiredKeys: ['verbs', 'apiGroups', 'resources'] },
);

const label = fc.constantFrom(
  {},
  { team: 'todo' },
  { team: 'shop' },
  { [`${API}/aggregate-to-view`]: 'true' },
  { [`${API}/aggregate-to-edit`]: 'true' },
  { [`${API}/aggregate-to-admin`]: 'true' },
);

const requirement = fc.constantFrom(
  { key: 'team', operator: 'In', values: ['todo', 'mail'] },
  { key: 'team', operator: 'NotIn', values: ['todo'] },
  { key: 'team', operator: 'Exists' },
  { key: 'kubernetes.io/bootstrapping', operator: 'DoesNotExist' },
);

const selector = fc.oneof(
  label.filter((labels) => Object.keys(labels).length > 0).map((matchLabels) => ({ matchLabels })),
  requirement.map((one) => ({ matchExpressions: [one] })),
  fc.record({ matchLabels: fc.constant({ team: 'todo' }), matchExpressions: fc.tuple(requirement) }),
);

const account = fc.record({ namespace: fc.constantFrom(...NAMESPACES), name: fc.constantFrom('backend', 'worker') });

const subject = fc.oneof(
  { weight: 4, arbitrary: account.map((one) => ({ kind: 'ServiceAccount', ...one })) },
  {
    weight: 1,
    arbitrary: account.map(({ namespace, name }) => ({
      kind: 'User',
      name: `system:serviceaccount:${namespace}:${name}`,
      apiGroup: API,
    })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(
        'system:serviceaccounts:todo',
        'system:serviceaccounts:shop',
        'system:serviceaccounts',
        'system:serviceaccounts:',
        'system:serviceaccounts:tod',
        'system:authenticated',
        'system:unauthenticated',
        'system:masters',
        'developers',
      )
      .map((name) => ({ kind: 'Group', name, apiGroup: API })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('*', 'someone@contoso.com', 'system:serviceaccount:todo', 'system:serviceaccount:todo:backend:x')
      .map((name) => ({ kind: 'User', name, apiGroup: API })),
  },
);

const subjects = fc.array(subject, { maxLength: 3 });
const clusterRoleName = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('r0', 'r1', 'r2', 'r3') },
  { weight: 1, arbitrary: fc.constantFrom('view', 'edit', 'admin', 'system:node-proxier', 'not-there') },
  { weight: 1, arbitrary: fc.constant('cluster-admin') },
);

const v1 = `${API}/v1`;

/** What a role grants: rules of its own, or those of the roles that a selector chooses. */
function contentOf(rule: fc.Arbitrary<object>) {
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ rules: fc.array(rule, { maxLength: 3 }) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        // What stands here is lost: the controller puts the others' rules in its place. Two that gather each other keep theirs by
        // chance, so none has any.
        rules: fc.constant([]),
        aggregationRule: fc.record({ clusterRoleSelectors: fc.array(selector, { minLength: 1, maxLength: 2 }) }),
      }),
    },
  );
}

/** Some RBAC of a cluster, of rules and of names of ClusterRoles. */
export function accessControlOf(
  resourceRule: fc.Arbitrary<object>,
  clusterRole: fc.Arbitrary<string> = clusterRoleName,
): fc.Arbitrary<readonly AccessControlObject[]> {
  const content = contentOf(
    fc.oneof(
      { weight: 9, arbitrary: resourceRule },
      { weight: 1, arbitrary: fc.constant({ verbs: ['*'], nonResourceURLs: ['*'] }) },
    ),
  );
  return fc
    .record({
      roles: fc.array(fc.record({ content, labels: label }), { minLength: 4, maxLength: 4 }),
      bindings: fc.array(fc.record({ name: clusterRole, subjects }), { minLength: 1, maxLength: 4 }),
      namespaced: fc.array(
        fc.record({
          namespace: fc.constantFrom(...NAMESPACES),
          rules: fc.array(resourceRule, { maxLength: 2 }),
          subjects,
          name: clusterRole,
        }),
        { maxLength: 2 },
      ),
    })
    .map(({ roles, bindings, namespaced }): AccessControlObject[] => [
      ...roles.map((one, index): AccessControlObject => ({
        apiVersion: v1,
        kind: 'ClusterRole',
        metadata: { name: `r${index}`, labels: one.labels },
        ...one.content,
      })),
      ...bindings.map((one, index): AccessControlObject => ({
        apiVersion: v1,
        kind: 'ClusterRoleBinding',
        metadata: { name: `b${index}` },
        roleRef: { apiGroup: API, kind: 'ClusterRole', name: one.name },
        subjects: one.subjects,
      })),
      ...namespaced.flatMap(({ namespace, rules, name, ...one }, index): AccessControlObject[] => [
        { apiVersion: v1, kind: 'Role', metadata: { name: `n${index}`, namespace }, rules },
        {
          apiVersion: v1,
          kind: 'RoleBinding',
          metadata: { name: `own${index}`, namespace },
          roleRef: { apiGroup: API, kind: 'Role', name: `n${index}` },
          subjects: one.subjects,
        },
        {
          apiVersion: v1,
          kind: 'RoleBinding',
          metadata: { name: `of-cluster${index}`, namespace },
          roleRef: { apiGroup: API, kind: 'ClusterRole', name },
          subjects: one.subjects,
        },
      ]),
    ]);
}

/** Some RBAC of a cluster, in which a few of the service accounts may use a few of the identities. */
export const accessControl = accessControlOf(resourceRule);

/** What the proof answers to each of {@link QUESTIONS}; null where it does not decide. */
export function proven(objects: readonly AccessControlObject[]): readonly (boolean | null)[] {
  const queries = QUESTIONS.map(({ namespace, account: name, identity }) => ({
    identity: `azurerm_user_assigned_identity.${IDENTITIES[identity]}`,
    subject: { namespace, name },
  }));
  return askAll([platform(objects)], queries).map(({ admitted }) => admitted);
}

/** The objects as kubernetes_manifests beside a cluster that is bound to both identities, whose client ids are references. */
function platform(objects: readonly AccessControlObject[]): InMemoryDocument {
  return aksPlatform((resource) => {
    resource.azapi_resource = Object.fromEntries(
      IDENTITIES.map((name) => [
        name,
        {
          type: 'Microsoft.ContainerService/managedClusters/identityBindings@2026-04-01',
          name,
          parent_id: '${azurerm_kubernetes_cluster.main.id}',
          body: { properties: { managedIdentity: { resourceId: `\${azurerm_user_assigned_identity.${name}.id}` } } },
        },
      ]),
    );
    const text = CLIENT_IDS.reduce(
      (all, id, index) => all.replaceAll(id, `\${azurerm_user_assigned_identity.${IDENTITIES[index]}.client_id}`),
      JSON.stringify(objects),
    );
    resource.kubernetes_manifest = Object.fromEntries(
      (JSON.parse(text) as Json[]).map((manifest, index) => [`o${index}`, { manifest }]),
    );
  });
}
