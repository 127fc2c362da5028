import { addToGroup } from '../../core/groups';
import type { ClusterRole, ClusterRoleRule, LabelRequirement, LabelSelector } from '../model/cluster/access-control';
import { hasSymbol } from '../model/known/symbol';

/** The label by which Kubernetes' own roles gather rules. Kubernetes, "Using RBAC Authorization: aggregated ClusterRoles". */
const AGGREGATE_TO = 'rbac.authorization.k8s.io/aggregate-to-';

/** What Kubernetes labels the roles that it makes itself. Kubernetes, "Default roles and role bindings". */
const DEFAULTS = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };

/** A role that every cluster has, with its own rules as far as they may let somebody become a pod, or use what no cluster has by default. */
interface BuiltInRole {
  readonly rules: readonly ClusterRoleRule[];
  readonly labels: Readonly<Record<string, string>>;
  readonly aggregation?: readonly LabelSelector[];
}

const EVERYTHING: ClusterRoleRule = { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [] };
const WRITE = ['create', 'update', 'patch'];
const READ = ['get', 'list', 'watch'];

function rule(apiGroup: string, resources: readonly string[], verbs: readonly string[]): ClusterRoleRule {
  return { verbs, apiGroups: [apiGroup], resources, resourceNames: [] };
}

/** What of `edit` makes somebody a pod or a service account. Kubernetes, bootstrappolicy/policy.go. */
const EDIT: readonly ClusterRoleRule[] = [
  rule('', ['serviceaccounts'], ['impersonate']),
  rule('', ['serviceaccounts/token'], ['create']),
  rule('', ['secrets'], [...READ, ...WRITE]),
  rule('', ['pods', 'pods/exec', 'replicationcontrollers'], WRITE),
  rule('apps', ['daemonsets', 'deployments', 'replicasets', 'statefulsets'], WRITE),
  rule('batch', ['cronjobs', 'jobs'], WRITE),
];

/** What of `admin` does besides. The same source. */
const ADMIN: readonly ClusterRoleRule[] = [rule('rbac.authorization.k8s.io', ['rolebindings', 'roles'], WRITE)];

const KUBELET_API: readonly ClusterRoleRule[] = [rule('', ['nodes/proxy'], ['*'])];

/** The roles for people: `view` is part of `edit`, and `edit` of `admin`. plugin/pkg/auth/authorizer/rbac/bootstrappolicy. */
const BUILT_IN: ReadonlyMap<string, BuiltInRole> = new Map([
  ['cluster-admin', { rules: [EVERYTHING], labels: DEFAULTS }],
  ['admin', gathering('admin', {})],
  ['edit', gathering('edit', { [`${AGGREGATE_TO}admin`]: 'true' })],
  ['view', gathering('view', { [`${AGGREGATE_TO}edit`]: 'true' })],
  ['system:aggregate-to-admin', { rules: ADMIN, labels: { ...DEFAULTS, [`${AGGREGATE_TO}admin`]: 'true' } }],
  ['system:aggregate-to-edit', { rules: EDIT, labels: { ...DEFAULTS, [`${AGGREGATE_TO}edit`]: 'true' } }],
  ['system:aggregate-to-view', { rules: [], labels: { ...DEFAULTS, [`${AGGREGATE_TO}view`]: 'true' } }],
  ['system:kubelet-api-admin', { rules: KUBELET_API, labels: DEFAULTS }],
]);

/** Roles of Kubernetes by which nobody becomes a pod, as texts. The same source. */
const HARMLESS = new Set(
  [
    ...['auth-delegator', 'basic-user', 'discovery', 'heapster', 'kube-aggregator', 'kube-dns', 'kube-scheduler'],
    ...['monitoring', 'node-bootstrapper', 'node-problem-detector', 'node-proxier', 'persistent-volume-provisioner'],
    ...['public-info-viewer', 'service-account-issuer-discovery', 'volume-scheduler'],
    ...['certificates.k8s.io:certificatesigningrequests:nodeclient'],
    ...[
      'certificates.k8s.io:certificatesigningrequests:selfnodeclient',
      'certificates.k8s.io:kubelet-serving-approver',
    ],
  ].map((name) => `ClusterRole/system:${name}`),
);

/** Whether a ClusterRole that was not read is one of Kubernetes' own. */
export function isOfKubernetes(name: string): boolean {
  return name.startsWith('system:');
}

/** Whether a role that was not read, as `ClusterRole/x`, is known as one of Kubernetes' own by which nobody becomes a pod. */
export function isHarmless(roleText: string): boolean {
  return HARMLESS.has(roleText);
}

function gathering(name: string, labels: Readonly<Record<string, string>>): BuiltInRole {
  const matchLabels = { [`${AGGREGATE_TO}${name}`]: 'true' };
  return { rules: [], labels: { ...DEFAULTS, ...labels }, aggregation: [{ matchLabels, matchExpressions: [] }] };
}

/** What a role grants. */
export interface GatheredRules {
  readonly rules: readonly ClusterRoleRule[];
  /** Why that may not be all; nothing where it is. */
  readonly unknown?: string;
}

/**
 * What one cluster's ClusterRoles grant. The controller replaces the rules of an aggregated role by those of every role that
 * one of its selectors chooses, aggregated ones among them. Roles that were not read are taken not to be there, unless a
 * selector chooses none of those that were. A selector with a label looks at the roles that have the label, no others.
 */
export class GatheredRoles {
  private readonly known = new Map<string, GatheredRules | undefined>();
  private readonly names: ReadonlySet<string>;
  /** Names of roles by a label's key, and by key and value. */
  private readonly byLabel = new Map<string, string[]>();

  public constructor(private readonly declared: ReadonlyMap<string, ClusterRole>) {
    this.names = new Set([...declared.keys(), ...BUILT_IN.keys()]);
    for (const name of this.names) {
      for (const [key, value] of Object.entries(this.find(name)!.labels)) {
        // A value that is not known may be any.
        for (const label of hasSymbol(value) ? [key, `${key}=`] : [key, `${key}=${value}`]) {
          addToGroup(this.byLabel, label, name);
        }
      }
    }
  }

  /** The rules of a role; nothing where there is no such role. Of a built-in role those by which somebody becomes a pod. */
  public of(name: string): GatheredRules | undefined {
    if (!this.known.has(name)) this.known.set(name, this.gather(name));
    return this.known.get(name);
  }

  private gather(start: string): GatheredRules | undefined {
    if (!this.find(start)) return undefined;
    const rules: ClusterRoleRule[] = [];
    let unknown: string | undefined;
    // Roles may gather one another in a circle.
    const seen = new Set<string>();
    const waiting = [start];
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      const { aggregation, rules: own } = this.find(name)!;
      if (!aggregation) {
        rules.push(...own);
        continue;
      }
      for (const selector of aggregation) {
        const chosen = this.chosenBy(selector);
        unknown ??= this.doubt(name, selector, chosen);
        for (const one of chosen.names) {
          if (seen.has(one)) continue;
          seen.add(one);
          waiting.push(one);
        }
      }
      if (aggregation.length === 0 && this.declared.has(name)) {
        unknown ??= `the ClusterRole ${name} gathers its rules from others, and how was not read`;
      }
    }
    return { rules, unknown };
  }

  private find(name: string): BuiltInRole | undefined {
    return this.declared.get(name) ?? BUILT_IN.get(name);
  }

  private chosenBy(selector: LabelSelector): { readonly names: readonly string[]; readonly possible?: string } {
    const names: string[] = [];
    let possible: string | undefined;
    for (const name of this.candidates(selector)) {
      const fits = selects(selector, this.find(name)!.labels);
      if (fits) names.push(name);
      else if (fits === undefined) possible ??= name;
    }
    return { names, possible };
  }

  private candidates({ matchLabels }: LabelSelector): Iterable<string> {
    const [first] = Object.entries(matchLabels);
    if (!first) return this.names;
    const [key, value] = first;
    if (hasSymbol(value)) return this.byLabel.get(key) ?? [];
    return [...(this.byLabel.get(`${key}=${value}`) ?? []), ...(this.byLabel.get(`${key}=`) ?? [])];
  }

  private doubt(
    role: string,
    selector: LabelSelector,
    { names, possible }: { readonly names: readonly string[]; readonly possible?: string },
  ): string | undefined {
    if (possible !== undefined) {
      return `whether the ClusterRole ${role} gathers the rules of ${possible} is not known: a label or a selector is not known before apply, or no selector that Kubernetes accepts`;
    }
    // The parts of a built-in role that no cluster lacks are known.
    if (names.length > 0 || !this.declared.has(role)) return undefined;
    return `the ClusterRole ${role} gathers its rules from others by ${
      Object.entries(selector.matchLabels)
        .map(([key, value]) => `${key}=${value}`)
        .join(' and ') || 'label'
    }, and none of those that were read is chosen`;
  }
}

/** Whether a selector chooses labels: every requirement must hold. Nothing where that is not known. */
function selects({ matchLabels, matchExpressions }: LabelSelector, labels: Readonly<Record<string, string>>) {
  const met = [
    ...Object.entries(matchLabels).map(([key, value]) => isOneOf(labels[key], [value])),
    ...matchExpressions.map((requirement) => meets(requirement, labels)),
  ];
  if (met.includes(false)) return false;
  return met.includes(undefined) ? undefined : true;
}

function meets({ key, operator, values }: LabelRequirement, labels: Readonly<Record<string, string>>) {
  if (hasSymbol(key)) return undefined;
  switch (operator) {
    case 'Exists':
      return labels[key] !== undefined;
    case 'DoesNotExist':
      return labels[key] === undefined;
    case 'In':
      return isOneOf(labels[key], values);
    case 'NotIn': {
      const isIn = isOneOf(labels[key], values);
      return isIn === undefined ? undefined : !isIn;
    }
  }
  return undefined;
}

function isOneOf(value: string | undefined, values: readonly string[]): boolean | undefined {
  if (value === undefined) return false;
  if (values.includes(value)) return true;
  return hasSymbol(value) || values.some(hasSymbol) ? undefined : false;
}
