import { hasSymbol, isSymbol } from '../model/known/symbol';
import type { Answer } from './applies';
import { isOfOtherPartition } from './applies';
import type { Budget } from './budget';
import { newBudget, within } from './budget';
import { nameOfCluster } from './region/cluster-arn';
import { inOtherWords } from './policy/condition';
import type { KeyValue } from './policy/condition';
import type { Decision } from './decision';
import { actionRequirement, decide, refusedBy, tooLarge } from './decision';
import { mayBeEqual } from './region/glob';
import { readIamArn } from './iam-arn';
import type { PodIdentitySession } from './pod-identity/pod-identity';
import { valueOfPodIdentityKey } from './pod-identity/pod-identity-keys';
import type { Statement } from '../model/identity/statement';
import { assessedStatements } from './policy/policy';
import type { TrustPolicy } from './policy/policy';
import { decideSession, tagHint } from './pod-identity/session-decision';

/** A role that asks for something by its sessions. Its values may hold symbols; a symbol equals itself only. */
export interface Caller {
  /** How messages name the calling role. */
  readonly role: string;
  /** The calling role's ARN; as much of it as is known, with symbols for the rest. */
  readonly roleArn: string;
  /** The calling role's account: its id, or a symbol for it. */
  readonly account: string;
  /** The partition of that account, where it is known. */
  readonly partition?: string;
  /** Whether a text names the calling role; nothing where only apply will tell. */
  isCaller(name: string): boolean | undefined;
  /** Whether a text is the id of the calling role's account; nothing where only apply will tell. */
  isCallersAccount(id: string): boolean | undefined;
}

/** A role's session that assumes a further role. */
export interface RoleAssumption extends Caller {
  /** The session whose tags are passed on; nothing where the association disables them. */
  readonly tags?: PodIdentitySession;
  /** Nothing where none is passed. */
  readonly externalId?: string;
}

/** Whether a role's trust takes the session of another role, and on what terms. */
export interface RoleAssumptionDecision extends Decision {
  /**
   * Whether it only takes it as one of the caller's account, which leaves it to that account: the calling role then needs
   * a permission of its own. Nothing where it is not known whether it takes it by its name as well.
   */
  readonly delegated: boolean | undefined;
}

/**
 * Whether a trust takes a further role's session: `sts:AssumeRole` and, where there are tags to pass, `sts:TagSession`.
 *
 * @param policy as {@link parsePolicy} gives it
 */
export function decideRoleAssumption(policy: TrustPolicy, request: RoleAssumption): RoleAssumptionDecision {
  if (policy.refusals.length > 0) return { admitted: false, because: refusedBy(policy), delegated: false };
  if (policy.unknown.length > 0) return { admitted: undefined, because: policy.unknown, delegated: false };
  const byName = within(() => decideBoth(policy, request, false)) ?? tooLarge();
  if (byName.admitted === true) return { ...byName, delegated: false };
  const delegated = byName.admitted === undefined ? undefined : true;
  return { ...(within(() => decideBoth(policy, request, true)) ?? tooLarge()), delegated };
}

function decideBoth(policy: TrustPolicy, request: RoleAssumption, byAccount: boolean): Decision {
  const budget = newBudget();
  return decideSession(request.tags !== undefined, (action) =>
    decideAction(policy, request, action, byAccount, budget),
  );
}

function decideAction(
  policy: TrustPolicy,
  request: RoleAssumption,
  action: string,
  byAccount: boolean,
  budget: Budget,
): Decision {
  return decide(
    assessedStatements(policy, 'Allow', 'Deny').map((statement) => inCallersWords(statement, request)),
    {
      version: policy.version,
      budget,
      valueOf: (key) => valueOf(key, request),
      keyHint: (key) => tagHint(key, request.tags !== undefined),
      requirements: [
        actionRequirement(action, 'it', budget),
        {
          answer: (statement) => coversCaller(statement, request, byAccount || statement.effect === 'Deny', budget),
          otherwise: () => `its Principal is neither ${request.role} nor its account`,
        },
      ],
    },
  );
}

/**
 * Whether a statement is about the calling role by its `Principal`. IAM User Guide, "AWS JSON policy elements: Principal".
 *
 * @param byAccount whether the role's account, which stands for all in it, is enough
 */
export function coversCaller({ principals }: Statement, request: Caller, byAccount: boolean, budget: Budget): Answer {
  if (principals.everyone || principals.aws.includes('*')) return true;
  let unknown: string | undefined;
  for (const name of principals.aws) {
    if (isOfOtherPartition(name, request)) continue;
    const account = accountNamed(name);
    const same =
      account === undefined ? isCaller(name, request, budget) : byAccount && request.isCallersAccount(account);
    if (same === true) return true;
    const isOpen = same === undefined || (byAccount && account === undefined && mayBeAccount(name, request, budget));
    if (isOpen) unknown ??= name;
  }
  if (unknown === undefined) return false;
  if (isSessionOf(unknown, request.roleArn) && !hasSymbol(unknown + request.roleArn))
    return { why: whySession(request) };
  return { why: `whether the principal ${unknown} is ${request.role} or its account is not known before apply` };
}

/** Why it is not known that a statement which names one session of a role is about a pod. */
export function whySession({ role }: Caller): string {
  return `its Principal is one session of ${role}, whose name is known only when a pod runs`;
}

function isCaller(name: string, request: Caller, budget: Budget): boolean | undefined {
  if (isSessionOf(name, request.roleArn)) return undefined;
  const own = request.isCaller(name);
  if (own !== undefined) return own;
  return mayBeEqual(name, request.roleArn, budget) ? undefined : false;
}

/** Whether a principal of a statement is one session of the calling role, and not the role. */
export function namesSession({ principals }: Statement, { roleArn }: Caller): boolean {
  return principals.aws.some((name) => isSessionOf(name, roleArn));
}

/** A principal may be one session of a role, whose name EKS chooses. */
function isSessionOf(name: string, roleArn: string): boolean {
  const role = /:assumed-role\/([^/]+)\//.exec(name)?.[1];
  return role !== undefined && (roleArn.endsWith('\uE001') || roleArn.endsWith(`/${role}`));
}

/** The account that a principal names: its id, or `arn:<partition>:iam::<id>:root`. */
function accountNamed(name: string): string | undefined {
  if (/^\d{12}$/.test(name)) return name;
  const parts = readIamArn(name);
  return parts?.resource === 'root' ? parts.account : undefined;
}

/** Whether a name of which a part is not known may be that of the caller's account. One that is a reference as a whole is a role's. */
function mayBeAccount(name: string, { account, partition = 'aws' }: Caller, budget: Budget): boolean {
  if (!hasSymbol(name) || isSymbol(name)) return false;
  return [account, `arn:${partition}:iam::${account}:root`].some((own) => mayBeEqual(name, own, budget));
}

/** Stands for the ARN of a role that is known to be another one, whatever it turns out to be. */
const ANOTHER_ROLE = 'another role';

const OWN_WORDS: ReadonlyMap<string, (value: string, request: Caller) => string> = new Map(
  Object.entries({
    'aws:principalarn': (value, request) => {
      const same = request.isCaller(value);
      if (same) return request.roleArn;
      return same === false && hasSymbol(value) ? ANOTHER_ROLE : value;
    },
    'aws:principalaccount': (value, request) => (request.isCallersAccount(value) ? request.account : value),
  }),
);

/** A statement whose conditions write what is the caller's own in the words of the request. */
export function inCallersWords(statement: Statement, request: Caller): Statement {
  const conditions = statement.conditions.map((condition) => {
    const inOwn = OWN_WORDS.get(condition.key.toLowerCase());
    return inOwn ? inOtherWords(condition, (value) => inOwn(value, request)) : condition;
  });
  return { ...statement, conditions };
}

const ABSENT: KeyValue = { kind: 'absent' };

const known = (value: string): KeyValue => ({ kind: 'known', values: [value], list: false });

function valueOf(key: string, request: RoleAssumption): KeyValue {
  if (hasSymbol(key)) return { kind: 'unknown', why: `the condition key ${key} is not known before apply` };
  const name = key.toLowerCase();
  if (/^(aws:requesttag\/|aws:tagkeys$|sts:transitivetagkeys$)/.test(name)) return valueOfTag(name, request);
  // The first session's tags are its principal's. Those of the role itself are not read.
  if (name.startsWith('aws:principaltag/')) {
    const tag = valueOfTag(name.replace('principaltag', 'requesttag'), request);
    return tag.kind === 'absent' ? { kind: 'unknown', why: `${key}: the tags of the role are not known` } : tag;
  }
  switch (name) {
    case 'aws:principalarn':
      return known(request.roleArn);
    case 'aws:principalaccount':
      return known(request.account);
    case 'aws:principaltype':
      return known('AssumedRole');
    case 'sts:externalid':
      return request.externalId === undefined ? ABSENT : known(request.externalId);
    default:
      if (!/^(aws|sts):/.test(name)) return ABSENT;
      return { kind: 'unknown', why: `${key} is not known from the artefacts` };
  }
}

function valueOfTag(name: string, { tags }: RoleAssumption): KeyValue {
  if (!tags) return ABSENT;
  const cluster = tags.clusterName ?? nameOfCluster(tags.clusterArn);
  return valueOfPodIdentityKey(name, {
    namespace: known(tags.namespace),
    serviceAccount: known(tags.serviceAccount),
    clusterArn: known(tags.clusterArn),
    clusterName:
      cluster === undefined ? { kind: 'unknown', why: 'the name of the cluster is not known' } : known(cluster),
    account: known(tags.account),
    tags: true,
  });
}
