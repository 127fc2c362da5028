import { partitionIn } from '../../../core/aws/aws-partition';
import { grouped } from '../../../core/groups';
import { accountIdIn } from '../aws-account';
import { isNoManagedIdentityId, mayHaveResourceId } from '../azure-resource-id';
import type { AwsAccount } from '../aws-account';
import type { Identity } from './identity';
import type { Place } from '../place';
import { hasSymbol, inLowerCase, isSymbol, referenceOfSymbol } from '../known/symbol';
import { isNo } from '../known/known';
import { equal } from '../known/text';

/** Any part may be a symbol, whose reference may have what ends a part. */
const ROLE_ARN =
  /^arn:(?:[^:\uE000]|\uE000[^\uE001]*\uE001)*:iam::((?:[^:\uE000]|\uE000[^\uE001]*\uE001)*):role(\/(?:(?:[^\uE000]|\uE000[^\uE001]*\uE001)*\/)?)((?:[^/\uE000]|\uE000[^\uE001]*\uE001)+)$/;
const IDENTITY_RESOURCE = /\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/([^/]+)$/i;

/** The identity that a text names. */
export interface NamedIdentity {
  readonly identity: Identity;
  /** The name fits, but the account or tenant is not known: they are assumed to be the same. */
  readonly assumed: boolean;
}

/** Finds identities by what names them, without a walk over all of them. */
export class IdentityIndex {
  // Each is made when something asks for it: a reader asks for some, the evaluation for others.
  private byId?: ReadonlyMap<string | undefined, Identity>;
  private byClaim?: ReadonlyMap<string, Identity>;
  private byResource?: ReadonlyMap<string, Identity>;
  private byName?: ReadonlyMap<string, readonly Identity[]>;

  private unnamedRoles?: readonly Identity[];

  private readonly identities: readonly Identity[];

  /** @param identities those there are now: a reader may go on adding to its list */
  public constructor(identities: readonly Identity[]) {
    this.identities = [...identities];
  }

  /** By id: nothing where it is not given, as that of what was not read, or no identity has it. */
  public get(id: string | undefined): Identity | undefined {
    this.byId ??= new Map(this.identities.map((identity) => [identity.id, identity]));
    return this.byId.get(id);
  }

  /** By a role's ARN or a client id, as a service account's annotation has it. */
  public claimed(text: string): NamedIdentity | undefined {
    this.byClaim ??= new Map(this.identities.map((one) => [one.claimName, one]));
    const identity = this.byClaim.get(text);
    if (identity) return { identity, assumed: false };
    const arn = ROLE_ARN.exec(text);
    if (!arn) return undefined;
    const [, account, path, name] = arn as unknown as [string, string, string, string];
    const named = this.named('iam-role', name).filter(
      (role) => (role.path ?? '/') === path && isInPartitionOf(role, text) && mayBeInAccountOf(role, text),
    );
    const [role] = named;
    if (role === undefined || named.length > 1) return undefined;
    return { identity: role, assumed: !role.account?.names.has(account) && role.account?.id !== account };
  }

  /** The roles whose ARN one that is known may turn out to be, where it names none that was read. */
  public possibleByArn(arn: string): readonly Identity[] {
    const name = ROLE_ARN.exec(arn)?.[3];
    if (name === undefined || hasSymbol(arn) || this.claimed(arn)) return [];
    return [...this.named('iam-role', name), ...this.rolesOfUnknownName()].filter((role) => mayBeArnOf(arn, role));
  }

  /** The roles whose name a text that is known may turn out to be. */
  public possibleByRoleName(name: string): readonly Identity[] {
    return hasSymbol(name) ? [] : this.rolesOfUnknownName().filter((role) => !isNo(equal(role.name, name)));
  }

  /**
   * The roles whose name a text may turn out to be that is known in part, or is a variable's. What a data source or a module that
   * was not read names is hardly a role that the program makes.
   */
  public possibleByUnknownRoleName(name: string): readonly Identity[] {
    if (!isOpenName(name)) return [];
    return this.identities.filter(
      (one) => one.kind === 'iam-role' && !isSymbol(one.name) && !isNo(equal(one.name, name)),
    );
  }

  /** Those first whose name is known in part: what fits one of them is hardly a name that AWS or the provider makes up. */
  private rolesOfUnknownName(): readonly Identity[] {
    if (!this.unnamedRoles) {
      const roles = this.identities.filter((one) => one.kind === 'iam-role' && hasSymbol(one.name));
      this.unnamedRoles = [...roles.filter((one) => !isSymbol(one.name)), ...roles.filter((one) => isSymbol(one.name))];
    }
    return this.unnamedRoles;
  }

  /** By a managed identity's resource id. */
  public byResourceId(text: string): NamedIdentity | undefined {
    this.byResource ??= new Map(
      this.identities.flatMap((one) => (one.resourceId === undefined ? [] : [[inLowerCase(one.resourceId), one]])),
    );
    const identity = this.byResource.get(inLowerCase(text));
    if (identity) return { identity, assumed: false };
    const name = IDENTITY_RESOURCE.exec(text)?.[1];
    const called = name === undefined || hasSymbol(name) ? [] : this.named('managed-identity', name);
    const named = called.filter((one) => mayHaveResourceId(text, one));
    return named.length === 1 ? { identity: named[0]!, assumed: true } : undefined;
  }

  /** The managed identities that a resource id may be that of, where it is not known which: none where it is of another. */
  public possibleByResourceId(text: string): readonly Identity[] {
    if (this.byResourceId(text)) return [];
    return this.identities.filter((one) => {
      if (one.resourceId === undefined || !hasSymbol(one.resourceId + text)) return false;
      return mayNameManagedIdentity(text, one);
    });
  }

  /**
   * A role by its name alone. In another account the name may be taken as well: of several it is the one in the same file,
   * which a plan or a state is all of.
   */
  public byRoleName(name: string, near: Place): Identity | undefined {
    const named = this.allByRoleName(name, near);
    return named.length === 1 ? named[0] : undefined;
  }

  /** The roles of a name, of which there is one in an account: those in the same file, or else all. */
  public allByRoleName(name: string, near: Place): readonly Identity[] {
    const named = this.named('iam-role', name);
    const own = named.filter(({ at }) => at.file === near.file);
    return own.length > 0 ? own : named;
  }

  private named(kind: Identity['kind'], name: string): readonly Identity[] {
    this.byName ??= grouped(this.identities, (identity) => nameKey(identity.kind, identity.name));
    return this.byName.get(nameKey(kind, name)) ?? [];
  }
}

/** Whether a name is known in part, or is a variable's: one that AWS or the provider makes up is hardly one that is written. */
export function isOpenName(name: string): boolean {
  return !isSymbol(name) || /(?<![\w-])var\./.test(referenceOfSymbol(name));
}

/** Whether an ARN may be of the partition that a role is in: one of another names nothing there. */
export function isInPartitionOf({ account, claimName }: Identity, arn: string): boolean {
  const own = partitionIn(claimName) ?? account?.partition;
  const written = partitionIn(arn);
  return own === undefined || written === undefined || own === written;
}

/** Whether an ARN's account may be the role's: two ids that are known and differ are not. */
export function mayBeInAccountOf({ account }: { readonly account?: Pick<AwsAccount, 'id'> }, arn: string): boolean {
  const id = accountIdIn(arn);
  return id === undefined || account?.id === undefined || account.id === id;
}

/**
 * Whether an ARN that is known may turn out to be a role's, of which it is not known: its own name, path or account is not,
 * or a role of the same name is in another account.
 */
export function mayBeArnOf(arn: string, role: Identity): boolean {
  if (role.kind !== 'iam-role' || hasSymbol(arn) || !hasSymbol(role.claimName)) return false;
  const [, account = '', path = '', name = ''] = ROLE_ARN.exec(arn) ?? [];
  if (!/^\d{12}$/.test(account)) return false;
  if (!isInPartitionOf(role, arn) || !mayBeInAccountOf(role, arn)) return false;
  // Of a role that others made nothing tells the path.
  const isOfPath = role.existing === true || !isNo(equal(role.path ?? '/', path));
  return isOfPath && !isNo(equal(role.name, name));
}

/**
 * Whether a resource id may turn out to be that of a managed identity, as far as its own, its group and its name tell: an id
 * that is known ends in the name.
 */
export function mayNameManagedIdentity(resourceId: string, identity: Identity): boolean {
  const { kind, name } = identity;
  if (kind !== 'managed-identity' || isNoManagedIdentityId(resourceId) || !mayHaveResourceId(resourceId, identity)) {
    return false;
  }
  const written = IDENTITY_RESOURCE.exec(resourceId)?.[1];
  if (written === undefined) return hasSymbol(resourceId);
  // Azure compares resource ids without regard to case.
  return !isNo(equal(inLowerCase(name), inLowerCase(written)));
}

/** Names of roles and of managed identities differ in more than their case. */
function nameKey(kind: Identity['kind'], name: string): string {
  return `${kind}:${name.toLowerCase()}`;
}
