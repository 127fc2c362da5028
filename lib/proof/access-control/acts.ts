import type { ClusterRoleRule } from '../model/cluster/access-control';
import { isNo, isUnknown, isYes, or } from '../model/known/known';
import type { Known } from '../model/known/known';
import { isForName, ruleIsAbout } from './rule';

/** What somebody does to become somebody else. */
export type Act =
  /** Whatever there is. */
  | 'everything'
  /** Makes a token of a service account, for any audience. */
  | 'make-tokens'
  /** Makes a pod, or what makes pods, that runs as a service account. */
  | 'make-pods'
  /** Runs a command in a pod, or adds a container to it. */
  | 'run-commands'
  /** Changes the image of a pod, or the pods that something makes. */
  | 'change-workloads'
  /** Runs commands in pods by the kubelet of their node. */
  | 'call-kubelets'
  /** Has every pod that is made changed, by a mutating webhook. */
  | 'change-admission'
  /** Acts in Kubernetes as a service account, a user or a group. */
  | 'impersonate'
  /** Reads a Secret that holds a token of a service account, after making it where need be. */
  | 'read-token-secrets'
  /** Gives itself a role that lets it do one of these. */
  | 'bind-roles'
  /** Adds rights to a role that it has. */
  | 'change-roles';

/**
 * What comes of it. `pod`: tokens of the service account for any audience, and so its identities. `account`: the account in
 * Kubernetes alone. `user` and `group`: these in Kubernetes.
 */
export type Becomes = 'pod' | 'account' | 'user' | 'group';

/** What the rules of one grant let somebody do. */
export interface GrantedAct {
  readonly act: Act;
  readonly becomes: Becomes;
  /** Of the accounts, users or groups that it is limited to; nothing where it is for all. */
  readonly names?: readonly string[];
  /** Of the pods, or of what makes pods, that it is limited to. */
  readonly objects?: { readonly kinds: readonly string[]; readonly names?: readonly string[] };
  /** The name of the Secret that has to hold a token; nothing where it is for all, or makes it itself. */
  readonly secrets?: { readonly names?: readonly string[] };
  /** It is about what is in no namespace: only a ClusterRoleBinding gives it. */
  readonly ofCluster?: true;
  /** Why it is not certain. */
  readonly perhaps?: string;
}

/** The objects that make pods, by API group and resource. */
const POD_MAKERS: readonly (readonly [apiGroup: string, resource: string, kind: string])[] = [
  ['', 'pods', 'Pod'],
  ['', 'replicationcontrollers', 'ReplicationController'],
  ['apps', 'deployments', 'Deployment'],
  ['apps', 'statefulsets', 'StatefulSet'],
  ['apps', 'daemonsets', 'DaemonSet'],
  ['apps', 'replicasets', 'ReplicaSet'],
  ['batch', 'jobs', 'Job'],
  ['batch', 'cronjobs', 'CronJob'],
];

const NOT_KNOWN = 'what its role lets it do is not known before apply';
const BY_GET =
  'its role has the verb get for pods/exec, by which an API server before Kubernetes 1.35 lets commands be run';

/** Whether rules let somebody do whatever there is. */
export function isEverything(rules: readonly ClusterRoleRule[]): boolean {
  return rules.some(
    ({ verbs, apiGroups, resources, resourceNames }) =>
      verbs.includes('*') && apiGroups.includes('*') && resources.includes('*') && resourceNames.length === 0,
  );
}

/** How some rules answer a request, and for which names. */
interface Allowed {
  readonly answer: Known;
  /** Nothing where it is for all. */
  readonly names?: readonly string[];
}

/** Whether rules allow a verb on a resource of named objects, and on which. */
export function allowedNames(
  rules: readonly ClusterRoleRule[],
  verb: string,
  apiGroup: string,
  resource: string,
): Allowed {
  let open: Known = false;
  const names = new Set<string>();
  for (const rule of rules) {
    const own = ruleIsAbout(rule, { verb, apiGroup, resource });
    if (isNo(own)) continue;
    if (isUnknown(own)) open = or(open, own);
    else if (rule.resourceNames.length === 0) return { answer: true };
    else for (const name of rule.resourceNames) if (name !== '') names.add(name);
  }
  return names.size === 0 ? { answer: open } : { answer: true, names: [...names].sort() };
}

/** Whether rules allow making an object of a resource: such a request names none. */
export function allowsMaking(rules: readonly ClusterRoleRule[], apiGroup: string, resource: string): Known {
  return rules.reduce<Known>((answer, rule) => {
    const isAbout = ruleIsAbout(rule, { verb: 'create', apiGroup, resource });
    return isNo(isAbout) ? answer : or(answer, isNo(isForName(rule, '')) ? false : isAbout);
  }, false);
}

/**
 * What rules let their holder do to become somebody else, each by the rules alone. What takes two requests of different rules
 * is told of all the grants of a holder: see `powers.ts`.
 */
export function actsOf(rules: readonly ClusterRoleRule[]): readonly GrantedAct[] {
  if (isEverything(rules)) return [{ act: 'everything', becomes: 'pod' }];
  const acts: GrantedAct[] = [];
  const add = (answer: Known, act: GrantedAct): void => {
    if (isNo(answer)) return;
    acts.push(isUnknown(answer) ? { ...act, perhaps: NOT_KNOWN } : act);
  };
  const of = (verb: string, apiGroup: string, resource: string): Allowed =>
    allowedNames(rules, verb, apiGroup, resource);

  const tokens = of('create', '', 'serviceaccounts/token');
  add(tokens.answer, { act: 'make-tokens', becomes: 'pod', ...named(tokens) });
  const making = POD_MAKERS.reduce<Known>(
    (answer, [apiGroup, resource]) => or(answer, allowsMaking(rules, apiGroup, resource)),
    false,
  );
  add(making, { act: 'make-pods', becomes: 'pod' });
  const inPods = [
    of('create', '', 'pods/exec'),
    of('update', '', 'pods/ephemeralcontainers'),
    of('patch', '', 'pods/ephemeralcontainers'),
  ];
  addInPods(acts, inPods);
  const reads = of('get', '', 'pods/exec');
  if (isNo(inPods[0]!.answer) && !isNo(reads.answer)) {
    acts.push({ act: 'run-commands', becomes: 'pod', ...inNamed(['Pod'], reads), perhaps: BY_GET });
  }
  for (const [apiGroup, resource, kind] of POD_MAKERS) {
    const changes = widest([of('update', apiGroup, resource), of('patch', apiGroup, resource)]);
    add(changes.answer, { act: 'change-workloads', becomes: 'pod', ...inNamed([kind], changes) });
  }
  const kubelets = widest([of('create', '', 'nodes/proxy'), of('get', '', 'nodes/proxy')]);
  const onNode = kubelets.names && 'a pod of it has to be on one of the nodes that its role names';
  add(kubelets.answer, {
    act: 'call-kubelets',
    becomes: 'pod',
    ofCluster: true,
    ...(onNode ? { perhaps: onNode } : {}),
  });
  const webhooks = widest([
    { answer: allowsMaking(rules, ADMISSION, WEBHOOKS) },
    of('update', ADMISSION, WEBHOOKS),
    of('patch', ADMISSION, WEBHOOKS),
  ]);
  const perhaps = webhooks.names && 'one of the webhook configurations that its role names has to be there';
  add(webhooks.answer, {
    ...{ act: 'change-admission', becomes: 'pod', ofCluster: true },
    ...(perhaps ? { perhaps } : {}),
  });

  const accounts = of('impersonate', '', 'serviceaccounts');
  add(accounts.answer, { act: 'impersonate', becomes: 'account', ...named(accounts) });
  const users = of('impersonate', '', 'users');
  add(users.answer, { act: 'impersonate', becomes: 'user', ofCluster: true, ...named(users) });
  const groups = of('impersonate', '', 'groups');
  // Nobody impersonates a group alone.
  if (!isNo(users.answer) || !isNo(accounts.answer)) {
    add(groups.answer, { act: 'impersonate', becomes: 'group', ofCluster: true, ...named(groups) });
  }
  const secrets = widest(['get', 'list', 'watch'].map((verb) => of(verb, '', 'secrets')));
  if (isYes(secrets.answer) && !secrets.names && isYes(allowsMaking(rules, '', 'secrets'))) {
    acts.push({ act: 'read-token-secrets', becomes: 'account' });
  } else add(secrets.answer, { act: 'read-token-secrets', becomes: 'account', secrets: named(secrets) });
  return acts;
}

/** Commands in pods by one of several requests. */
function addInPods(acts: GrantedAct[], ways: readonly Allowed[]): void {
  const { answer, ...found } = widest(ways);
  if (isNo(answer)) return;
  const act = { act: 'run-commands', becomes: 'pod', ...inNamed(['Pod'], found) } as const;
  acts.push(isUnknown(answer) ? { ...act, perhaps: NOT_KNOWN } : act);
}

/** Of several requests, each of which is enough: what they allow together. */
function widest(ways: readonly Allowed[]): Allowed {
  const possible = ways.filter(({ answer }) => !isNo(answer));
  const whole = possible.find(({ answer, names }) => isYes(answer) && !names) ?? possible.find(({ names }) => !names);
  if (whole) return whole;
  if (possible.length === 0) return { answer: false };
  const answer = possible.reduce<Known>((all, one) => or(all, one.answer), false);
  return { answer, names: [...new Set(possible.flatMap(({ names }) => names!))].sort() };
}

function named({ names }: Pick<Allowed, 'names'>): { readonly names?: readonly string[] } {
  return names ? { names } : {};
}

function inNamed(kinds: readonly string[], allowed: Pick<Allowed, 'names'>): Pick<GrantedAct, 'objects'> {
  // Every pod there is can be changed or entered; of anything else one has to be there.
  return kinds[0] === 'Pod' && !allowed.names ? {} : { objects: { kinds, ...named(allowed) } };
}

const ADMISSION = 'admissionregistration.k8s.io';
const WEBHOOKS = 'mutatingwebhookconfigurations';
