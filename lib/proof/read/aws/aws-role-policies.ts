import type { IdentityIndex } from '../../model/identity-index';
import type { IdentityPolicy } from '../../model/identity-policy';
import { below } from '../../model/place';
import { describeSymbols, isSymbol } from '../../model/symbol';
import type { CloudParts } from '../cloud-parts';
import type { Problems } from '../problems';
import type { Instance } from '../terraform/configuration/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import { asText, isUnknown, wholeOf } from '../terraform/expression/value';
import type { Value } from '../terraform/expression/value';
import { attachedPolicy, policyPermissions } from './aws-permissions';
import { roleOf } from './aws-references';

/** A policy by the resource that holds its text. */
type Given = Pick<IdentityPolicy, 'identity' | 'kind' | 'source' | 'name' | 'at'>;

/** Reads what roles may do, and what limits that: inline and attached policies, permissions boundaries, session policies. */
export function readRolePolicies(
  program: TerraformProgram,
  parts: CloudParts,
  index: IdentityIndex,
  roles: readonly Instance[],
  problems: Problems,
): void {
  const add = (given: Given, policy: Value | undefined): void => {
    const { identity, source, kind, at } = given;
    const read = policyPermissions(identity, policy, source);
    if (read.because !== undefined) {
      problems.add({ about: identity, because: `the policy of ${source} ${read.because}`, at });
      parts.policies.push(given);
      if (kind === 'permissions') parts.permissions.push(...(read.permissions ?? []));
      return;
    }
    parts.policies.push({ ...given, statements: read.statements });
    if (kind === 'permissions') parts.permissions.push(...read.permissions);
  };
  const addByArn = (given: Given, arn: string, policy: Instance | undefined): void => {
    if (policy?.block.type === 'aws_iam_policy' && policy.block.mode === 'managed') {
      add({ ...given, source: policy.id, at: policy.at }, program.attribute(policy, 'policy'));
      return;
    }
    parts.policies.push({ ...given, name: arn });
    if (given.kind === 'permissions') parts.permissions.push(attachedPolicy(given.identity, arn, given.source));
  };
  /** Says what a list depends on, where not all that it holds is known. */
  const sayUnknown = (list: Value | undefined, { id, at }: Instance, name: string, what: string): void => {
    const unknown = whyUnknown(list);
    if (unknown === undefined) return;
    problems.add({ about: id, because: `${what} is not known before apply: ${unknown}`, at: below(at, name) });
  };
  const attach = (attachment: Instance, identities: readonly string[]): void => {
    const { id: source, at } = attachment;
    const policy = program.target(attachment, 'policy_arn')?.instance ?? policyByArn(program, attachment);
    const arn = program.text(attachment, 'policy_arn') ?? '';
    for (const identity of identities) addByArn({ identity, kind: 'permissions', source, at }, arn, policy);
  };
  const elsewhere = attachedByResources(program, index);
  for (const instance of roles) {
    const { id: identity, id: source, at } = instance;
    for (const { name, policy } of program.nested(instance, 'inline_policy')) {
      if (instance.lost && elsewhere.has(`${identity} ${asText(name) ?? ''}`)) continue;
      if (policy !== undefined && policy !== null) add({ identity, kind: 'permissions', source, at }, policy);
    }
    const managed = program.attribute(instance, 'managed_policy_arns');
    sayUnknown(managed, instance, 'managed_policy_arns', 'which policies its managed_policy_arns attaches');
    for (const value of Array.isArray(managed) ? (managed as readonly Value[]) : []) {
      const arn = asText(value) ?? '';
      if (instance.lost && elsewhere.has(`${identity} ${arn}`)) continue;
      addByArn({ identity, kind: 'permissions', source, at }, arn, undefined);
    }
    const boundary = program.text(instance, 'permissions_boundary');
    if (boundary !== undefined && boundary !== '') {
      const policy = program.target(instance, 'permissions_boundary')?.instance;
      addByArn({ identity, kind: 'boundary', source, at: below(at, 'permissions_boundary') }, boundary, policy);
    }
  }
  /** The role that a policy is given to, or that it may be given to, which is said. */
  const roleGiven = (instance: Instance): string | undefined => {
    const identity = roleOf(program, index, instance, 'role');
    if (identity !== undefined) return identity;
    // A name that is wholly made up, by AWS or the provider, is hardly the one that is written here.
    const possible = index.possibleByRoleName(program.text(instance, 'role') ?? '').find(({ name }) => !isSymbol(name));
    if (possible) {
      const because = `whether it is a policy of ${possible.id}, whose name is ${describeSymbols(possible.name)}, is not known before apply`;
      problems.add({ about: instance.id, because, at: instance.at });
    }
    return undefined;
  };
  for (const instance of program.instances('aws_iam_role_policy')) {
    const identity = roleGiven(instance);
    const { id: source, at } = instance;
    if (identity !== undefined)
      add({ identity, kind: 'permissions', source, at }, program.attribute(instance, 'policy'));
  }
  for (const instance of program.instances('aws_iam_role_policy_attachment')) {
    const identity = roleGiven(instance);
    if (identity !== undefined) attach(instance, [identity]);
  }
  for (const instance of program.instances('aws_iam_policy_attachment')) {
    const roles = program.attribute(instance, 'roles');
    sayUnknown(roles, instance, 'roles', 'which roles it attaches its policy to');
    const named = Array.isArray(roles) ? (roles as readonly Value[]) : [];
    attach(
      instance,
      named.flatMap((role) => index.byRoleName(asText(role) ?? '', instance.at)?.id ?? []),
    );
  }
  for (const { id: source, role: identity, policy, at } of parts.associations) {
    if (identity !== undefined && policy !== undefined)
      add({ identity, kind: 'session', source, at: below(at, 'policy') }, policy);
  }
}

/** What a list depends on, where not all that it holds is known; nothing where it is, or is not set. */
function whyUnknown(list: Value | undefined): string | undefined {
  if (list === undefined) return undefined;
  const whole = wholeOf(list) ?? (isUnknown(list) ? list : undefined);
  return whole === undefined ? undefined : describeSymbols(String(whole));
}

/** What resources of their own attach to roles, by role and name or ARN: in a plan or a state the role shows it once more. */
function attachedByResources(program: TerraformProgram, index: IdentityIndex): ReadonlySet<string> {
  const names = { aws_iam_role_policy: 'name', aws_iam_role_policy_attachment: 'policy_arn' };
  return new Set(
    Object.entries(names).flatMap(([type, name]) =>
      program
        .instances(type)
        .filter(({ lost }) => lost)
        .map((one) => `${roleOf(program, index, one, 'role') ?? ''} ${program.text(one, name) ?? ''}`),
    ),
  );
}

/** The policy that a known ARN names, as a state has it. */
function policyByArn(program: TerraformProgram, attachment: Instance): Instance | undefined {
  const arn = attachment.lost && program.text(attachment, 'policy_arn');
  const own = { name: 'arn', of: (policy: Instance) => program.text(policy, 'arn') };
  return arn === undefined ? undefined : program.instancesWith('aws_iam_policy', own, arn)[0];
}
