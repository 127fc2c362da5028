import { addToGroup } from '../../core/groups';
import type { Evaluation } from '../evaluate/evaluation';
import { coversAction, decidePodIdentity, podIdentityAdmissions, possibleStatements, readIamArn } from '../iam';
import type { Statement } from '../iam';
import { arnOf } from '../mechanisms/pod-identity/association-session';
import type { Cluster } from '../model/cluster/cluster';
import type { Identity } from '../model/identity/identity';
import { and, isNo, isUnknown, isYes, or, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { describeSymbols, hasSymbol, isSymbol, symbolOf } from '../model/known/symbol';
import { matches } from '../model/known/text';
import { RoleRequests } from './role-requests';
import type { Candidate, IamAction } from './role-requests';
import type { IdentityPower } from './way';

/** A pod's session of EKS Pod Identity, without its cluster. */
interface Account {
  readonly namespace: string;
  readonly name: string;
}

/** The role that may change whom it may be, and by what. */
interface Granting {
  readonly answer: Known;
  readonly sources: readonly string[];
  /** The role that it gives the rights, and then assumes; nothing where it is itself. */
  readonly by?: string;
}

const PASSED_TO_PODS: ReadonlyMap<string, readonly string[]> = new Map([
  ['iam:passedtoservice', ['pods.eks.amazonaws.com']],
]);

/** Some account of which nothing is known. */
export const ANY_ACCOUNT: Account = {
  namespace: symbolOf('a namespace', 'segment'),
  name: symbolOf('a service account', 'segment'),
};

/** By what somebody writes what a role may do. */
const WRITING = ['iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:CreatePolicyVersion'] as const;

/** Whom a power is over that is over every role of an account. */
const EVERY_ROLE = '*';

/**
 * Who becomes a role of AWS without being one of its pods: by its trust, by changing the trust, by having EKS give it to other pods,
 * or by giving itself the right to.
 *
 * @see IAM User Guide, "Policy evaluation logic"; Amazon EKS, "Configure a Pod to use a service account", "EKS Pod Identity"
 */
export class AwsPowers {
  public readonly requests: RoleRequests;
  private readonly known = new Map<string, readonly IdentityPower[]>();
  /** The roles that may be allowed an action on roles which no list of theirs names, and those by the role that it names. */
  private readonly broad = new Map<IamAction, Candidate[]>();
  private readonly named = new Map<string, Candidate[]>();
  private readonly clusters: readonly Cluster[];
  private grantingRoles?: ReadonlyMap<string, Granting>;
  private trustsByWhom?: TrustsByWhom;
  /** Those that roles of the program have. */
  private paths?: ReadonlySet<string>;

  /** @param mostPairs how many pairs of roles are worked out one by one where all are told */
  public constructor(
    private readonly evaluation: Evaluation,
    private readonly mostPairs = 100_000,
  ) {
    this.requests = new RoleRequests(evaluation);
    this.clusters = evaluation.model.clusters.filter(({ cloud }) => cloud === 'aws');
    for (const candidate of this.requests.candidates) {
      for (const [action, { targets }] of candidate.actions) {
        if (targets) for (const target of targets) addToGroup(this.named, `${action}\n${target}`, candidate);
        else addToGroup(this.broad, action, candidate);
      }
    }
  }

  /**
   * Who becomes which role in one step, all of them. Who becomes every role of an account is told once, of the identity `*`; and so,
   * as not certain, are those of whom there are too many to work them out one by one.
   */
  public *all(): Iterable<IdentityPower> {
    const roles = this.evaluation.model.identities.filter(({ kind }) => kind === 'iam-role');
    const open: Candidate[] = [];
    for (const candidate of this.broad.get('iam:UpdateAssumeRolePolicy') ?? []) {
      const { role, actions } = candidate;
      const answer = this.requests.mayToEveryRole(role, 'iam:UpdateAssumeRolePolicy');
      const { sources } = actions.get('iam:UpdateAssumeRolePolicy')!;
      if (isYes(answer)) yield* this.wide(role, 'change-trust', sources, true);
      else if (isUnknown(answer)) open.push(candidate);
    }
    for (const [id, { answer, sources, by }] of this.granting) {
      const every = this.requests.mayToEveryRole(this.actor(id, by), 'iam:UpdateAssumeRolePolicy', { isGiven: true });
      if (isYes(every)) yield* this.wide(this.evaluation.identities.get(id)!, 'give-itself-rights', sources, answer);
    }
    const assuming = this.broad.get('sts:AssumeRole') ?? [];
    const isTooMuch = open.length * roles.length + assuming.length * this.trusts.leftToAccount.length > this.mostPairs;
    if (isTooMuch) {
      const tooMany = unknown('there are too many roles to work it out for each of them');
      for (const { role, actions } of open) {
        yield* this.wide(role, 'change-trust', actions.get('iam:UpdateAssumeRolePolicy')!.sources, tooMany);
      }
      for (const { role, actions } of assuming) {
        yield* this.wide(role, 'assume', actions.get('sts:AssumeRole')!.sources, tooMany);
      }
    }
    for (const role of roles) yield* this.powersOver(role, isTooMuch ? 'named' : 'not-wide');
  }

  /** Who becomes a role in one step. */
  public to(id: string): readonly IdentityPower[] {
    let found = this.known.get(id);
    if (!found) {
      const role = this.evaluation.identities.get(id);
      this.known.set(id, (found = role?.kind === 'iam-role' ? [...this.powersOver(role, 'all')] : []));
    }
    return found;
  }

  /** The roles that may give themselves every right, by their ids. */
  public get granting(): ReadonlyMap<string, Granting> {
    if (!this.grantingRoles) {
      const found = new Map<string, Granting>();
      for (const candidate of this.requests.candidates) {
        const granting = this.grantingOf(candidate);
        if (!isNo(granting.answer)) found.set(candidate.role.id, granting);
      }
      this.grantingRoles = found;
    }
    return this.grantingRoles;
  }

  /** Whether a role's trust takes what EKS gives a pod of an account by some association. */
  public takesPod(role: Identity, cluster: Cluster, account: Account): Known {
    const policy = this.evaluation.policies.get(role.id);
    if (!policy) return unknown(`the trust of ${role.id} was not read`);
    const session = {
      ...{ namespace: account.namespace, serviceAccount: account.name, clusterArn: arnOf(cluster) },
      ...(cluster.name === undefined ? {} : { clusterName: cluster.name }),
      account: this.requests.clusterArn(cluster, role).account,
    };
    // Whoever makes the association says whether the session has tags.
    return or(
      ...[false, true].map((disableSessionTags): Known => {
        const { admitted, because } = decidePodIdentity(policy, {}, { ...session, disableSessionTags });
        return admitted ?? unknown(because.join('; '));
      }),
    );
  }

  /**
   * Whether a role's trust takes what EKS gives the pods of some account of a cluster.
   *
   * @param any whether it takes that of any account
   */
  private takesSome(role: Identity, cluster: Cluster, any: Known): Known {
    const policy = this.evaluation.policies.get(role.id);
    if (!isUnknown(any) || !policy) return any;
    const arn = arnOf(cluster);
    const { account: own } = this.requests.clusterArn(cluster, role);
    // As an association has it that leaves its session tags on: which pods, is told by these alone.
    const isSome = podIdentityAdmissions(policy, {}).admitted.some(
      ({ undecided, clusterArn, account }) =>
        undecided.length === 0 && isYes(and(matches(clusterArn, arn), matches(account, own))),
    );
    return isSome ? true : any;
  }

  private *powersOver(role: Identity, whom: Whom): Iterable<IdentityPower> {
    yield* this.byTrust(role, whom);
    yield* this.byChanging(role, whom);
    yield* this.byAssociation(role, whom);
    yield* this.byGranting(role, whom);
  }

  private *wide(
    { id }: Identity,
    act: IdentityPower['act'],
    sources: readonly string[],
    answer: Known,
  ): Iterable<IdentityPower> {
    yield* this.power({ kind: 'identity', name: id }, act, EVERY_ROLE, sources, answer);
  }

  private candidatesFor(action: IamAction, { id }: Identity, isNamed: boolean): readonly Candidate[] {
    const broad = isNamed ? [] : (this.broad.get(action) ?? []);
    return [...(this.named.get(`${action}\n${id}`) ?? []), ...broad].filter((candidate) => candidate.role.id !== id);
  }

  /** The ids of the roles that one may be let assume: whose trust may name it, or leaves it to an account. */
  private assumedBy({ id }: Identity, actions: Candidate['actions']): Iterable<string> {
    const { byRole, ofAnybody, leftToAccount } = this.trusts;
    const given = actions.get('sts:AssumeRole');
    const byAccount = given ? (given.targets ?? leftToAccount) : [];
    return new Set([...(byRole.get(id) ?? []), ...ofAnybody, ...byAccount]);
  }

  private get trusts(): TrustsByWhom {
    if (!this.trustsByWhom) {
      const byRole = new Map<string, string[]>();
      const ofAnybody = new Set<string>();
      const leftToAccount: string[] = [];
      for (const role of this.evaluation.model.identities) {
        if (this.isLeftToAccount(role)) leftToAccount.push(role.id);
        for (const { principals } of this.assuming(role.id)) {
          if (principals.everyone) ofAnybody.add(role.id);
          for (const name of principals.aws) {
            const named = this.roleIn(name);
            if (named) addToGroup(byRole, named.id, role.id);
            else if (name === '*' || hasSymbol(name)) ofAnybody.add(role.id);
          }
        }
      }
      this.trustsByWhom = { byRole, ofAnybody, leftToAccount };
    }
    return this.trustsByWhom;
  }

  /** The role of the program that a principal is, or is a session of. */
  private roleIn(principal: string): Identity | undefined {
    const { identities } = this.evaluation;
    const session = SESSION.exec(principal);
    if (!session) return identities.claimed(principal)?.identity;
    const [, partition, account, name] = session as unknown as [string, string, string, string];
    // The ARN of a session does not have the path of the role.
    this.paths ??= new Set(this.evaluation.model.identities.map(({ path = '/' }) => path));
    return [...this.paths]
      .map((path) => identities.claimed(`arn:${partition}:iam::${account}:role${path}${name}`)?.identity)
      .find((role) => role !== undefined);
  }

  /** Whether a role's trust leaves it to an account who assumes it. */
  private isLeftToAccount({ id }: Identity): boolean {
    return this.assuming(id).some(
      ({ effect, principals }) => effect === 'Allow' && (principals.everyone || principals.aws.some(isWhole)),
    );
  }

  /** The statements of a role's trust that are about whom it lets assume it. */
  private assuming(id: string): readonly Statement[] {
    const policy = this.evaluation.policies.get(id);
    return (policy ? possibleStatements(policy) : []).filter(
      (statement) =>
        (statement.principals.aws.length > 0 || statement.principals.everyone) &&
        coversAction(statement, 'sts:AssumeRole') !== false,
    );
  }

  /** The role by which somebody does what it has given rights for. */
  private actor(id: string, by: string | undefined): Identity {
    return this.evaluation.identities.get(by ?? id)!;
  }

  /** Those whom the trust names, and those to whom it leaves it. */
  private *byTrust(role: Identity, whom: Whom): Iterable<IdentityPower> {
    const statements = this.assuming(role.id);
    const allows = statements.filter(({ effect }) => effect === 'Allow');
    const roles = new Map<string, Identity>();
    const others = new Set<string>();
    for (const { principals } of allows) {
      if (principals.everyone) others.add('*');
      for (const name of principals.aws) {
        const named = this.roleIn(name);
        if (named) roles.set(named.id, named);
        else others.add(name);
      }
    }
    const allowed = this.isLeftToAccount(role) ? this.candidatesFor('sts:AssumeRole', role, whom === 'named') : [];
    for (const candidate of allowed) roles.set(candidate.role.id, candidate.role);
    for (const one of roles.values()) {
      if (one.id === role.id) continue;
      const answer = this.mayAssume(one, role);
      const sources = this.requests.candidate(one.id)?.actions.get('sts:AssumeRole')?.sources ?? [];
      yield* this.power(
        { kind: 'identity', name: one.id },
        'assume',
        role.id,
        [`the trust of ${role.id}`, ...sources],
        answer,
      );
    }
    for (const name of others) {
      const answer = this.mayOther(name, role, statements);
      yield* this.power({ kind: 'principal', name }, 'assume', role.id, [`the trust of ${role.id}`], answer);
    }
  }

  /** Whoever assumes a role chooses the external id that they pass, if any. */
  private mayAssume(one: Identity, role: Identity): Known {
    // A Deny may ask for one as well, of whoever passes another or none.
    const conditions = this.assuming(role.id).flatMap((statement) => statement.conditions);
    const ids = conditions.filter(({ key }) => key.toLowerCase() === 'sts:externalid').flatMap(({ values }) => values);
    const asked = this.requests.arnOf(role);
    const ask = (...passed: string[]): Known =>
      this.requests.may(one, 'sts:AssumeRole', asked, { trust: role, told: new Map([['sts:externalid', passed]]) });
    return or(ask(), ...[...new Set(ids)].map((id) => ask(id)));
  }

  /** Whether a principal that is none of the input may assume a role: what its own account allows is not known. */
  private mayOther(name: string, role: Identity, statements: readonly Statement[]): Known {
    const deny = statements.find(({ effect }) => effect === 'Deny');
    if (deny) return unknown(`a Deny in the trust of ${role.id} may be about it`);
    const isFree = statements.some(
      ({ principals, conditions, perhaps }) =>
        (principals.everyone || [name, '*'].some((one) => principals.aws.includes(one))) &&
        conditions.length === 0 &&
        perhaps === undefined,
    );
    if (!isFree) return unknown(`it depends on the conditions in the trust of ${role.id}`);
    if (name === '*') return true;
    if (isWhole(name)) return unknown('its account says which of its principals may');
    const own = readIamArn(name)?.account;
    if (own !== undefined && this.requests.callerOf(role).isCallersAccount(own) === true) return true;
    return unknown('its own account has to allow it too, if it is another one');
  }

  private *byChanging(role: Identity, whom: Whom): Iterable<IdentityPower> {
    for (const candidate of this.candidatesFor('iam:UpdateAssumeRolePolicy', role, whom === 'named')) {
      if (whom !== 'all' && isYes(this.requests.mayToEveryRole(candidate.role, 'iam:UpdateAssumeRolePolicy'))) continue;
      const answer = this.mayDo(candidate, 'iam:UpdateAssumeRolePolicy', role);
      const { sources } = candidate.actions.get('iam:UpdateAssumeRolePolicy')!;
      yield* this.power({ kind: 'identity', name: candidate.role.id }, 'change-trust', role.id, sources, answer);
    }
  }

  /** Whether a role may do something to another one of its account. */
  private mayDo(
    { role: one }: Pick<Candidate, 'role'>,
    action: IamAction,
    role: Identity,
    how: Parameters<RoleRequests['may']>[3] = {},
  ): Known {
    const isOneAccount = this.requests.isOneAccount(one, role);
    if (isNo(isOneAccount)) return false;
    const wide = this.requests.mayToEveryRole(one, action, how);
    return and(isYes(wide) ? true : this.requests.may(one, action, this.requests.arnOf(role), how), isOneAccount);
  }

  /** Those who may have EKS give the role to pods of an account that they choose. */
  private *byAssociation(role: Identity, whom: Whom): Iterable<IdentityPower> {
    const passing = this.candidatesFor('iam:PassRole', role, false).filter(
      ({ actions }) =>
        actions.has('eks:CreatePodIdentityAssociation') || actions.has('eks:UpdatePodIdentityAssociation'),
    );
    if (passing.length === 0) return;
    for (const cluster of this.clusters) {
      const any = this.takesPod(role, cluster, ANY_ACCOUNT);
      if (isNo(any)) continue;
      const takes = this.takesSome(role, cluster, any);
      // Of one role it is for whoever asks to say which pods: here it may be of some.
      const isForAny =
        whom === 'all' || isYes(any) || unknown(`it depends on the conditions in the trust of ${role.id}`);
      for (const candidate of passing) {
        const { role: one, actions } = candidate;
        const ask = (action: IamAction, asked: ReturnType<RoleRequests['arnOf']>): Known =>
          actions.has(action) ? this.requests.may(one, action, asked) : false;
        const associates = or(
          ask('eks:CreatePodIdentityAssociation', this.requests.clusterArn(cluster, one)),
          and(
            ask(
              'eks:UpdatePodIdentityAssociation',
              this.requests.inCluster(cluster, one, 'podidentityassociation', symbolOf('an association', 'segment')),
            ),
            unknown(`an association of ${cluster.id} has to be there that it may change`),
          ),
        );
        const answer = and(
          associates,
          this.mayDo(candidate, 'iam:PassRole', role, { told: PASSED_TO_PODS }),
          this.requests.isInAccount(cluster, one),
          takes,
          isForAny,
        );
        const sources = [
          'iam:PassRole',
          'eks:CreatePodIdentityAssociation',
          'eks:UpdatePodIdentityAssociation',
        ].flatMap((action) => actions.get(action as IamAction)?.sources ?? []);
        yield* this.power({ kind: 'identity', name: one.id }, 'associate', role.id, sources, answer, cluster.id);
      }
    }
  }

  private *byGranting(role: Identity, whom: Whom): Iterable<IdentityPower> {
    for (const [id, { answer, sources, by }] of this.granting) {
      if (id === role.id) continue;
      const actor = this.actor(id, by);
      const how = { isGiven: true } as const;
      if (whom !== 'all' && isYes(this.requests.mayToEveryRole(actor, 'iam:UpdateAssumeRolePolicy', how))) continue;
      const changes = this.mayDo({ role: actor }, 'iam:UpdateAssumeRolePolicy', role, how);
      yield* this.power({ kind: 'identity', name: id }, 'give-itself-rights', role.id, sources, and(answer, changes));
    }
  }

  /** Whether a role may give every right to itself, or to one that it may assume. */
  private grantingOf({ role, actions }: Candidate): Granting {
    const own = this.requests.arnOf(role);
    const on = (action: IamAction, asked = own): Known =>
      actions.has(action) ? this.requests.may(role, action, asked) : false;
    // Whether it may write what a role may do: a policy of the role, or a new version of one that the role has.
    const writes = (action: (typeof WRITING)[number], id: string, asked: typeof own): Known => {
      if (action !== 'iam:CreatePolicyVersion') return on(action, asked);
      if (!actions.has(action)) return false;
      const attached = this.requests.attachedPolicies(id);
      return or(...attached.map((arn) => on(action, { arn, account: asked.account })));
    };
    const ways = WRITING.map((action) => [action, writes(action, role.id, own)] as const);
    const itself = or(...ways.map(([, answer]) => answer));
    const sourcesOf = (of: readonly IamAction[]): readonly string[] => [
      ...new Set(of.flatMap((action) => actions.get(action)!.sources)),
    ];
    const sources = sourcesOf(ways.filter(([, answer]) => !isNo(answer)).map(([action]) => action));
    if (isYes(itself)) return { answer: true, sources };
    let best: Granting = { answer: itself, sources };
    for (const action of WRITING) {
      for (const target of this.assumedBy(role, actions)) {
        const other = this.evaluation.identities.get(target)!;
        // IAM of an account is asked by nobody of another.
        const written = and(
          writes(action, target, this.requests.arnOf(other)),
          this.requests.isOneAccount(role, other),
        );
        const answer = isNo(written) ? false : and(written, this.mayAssume(role, other));
        if (isYes(answer) || (isUnknown(answer) && isNo(best.answer)))
          best = { answer, sources: sourcesOf([action]), by: target };
        if (isYes(answer)) return best;
      }
    }
    return best;
  }

  private *power(
    who: IdentityPower['who'],
    act: IdentityPower['act'],
    identity: string,
    sources: readonly string[],
    answer: Known,
    cluster?: string,
  ): Iterable<IdentityPower> {
    if (isNo(answer)) return;
    yield {
      ...{ who, act, identity, sources: [...new Set(sources)].map(describeSymbols) },
      ...(cluster === undefined ? {} : { cluster }),
      ...(isUnknown(answer) ? { perhaps: answer.why } : {}),
    };
  }
}

/** The ids of roles by whom their trusts let assume them, or deny it. */
interface TrustsByWhom {
  /** By the id of a role that they name. */
  readonly byRole: ReadonlyMap<string, readonly string[]>;
  /** Those that are for everybody, or for somebody of whom it is not known who it is. */
  readonly ofAnybody: ReadonlySet<string>;
  readonly leftToAccount: readonly string[];
}

/** Of whom powers are told: all, those of whom it is not told that they are over every role, those whom a statement names. */
type Whom = 'all' | 'not-wide' | 'named';

/** Whether a principal is a whole account, or everybody; or may be, as one of whose ARN a part is not known. */
function isWhole(name: string): boolean {
  const parts = readIamArn(name);
  const isOpen = hasSymbol(name) && !isSymbol(name) && (parts === undefined || isSymbol(parts.resource));
  return name === '*' || /^\d{12}$/.test(name) || parts?.resource === 'root' || isOpen;
}

/** A principal that is one session of a role. Any part may be a symbol, whose reference may have what ends a part. */
const SESSION =
  /arn:((?:[^:\uE000]|\uE000[^\uE001]*\uE001)*):sts::((?:[^:\uE000]|\uE000[^\uE001]*\uE001)*):assumed-role\/((?:[^/\uE000]|\uE000[^\uE001]*\uE001)+)\//;
