import type { CloudResource } from '../model/cloud-resource';
import type { DenyAssignment, IdentityPolicy, OpenAssignment } from '../model/identity/identity-policy';
import { and, any, isNo, isUnknown, isYes, not, or, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { describeSymbols, hasSymbol, inLowerCase } from '../model/known/symbol';
import { equal, splitOutsideSymbols, startsWith } from '../model/known/text';
import { whyPerhapsNone } from '../model/uncounted';
import type { Uncounted } from '../model/uncounted';
import { hasAction, hasRole, planeOf } from './azure-actions';
import type { AzureRequest, Plane } from './azure-actions';
import { conditionHolds } from './azure-condition';
import { hasVaultPermission, vaultOf } from './azure-vault';
import type { PermissionDecision } from './permission';

/** What decides what an identity may do. */
export interface AzureGrants {
  readonly identity: string;
  /** Role assignments and access policies that are the identity's. */
  readonly policies: readonly IdentityPolicy[];
  /** Those of which it is not known whose they are. */
  readonly open: readonly OpenAssignment[];
  readonly denials: readonly DenyAssignment[];
  readonly uncounted: Uncounted;
  /** Management groups that were read. */
  readonly managementGroups: readonly CloudResource[];
}

interface Judged {
  readonly answer: Known;
  readonly why: string;
  readonly source: string;
  readonly isOfVault: boolean;
}

/**
 * Whether an identity's role assignments give it an action on a resource: a role that has the action, at the resource's scope or at one
 * around it, and no deny assignment. An action is of one plane, and `*` of the control plane gives nothing of data. In a vault that is set
 * to access policies those decide on what it holds, and no role.
 *
 * @see Azure RBAC, "Understand Azure role definitions", "Understand scope for Azure RBAC", "List Azure deny assignments"; Azure Key Vault,
 * "Azure role-based access control (Azure RBAC) vs. access policies"
 */
export function decideOnAzure(grants: AzureGrants, request: AzureRequest): PermissionDecision {
  const plane = planeOf(request.action);
  const asked: Asked = { ...request, plane, grants };
  const isOfAzure = ({ isOfDirectory }: Pick<IdentityPolicy, 'isOfDirectory'>): boolean => !isOfDirectory;
  const judged = [
    ...grants.policies.filter(isOfAzure).map((policy) => judge(policy, true, asked)),
    ...grants.open.filter(isOfAzure).map((policy) => judge(policy, policy.isOf(grants.identity), asked)),
  ];
  const vault = vaultOf(request, plane);
  const byRoles = any(
    judged.filter(({ isOfVault }) => !isOfVault),
    ({ answer }) => answer,
  );
  const byPolicies = or(
    any(
      judged.filter(({ isOfVault }) => isOfVault),
      ({ answer }) => answer,
    ),
    request.read?.isPolicyOpen ? unknown(`the access policies of ${request.read.id} are not all known`) : false,
  );
  const given = vault === undefined ? byRoles : either(vault.isByRoles, byRoles, byPolicies);
  const denials = grants.denials.map((denial) => ({ denial, answer: denies(denial, asked) }));
  const denied = any(denials, ({ answer }) => answer);
  const allowed = and(given, not(denied));
  const sayDenials = denials
    .filter(({ answer }) => !isNo(answer))
    .map(({ denial, answer }) =>
      isUnknown(answer) ? describeSymbols(`${denial.id} may deny it: ${answer.why}`) : `${denial.id} denies it`,
    );
  if (isYes(denied)) return { allowed: false, because: sayDenials.slice(0, MOST_REASONS), assumes: [] };
  const counting = judged.filter(({ isOfVault }) =>
    vault === undefined ? !isOfVault : isUnknown(vault.isByRoles) || isOfVault !== isYes(vault.isByRoles),
  );
  const said = counting
    .filter(({ answer }) => isYes(answer) === isYes(given) && isUnknown(answer) === isUnknown(given))
    .slice(0, MOST_REASONS)
    .map(({ source, why }) => describeSymbols(`${source} ${why}`));
  const none =
    counting.length === 0
      ? [`nothing that was read gives it ${vault && isNo(vault.isByRoles) ? 'an access policy' : 'a role'}`]
      : [];
  const ofVault = vault?.why === undefined ? [] : [vault.why];
  if (isNo(allowed)) return { allowed, because: [...said, ...none, ...ofVault], assumes: ['nothing-elsewhere'] };
  const open = isUnknown(given) && said.length === 0 && !ofVault.includes(given.why) ? [given.why] : [];
  return {
    allowed,
    because: [...(isUnknown(allowed) ? [...sayDenials, ...open] : []), ...ofVault, ...said],
    assumes: [],
  };
}

interface Asked extends AzureRequest {
  readonly plane: Plane;
  readonly grants: AzureGrants;
}

const MOST_REASONS = 8;

/** Which of two answers counts is not always known. */
function either(isFirst: Known, first: Known, second: Known): Known {
  if (isYes(isFirst)) return first;
  if (isNo(isFirst)) return second;
  if (isYes(first) && isYes(second)) return true;
  return isNo(first) && isNo(second) ? false : isFirst;
}

function judge(policy: Omit<IdentityPolicy, 'identity'>, isItsOwn: Known, asked: Asked): Judged {
  const { action, resource, write, plane, grants } = asked;
  const { name, scope = '', condition, source, vaultPermissions, through } = policy;
  const role = name ?? 'a role that is not known';
  const at = scope === '' ? 'no known scope' : scope;
  const common = { source, isOfVault: vaultPermissions !== undefined };
  const whom = through === undefined ? '' : ` to ${through}, of which it is a member`;
  if (isNo(isItsOwn)) return { ...common, answer: false, why: 'is not for it' };
  const within = encloses(write(scope), resource, asked);
  if (isNo(within)) return { ...common, answer: false, why: `gives ${role} on ${at}, which is not around ${resource}` };
  const covers = vaultPermissions ? hasVaultPermission(policy, action) : hasRole(policy, action, plane);
  if (isNo(covers)) return { ...common, answer: false, why: `gives ${role}, which does not have ${action}` };
  const perhaps = whyPerhapsNone(grants.uncounted, [source]);
  const held: Known = condition === undefined || condition === '' ? true : conditionHolds(condition, action);
  if (isNo(held)) return { ...common, answer: false, why: `gives ${role} on a condition that ${action} does not meet` };
  const answer = and(covers, within, isItsOwn, perhaps === undefined || unknown(perhaps), held);
  return {
    ...common,
    answer,
    why: isUnknown(answer)
      ? `may give it by ${role} on ${at}: ${answer.why}`
      : `gives ${role} on ${at}${whom}, which has ${action}`,
  };
}

/** Whether a deny assignment denies a request. */
function denies(denial: DenyAssignment, asked: Asked): Known {
  const { resource, write, action, plane, grants } = asked;
  const { scope, azure, condition, isOfScopeAlone, id } = denial;
  const own = inLowerCase(resource);
  const at = isOfScopeAlone ? equal(inLowerCase(write(scope)), own) : encloses(write(scope), resource, asked);
  const covers: Known = azure
    ? any(azure, (block) => hasAction(block, action, plane))
    : unknown('what it denies is not known');
  const perhaps = whyPerhapsNone(grants.uncounted, [id]);
  const held: Known = condition === undefined || condition === '' ? true : conditionHolds(condition, action);
  return and(at, covers, denial.isFor(grants.identity), perhaps === undefined || unknown(perhaps), held);
}

/** Whether a scope is a resource's own, or one around it. Azure compares ids without regard to case. */
function encloses(scope: string, resource: string, { write, grants }: Asked): Known {
  const [around, own] = [inLowerCase(scope).replace(/\/+$/, ''), inLowerCase(resource)];
  if (scope === '/') return true;
  if (around === '') return unknown('its scope is not known');
  const direct = isWithin(own, around);
  if (!around.startsWith(MANAGEMENT_GROUPS)) return direct;
  // A program may put more below a management group elsewhere.
  if (isYes(direct) || isYes(holds(around, own, grants.managementGroups, write))) return true;
  return unknown('which subscriptions are in a management group is not known');
}

const MANAGEMENT_GROUPS = '/providers/microsoft.management/managementgroups/';

function holds(
  around: string,
  own: string,
  groups: readonly CloudResource[],
  write: (text: string) => string,
  seen: readonly string[] = [],
): Known {
  const idOf = (text: string): string => inLowerCase(write(text));
  const group = seen.includes(around) ? undefined : groups.find(({ arn }) => idOf(arn) === around);
  return any(group?.holds ?? [], (one): Known => {
    const inner = idOf(one);
    if (inner.startsWith(MANAGEMENT_GROUPS)) return holds(inner, own, groups, write, [...seen, around]);
    return isWithin(own, inner);
  });
}

/** Whether a resource id, in lower case, is another or within it. */
export function isWithin(id: string, around: string): Known {
  const [parts, outer] = [splitOutsideSymbols(id, '/'), splitOutsideSymbols(around, '/')];
  // No name has a slash: ids that are written out are told apart by their parts, whatever is not known of each.
  if (parts[0] === '' && outer[0] === '') {
    if (outer.length > parts.length || outer.some((part, index) => isNo(equal(part, parts[index]!)))) return false;
  }
  return or(equal(around, id), startsWith(id, `${around}/`));
}

/** Whether a text may be a resource id of Azure. */
export function isResourceId(text: string): boolean {
  return /^\/subscriptions\/[^/]/i.test(text) && !hasSymbol(text);
}
