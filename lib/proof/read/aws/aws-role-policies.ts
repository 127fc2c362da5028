import { addToGroup } from '../../../core/groups';
import { isOpenName } from '../../model/identity/identity-index';
import type { IdentityIndex } from '../../model/identity/identity-index';
import type { Identity } from '../../model/identity/identity';
import type { IdentityPolicy, OpenPolicy } from '../../model/identity/identity-policy';
import { any, isYes } from '../../model/known/known';
import { below } from '../../model/place';
import type { Place } from '../../model/place';
import { causeText } from '../../model/known/perhaps';
import { describeSymbols, hasSymbol, symbolOf } from '../../model/known/symbol';
import { equal } from '../../model/known/text';
import type { CloudParts } from '../cloud-parts';
import type { Problems } from '../problems';
import type { Instance } from '../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { asText, dependsOf, holdsSymbol, isUnknown, textOfValue, wholeOf } from '../terraform/expression/value';
import type { Value, ValueObject } from '../terraform/expression/value';
import { perhapsAmong } from '../perhaps-among';
import { attachedPolicy, policyPermissions, policyWith } from './aws-permissions';
import { roleOf } from './aws-references';

/** A policy by the resource that holds its text. */
type Given = Pick<IdentityPolicy, 'identity' | 'kind' | 'source' | 'name' | 'arn' | 'at'>;

/** Whose a policy may be, where that is not known. */
type Holder = Pick<OpenPolicy, 'whose' | 'identities' | 'because'>;

/** What is given: a policy as its text, or by its ARN. */
type Content = { readonly policy: Value | undefined } | { readonly arn: string };

/** Resources that own all policies of a role, managed or inline, with the argument that lists them. */
const EXCLUSIVE = [
  ['aws_iam_role_policy_attachments_exclusive', 'policy_arns'],
  ['aws_iam_role_policies_exclusive', 'policy_names'],
] as const;

/** A policy as what owns all policies of its role names it: a managed one by its ARN, an inline one by its name. */
interface OwnPolicy extends Given {
  readonly text: string;
}

/** Reads what roles may do, and what limits that: inline and attached policies, permissions boundaries, session policies. */
export function readRolePolicies(
  program: TerraformProgram,
  parts: CloudParts,
  index: IdentityIndex,
  roles: readonly Instance[],
  problems: Problems,
): void {
  const reader = new RolePolicyReader(program, parts, index, problems);
  reader.readRoles(roles);
  reader.readResources();
  reader.readExclusive();
  reader.readSessions();
}

class RolePolicyReader {
  /** By the argument that would list them, and their role. */
  private readonly own = new Map<string, OwnPolicy[]>();
  /** What roles show of their own, by role and name or ARN: in a plan or a state that is all that they have. */
  private readonly shown = new Set<string>();

  public constructor(
    private readonly program: TerraformProgram,
    private readonly parts: CloudParts,
    private readonly index: IdentityIndex,
    private readonly problems: Problems,
  ) {}

  /** What the roles' own arguments give them, and their boundaries. */
  public readRoles(roles: readonly Instance[]): void {
    const { program } = this;
    const elsewhere = this.attachedByResources();
    for (const instance of roles) {
      const { id: identity, id: source, at } = instance;
      for (const { name, policy } of this.inlineBlocks(instance)) {
        const key = [identity, name].join(' ');
        this.shown.add(key);
        if (instance.lost && elsewhere.has(key)) continue;
        // A block without one says that there are no others.
        if (policy === undefined || policy === null) continue;
        this.addInline({ identity, kind: 'permissions', source, at }, String(name), policy);
      }
      const managed = program.attribute(instance, 'managed_policy_arns');
      this.sayUnknown(managed, instance, 'managed_policy_arns', 'which policies its managed_policy_arns attaches', [
        identity,
      ]);
      for (const arn of textsOf(managed)) {
        const key = [identity, arn].join(' ');
        this.shown.add(key);
        if (instance.lost && elsewhere.has(key)) continue;
        this.addManaged({ identity, kind: 'permissions', source, at }, arn);
      }
      const boundary = program.text(instance, 'permissions_boundary');
      if (boundary !== undefined && boundary !== '') {
        this.addByArn({ identity, kind: 'boundary', source, at }, boundary);
      }
    }
  }

  /** What resources of their own give roles. */
  public readResources(): void {
    const { program, index } = this;
    for (const instance of program.instances('aws_iam_role_policy')) {
      const holder = this.roleGiven(instance, 'role');
      if (holder === undefined) continue;
      const { id: source, at } = instance;
      const policy = program.attribute(instance, 'policy');
      if (typeof holder === 'string') {
        const name = String(program.reference(instance, ['name']));
        this.addInline({ identity: holder, kind: 'permissions', source, at }, name, policy);
      } else this.addOpen(instance, holder, { policy });
    }
    for (const instance of program.instances('aws_iam_role_policy_attachment')) {
      this.attach(instance, this.roleGiven(instance, 'role'));
    }
    for (const instance of program.instances('aws_iam_policy_attachment')) {
      const roles = program.attribute(instance, 'roles');
      const unknown = this.sayUnknown(roles, instance, 'roles', 'which roles it attaches its policy to');
      if (unknown && !Array.isArray(roles)) this.attach(instance, unknown);
      for (const name of textsOf(roles)) {
        this.attach(instance, index.byRoleName(name, instance.at)?.id ?? this.possibleRoles(instance, name));
      }
    }
  }

  /**
   * What owns all policies of a role: those that it does not name, it takes away, and of the managed ones it attaches those that
   * it names. It and what attaches others undo each other's work, so that they may be there or not.
   */
  public readExclusive(): void {
    const { program, problems } = this;
    for (const [type, argument] of EXCLUSIVE) {
      for (const exclusive of program.instances(type)) {
        const identity = this.roleGiven(exclusive, 'role_name', 'it takes policies away from');
        if (identity === undefined) continue;
        const list = program.attribute(exclusive, argument);
        if (typeof identity !== 'string') {
          const arns = argument === 'policy_arns' ? textsOf(list) : [];
          // That it takes others away is another matter.
          const because = `which role it is for is not known before apply: ${describeSymbols(identity.whose)}`;
          for (const arn of arns) this.addOpen(exclusive, { ...identity, because }, { arn });
          continue;
        }
        this.sayUnknown(list, exclusive, argument, `which policies it leaves to ${identity}`, [identity]);
        const before = [...(this.own.get(`${argument} ${identity}`) ?? [])];
        const texts = textsOf(list);
        const { id, at } = exclusive;
        for (const arn of argument === 'policy_arns' ? texts : []) {
          const isAttached = before.some(({ text }) => text === arn);
          if (!isAttached) this.addManaged({ identity, kind: 'permissions', source: id, at }, arn);
        }
        // In a state, whatever is there has not been taken away.
        if (exclusive.lost || whyUnknown(list) !== undefined) continue;
        for (const { source, text, at: place } of before) {
          if (isYes(any(texts, (one) => equal(one, text)))) continue;
          const because = `whether ${identity} keeps this policy is not known: ${id} takes away what its ${argument} do not name`;
          problems.add({ about: source, because, at: place });
          this.doubt(because, [identity]);
        }
      }
    }
  }

  /** What limits the sessions of associations. */
  public readSessions(): void {
    for (const { id: source, role: identity, policy, at } of this.parts.associations) {
      if (identity !== undefined && policy !== undefined)
        this.add({ identity, kind: 'session', source, at: below(at, 'policy') }, policy);
    }
  }

  private add(given: Given, policy: Value | undefined): void {
    const { identity, source, kind, at } = given;
    const read = policyPermissions(identity, policy, source);
    if (kind === 'permissions') this.parts.permissions.push(...(read.permissions ?? []));
    if (read.because !== undefined) {
      this.problems.add({ about: identity, because: `the policy of ${source} ${read.because}`, at });
    }
    this.parts.policies.push(policyWith(given, read, policy));
  }

  /** The inline policies that a role certainly has. Those that it may have, and that there may be others, is noted. */
  private inlineBlocks(role: Instance): readonly ValueObject[] {
    const { program } = this;
    const known = program.blocks(role, 'inline_policy');
    if (known) return known;
    const because = 'which inline_policy it has is not known before apply';
    this.doubt(`${role.id}: ${because}`, [role.id]);
    const holder = { identities: [role.id], because };
    const blocks = program.possibleBlocks(role, 'inline_policy');
    if (!blocks) {
      const written = asText(program.attribute(role, 'inline_policy')) ?? symbolOf(`${role.id}.inline_policy`);
      this.addOpen(role, { ...holder, whose: written }, { policy: written });
      return [];
    }
    for (const { block, depends } of perhapsAmong(blocks)) {
      const { policy } = block;
      if (policy === undefined || policy === null) continue;
      const why = `${because}: ${causeText(dependsOf(block)!)}`;
      this.addOpen(role, { ...holder, because: why, whose: depends }, { policy });
    }
    return blocks.filter((block) => dependsOf(block) === undefined);
  }

  private addInline(given: Given, name: string, policy: Value | undefined): void {
    addToGroup(this.own, `policy_names ${given.identity}`, { ...given, text: name });
    this.add(given, policy);
  }

  private addManaged(given: Given, arn: string): void {
    addToGroup(this.own, `policy_arns ${given.identity}`, { ...given, text: arn });
    this.addByArn(given, arn);
  }

  private addByArn(given: Given, arn: string): void {
    const policy = this.policyByArn(arn);
    if (policy) {
      this.add({ ...given, source: policy.id, arn, at: policy.at }, this.program.attribute(policy, 'policy'));
      return;
    }
    this.parts.policies.push({ ...given, name: arn });
    if (given.kind === 'permissions') {
      this.parts.permissions.push(attachedPolicy(given.identity, arn, given.source));
    }
  }

  private attach(attachment: Instance, holder: string | Holder | undefined): void {
    if (holder === undefined) return;
    const { id: source, at } = attachment;
    const arn = this.program.text(attachment, 'policy_arn');
    if (arn === undefined) return;
    if (typeof holder === 'string') this.addManaged({ identity: holder, kind: 'permissions', source, at }, arn);
    else this.addOpen(attachment, holder, { arn });
  }

  /** Adds a policy of which it is not known whose it is. */
  private addOpen({ id: source, at }: Instance, holder: Holder, content: Content): void {
    const given = { ...holder, kind: 'permissions', source, at } as const;
    const own = 'arn' in content ? this.policyByArn(content.arn) : undefined;
    if ('arn' in content && !own) {
      this.parts.openPolicies.push({ ...given, name: content.arn });
      return;
    }
    const policy = 'arn' in content ? this.program.attribute(own!, 'policy') : content.policy;
    this.parts.openPolicies.push(policyWith(given, policyPermissions('', policy, source), policy));
  }

  /** The policy of the program whose ARN a text is: as a reference, or as a state has it. */
  private policyByArn(arn: string): Instance | undefined {
    const own = { name: 'arn', of: (policy: Instance) => asText(this.program.reference(policy, ['arn'])) };
    return this.program.instancesWith('aws_iam_policy', own, arn)[0];
  }

  /** The role that an argument names, or those that it may turn out to name, which is said. */
  private roleGiven(instance: Instance, argument: 'role' | 'role_name', what?: string): string | Holder | undefined {
    const role = roleOf(this.program, this.index, instance, argument);
    if (role !== undefined) return role;
    const name = this.program.text(instance, argument);
    return name === undefined ? undefined : this.possibleRoles(instance, name, what);
  }

  /** The roles that a text may turn out to name, which is said; nothing where there are none. */
  private possibleRoles(instance: Instance, name: string, what?: string): Holder | undefined {
    return this.sayPossible(instance, name, what) ?? this.saySeveral(instance, name, what);
  }

  /** Says that a text may turn out to be the name of a role. */
  private sayPossible({ id, at }: Instance, name: string, what = 'it is a policy of'): Holder | undefined {
    const possible = this.possiblyNamed(name, at);
    const [first] = possible;
    if (!first) return undefined;
    const whose = hasSymbol(name)
      ? `${first.id} is not known before apply: ${describeSymbols(name)}`
      : `${first.id}, whose name is ${describeSymbols(first.name)}, is not known before apply`;
    const because = `whether ${what} ${whose}`;
    this.problems.add({ about: id, because, at });
    const identities = possible.map((role) => role.id);
    this.doubt(`${id}: ${because}`, identities);
    return { whose: name, identities, because };
  }

  /** The roles whose name a text may turn out to be that is not known, or whose own names are not. */
  private possiblyNamed(name: string, near: Place): readonly Identity[] {
    const { index } = this;
    if (!hasSymbol(name)) return index.possibleByRoleName(name).filter((role) => isOpenName(role.name));
    const values = this.program.possible(name)?.values;
    if (!values) return index.possibleByUnknownRoleName(name);
    const named = values.flatMap((value): readonly Identity[] => {
      const one = asText(value);
      if (one === undefined) return [];
      return hasSymbol(one) ? this.possiblyNamed(one, near) : index.allByRoleName(one, near);
    });
    return [...new Set(named)];
  }

  /** Says that roles of several accounts have the name: a state tells nothing of the account, unless the roles show it. */
  private saySeveral(instance: Instance, name: string, what = 'it is a policy of'): Holder | undefined {
    const { id, at } = instance;
    const roles = this.index.allByRoleName(name, at).map((role) => role.id);
    if (roles.length < 2) return undefined;
    const own = this.program.text(instance, 'policy_arn') ?? this.program.text(instance, 'name');
    if (roles.some((role) => this.shown.has([role, own].join(' ')))) return undefined;
    const because = `which of ${roles.join(', ')} ${what} is not known: they have the same name, in different accounts`;
    this.problems.add({ about: id, because, at });
    this.doubt(`${id}: ${because}`, roles);
    return { whose: name, identities: roles, because };
  }

  /**
   * Says what a list depends on, where not all that it holds is known.
   *
   * @param identities whose policies it decides of; any by default
   * @returns what it depends on
   */
  private sayUnknown(
    list: Value | undefined,
    { id, at }: Instance,
    name: string,
    what: string,
    identities: readonly (string | undefined)[] = [undefined],
  ): Pick<OpenPolicy, 'whose' | 'because'> | undefined {
    const unknown = whyUnknown(list);
    if (unknown === undefined) return undefined;
    const because = `${what} is not known before apply: ${unknown}`;
    this.problems.add({ about: id, because, at: below(at, name) });
    this.doubt(`${id}: ${because}`, identities);
    return { whose: unknown, because };
  }

  /** Notes of some identities, or of any, that they may have other policies than those that are read. */
  private doubt(because: string, identities: readonly (string | undefined)[]): void {
    this.parts.policyDoubts.push(...identities.map((identity) => ({ identity, because })));
  }

  /** What resources of their own attach to roles, by role and name or ARN: in a plan or a state the role shows it once more. */
  private attachedByResources(): ReadonlySet<string> {
    const { program, index } = this;
    const names = { aws_iam_role_policy: 'name', aws_iam_role_policy_attachment: 'policy_arn' };
    return new Set(
      Object.entries(names).flatMap(([type, name]) =>
        program
          .instances(type)
          .filter(({ lost }) => lost)
          .map((one) => [roleOf(program, index, one, 'role'), program.text(one, name)].join(' ')),
      ),
    );
  }
}

/** What a list depends on, where not all that it holds is known; nothing where it is, or is not set. */
function whyUnknown(list: Value = null): string | undefined {
  const whole = wholeOf(list) ?? (isUnknown(list) ? list : undefined);
  if (whole === undefined) return undefined;
  // What is known of it does not depend on anything.
  const open = Array.isArray(list) ? (list as readonly Value[]).filter(holdsSymbol).map(textOfElement) : [];
  return describeSymbols(open.length > 0 ? [...new Set(open)].sort().join(', ') : String(whole));
}

function textOfElement(value: Value): string {
  return asText(value) ?? textOfValue(value);
}

/** The texts of a list; none where it is not known at all. */
function textsOf(list: Value | undefined): readonly string[] {
  return Array.isArray(list) ? (list as readonly Value[]).flatMap((value) => asText(value) ?? []) : [];
}
