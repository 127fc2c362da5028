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
const DEFAULTS = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };

function gathering(name: string, part?: string): Role {
  const labels = { ...DEFAULTS, ...(part === undefined ? {} : { [`${TO}${part}`]: 'true' }) };
  return { labels, rules: [], selectors: [{ matchLabels: { [`${TO}${name}`]: 'true' } }] };
}

/**
 * What Kubernetes' RBAC answers, after its source and in the plainest way: rules are gathered until nothing changes, and each
 * binding is looked at for each question. plugin/pkg/auth/authorizer/rbac, pkg/controller/clusterroleaggregation.
 */
export function allowed(
  objects: readonly AccessControlObject[],
  { namespace, account, identity }: AccessQuestion,
): boolean {
  const rules = rulesByRole(objects);
  const user = `system:serviceaccount:${namespace}:${account}`;
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  return objects
    .filter(({ kind }) => kind === 'ClusterRoleBinding')
    .filter(({ subjects }) =>
      (subjects as { kind: string; name: string; namespace?: string }[]).some((subject) => {
        if (subject.kind === 'Group') return groups.includes(subject.name);
        if (subject.kind === 'User') return subject.name === user;
        return user === `system:serviceaccount:${subject.namespace}:${subject.name}`;
      }),
    )
    .flatMap(({ roleRef }) => rules.get((roleRef as { name: string }).name) ?? [])
    .some(
      ({ verbs, apiGroups = [], resources = [], resourceNames = [] }) =>
        has(verbs, 'use-managed-identity') &&
        has(apiGroups, 'cid.wi.aks.azure.com') &&
        has(resources, CLIENT_IDS[identity]) &&
        // The question names no object, which is the empty name.
        (resourceNames.length === 0 || resourceNames.includes('')),
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
