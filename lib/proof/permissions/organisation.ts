import { coversAction, parseResourcePolicy, possibleStatements } from '../iam';
import type { Policy } from '../iam';
import { isNo, isUnknown } from '../model/known/known';
import { whyItMayBind } from '../model/identity/resource-control';
import type { Controlled, ResourceControl } from '../model/identity/resource-control';
import { parseSymbolicJson } from '../model/known/symbolic-json';
import { anyApplies, assessAll } from './statements';
import type { PermissionRequest } from './statements';

/** What the organisation's policies of the program are asked about. */
export interface OrganisedRequest {
  readonly request: PermissionRequest;
  readonly role: Controlled;
  readonly resource: Controlled;
}

/** Policies of the organisation that the program makes. */
export interface OrganisationPolicies {
  /** SCPs: of the role's account. */
  readonly serviceControls: readonly ResourceControl[];
  /** RCPs: of the resource's account. */
  readonly resourceControls: readonly ResourceControl[];
}

/**
 * Why a policy of the organisation that the program makes may keep a request from being allowed; nothing where none does.
 *
 * A Deny of either kind does, if the policy is for the account. An SCP that allows something else does where it is the only one: AWS attaches
 * FullAWSAccess beside it, and whether somebody took that away no program says. An RCP cannot: RCPFullAWSAccess cannot be detached.
 *
 * @see AWS Organizations User Guide, "SCP evaluation", "RCP evaluation"
 */
export function mayBeRefusedByOrganisation(
  { serviceControls, resourceControls }: OrganisationPolicies,
  { request, role, resource }: OrganisedRequest,
): string | undefined {
  for (const [controls, controlled, kind] of [
    [serviceControls, role, 'a service control policy'],
    [resourceControls, resource, 'a resource control policy'],
  ] as const) {
    for (const control of controls) {
      const where = whyItMayBind(control, controlled);
      if (where !== undefined && mayDeny(control, request)) return `${control.id}, ${kind}, may deny it, ${where}`;
    }
  }
  const listed = serviceControls.find((control) => leavesOut(control, serviceControls, request));
  const where = listed && whyItMayBind(listed, role);
  return where === undefined
    ? undefined
    : `${listed!.id}, a service control policy, does not allow it, which counts where FullAWSAccess is not attached any more: ${where}`;
}

/** Whether a policy may deny a request. One that Organizations refuses denies nothing. */
function mayDeny(control: ResourceControl, request: PermissionRequest): boolean {
  const policy = policyOf(control, request);
  if (!policy || policy.unknown.length > 0 || policy.open.size > 0) return true;
  return !isNo(answers(control, policy, request, 'Deny'));
}

/** Whether an SCP allows something, and not the request, which no other one does where it is attached. */
function leavesOut(control: ResourceControl, all: readonly ResourceControl[], request: PermissionRequest): boolean {
  const policy = policyOf(control, request);
  if (!policy || !possibleStatements(policy).some(({ effect }) => effect === 'Allow')) return false;
  if (allows(control, request)) return false;
  const places = control.targets.length > 0 ? control.targets : [''];
  return places.some((place) => !all.some((one) => one.targets.includes(place) && allows(one, request)));
}

function allows(control: ResourceControl, request: PermissionRequest): boolean {
  const policy = policyOf(control, request);
  if (!policy) return false;
  const answer = answers(control, policy, request, 'Allow');
  return !isNo(answer) && !isUnknown(answer);
}

function answers(
  { id }: ResourceControl,
  policy: Policy,
  request: PermissionRequest,
  effect: 'Allow' | 'Deny',
): ReturnType<typeof anyApplies> {
  const statements = possibleStatements(policy).filter(
    (one) => one.effect === effect && coversAction(one, request.action) !== false,
  );
  if (statements.length === 0) return false;
  const assessed = assessAll([{ id, statements, version: policy.version }], request);
  return assessed ? anyApplies(assessed, effect) : { why: 'it is too intricate to be worked out' };
}

/** Nothing where its text is not known. */
function policyOf({ content }: ResourceControl, request: PermissionRequest): Policy | undefined {
  if (content === undefined) return undefined;
  try {
    return parseResourcePolicy(withPrincipals(parseSymbolicJson(request.write(content))));
  } catch {
    return undefined;
  }
}

/** A service control policy names no principals: it is about all of the account. Neither kind may leave principals out. */
function withPrincipals(document: unknown): unknown {
  if (typeof document !== 'object' || document === null || !('Statement' in document)) return document;
  const { Statement: written } = document;
  const statements: readonly unknown[] = Array.isArray(written) ? written : [written];
  return {
    ...document,
    Statement: statements.map((one) => (typeof one === 'object' && one !== null ? { Principal: '*', ...one } : one)),
  };
}
