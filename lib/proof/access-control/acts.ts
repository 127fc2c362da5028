import type { ClusterRoleRule } from '../model/cluster/access-control';
import { and, any, isNo, isUnknown, isYes } from '../model/known/known';
import type { Known, Unknown } from '../model/known/known';
import { ruleAllows, ruleIsAbout } from './rule';

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
  readonly objects?: { readonly kind: string; readonly names?: readonly string[] };
  /** The name of the Secret that has to hold a token; nothing where it is for all, or makes it itself. */
  readonly secrets?: { readonly names?: readonly string[] };
  /** It is about what is in no namespace: only a ClusterRoleBinding gives it. */
  readonly ofCluster?: true;
  /** Why it is not certain. */
  readonly perhaps?: string;
}

/** The objects that make pods, by API group and resource. */
export const POD_MAKERS: readonly (readonly [apiGroup: string, resource: string, kind: string])[] = [
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

const NOT_THERE_YET = 'one of the Secrets that its role names must not be there yet';

/** Whether rules let somebody do whatever there is. */
export function isEverything(rules: readonly ClusterRoleRule[]): boolean {
  return rules.some(
    ({ verbs, apiGroups, resources, resourceNames }) =>
      verbs.includes('*') && apiGroups.includes('*') && resources.includes('*') && resourceNames.length === 0,
  );
}

/** A request that rules allow, for certain or perhaps, and for which names. */
export interface Allowed {
  readonly answer: true | Unknown;
  /** Nothing where it is for all. */
  readonly names?: readonly string[];
}

/** Whether rules allow a verb on a resource of named objects, and on which: what is certain, then what may be; empty for no. */
export function allowedNames(
  rules: readonly ClusterRoleRule[],
  verb: string,
  apiGroup: string,
  resource: string,
): readonly Allowed[] {
  return together(
    rules.flatMap((rule): readonly Allowed[] => {
      const answer = ruleIsAbout(rule, { verb, apiGroup, resource });
      if (isNo(answer)) return [];
      if (isUnknown(answer) || rule.resourceNames.length === 0) return [{ answer }];
      return [{ answer, names: rule.resourceNames.filter((name) => name !== '') }];
    }),
  );
}

/** What several requests, each of which is enough, allow together. */
function together(ways: readonly Allowed[]): readonly Allowed[] {
  const all = ways.filter(({ names }) => !names);
  if (all.some(({ answer }) => isYes(answer))) return [{ answer: true }];
  const names = [...new Set(ways.flatMap((one) => one.names ?? []))].sort();
  return [...(names.length > 0 ? [{ answer: true as const, names }] : []), ...all.slice(0, 1)];
}

/** Whether rules allow making an object of a resource: such a request names none. */
export function allowsMaking(rules: readonly ClusterRoleRule[], apiGroup: string, resource: string): Known {
  return any(rules, (rule) => ruleAllows(rule, { verb: 'create', apiGroup, resource, name: '' }));
}

/**
 * What rules let their holder do to become somebody else. What takes several requests is told once more of all the grants of a
 * holder, each of which may allow one: see `powers.ts`.
 */
export function actsOf(rules: readonly ClusterRoleRule[]): readonly GrantedAct[] {
  if (isEverything(rules)) return [{ act: 'everything', becomes: 'pod' }];
  const acts: GrantedAct[] = [];
  const add = (answer: Known, act: GrantedAct): void => {
    acts.push(...actIf(answer, act));
  };
  const addEach = (allowed: readonly Allowed[], act: (names: Named) => GrantedAct): void => {
    for (const { answer, names } of allowed) add(answer, act(names ? { names } : {}));
  };
  const of = (apiGroup: string, resource: string, ...verbs: readonly string[]): readonly Allowed[] =>
    together(verbs.flatMap((verb) => allowedNames(rules, verb, apiGroup, resource)));

  addEach(of('', 'serviceaccounts/token', 'create'), (named) => ({ act: 'make-tokens', becomes: 'pod', ...named }));
  const making = any(POD_MAKERS, ([apiGroup, resource]) => allowsMaking(rules, apiGroup, resource));
  add(making, { act: 'make-pods', becomes: 'pod' });
  const commands = of('', 'pods/exec', 'create');
  addEach(together([...commands, ...of('', 'pods/ephemeralcontainers', 'update', 'patch')]), (named) => ({
    act: 'run-commands',
    becomes: 'pod',
    ...objectsOf('Pod', named),
  }));
  if (commands.length === 0) {
    addEach(of('', 'pods/exec', 'get'), (named) => ({
      act: 'run-commands',
      becomes: 'pod',
      ...objectsOf('Pod', named),
      perhaps: BY_GET,
    }));
  }
  for (const [apiGroup, resource, kind] of POD_MAKERS) {
    addEach(of(apiGroup, resource, 'update', 'patch'), (named) => ({
      act: 'change-workloads',
      becomes: 'pod',
      ...objectsOf(kind, named),
    }));
  }
  addEach(of('', 'nodes/proxy', 'create', 'get'), ({ names }) => ({
    act: 'call-kubelets',
    becomes: 'pod',
    ofCluster: true,
    ...(names && { perhaps: 'a pod of it has to be on one of the nodes that its role names' }),
  }));
  const makesWebhooks = allowsMaking(rules, ADMISSION, WEBHOOKS);
  const webhooks = [
    ...(isNo(makesWebhooks) ? [] : [{ answer: makesWebhooks }]),
    ...of(ADMISSION, WEBHOOKS, 'update', 'patch'),
  ];
  addEach(together(webhooks), ({ names }) => ({
    act: 'change-admission',
    becomes: 'pod',
    ofCluster: true,
    ...(names && { perhaps: 'one of the webhook configurations that its role names has to be there' }),
  }));

  const accounts = of('', 'serviceaccounts', 'impersonate');
  addEach(accounts, (named) => ({ act: 'impersonate', becomes: 'account', ...named }));
  const users = of('', 'users', 'impersonate');
  addEach(users, (named) => ({ act: 'impersonate', becomes: 'user', ofCluster: true, ...named }));
  acts.push(...actsOfSeveral(rules));
  const makesSecrets = allowsMaking(rules, '', 'secrets');
  for (const { answer, names } of readSecrets(rules)) {
    if (names || !isYes(and(answer, makesSecrets))) {
      add(answer, { act: 'read-token-secrets', becomes: 'account', secrets: names ? { names } : {} });
    }
  }
  return acts;
}

/** Of these what takes several requests. */
export function actsOfSeveral(rules: readonly ClusterRoleRule[]): readonly GrantedAct[] {
  const impersonated = (resource: string): readonly Allowed[] => allowedNames(rules, 'impersonate', '', resource);
  // Nobody impersonates a group alone.
  const isSomebody = any([...impersonated('users'), ...impersonated('serviceaccounts')], ({ answer }) => answer);
  const groups = impersonated('groups').flatMap(({ answer, names }) =>
    actIf(and(answer, isSomebody), { act: 'impersonate', becomes: 'group', ofCluster: true, names }),
  );
  // Kubernetes fills a Secret that is made for a token of an account.
  const makesSecrets = allowsMaking(rules, '', 'secrets');
  const secrets = readSecrets(rules).flatMap(({ answer, names }) =>
    actIf(and(answer, makesSecrets), {
      ...{ act: 'read-token-secrets', becomes: 'account' },
      ...(names && { perhaps: NOT_THERE_YET }),
    }),
  );
  return [...groups, ...secrets];
}

function readSecrets(rules: readonly ClusterRoleRule[]): readonly Allowed[] {
  return together(['get', 'list', 'watch'].flatMap((verb) => allowedNames(rules, verb, '', 'secrets')));
}

function actIf(answer: Known, act: GrantedAct): readonly GrantedAct[] {
  if (isNo(answer)) return [];
  return [isUnknown(answer) ? { ...act, perhaps: NOT_KNOWN } : act];
}

type Named = Pick<Allowed, 'names'>;

/** Every pod there is can be changed or entered; of anything else one has to be there. */
function objectsOf(kind: string, named: Named): Pick<GrantedAct, 'objects'> {
  return kind === 'Pod' && !named.names ? {} : { objects: { kind, ...named } };
}

const ADMISSION = 'admissionregistration.k8s.io';
const WEBHOOKS = 'mutatingwebhookconfigurations';
