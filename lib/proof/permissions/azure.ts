import type { CloudResource } from '../model/cloud-resource';
import type { AzureActions, IdentityPolicy } from '../model/identity/identity-policy';
import { and, any, isNo, isUnknown, isYes, not, or, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { describeSymbols, hasSymbol, inLowerCase } from '../model/known/symbol';
import { equal, matches, startsWith } from '../model/known/text';
import { whyPerhapsNone } from '../model/uncounted';
import type { Uncounted } from '../model/uncounted';
import type { PermissionDecision } from './permission';

/** One request to Azure. */
export interface AzureRequest {
  /** As Azure has it: `Microsoft.KeyVault/vaults/secrets/getSecret/action`. */
  readonly action: string;
  /** The resource id; may hold symbols. */
  readonly resource: string;
  /** The resource that was read; nothing where none was. */
  readonly read?: CloudResource;
  /** Writes the names of things in a scope as `resource` has them. */
  write(text: string): string;
}

/** The plane of an action; nothing where the built-in roles do not tell. */
type Plane = 'control' | 'data' | undefined;

/**
 * Whether an identity's role assignments give it an action on a resource: a role that has the action, at the resource's scope or at one
 * around it. An action is of one plane, and `*` of the control plane gives nothing of data.
 *
 * @see Azure RBAC, "Understand Azure role definitions", "Understand scope for Azure RBAC"
 */
export function decideOnAzure(
  policies: readonly IdentityPolicy[],
  uncounted: Uncounted,
  request: AzureRequest,
): PermissionDecision {
  const plane = planeOf(request.action);
  const judged = policies
    .filter(({ kind }) => kind === 'role-assignment')
    .map((policy) => ({ policy, ...judge(policy, uncounted, plane, request) }));
  const given = any(judged, ({ answer }) => answer);
  const vault = vaultDoubt(request);
  const allowed = and(given, vault === undefined || unknown(vault));
  const said = judged
    .filter(({ answer }) => isYes(answer) === isYes(given) && isUnknown(answer) === isUnknown(given))
    .slice(0, MOST_REASONS)
    .map(({ policy, why }) => describeSymbols(`${policy.source} ${why}`));
  const none = judged.length === 0 ? ['nothing that was read assigns it a role'] : [];
  if (isNo(allowed)) return { allowed, because: [...said, ...none], assumes: ['nothing-elsewhere'] };
  return { allowed, because: [...(vault === undefined ? [] : [vault]), ...said], assumes: [] };
}

const MOST_REASONS = 8;

function judge(
  policy: IdentityPolicy,
  uncounted: Uncounted,
  plane: Plane,
  { action, resource, write }: AzureRequest,
): { readonly answer: Known; readonly why: string } {
  const { name, scope = '', condition, source } = policy;
  const role = name ?? 'a role that is not known';
  const at = scope === '' ? 'no known scope' : scope;
  const within = encloses(write(scope), resource);
  if (isNo(within)) return { answer: false, why: `gives ${role} on ${at}, which is not around ${resource}` };
  const blocks = blocksOf(policy);
  const covers: Known = blocks
    ? any(blocks, (block) => hasAction(block, action, plane))
    : unknown(`what ${role} allows was not read`);
  if (isNo(covers)) return { answer: false, why: `gives ${role}, which does not have ${action}` };
  const perhaps = whyPerhapsNone(uncounted, [source]);
  const held: Known =
    perhaps !== undefined
      ? unknown(perhaps)
      : condition === undefined || condition === ''
        ? true
        : unknown('it depends on its condition');
  const answer = and(covers, within, held);
  return {
    answer,
    why: isUnknown(answer)
      ? `may give it by ${role} on ${at}: ${answer.why}`
      : `gives ${role} on ${at}, which has ${action}`,
  };
}

/** Whether a scope is a resource's own, or one around it. Azure compares ids without regard to case. */
function encloses(scope: string, resource: string): Known {
  const [around, own] = [inLowerCase(scope).replace(/\/+$/, ''), inLowerCase(resource)];
  if (scope === '/') return true;
  if (around === '') return unknown('its scope is not known');
  if (around.startsWith('/providers/microsoft.management/managementgroups/')) {
    return unknown('which subscriptions are in a management group is not known');
  }
  return or(equal(around, own), startsWith(own, `${around}/`));
}

function blocksOf({ azure, name, isRoleOpen }: IdentityPolicy): readonly AzureActions[] | undefined {
  if (isRoleOpen) return undefined;
  if (azure) return azure;
  const { AZURE_ROLE_ACTIONS } = table();
  const known =
    name !== undefined && Object.keys(AZURE_ROLE_ACTIONS).find((one) => one.toLowerCase() === name.toLowerCase());
  return known ? AZURE_ROLE_ACTIONS[known] : COSMOS[name ?? ''];
}

const COSMOS_ITEMS = 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers';
const COSMOS_METADATA = 'Microsoft.DocumentDB/databaseAccounts/readMetadata';
const ofData = (...dataActions: readonly string[]): readonly AzureActions[] => [
  { actions: [], notActions: [], dataActions, notDataActions: [] },
];

/** Azure Cosmos DB, "Data plane built-in roles". */
const COSMOS: Readonly<Record<string, readonly AzureActions[] | undefined>> = {
  'Cosmos DB Built-in Data Reader': ofData(
    COSMOS_METADATA,
    `${COSMOS_ITEMS}/items/read`,
    `${COSMOS_ITEMS}/executeQuery`,
    `${COSMOS_ITEMS}/readChangeFeed`,
  ),
  'Cosmos DB Built-in Data Contributor': ofData(COSMOS_METADATA, `${COSMOS_ITEMS}/*`, `${COSMOS_ITEMS}/items/*`),
};

function hasAction(
  { actions, notActions, dataActions, notDataActions }: AzureActions,
  action: string,
  plane: Plane,
): Known {
  const some = (patterns: readonly string[]): Known =>
    any(patterns, (pattern) => matches(inLowerCase(pattern), action.toLowerCase()));
  const control = and(some(actions), not(some(notActions)));
  const data = and(some(dataActions), not(some(notDataActions)));
  if (plane === 'control') return control;
  if (plane === 'data') return data;
  if (isYes(control) && isYes(data)) return true;
  if (isNo(control) && isNo(data)) return false;
  return unknown(`whether ${action} is of the control plane or of the data plane is not known`);
}

/** In lower case. */
interface Planes {
  readonly data: ReadonlySet<string>;
  readonly control: ReadonlySet<string>;
  readonly patterns: readonly string[];
}

let planes: Planes | undefined;

function planeOf(action: string): Plane {
  if (!planes) {
    const { AZURE_DATA_ACTIONS, AZURE_CONTROL_ACTIONS } = table();
    const linesOf = (text: string): readonly string[] => text.trim().toLowerCase().split('\n');
    const all = linesOf(AZURE_DATA_ACTIONS);
    const patterns = all.filter((one) => one.includes('*'));
    planes = { data: new Set(all), control: new Set(linesOf(AZURE_CONTROL_ACTIONS)), patterns };
  }
  const name = action.toLowerCase();
  if (planes.data.has(name)) return 'data';
  if (planes.control.has(name)) return 'control';
  const ofCosmos =
    /^microsoft\.documentdb\/databaseaccounts\/(readmetadata|sqldatabases\/containers\/(items\/|executequery|readchangefeed|executestoredprocedure|manageconflicts))/;
  if (ofCosmos.test(name)) return 'data';
  return planes.patterns.some((pattern) => isYes(matches(pattern, name))) ? undefined : 'control';
}

/** Why an assignment may have no effect: a vault may be set to access policies of its own. */
function vaultDoubt({ action, read }: AzureRequest): string | undefined {
  if (
    !/^microsoft\.keyvault\/vaults\/(secrets|keys|certificates|certificatecas)\//i.test(action) ||
    planeOf(action) !== 'data'
  ) {
    return undefined;
  }
  if (!read || read.service !== 'Microsoft.KeyVault/vaults' || read.isByRoles === true) return undefined;
  return `${read.id} is not set to Azure RBAC, or not known to be: then its access policies decide, and no role`;
}

/** Read when the first is asked for. */
function table(): typeof import('./azure-role-actions') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./azure-role-actions') as typeof import('./azure-role-actions');
}

/** Whether a text may be a resource id of Azure. */
export function isResourceId(text: string): boolean {
  return /^\/subscriptions\/[^/]+/i.test(text) && !hasSymbol(text);
}
