import type { Evaluation } from '../evaluate/evaluation';
import { coversAction, parsePermissionPolicy } from '../iam';
import type { Caller, Statement } from '../iam';
import { isSameAccount } from '../mechanisms/pod-identity/target-role';
import { callerOf } from '../mechanisms/pod-identity/caller';
import { arnOf } from '../mechanisms/pod-identity/association-session';
import { accountOfRole, arnOfRole } from '../mechanisms/irsa/role-arn';
import { partitionIn } from '../../core/aws/aws-partition';
import { addToGroup } from '../../core/groups';
import { accountIdIn } from '../model/aws-account';
import type { AwsAccount } from '../model/aws-account';
import type { Cluster } from '../model/cluster/cluster';
import type { Identity } from '../model/identity/identity';
import { managedPolicyText } from '../model/identity/identity-policy';
import type { IdentityPolicy } from '../model/identity/identity-policy';
import { isYes, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { describeSymbols, hasSymbol, symbolOf } from '../model/known/symbol';
import { whyPerhapsNone } from '../model/uncounted';
import { contentOf, readContentOf } from '../permissions/managed-policy';
import { mayBeRefusedByOrganisation } from '../permissions/organisation';
import { decidePermission } from '../permissions/permission';
import type { PermissionRequest } from '../permissions/statements';

/** The actions by which somebody of AWS becomes somebody else. */
export const ACTIONS = [
  'sts:AssumeRole',
  'iam:UpdateAssumeRolePolicy',
  'iam:PassRole',
  'iam:PutRolePolicy',
  'iam:AttachRolePolicy',
  'iam:CreatePolicyVersion',
  'eks:CreatePodIdentityAssociation',
  'eks:UpdatePodIdentityAssociation',
  'eks:CreateAccessEntry',
  'eks:UpdateAccessEntry',
  'eks:AssociateAccessPolicy',
  'eks:UpdateClusterConfig',
] as const;

export type IamAction = (typeof ACTIONS)[number];

/** What a request is about. */
export interface AskedArn {
  readonly arn: string;
  readonly account: string;
}

/** A role that may be allowed some of the actions somewhere. */
export interface Candidate {
  readonly role: Identity;
  readonly actions: ReadonlyMap<IamAction, GivenAction>;
}

/** By what a role may be allowed an action. */
export interface GivenAction {
  /** The ids of what holds the statements, sorted. */
  readonly sources: readonly string[];
  /** The ids of the roles that its statements name, where they name nothing else. */
  readonly targets?: readonly string[];
}

/** Everything, as one gives it to oneself. */
const EVERYTHING = parsePermissionPolicy({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
});

/** Whether roles of the program may do something, by the one evaluator of permissions, and which of them may be asked about. */
export class RoleRequests {
  private readonly policies = new Map<string, IdentityPolicy[]>();
  /** By role, those of its policies whose content was not read. */
  private readonly unreadPolicies = new Map<string, IdentityPolicy[]>();
  private readonly found = new Map<string, Candidate>();
  private readonly unread: string[] = [];
  /** By role, why something that was not read may deny what others allow. */
  private readonly denying = new Map<string | undefined, string>();
  /** What accounts are called: by their ids, or by one symbol each. */
  private readonly accounts = new Map<AwsAccount, string>();
  private readonly wide = new Map<string, Known>();
  /** Clusters by the symbols of their ARNs. */
  private readonly clusters: ReadonlyMap<string, Cluster>;
  /** The partitions that policies of roles name of whose account none is known. */
  private readonly partitions = new Set<string>();

  public constructor(private readonly evaluation: Evaluation) {
    this.clusters = new Map(evaluation.model.clusters.map((cluster) => [arnOf(cluster), cluster]));
    for (const [account, id] of idsOfAccounts(evaluation)) this.accounts.set(account, id);
    for (const policy of evaluation.model.policies) {
      const read = readContentOf(policy)?.statements;
      if (read) this.addPartitions(policy.identity, read);
      if (policy.kind === 'permissions') this.add(policy, read);
      else addToGroup(this.policies, policy.identity, policy);
    }
    for (const { identity, because } of evaluation.model.policyDoubts) {
      this.unread.push(because);
      this.denying.set(identity, because);
    }
  }

  /** The roles that may be allowed some of the actions. */
  public get candidates(): Iterable<Candidate> {
    return this.found.values();
  }

  public candidate(role: string): Candidate | undefined {
    return this.found.get(role);
  }

  /** Why others may be allowed them; nothing where all policies were read. */
  public get doubt(): string | undefined {
    const [first] = this.unread;
    if (first === undefined) return undefined;
    const more = this.unread.length - 1;
    return `what roles of AWS may do was not all read: ${first}${more > 0 ? `, and ${more} more` : ''}`;
  }

  /** The ARNs of the policies that a role has and that are not AWS' own. */
  public attachedPolicies(role: string): readonly string[] {
    const own = [...this.policiesOf(role), ...this.unreadOf(role)];
    const attached = own.flatMap(({ kind, arn, name }) => (kind === 'permissions' ? (arn ?? name ?? []) : []));
    return attached.filter((arn) => !OF_AWS.test(arn));
  }

  /**
   * Whether a role may do something.
   *
   * @param how `told` has condition keys that whoever asks chooses; `trust` is that of the role that it is about; `isGiven` is set
   * where the role has given itself every right
   */
  public may(
    role: Identity,
    action: IamAction,
    asked: AskedArn,
    how: {
      readonly told?: ReadonlyMap<string, readonly string[]>;
      readonly trust?: Identity;
      readonly isGiven?: true;
    } = {},
  ): Known {
    const own = this.policiesOf(role.id);
    if (!how.isGiven) return this.decide(role, own, action, asked, how);
    const limits = own.filter(({ kind }) => kind === 'boundary');
    const answer = this.decide(role, [...limits, givenTo(role)], action, asked, how);
    if (!isYes(answer)) return answer;
    // Whoever writes its own policies may take a Deny away, if nothing else keeps it from that.
    return isYes(this.decide(role, [...own, givenTo(role)], action, asked, how))
      ? true
      : unknown(`one of the policies of ${role.id} may deny it, and it has to take that away first`);
  }

  private decide(
    role: Identity,
    policies: readonly IdentityPolicy[],
    action: IamAction,
    asked: AskedArn,
    how: Pick<NonNullable<Parameters<RoleRequests['may']>[3]>, 'told' | 'trust'>,
  ): Known {
    const { model } = this.evaluation;
    const caller = this.callerOf(role);
    const write = (text: string): string => this.write(text, role);
    const isOwn = how.trust ? this.isOneAccount(role, how.trust) : true;
    const request: PermissionRequest = {
      ...{ caller, action, resource: asked.arn, resourceAccount: asked.account, write },
      roleTags: model.roleTags.get(role.id),
      told: how.told ?? new Map<string, readonly string[]>(),
    };
    const decision = decidePermission(
      { policies, doubts: [], uncounted: model.uncounted },
      {
        isOwn,
        ...(how.trust && {
          read: {
            ...{ id: how.trust.id, name: how.trust.name, service: 'iam', arn: asked.arn, spellings: new Map() },
            ...{ declared: true, at: how.trust.at },
            policies: [{ source: how.trust.id, text: how.trust.trustPolicy! }],
          },
        }),
      },
      request,
    );
    const { allowed } = decision;
    if (!isYes(allowed)) return allowed;
    const doubt =
      (role.existing && `${role.id} is made outside of what was read, and so may its policies be`) ||
      this.denying.get(role.id) ||
      this.whyDenied(role, action) ||
      this.denying.get(undefined) ||
      whyPerhapsNone(model.uncounted, [role.id]) ||
      mayBeRefusedByOrganisation(model, {
        request,
        role: { id: role.id, ...knownOf(caller.account) },
        resource: { id: asked.arn, ...knownOf(asked.account) },
      });
    return doubt === undefined ? true : unknown(doubt);
  }

  /** The policies of a role that were read, and what limits it. */
  private policiesOf(role: string): readonly IdentityPolicy[] {
    return this.policies.get(role) ?? [];
  }

  private unreadOf(role: string): readonly IdentityPolicy[] {
    return this.unreadPolicies.get(role) ?? [];
  }

  /** Why a policy of a role that was not read may deny an action. */
  private whyDenied({ id }: Identity, action: IamAction): string | undefined {
    for (const policy of this.unreadOf(id)) {
      const content = contentOf(policy, action);
      if ('unread' in content && content.mayDeny)
        return `what ${unreadText(policy)} says was not read, and it may deny it`;
    }
    return undefined;
  }

  /** Whether a role may do something to every role of its account, whatever it is called. */
  public mayToEveryRole(role: Identity, action: IamAction, how: Parameters<RoleRequests['may']>[3] = {}): Known {
    const key = `${role.id}\n${action}\n${String(how.isGiven)}`;
    let answer = this.wide.get(key);
    if (answer === undefined) {
      const account = this.accountOf(role);
      const arn = `arn:${this.partitionOf(role)}:iam::${account}:role/${symbolOf('the path and name of a role')}`;
      this.wide.set(key, (answer = this.may(role, action, { arn, account }, how)));
    }
    return answer;
  }

  /** A role as requests name it. */
  public arnOf(role: Identity): AskedArn {
    const account = this.accountOf(role);
    return { arn: arnOfRole(role, account, this.partitionOf(role)), account };
  }

  /** A cluster as requests of a role name it: one whose account nothing tells is taken to be in the role's. */
  public clusterArn(cluster: Cluster, role: Identity): AskedArn {
    const own = arnOf(cluster);
    const {
      region = symbolOf(`the region of ${cluster.id}`, 'segment'),
      name,
      partition = this.partitionOf(role),
    } = cluster;
    const account = accountIdIn(own) ?? (cluster.account ? this.textOf(cluster.account) : this.accountOf(role));
    if (!hasSymbol(own)) return { arn: own, account };
    const called = name ?? symbolOf(`the name of ${cluster.id}`, 'segment');
    return { arn: `arn:${partition}:eks:${region}:${account}:cluster/${called}`, account };
  }

  /** What is below a cluster in ARNs: `access-entry`, `podidentityassociation`. */
  public inCluster(cluster: Cluster, role: Identity, type: string, rest: string): AskedArn {
    const { arn, account } = this.clusterArn(cluster, role);
    return { arn: `${arn.replace(/:cluster\//, `:${type}/`)}/${rest}`, account };
  }

  /** Whether two roles are in one account. */
  public isOneAccount(one: Identity, other: Identity): Known {
    return (
      isSameAccount(one, other, this.evaluation.accountsOfRoles) ??
      unknown(`whether ${one.id} and ${other.id} are in one account is not known`)
    );
  }

  /** Whether a cluster is in a role's account. */
  public isInAccount(cluster: Cluster, role: Identity): Known {
    if (cluster.account && cluster.account === role.account) return true;
    const own = accountIdIn(arnOf(cluster)) ?? cluster.account?.id;
    const { account: id } = knownOf(this.accountOf(role));
    if (own !== undefined && id !== undefined) return own === id;
    return unknown(`whether ${cluster.id} is in the account of ${role.id} is not known`);
  }

  public callerOf(role: Identity): Caller {
    const { identities, accountsOfRoles: accounts } = this.evaluation;
    const { account, arn: roleArn } = this.arnOf(role);
    const caller = callerOf(role, { identities, accounts });
    const isCallersAccount: Caller['isCallersAccount'] = (id) => id === account || caller.isCallersAccount(id);
    return { ...caller, account, roleArn, isCallersAccount };
  }

  private accountOf(role: Identity): string {
    if (role.account) return this.textOf(role.account);
    return this.evaluation.accountsOfRoles.of(role).id ?? accountOfRole(role);
  }

  /** An account's id, or one symbol for it. */
  private textOf(account: AwsAccount): string {
    let text = this.accounts.get(account);
    if (text === undefined) {
      const [name = symbolOf(`AWS account ${this.accounts.size + 1}`, 'segment')] = account.names;
      text = account.id ?? name;
      this.accounts.set(account, text);
    }
    return text;
  }

  /** The partition of a role's account: where nothing else tells, that which policies of such roles name. */
  private partitionOf(role: Identity): string {
    const [written = 'aws', ...others] = this.partitions;
    return this.evaluation.accountsOfRoles.of(role).partition ?? (others.length === 0 ? written : 'aws');
  }

  /** A text of a role's policy, or of the trust of one that it is to become, with the names of things as requests have them. */
  private write(text: string, role: Identity): string {
    let written = text;
    for (const name of this.evaluation.accountsOfRoles.of(role).names) {
      written = written.replaceAll(name, this.accountOf(role));
    }
    return written.replace(PARTITION, `arn:${this.partitionOf(role)}:`).replace(SYMBOL, (symbol) => {
      const named = this.evaluation.identities.claimed(symbol)?.identity;
      if (named?.kind === 'iam-role') return this.arnOf(named).arn;
      const cluster = this.clusters.get(symbol);
      return cluster ? this.clusterArn(cluster, role).arn : symbol;
    });
  }

  private add(policy: IdentityPolicy, read: readonly Statement[] | undefined): void {
    const { identity, source } = policy;
    if (!read) {
      this.unread.push(describeSymbols(unreadText(policy)));
      addToGroup(this.unreadPolicies, identity, policy);
      return;
    }
    addToGroup(this.policies, identity, policy);
    for (const statement of read) {
      if (statement.effect === 'Allow' && isAboutThese(statement)) this.addStatement(identity, source, statement);
    }
  }

  private addPartitions(identity: string, statements: readonly Statement[]): void {
    if (this.evaluation.accountsOfRoles.of(this.evaluation.identities.get(identity)!).partition !== undefined) return;
    for (const resource of statements.flatMap(({ resources }) => resources)) {
      const partition = partitionIn(resource);
      if (partition !== undefined) this.partitions.add(partition);
    }
  }

  private addStatement(identity: string, source: string, statement: Statement): void {
    const actions = ACTIONS.filter((action) => coversAction(statement, action) !== false);
    if (actions.length === 0) return;
    let own = this.found.get(identity) as { actions: Map<IamAction, GivenAction> } | undefined;
    if (!own) {
      const candidate = { role: this.evaluation.identities.get(identity)!, actions: new Map<IamAction, GivenAction>() };
      this.found.set(identity, candidate);
      own = candidate;
    }
    const targets = this.targetsOf(statement);
    for (const action of actions) {
      const known = own.actions.get(action);
      const all =
        targets && (!known || known.targets) ? [...new Set([...(known?.targets ?? []), ...targets])] : undefined;
      own.actions.set(action, {
        sources: [...new Set([...(known?.sources ?? []), source])].sort(),
        ...(all ? { targets: all } : {}),
      });
    }
  }

  /** The roles that a statement names; nothing where it may be about others. */
  private targetsOf({ resources, notResource }: Statement): readonly string[] | undefined {
    if (notResource) return undefined;
    const { identities } = this.evaluation;
    const found: string[] = [];
    for (const resource of resources) {
      const named = identities.claimed(resource)?.identity;
      if (named) found.push(named.id);
      else if (hasSymbol(resource) || /[*?$]/.test(resource)) return undefined;
      else found.push(...identities.possibleByArn(resource).map(({ id }) => id));
    }
    return found;
  }
}

/** The ids of accounts, as far as anything tells that of one of their roles: where two differ, neither is the account's. */
function idsOfAccounts({ model, accountsOfRoles }: Evaluation): ReadonlyMap<AwsAccount, string> {
  const found = new Map<AwsAccount, string>();
  const different = new Set<AwsAccount>();
  for (const role of model.identities) {
    const { id } = accountsOfRoles.of(role);
    if (!role.account || id === undefined) continue;
    if ((found.get(role.account) ?? id) !== id) different.add(role.account);
    found.set(role.account, id);
  }
  for (const account of different) found.delete(account);
  return found;
}

function knownOf(account: string): { readonly account?: string } {
  return hasSymbol(account) ? {} : { account };
}

/** A policy that AWS manages. */
const OF_AWS = /^arn:(?:[^:]*|\uE000[^\uE001]*\uE001):iam::aws:/;

const SYMBOL = /\uE000[^\uE001]*\uE001/g;
/** A partition that is not known, at the beginning of an ARN: it is that of the others. */
const PARTITION = /arn:\uE000[^\uE001]*\uE001:/g;

/** How a policy that was not read is called. */
function unreadText({ name, source }: IdentityPolicy): string {
  return name === undefined ? `the policy of ${source}` : `${managedPolicyText(name)}, which ${source} attaches`;
}

function givenTo({ id, at }: Identity): IdentityPolicy {
  const { statements, version } = EVERYTHING;
  return { identity: id, kind: 'permissions', source: id, statements, version, at };
}

/** Whether a statement may be about one of the services at all. */
function isAboutThese({ actions, notAction }: Statement): boolean {
  return notAction || actions.some((action) => !OF_ANOTHER.test(action));
}

const OF_ANOTHER = /^(?!(?:iam|sts|eks):)[a-z0-9-]+:/;
