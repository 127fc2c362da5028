import { grouped } from '../../../core/groups';
import { BY_ABSENCE } from '../../model/assumption';
import type { Assuming } from '../../model/assumption';
import type { Cluster } from '../../model/cluster/cluster';
import type { Identity } from '../../model/identity/identity';
import type { IdentityPolicy } from '../../model/identity/identity-policy';
import { identityElsewhere } from '../../model/declared-elsewhere';
import type { IdentityIndex } from '../../model/identity/identity-index';
import type { Model } from '../../model/model';
import type { PodIdentityAssociation, TargetRole } from '../../model/identity/pod-identity-association';
import type { Known } from '../../model/known/known';
import { describeSymbols } from '../../model/known/symbol';
import { arnOf } from './association-session';
import { mayDoTo } from '../../permissions/permission-on-role';
import { decideRoleAssumption } from '../../iam';
import type { RoleAssumption, TrustPolicy } from '../../iam';
import type { RoleAccounts } from '../irsa/role-account';
import { matchesRole } from '../irsa/role-arn';
import { callerOf } from './caller';

/** Whether EKS gets from an association's role to its target role. A refusal may rest on the absence of a permission. */
export interface TargetVerdict extends Assuming {
  /** Nothing where it cannot be told. */
  readonly admitted: boolean | undefined;
  /** What stands in the way, or why it cannot be told; what decided it where nothing does. */
  readonly because: string;
  /** ARNs in the trust that are assumed to be the first role's own: the name fits, and the account is not known. */
  readonly assumed?: readonly string[];
}

/** The session that goes on to another role: that of an association, or of a capability, which has no id and no policy. */
export type CallingSession = Pick<PodIdentityAssociation, 'namespace' | 'serviceAccount' | 'sessionTags'> &
  (Pick<PodIdentityAssociation, 'id' | 'policy'> | { readonly id?: undefined; readonly policy?: undefined });

/** The role that it goes on to; without an external id none is passed. */
export type NextRole = Omit<TargetRole, 'externalId'> & Partial<Pick<TargetRole, 'externalId'>>;

/** What verdicts on target roles are made from. */
export interface TargetRoleInput {
  readonly identities: IdentityIndex;
  readonly accounts: RoleAccounts;
  readonly policies: ReadonlyMap<string, TrustPolicy>;
}

/** Follows associations from their role to their target role, as EKS does before a pod gets credentials. */
export class TargetRoles {
  private policies?: ReadonlyMap<string, readonly IdentityPolicy[]>;
  private unread?: ReadonlySet<string>;

  public constructor(
    private readonly model: Model,
    private readonly input: TargetRoleInput,
  ) {}

  /**
   * The EKS User Guide, "Access AWS Resources using EKS Pod Identity Target IAM Roles": with the credentials of the first
   * role EKS calls `sts:AssumeRole` on the target, and hands out what that gives.
   */
  public judge(association: CallingSession, caller: Identity, target: NextRole, cluster: Cluster): TargetVerdict {
    const goal = this.input.identities.get(target.role);
    if (!goal) {
      const because = `its target role ${describeSymbols(target.arn)} is not in the input: whether it admits ${caller.id}, and what the pod may do then, is not known`;
      return { admitted: undefined, because };
    }
    const policy = this.input.policies.get(goal.id);
    if (!policy) return { admitted: undefined, because: `the trust policy of its target role ${goal.id} is not known` };
    const assumed = new Set<string>();
    const request = this.request(association, caller, target, cluster, assumed);
    const verdict = this.follow(policy, { association, caller, goal, target }, request);
    return assumed.size > 0 && verdict.admitted !== false ? { ...verdict, assumed: [...assumed] } : verdict;
  }

  private follow(policy: TrustPolicy, way: Way, request: RoleAssumption): TargetVerdict {
    const decision = decideRoleAssumption(policy, request);
    const because = decision.because.join('; ');
    if (decision.admitted === false) return { admitted: false, because: `${way.goal.id} does not take it: ${because}` };
    const obstacle = this.missingPermission(way, decision.delegated);
    if (obstacle?.admitted === false) return obstacle;
    if (decision.admitted === undefined) return { admitted: undefined, because };
    return obstacle ?? this.sessionPolicyOf(way) ?? { admitted: true, because };
  }

  private request(
    { namespace, serviceAccount, sessionTags }: CallingSession,
    caller: Identity,
    { externalId }: NextRole,
    cluster: Cluster,
    assumed: Set<string>,
  ): RoleAssumption {
    const own = callerOf(caller, this.input, (name) => assumed.add(name));
    return {
      ...own,
      externalId,
      ...(sessionTags
        ? {
            tags: {
              ...{ namespace, serviceAccount, clusterArn: arnOf(cluster), clusterName: cluster.name },
              account: own.account,
            },
          }
        : {}),
    };
  }

  /**
   * What is missing of the first role's own permission, or may be. A trust that names the role itself is enough within one
   * account; else the role's own account has to allow it too.
   */
  private missingPermission(
    { association: { sessionTags }, caller, goal, target }: Way,
    delegated: boolean | undefined,
  ): TargetVerdict | undefined {
    const isOneAccount = isSameAccount(caller, goal, this.input.accounts);
    const isTarget = (resource: string): Known => this.isResource(resource, goal, target.arn);
    for (const action of sessionTags ? ['sts:AssumeRole', 'sts:TagSession'] : ['sts:AssumeRole']) {
      const { allowed, denied, kept, because } = mayDoTo(action, this.policiesOf(caller.id), isTarget);
      if (allowed) continue;
      // A trust that names the role itself is enough, unless a Deny or a permissions boundary says otherwise.
      if (delegated === false && isOneAccount === true && denied === false && kept === true) continue;
      const what = `${caller.id} is allowed ${action} on ${goal.id}`;
      const unsure = (why: string): TargetVerdict => ({
        admitted: undefined,
        because: `whether ${what} is not known: ${why}`,
      });
      if (allowed === undefined) return unsure(because);
      if (this.isUnread(caller.id)) return unsure('not all of its policies are');
      const isLimited = delegated === false && kept === false;
      if (delegated !== true && isOneAccount !== false && denied !== true && !isLimited) {
        if (delegated === false && isOneAccount === true) {
          return unsure(
            denied === false ? 'its permissions boundary may not allow it' : 'one of its policies may deny it',
          );
        }
        const open =
          isOneAccount === undefined
            ? 'if the two roles are in two accounts'
            : 'unless the trust takes it by its own name';
        const why = `it has to be ${open}, which is not known, and ${because}`;
        return { admitted: undefined, because: `${caller.id} may need ${action} on ${goal.id}: ${why}` };
      }
      if (denied === true || isLimited) {
        const what = denied === true ? because : 'its permissions boundary does not allow it';
        return { admitted: false, because: `${caller.id} is not allowed ${action} on ${goal.id}: ${what}` };
      }
      if (caller.existing) return unsure('it is made outside of what was read, and so may its policies be');
      const elsewhere = identityElsewhere(this.model, caller);
      if (elsewhere !== undefined) return unsure(elsewhere);
      return {
        admitted: false,
        because: `${caller.id} is not allowed ${action} on ${goal.id}: ${because}`,
        ...BY_ABSENCE,
      };
    }
    return undefined;
  }

  /**
   * Why the association's session policy may stand in the way; nothing where it has none, or lets the session go on. The EKS User
   * Guide does not say whether EKS gives it to the first session or to the one that the pod gets. EKS takes it only where no session
   * tags are passed on.
   */
  private sessionPolicyOf({ association, caller, goal, target }: Way): TargetVerdict | undefined {
    const { id, policy } = association;
    if (policy === undefined) return undefined;
    const own = this.policiesOf(caller.id).filter(({ source }) => source === id);
    const asPermissions = own.map((one): IdentityPolicy => ({ ...one, kind: 'permissions' }));
    const isTarget = (resource: string): Known => this.isResource(resource, goal, target.arn);
    if (mayDoTo('sts:AssumeRole', asPermissions, isTarget).allowed) return undefined;
    const because = `whether EKS holds the way from ${caller.id} to ${goal.id} to the session policy of ${id}, which does not certainly allow sts:AssumeRole on it, is not documented`;
    return { admitted: undefined, because };
  }

  /** Whether a policy's resource is a role, by its ARN or as the association writes it. */
  private isResource(resource: string, role: Identity, written: string): Known {
    const found = this.input.identities.claimed(resource)?.identity;
    if (found && found.id !== role.id) return false;
    return matchesRole([resource], role, this.input.accounts.of(role), [written]);
  }

  private policiesOf(role: string): readonly IdentityPolicy[] {
    this.policies ??= grouped(this.model.policies, ({ identity }) => identity);
    return this.policies.get(role) ?? [];
  }

  /** Whether something of a role could not be read, such as one of its policies. */
  private isUnread(role: string): boolean {
    this.unread ??= new Set(this.model.undecided.map(({ about }) => about));
    return this.unread.has(role);
  }
}

/** The two roles of an association. */
interface Way {
  readonly association: CallingSession;
  readonly caller: Identity;
  readonly goal: Identity;
  readonly target: NextRole;
}

/** Whether two roles are in one account; nothing where only apply will tell. */
export function isSameAccount(one: Identity, other: Identity, accounts: RoleAccounts): boolean | undefined {
  if (one.account && one.account === other.account) return true;
  const [id, otherId] = [accounts.of(one).id, accounts.of(other).id];
  return id === undefined || otherId === undefined ? undefined : id === otherId;
}
