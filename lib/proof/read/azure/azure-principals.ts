import { and, any, isUnknown, isYes, or, unknown } from '../../model/known/known';
import type { Known } from '../../model/known/known';
import type { OpenAssignment } from '../../model/identity/identity-policy';
import { causeText } from '../../model/known/perhaps';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import type { PerhapsBlock } from '../perhaps-among';
import { withDataSources } from '../with-data-sources';
import { uncountedBy } from '../terraform/configuration/instances/instance';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { asText, dependsOf, isUnknown as isUnknownValue, textOfValue } from '../terraform/expression/value';
import type { Value } from '../terraform/expression/value';

/** Who has what is given to a principal. */
export interface Holder {
  readonly identity: string;
  /** The id of the group that it is a member of; nothing where the principal is its own. */
  readonly through?: string;
}

/** A group of Entra, as far as its members are known. */
interface Group {
  readonly id: string;
  readonly members: string[];
  /** Why there may be others. */
  open?: string;
  /** What gives these others, as it is written. */
  readonly others: string[];
}

const GROUPS = ['azuread_group', 'azuread_group_without_members'];

/**
 * The identities behind the object ids that roles and access policies are given to: their own principals, and groups that they are
 * members of, also of groups in groups.
 *
 * @see Azure RBAC, "What is Azure role-based access control": role assignments are transitive for groups
 */
export class AzurePrincipals {
  private readonly groups = new Map<string, Group>();
  private readonly holders = new Map<string, readonly Holder[]>();

  /** @param own identities by the object id of their principal */
  public constructor(
    private readonly program: TerraformProgram,
    private readonly own: ReadonlyMap<string | undefined, string>,
  ) {
    const groups = GROUPS.flatMap((type) => withDataSources(program, type)).map((instance) => this.addGroup(instance));
    for (const [group, instance] of groups) this.addOwnMembers(group, instance);
    for (const membership of program.instances('azuread_group_member')) this.addMember(membership);
  }

  /** Those that certainly have what is given to an object id. */
  public holdersOf(principal: string | undefined): readonly Holder[] {
    if (principal === undefined) return [];
    const found = this.holders.get(principal);
    if (found) return found;
    const direct = this.own.get(principal);
    const group = this.groups.get(principal);
    const members = direct !== undefined || !group ? [] : [...new Set(this.own.values())];
    const holders = [
      ...(direct === undefined ? [] : [{ identity: direct }]),
      ...members.filter((one) => isYes(this.isIn(group!, one))).map((identity) => ({ identity, through: group!.id })),
    ];
    this.holders.set(principal, holders);
    return holders;
  }

  /** Whether an identity has what is given to an object id. */
  public isGivenTo(principal: string | undefined, identity: string): Known {
    if (principal === undefined) return unknown(NOT_KNOWN);
    const direct = this.own.get(principal);
    if (direct !== undefined) return direct === identity;
    const group = this.groups.get(principal);
    if (group) return this.isIn(group, identity);
    return isOpen(principal) ? unknown(whyOpen(principal)) : false;
  }

  /** Whether an object id is that of somebody beside the identities: who else is in a group is told by the group. */
  public isOfOthers(principal: string): boolean {
    return this.holdersOf(principal).every(({ through }) => through !== undefined);
  }

  /**
   * Whose what is given to an object id may be beside its {@link holdersOf}; nothing where it is nobody's.
   *
   * @param written what gives the object id, where it is not known itself
   */
  public perhapsOf(
    principal: string | undefined,
    written = '',
  ): Pick<OpenAssignment, 'whose' | 'identities' | 'because' | 'isOf'> | undefined {
    const isOf = (one: string): Known => this.isGivenTo(principal, one);
    if (principal === undefined) return { whose: written, because: NOT_KNOWN, isOf };
    if (this.own.has(principal)) return undefined;
    const group = this.groups.get(principal);
    if (!group) return isOpen(principal) ? { whose: principal, because: whyOpen(principal), isOf } : undefined;
    const because = this.whyOpenGroup(group);
    if (because === undefined) return undefined;
    const others = [...this.othersIn(group)].map(describeSymbols).sort();
    return {
      whose: [principal, ...others].join(', '),
      identities: [...new Set(this.own.values())].filter((one) => isUnknown(this.isIn(group, one))),
      ...{ because, isOf },
    };
  }

  /** Whose what a block gives to an object id is, where the block need not be there. */
  public perhapsThere(
    principal: string | undefined,
    { block, depends }: PerhapsBlock,
  ): Pick<OpenAssignment, 'whose' | 'identities' | 'because' | 'isOf'> | undefined {
    const own = this.holdersOf(principal).map(({ identity }) => identity);
    const others = this.perhapsOf(principal);
    if (own.length === 0 && !others) return undefined;
    const because = `whether it is there depends on ${causeText(dependsOf(block)!)}`;
    return {
      whose: [depends, principal ?? ''].join(', '),
      ...(others && !others.identities ? {} : { identities: [...own, ...(others?.identities ?? [])] }),
      because,
      isOf: (one) => and(own.includes(one) || (others?.isOf(one) ?? false), unknown(because)),
    };
  }

  private othersIn({ id, members, others }: Group, seen: ReadonlySet<string> = new Set()): ReadonlySet<string> {
    const within = members.flatMap((member) => {
      const group = this.groups.get(member);
      return !group || seen.has(group.id) ? [] : [...this.othersIn(group, new Set([...seen, id]))];
    });
    return new Set([...others, ...within]);
  }

  /** Why a group may have other members; nothing where it has none. */
  private whyOpenGroup({ id, members, open }: Group, seen: ReadonlySet<string> = new Set()): string | undefined {
    if (open !== undefined) return open;
    for (const member of members) {
      const group = this.groups.get(member);
      const why = group && !seen.has(group.id) ? this.whyOpenGroup(group, new Set([...seen, id])) : undefined;
      if (why !== undefined) return why;
    }
    return undefined;
  }

  private isIn({ id, members, open }: Group, identity: string, seen: ReadonlySet<string> = new Set()): Known {
    if (seen.has(id)) return false;
    const within = any(members, (member): Known => {
      const direct = this.own.get(member);
      if (direct !== undefined) return direct === identity;
      const group = this.groups.get(member);
      return group ? this.isIn(group, identity, new Set([...seen, id])) : false;
    });
    return or(within, open === undefined ? false : unknown(open));
  }

  private addGroup(instance: Instance): readonly [Group, Instance] {
    const group: Group = { id: instance.id, members: [], others: [] };
    for (const key of ['object_id', 'id']) {
      const text = String(this.program.reference(instance, [key]));
      if (!this.groups.has(text)) this.groups.set(text, group);
    }
    return [group, instance];
  }

  private addOwnMembers(group: Group, instance: Instance): void {
    const rules = this.program.blocks(instance, 'dynamic_membership');
    if (instance.block.mode !== 'data' && rules?.length === 0) {
      this.addMembers(group, this.program.attribute(instance, 'members'));
      return;
    }
    group.open = `who is a member of ${instance.id} is not known`;
    group.others.push(...(rules ?? []).map(textOfValue));
  }

  private addMembers(group: Group, written: Value | undefined): void {
    if (written === undefined || written === null) return;
    if (!Array.isArray(written)) {
      group.open = `who is a member of ${group.id} is not known${isUnknownValue(written) ? `: ${describeSymbols(String(written))}` : ''}`;
      group.others.push(textOfValue(written));
      return;
    }
    for (const one of written as readonly Value[]) this.addOne(group, asText(one));
  }

  private addOne(group: Group, member: string | undefined): void {
    if (member === undefined || (isOpen(member) && !this.own.has(member) && !this.groups.has(member))) {
      group.open ??= `who is a member of ${group.id} is not known${member === undefined ? '' : `: ${describeSymbols(member)}`}`;
      if (member !== undefined) group.others.push(member);
    } else group.members.push(member);
  }

  private addMember(membership: Instance): void {
    const { program } = this;
    const named = program.text(membership, 'group_object_id');
    const group = named === undefined ? undefined : this.groups.get(named);
    const member = program.text(membership, 'member_object_id');
    if (!group) return;
    if (uncountedBy(membership).length === 0) this.addOne(group, member);
    else {
      group.open ??= `whether ${membership.id} is made is not known`;
      group.others.push(`${member ?? ''} by ${membership.id}`);
    }
  }
}

const NOT_KNOWN = 'its principal is not known';

function whyOpen(principal: string): string {
  return `whether ${describeSymbols(principal)} is its principal is not known`;
}

/** The object id of something that makes or finds no identity of a pod: a user, who is signed in, an identity of a resource. */
const OF_OTHERS = /^\$\{(?:[^}]*\.)?(?:azurerm|azuread)_\w+\.[^}]*\b(?:object_id|principal_id)\}$/;
/** What may be an identity's all the same; and a value of an assignment itself, which stands for one that cannot be told. */
const PERHAPS_ITS_OWN =
  /(?:azurerm_user_assigned_identity|data\.azuread_service_principal|azurerm_role_assignment|azurerm_cosmosdb_sql_role_assignment|azurerm_key_vault|azurerm_key_vault_access_policy|azuread_group_member|azuread_group)\./;

/** Whether an object id may be that of anything: a value from outside, and not the attribute of a resource. */
function isOpen(text: string): boolean {
  const shown = describeSymbols(text);
  return hasSymbol(text) && !(OF_OTHERS.test(shown) && !PERHAPS_ITS_OWN.test(shown));
}
