import { POD_MAKERS, allowsMaking } from '../../access-control/acts';
import { ruleIsAbout } from '../../access-control/rule';
import { isEverybody } from '../../access-control/subjects';
import type { Evaluation } from '../../evaluate/evaluation';
import type { ClusterRoleRule, RoleSubject } from '../../model/cluster/access-control';
import { isYes } from '../../model/known/known';
import type { Model } from '../../model/model';
import type { Place } from '../../model/place';
import { findingOf } from '../rule';
import type { Finding, Level, Rule } from '../rule';
import { accountText, withPlace } from '../words';

/** Kubernetes’ own roles that may impersonate service accounts. Kubernetes, “Default roles and role bindings”. */
const BUILT_IN = ['cluster-admin', 'admin', 'edit'];
/** Groups that any pod, or anybody, is in. */
const WIDE_GROUPS = /^system:(authenticated|unauthenticated|serviceaccounts(:.*)?)$/;
/** A grant of RBAC with where it holds. */
interface ImpersonationGrant {
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
  mildest: 'note',
  effect:
    'Nothing fails: who may make tokens of a service account or impersonate it gets its identity, and so does whoever may make pods in its namespace or run commands in them.',
  fix: 'Limit the role to other service accounts by resourceNames, or the binding to another namespace.',
  sources: ['Kubernetes, “Role Based Access Control Good Practices”'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const accounts = accountsWithIdentity(evaluation);
    for (const whole of grantsOf(model)) {
      // Everybody is another rule's matter.
      const subjects = whole.subjects.filter(({ kind, name }) => kind !== 'Group' || !isEverybody(name));
      const grant = { ...whole, subjects };
      const power = powerOf(grant);
      const reached = power ? reachedBy(grant, power, accounts) : NOBODY;
      if (!power || reached.count === 0) continue;
      findings.push(
        findingOf(serviceAccountImpersonation, {
          level: power.level,
          message: `${withPlace(grant.binding, grant.at)} lets ${grant.subjects.map(subjectText).join(', ')} ${power.what} by the role ${grant.role}, and so act as ${reachedText(reached)} of ${grant.cluster}, which ${reached.count === 1 ? 'has an identity' : 'have identities'}.`,
          subject: grant.binding,
          at: grant.at,
        }),
      );
    }
    return { findings };
  },
};

/** Some service accounts, as people write them, and how many there are. */
interface Reached {
  readonly first: readonly string[];
  readonly count: number;
}

const NOBODY: Reached = { first: [], count: 0 };
/** How many service accounts a message names. */
const SHOWN = 3;

/** The service accounts that some identity admits by name, sorted: of a cluster, and by namespace in it. */
interface AccountsOfCluster {
  readonly all: readonly string[];
  readonly namespaces: ReadonlyMap<string, readonly string[]>;
}

function accountsWithIdentity(evaluation: Evaluation): ReadonlyMap<string, AccountsOfCluster> {
  const found = new Map<string, Map<string, Set<string>>>();
  for (const { cluster, namespace, serviceAccount, pattern } of evaluation.admissions.all) {
    if (pattern) continue;
    let namespaces = found.get(cluster);
    if (!namespaces) found.set(cluster, (namespaces = new Map()));
    const account = accountText(namespace, serviceAccount);
    const names = namespaces.get(namespace);
    if (names) names.add(account);
    else namespaces.set(namespace, new Set([account]));
  }
  return new Map(
    [...found].map(([cluster, sets]) => {
      const namespaces = new Map([...sets].map(([namespace, names]) => [namespace, [...names].sort()]));
      return [cluster, { all: [...namespaces.values()].flat().sort(), namespaces }];
    }),
  );
}

function* grantsOf({ accessControl }: Model): Generator<ImpersonationGrant> {
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

function powerOf({ role, rules, subjects }: ImpersonationGrant): Power | undefined {
  if (subjects.length === 0) return undefined;
  if (!rules) {
    if (!BUILT_IN.includes(role)) return undefined;
    const wide = subjects.some(({ kind, name }) => kind === 'ServiceAccount' || WIDE_GROUPS.test(name));
    return { what: 'impersonate service accounts', level: wide ? 'warning' : 'note' };
  }
  const giving = (verb: string, resource: string): ClusterRoleRule | undefined =>
    rules.find((rule) => isYes(ruleIsAbout(rule, { verb, apiGroup: '', resource })));
  const token = giving('create', 'serviceaccounts/token');
  if (token) return { what: 'make tokens of service accounts', level: 'warning', names: namesOf(token) };
  const impersonate = giving('impersonate', 'serviceaccounts');
  if (impersonate) return { what: 'impersonate service accounts', level: 'warning', names: namesOf(impersonate) };
  if (giving('create', 'pods/exec')) return { what: 'run commands in pods', level: 'note' };
  const makesPods = POD_MAKERS.some(([apiGroup, resource]) => isYes(allowsMaking(rules, apiGroup, resource)));
  return makesPods ? { what: 'make pods', level: 'note' } : undefined;
}

function namesOf({ resourceNames }: ClusterRoleRule): readonly string[] | undefined {
  return resourceNames.length > 0 ? resourceNames : undefined;
}

function reachedBy(
  grant: ImpersonationGrant,
  { names }: Power,
  accounts: ReadonlyMap<string, AccountsOfCluster>,
): Reached {
  const { cluster, namespace, subjects } = grant;
  const ofCluster = accounts.get(cluster);
  if (!ofCluster) return NOBODY;
  const all = namespace === undefined ? ofCluster.all : (ofCluster.namespaces.get(namespace) ?? []);
  // To act as oneself is not a power.
  const [only] = subjects;
  const alone = subjects.length === 1 && only!.kind === 'ServiceAccount';
  const itself = alone ? accountText(only!.namespace ?? namespace ?? 'default', only!.name) : undefined;
  if (names) {
    const reached = all.filter(
      (account) => account !== itself && names.includes(account.slice(account.indexOf('/') + 1)),
    );
    return { first: reached.slice(0, SHOWN), count: reached.length };
  }
  // All but perhaps one: no walk over all of them for each binding.
  const first = all.slice(0, SHOWN + 1).filter((account) => account !== itself);
  const counted = itself !== undefined && includesSorted(all, itself) ? all.length - 1 : all.length;
  return { first: first.slice(0, SHOWN), count: counted };
}

function includesSorted(sorted: readonly string[], wanted: string): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted;
}

function reachedText({ first, count }: Reached): string {
  return `${first.join(', ')}${count > first.length ? ` and ${count - first.length} more` : ''}`;
}

function subjectText({ kind, name, namespace }: RoleSubject): string {
  return kind === 'ServiceAccount' ? `ServiceAccount/${namespace ?? 'default'}/${name}` : `${kind} ${name}`;
}
