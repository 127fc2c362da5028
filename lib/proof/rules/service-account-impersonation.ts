import type { Evaluation } from '../evaluate/evaluation';
import type { ClusterRoleRule, RoleSubject } from '../model/identity-binding';
import type { Model } from '../model/model';
import type { Place } from '../model/place';
import { findingOf } from './rule';
import type { Finding, Level, Rule } from './rule';
import { accountText, withPlace } from './words';

/** Kubernetes’ own roles that may impersonate service accounts. Kubernetes, “Default roles and role bindings”. */
const BUILT_IN = ['cluster-admin', 'admin', 'edit'];
/** Groups that any pod, or anybody, is in. */
const WIDE_GROUPS = /^system:(authenticated|unauthenticated|serviceaccounts(:.*)?)$/;
/** What a controller makes pods of. */
const POD_MAKERS = [
  'pods',
  'deployments',
  'statefulsets',
  'daemonsets',
  'replicasets',
  'jobs',
  'cronjobs',
  'replicationcontrollers',
];

/** A grant of RBAC with where it holds. */
interface Grant {
  readonly cluster: string;
  /** Nothing where it holds in the whole cluster. */
  readonly namespace?: string;
  readonly binding: string;
  readonly role: string;
  readonly rules?: readonly ClusterRoleRule[];
  readonly subjects: readonly RoleSubject[];
  readonly at: Place;
}

/** What a grant lets its holder do to service accounts. */
interface Power {
  readonly what: string;
  readonly level: Level;
  /** The service accounts that it is limited to. */
  readonly names?: readonly string[];
}

export const serviceAccountImpersonation: Rule = {
  slug: 'service-account-impersonation',
  level: 'warning',
  description: 'RBAC lets somebody act as a service account that has an identity of a cloud.',
  effect:
    'Nothing fails: who may make tokens of a service account or impersonate it gets its identity, and so does whoever may make pods in its namespace or run commands in them.',
  mending: 'Limit the role to other service accounts by resourceNames, or the binding to another namespace.',
  sources: ['Kubernetes, “Role Based Access Control Good Practices”'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const accounts = accountsWithIdentity(evaluation);
    for (const grant of grantsOf(model)) {
      const power = powerOf(grant);
      const reached = power ? reachedBy(grant, power, accounts) : [];
      if (!power || reached.length === 0) continue;
      findings.push(
        findingOf(serviceAccountImpersonation, {
          level: power.level,
          message: `${withPlace(grant.binding, grant.at)} lets ${grant.subjects.map(subjectText).join(', ')} ${power.what} by the role ${grant.role}, and so act as ${reached.slice(0, 3).join(', ')}${reached.length > 3 ? ` and ${reached.length - 3} more` : ''} of ${grant.cluster}, which ${reached.length === 1 ? 'has an identity' : 'have identities'}.`,
          subject: grant.binding,
          at: grant.at,
        }),
      );
    }
    return { findings };
  },
};

/** The service accounts that some identity admits by name, by cluster and namespace. */
function accountsWithIdentity(evaluation: Evaluation): ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, Map<string, Set<string>>>();
  for (const { cluster, namespace, serviceAccount, pattern } of evaluation.admissions.all) {
    if (pattern) continue;
    let namespaces = found.get(cluster);
    if (!namespaces) found.set(cluster, (namespaces = new Map()));
    const names = namespaces.get(namespace);
    if (names) names.add(serviceAccount);
    else namespaces.set(namespace, new Set([serviceAccount]));
  }
  return found;
}

function* grantsOf({ accessControl }: Model): Generator<Grant> {
  const { roles, bindings, namespacedRoles, namespacedBindings } = accessControl;
  const clusterRoles = new Map(
    roles.flatMap((role) => role.clusters.map((cluster) => [`${cluster}\n${role.name}`, role] as const)),
  );
  const ofNamespace = new Map(
    namespacedRoles.flatMap((role) =>
      role.clusters.map((cluster) => [`${cluster}\n${role.namespace}\n${role.name}`, role] as const),
    ),
  );
  for (const { clusters, name, role, subjects, at } of bindings) {
    for (const cluster of clusters) {
      const rules = clusterRoles.get(`${cluster}\n${role}`)?.rules;
      yield { cluster, binding: `ClusterRoleBinding/${name}`, role, rules, subjects, at };
    }
  }
  for (const { clusters, name, namespace, role, ofClusterRole, subjects, at } of namespacedBindings) {
    for (const cluster of clusters) {
      const found = ofClusterRole
        ? clusterRoles.get(`${cluster}\n${role}`)
        : ofNamespace.get(`${cluster}\n${namespace}\n${role}`);
      const binding = `RoleBinding/${namespace}/${name}`;
      yield { cluster, namespace, binding, role, rules: found?.rules, subjects, at };
    }
  }
}

function powerOf({ role, rules, subjects }: Grant): Power | undefined {
  if (subjects.length === 0) return undefined;
  if (!rules) {
    if (!BUILT_IN.includes(role)) return undefined;
    const wide = subjects.some(({ kind, name }) => kind === 'ServiceAccount' || WIDE_GROUPS.test(name));
    return { what: 'impersonate service accounts', level: wide ? 'warning' : 'note' };
  }
  const core = rules.filter(({ apiGroups }) => apiGroups.includes('') || apiGroups.includes('*'));
  const token = core.find((rule) => has(rule.resources, 'serviceaccounts/token') && has(rule.verbs, 'create'));
  if (token) return { what: 'make tokens of service accounts', level: 'warning', names: namesOf(token) };
  const impersonate = core.find((rule) => has(rule.resources, 'serviceaccounts') && has(rule.verbs, 'impersonate'));
  if (impersonate) return { what: 'impersonate service accounts', level: 'warning', names: namesOf(impersonate) };
  const exec = core.some((rule) => has(rule.resources, 'pods/exec') && has(rule.verbs, 'create'));
  if (exec) return { what: 'run commands in pods', level: 'note' };
  const make = rules.some((rule) => has(rule.verbs, 'create') && POD_MAKERS.some((kind) => has(rule.resources, kind)));
  return make ? { what: 'make pods', level: 'note' } : undefined;
}

function has(list: readonly string[], wanted: string): boolean {
  const [resource, subresource] = wanted.split('/');
  return (
    list.includes(wanted) ||
    list.includes('*') ||
    (subresource !== undefined && (list.includes(`${resource}/*`) || list.includes(`*/${subresource}`)))
  );
}

function namesOf({ resourceNames }: ClusterRoleRule): readonly string[] | undefined {
  return resourceNames.length > 0 ? resourceNames : undefined;
}

function reachedBy(
  { cluster, namespace, subjects }: Grant,
  { names }: Power,
  accounts: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>,
): string[] {
  const namespaces = accounts.get(cluster);
  if (!namespaces) return [];
  const here =
    namespace === undefined ? [...namespaces] : [[namespace, namespaces.get(namespace) ?? new Set<string>()] as const];
  const found: string[] = [];
  for (const [one, serviceAccounts] of here) {
    for (const name of serviceAccounts) {
      // To act as oneself is no power.
      const own = subjects.every(
        (subject) =>
          subject.kind === 'ServiceAccount' && subject.name === name && (subject.namespace ?? namespace) === one,
      );
      if (!own && (!names || names.includes(name))) found.push(accountText(one, name));
    }
  }
  return found.sort();
}

function subjectText({ kind, name, namespace }: RoleSubject): string {
  return kind === 'ServiceAccount' ? `ServiceAccount/${namespace ?? 'default'}/${name}` : `${kind} ${name}`;
}
