import { grouped } from '../../../core/groups';
import { BY_ABSENCE } from '../../model/assumption';
import type { Assuming } from '../../model/assumption';
import type { Cluster } from '../../model/cluster';
import type { Identity } from '../../model/identity';
import type { IdentityPolicy } from '../../model/identity-policy';
import { identityElsewhere } from '../../model/declared-elsewhere';
import { isInPartitionOf } from '../../model/identity-index';
import type { IdentityIndex } from '../../model/identity-index';
import type { Model } from '../../model/model';
import type { PodIdentityAssociation } from '../../model/pod-identity-association';
import { describeSymbols, hasSymbol, symbolOf } from '../../model/symbol';
import { mayDoTo } from './assume-permission';
import { matchesGlob } from '../../model/glob';
import { decideRoleAssumption } from '../../iam';
import type { RoleAssumption, TrustPolicy } from '../../iam';
import type { RoleAccount, RoleAccounts } from '../irsa/role-account';

/** Whether EKS gets from an association's role to its target role. A refusal may rest on the absence of a permission. */
export interface TargetVerdict extends Assuming {
  /** Nothing where it cannot be told. */
  readonly admitted: boolean | undefined;
  /** What stands in the way, or why it cannot be told; what decided it where nothing does. */
  readonly because: string;
  /** ARNs in the trust that are assumed to be the first role's own: the name fits, and the account is not known. */
  readonly assumed?: readonly string[];
}

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
  private described?: ReadonlySet<string>;

  public constructor(
    private readonly model: Model,
    private readonly input: TargetRoleInput,
  ) {}

  /**
   * The EKS User Guide, "Access AWS Resources using EKS Pod Identity Target IAM Roles": with the credentials of the first
   * role EKS calls `sts:AssumeRole` on the target, and hands out what that gives.
   */
  public judge(association: PodIdentityAssociation, cluster: Cluster | undefined): TargetVerdict {
    const { role, target } = association;
    const { identities, policies } = this.input;
    const caller = role === undefined ? undefined : identities.get(role);
    if (!target || !caller) return { admitted: undefined, because: 'its role is not in the input' };
    const goal = target.role === undefined ? undefined : identities.get(target.role);
    const arn = describeSymbols(target.arn);
    if (!goal) {
      const because = `its target role ${arn} is not in the input: whether it admits ${caller.id}, and what the pod may do then, is not known`;
      return { admitted: undefined, because };
    }
    const policy = policies.get(goal.id);
    if (!policy) return { admitted: undefined, because: `the trust policy of its target role ${goal.id} is not known` };
    const assumed = new Set<string>();
    const verdict = this.follow(policy, association, caller, goal, this.request(association, caller, cluster, assumed));
    return assumed.size > 0 && verdict.admitted !== false ? { ...verdict, assumed: [...assumed] } : verdict;
  }

  private follow(
    policy: TrustPolicy,
    association: PodIdentityAssociation,
    caller: Identity,
    goal: Identity,
    request: RoleAssumption,
  ): TargetVerdict {
    const decision = decideRoleAssumption(policy, request);
    const because = decision.because.join('; ');
    if (decision.admitted === false) return { admitted: false, because: `${goal.id} does not take it: ${because}` };
    const own = this.ownPermission(association, caller, goal, decision.delegated);
    if (own.admitted === false) return own;
    if (decision.admitted === undefined) return { admitted: undefined, because };
    return own.admitted === undefined ? own : { admitted: true, because };
  }

  private request(
    { namespace, serviceAccount, sessionTags, target }: PodIdentityAssociation,
    caller: Identity,
    cluster: Cluster | undefined,
    assumed: Set<string>,
  ): RoleAssumption {
    const account = this.input.accounts.of(caller);
    const id = account.id ?? [...account.names][0] ?? symbolOf(`${caller.id}.account`);
    const clusterArn = cluster?.resourceId ?? symbolOf(`${cluster?.id ?? 'cluster'}.arn`);
    return {
      role: caller.id,
      roleArn: arnOf(caller, id),
      account: id,
      externalId: target!.externalId,
      isCaller: (name) => {
        const same = this.isRole(name, caller);
        if (same && name !== caller.claimName && account.id === undefined) assumed.add(name);
        return same;
      },
      partition: account.partition,
      isCallersAccount: (one) => isAccount(one, account),
      ...(sessionTags
        ? { tags: { namespace, serviceAccount, clusterArn, clusterName: cluster?.name, account: id } }
        : {}),
    };
  }

  /** Whether a text is a role's ARN; nothing where only apply will tell. */
  private isRole(name: string, role: Identity): boolean | undefined {
    if (name === role.claimName) return true;
    const found = this.input.identities.claimed(name)?.identity;
    if (found) return found.id === role.id && this.fitsAccount(name, role);
    return hasSymbol(name) || hasSymbol(role.name) ? undefined : false;
  }

  /** An ARN of the right name may be of another account. */
  private fitsAccount(name: string, role: Identity): boolean | undefined {
    const account = /^arn:[^:]*:iam::([^:]*):/.exec(name)?.[1];
    return (
      isInPartitionOf(role, name) &&
      (account === undefined || isAccount(account, this.input.accounts.of(role)) !== false)
    );
  }

  /** A trust that names the role itself is enough within one account; else the role's own account has to allow it too. */
  private ownPermission(
    { sessionTags, target }: PodIdentityAssociation,
    caller: Identity,
    goal: Identity,
    delegated: boolean | undefined,
  ): TargetVerdict {
    const isOneAccount = isSameAccount(caller, goal, this.input.accounts);
    const isTarget = (resource: string): boolean | undefined => this.isResource(resource, goal, target!.arn);
    for (const action of sessionTags ? ['sts:AssumeRole', 'sts:TagSession'] : ['sts:AssumeRole']) {
      const { allowed, denied, because } = mayDoTo(action, this.policiesOf(caller.id), isTarget);
      if (allowed) continue;
      // A trust that names the role itself is enough, unless a Deny says otherwise.
      if (delegated === false && isOneAccount === true && denied === false) continue;
      const what = `${caller.id} is allowed ${action} on ${goal.id}`;
      const unsure = (why: string): TargetVerdict => ({
        admitted: undefined,
        because: `whether ${what} is not known: ${why}`,
      });
      if (allowed === undefined) return unsure(because);
      if (this.isUnread(caller.id)) return unsure('not all of its policies are');
      if (delegated !== true && isOneAccount !== false && denied !== true) {
        if (delegated === false && isOneAccount === true) return unsure('one of its policies may deny it');
        const open =
          isOneAccount === undefined
            ? 'if the two roles are in two accounts'
            : 'unless the trust takes it by its own name';
        const why = `it has to be ${open}, which is not known, and ${because}`;
        return { admitted: undefined, because: `${caller.id} may need ${action} on ${goal.id}: ${why}` };
      }
      if (denied === true) {
        return { admitted: false, because: `${caller.id} is not allowed ${action} on ${goal.id}: ${because}` };
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
    return ALLOWED;
  }

  /** Whether a policy's resource, its symbols described, is a role. */
  private isResource(resource: string, role: Identity, written: string): boolean | undefined {
    const names = ['*', describeSymbols(role.claimName), describeSymbols(written)];
    if (names.includes(resource)) return true;
    const found = this.input.identities.claimed(resource)?.identity;
    if (found) return found.id === role.id && this.fitsAccount(resource, role);
    if (resource.includes('${')) return this.describedArns().has(resource) ? false : undefined;
    if (!hasSymbol(written)) return matchesGlob(resource, written);
    return isPatternOf(resource, role, this.input.accounts.of(role));
  }

  /** How policies describe the ARNs of the roles that were read. */
  private describedArns(): ReadonlySet<string> {
    this.described ??= new Set(this.model.identities.map(({ claimName }) => describeSymbols(claimName)));
    return this.described;
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

const ALLOWED: TargetVerdict = { admitted: true, because: '' };

/** A role's ARN, with symbols for what is not known of it. */
function arnOf({ id, claimName, path = '/', name }: Identity, account: string): string {
  if (!hasSymbol(claimName)) return claimName;
  return `arn:${symbolOf(`${id}.partition`)}:iam::${account}:role${path}${name}`;
}

/** Whether an ARN with wildcards takes a role whose own is not known; nothing where its account decides that. */
function isPatternOf(pattern: string, role: Identity, { id }: RoleAccount): boolean | undefined {
  const [, partition = 'aws', account = '*'] = /^arn:([^:]*):iam::([^:]*):/.exec(pattern) ?? [];
  const digits = id ?? (/^\d{12}$/.test(account) ? account : '000000000000');
  const arn = `arn:${/[*?]/.test(partition) ? 'aws' : partition}:iam::${digits}:role${role.path ?? '/'}${role.name}`;
  if (hasSymbol(arn)) return undefined;
  if (!matchesGlob(pattern, arn)) return false;
  return id === undefined && account === digits ? undefined : true;
}

/** Whether a text is the id of an account; nothing where only apply will tell. */
function isAccount(text: string, { id, names }: RoleAccount): boolean | undefined {
  if (text === id || names.has(text)) return true;
  return id === undefined || hasSymbol(text) ? undefined : false;
}

function isSameAccount(one: Identity, other: Identity, accounts: RoleAccounts): boolean | undefined {
  if (one.account && one.account === other.account) return true;
  const [id, otherId] = [accounts.of(one).id, accounts.of(other).id];
  return id === undefined || otherId === undefined ? undefined : id === otherId;
}
