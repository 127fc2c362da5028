import { type AccessControlObject, type AccessQuestion, CLIENT_IDS } from './random-access-control';

interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly Requirement[];
}

interface Role {
  readonly labels: Readonly<Record<string, string>>;
  readonly rules: readonly Rule[];
  readonly selectors?: readonly Selector[];
}

const TO = 'rbac.authorization.k8s.io/aggregate-to-';
const WRITE = ['create', 'update', 'patch'];
const DEFAULTS = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };

function gathering(name: string, part?: string): Role {
  const labels = { ...DEFAULTS, ...(part === undefined ? {} : { [`${TO}${part}`]: 'true' }) };
  return { labels, rules: [], selectors: [{ matchLabels: { [`${TO}${name}`]: 'true' } }] };
}

/** Whether a service account may use an identity that its cluster is bound to. */
export function allowed(
  objects: readonly AccessControlObject[],
  { namespace, account, identity }: AccessQuestion,
): boolean {
  // The question names no object, which is the empty name, and no namespace.
  const request = { verb: 'use-managed-identity', apiGroup: 'cid.wi.aks.azure.com', resource: CLIENT_IDS[identity] };
  return allows(objects, { namespace, account }, { ...request, name: '' });
}

/** A request, as a SubjectAccessReview has it. */
export interface OracleRequest {
  readonly verb: string;
  readonly apiGroup: string;
  /** With its subresource: `pods/exec`. */
  readonly resource: string;
  readonly name: string;
  /** Nothing where the object is in none. */
  readonly namespace?: string;
}

/**
 * What Kubernetes' RBAC answers to a service account, after its source and in the plainest way: rules are gathered until nothing
 * changes, and each binding is looked at for each question. plugin/pkg/auth/authorizer/rbac, pkg/controller/clusterroleaggregation.
 */
export function allows(
  objects: readonly AccessControlObject[],
  { namespace, account }: Pick<AccessQuestion, 'namespace' | 'account'>,
  request: OracleRequest,
): boolean {
  const rules = rulesByRole(objects);
  const user = `system:serviceaccount:${namespace}:${account}`;
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  const roles = new Map(
    objects
      .filter(({ kind }) => kind === 'Role')
      .map(({ metadata, rules: own }) => [`${metadata.namespace}/${metadata.name}`, own as Rule[]]),
  );
  return objects
    .filter(
      ({ kind, metadata }) =>
        kind === 'ClusterRoleBinding' ||
        (kind === 'RoleBinding' && request.namespace !== undefined && metadata.namespace === request.namespace),
    )
    .filter(({ subjects }) =>
      (subjects as { kind: string; name: string; namespace?: string }[]).some((subject) => {
        if (subject.kind === 'Group') return groups.includes(subject.name);
        if (subject.kind === 'User') return subject.name === user;
        return user === `system:serviceaccount:${subject.namespace}:${subject.name}`;
      }),
    )
    .flatMap(({ roleRef, metadata }) => {
      const { kind, name } = roleRef as { kind: string; name: string };
      return (kind === 'Role' ? roles.get(`${metadata.namespace}/${name}`) : rules.get(name)) ?? [];
    })
    .some(
      ({ verbs, apiGroups = [], resources = [], resourceNames = [] }) =>
        has(verbs, request.verb) &&
        has(apiGroups, request.apiGroup) &&
        (has(resources, request.resource) ||
          (request.resource.includes('/') && resources.includes(`*/${request.resource.split('/')[1]}`))) &&
        (resourceNames.length === 0 || resourceNames.includes(request.name)),
    );
}

function has(texts: readonly string[], text: string): boolean {
  return texts.includes(text) || texts.includes('*');
}

function rulesByRole(objects: readonly AccessControlObject[]): ReadonlyMap<string, readonly Rule[]> {
  const roles = new Map<string, Role>([
    ['cluster-admin', { labels: DEFAULTS, rules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }] }],
    ['view', gathering('view', 'edit')],
    ['edit', gathering('edit', 'admin')],
    ['admin', gathering('admin')],
    // Of what Kubernetes gives people, the part that the questions are about.
    [
      'system:aggregate-to-edit',
      {
        labels: { ...DEFAULTS, [`${TO}edit`]: 'true' },
        rules: [
          { verbs: ['impersonate'], apiGroups: [''], resources: ['serviceaccounts'] },
          { verbs: WRITE, apiGroups: [''], resources: ['pods', 'pods/exec'] },
          { verbs: ['get'], apiGroups: [''], resources: ['pods/exec'] },
          { verbs: ['create'], apiGroups: [''], resources: ['serviceaccounts/token'] },
          { verbs: WRITE, apiGroups: ['apps'], resources: ['deployments'] },
          { verbs: WRITE, apiGroups: ['batch'], resources: ['jobs'] },
        ],
      },
    ],
    ['system:aggregate-to-admin', { labels: { ...DEFAULTS, [`${TO}admin`]: 'true' }, rules: [] }],
    ['system:aggregate-to-view', { labels: { ...DEFAULTS, [`${TO}view`]: 'true' }, rules: [] }],
  ]);
  for (const { kind, metadata, rules, aggregationRule } of objects) {
    if (kind !== 'ClusterRole') continue;
    const { clusterRoleSelectors: selectors } = (aggregationRule ?? {}) as { clusterRoleSelectors?: Selector[] };
    roles.set(metadata.name, { labels: metadata.labels ?? {}, rules: rules as Rule[], selectors });
  }
  const found = new Map([...roles].map(([name, role]) => [name, role.selectors ? [] : [...role.rules]]));
  for (let changed = true; changed;) {
    changed = false;
    for (const [name, { selectors }] of roles) {
      const parts = [...roles].filter(
        ([other, { labels }]) => other !== name && selectors?.some((selector) => chooses(selector, labels)),
      );
      const rules = [...new Set(parts.flatMap(([other]) => found.get(other)!))];
      if (!selectors || rules.length === found.get(name)!.length) continue;
      found.set(name, rules);
      changed = true;
    }
  }
  return found;
}

function chooses({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Readonly<Record<string, string>>) {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      const isIn = value !== undefined && values.includes(value);
      return operator === 'In' ? isIn : !isIn;
    })
  );
}
