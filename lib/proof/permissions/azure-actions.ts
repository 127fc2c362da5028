import type { CloudResource } from '../model/cloud-resource';
import type { AzureActions, IdentityPolicy } from '../model/identity/identity-policy';
import { and, any, isNo, isYes, not, unknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { matchesGlob } from '../model/known/glob';
import { RUN, mayMeet } from '../model/known/pattern';
import { inLowerCase } from '../model/known/symbol';
import { matches } from '../model/known/text';

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
export type Plane = 'control' | 'data' | undefined;

/** Whether the role of an assignment has an action. */
export function hasRole(policy: Omit<IdentityPolicy, 'identity'>, action: string, plane: Plane): Known {
  const blocks = blocksOf(policy);
  if (!blocks) return unknown(`what ${policy.name ?? 'a role that is not known'} allows was not read`);
  return any(blocks, (block) => hasAction(block, action, plane));
}

/** What a role allows: a custom one of the program, or a built-in one of the table; nothing where that is not known. */
export function blocksOf({
  azure,
  name,
  isRoleOpen,
}: Omit<IdentityPolicy, 'identity'>): readonly AzureActions[] | undefined {
  if (isRoleOpen) return undefined;
  if (azure || name === undefined) return azure;
  const { AZURE_ROLE_ACTIONS } = table();
  const known = Object.keys(AZURE_ROLE_ACTIONS).find((one) => one.toLowerCase() === name.toLowerCase());
  return known === undefined ? COSMOS.get(name) : AZURE_ROLE_ACTIONS[known];
}

const COSMOS_ITEMS = 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers';
const COSMOS_METADATA = 'Microsoft.DocumentDB/databaseAccounts/readMetadata';
const ofData = (...dataActions: readonly string[]): readonly AzureActions[] => [
  { actions: [], notActions: [], dataActions, notDataActions: [] },
];

/** Azure Cosmos DB, "Data plane built-in roles". */
const COSMOS: ReadonlyMap<string, readonly AzureActions[]> = new Map([
  [
    'Cosmos DB Built-in Data Reader',
    ofData(
      COSMOS_METADATA,
      `${COSMOS_ITEMS}/items/read`,
      `${COSMOS_ITEMS}/executeQuery`,
      `${COSMOS_ITEMS}/readChangeFeed`,
    ),
  ],
  ['Cosmos DB Built-in Data Contributor', ofData(COSMOS_METADATA, `${COSMOS_ITEMS}/*`)],
]);

/**
 * Whether a block of a role has an action: `*` is any text, and case does not count.
 *
 * The only place that answers it: what an identity may do, and what is reported of it, must agree.
 */
export function hasAction(
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

/** What a role of Azure allows in an AKS cluster. Azure Kubernetes Service, "Use Microsoft Entra ID authorization for the Kubernetes API". */
const OF_KUBERNETES =
  /^microsoft\.containerservice\/managedclusters\/(pods|replicationcontrollers|serviceaccounts|nodes|apps|batch|admissionregistration\.k8s\.io)\//;

/** What Resource Manager does to resources of which patterns of data actions have everything. Azure RBAC, "Azure permissions". */
const OF_RESOURCES: ReadonlySet<string> = new Set(
  [
    'microsoft.keyvault/vaults',
    'microsoft.containerservice/managedclusters',
    'microsoft.containerservice/fleets',
    'microsoft.devices/iothubs',
    'microsoft.signalrservice/signalr',
    'microsoft.signalrservice/webpubsub',
  ].flatMap((type) => [`${type}/read`, `${type}/write`, `${type}/delete`]),
);

/** What a role of Azure Cosmos DB allows in an account. */
const OF_COSMOS =
  /^microsoft\.documentdb\/databaseaccounts\/(readmetadata|sqldatabases\/containers\/(items\/|executequery|readchangefeed|executestoredprocedure|manageconflicts))/;

/** In lower case. */
interface Planes {
  readonly data: ReadonlySet<string>;
  readonly control: ReadonlySet<string>;
  readonly patterns: readonly string[];
}

let planes: Planes | undefined;

/** The plane that an action is of. */
export function planeOf(action: string): Plane {
  if (!planes) {
    const { AZURE_DATA_ACTIONS, AZURE_CONTROL_ACTIONS } = table();
    const linesOf = (text: string): readonly string[] => text.toLowerCase().split('\n');
    const all = linesOf(AZURE_DATA_ACTIONS);
    const patterns = all.filter((one) => one.includes('*'));
    planes = { data: new Set(all), control: new Set(linesOf(AZURE_CONTROL_ACTIONS)), patterns };
  }
  const name = action.toLowerCase();
  if (planes.data.has(name)) return 'data';
  if (planes.control.has(name) || OF_RESOURCES.has(name)) return 'control';
  if (OF_COSMOS.test(name) || OF_KUBERNETES.test(name)) return 'data';
  return planes.patterns.some((pattern) => isYes(matches(pattern, name))) ? undefined : 'control';
}

/** Read when the first is asked for. */
function table(): typeof import('./azure-role-actions') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./azure-role-actions') as typeof import('./azure-role-actions');
}

/**
 * Whether one of two built-in roles gives all that the other gives, by the table of a day: each action of the lesser one is within one of
 * the greater one, of the same plane, and not taken out of it again. Nothing is said of a role that the table does not have.
 */
export function givesAllOf(greater: string, lesser: string): boolean {
  const [wide, narrow] = [blocksOf({ name: greater, ...BY_NAME }), blocksOf({ name: lesser, ...BY_NAME })];
  if (!wide || !narrow) return false;
  const isWithin = (pattern: string, [gives, takes]: readonly [readonly string[], readonly string[]]): boolean =>
    gives.some((one) => matchesGlob(one.toLowerCase(), pattern.toLowerCase())) &&
    !takes.some((one) => mayMeet(patternOf(one), patternOf(pattern)));
  return narrow.every(({ actions, dataActions }) =>
    (
      [
        [actions, (block: AzureActions) => [block.actions, block.notActions] as const],
        [dataActions, (block: AzureActions) => [block.dataActions, block.notDataActions] as const],
      ] as const
    ).every(([patterns, planeOfBlock]) =>
      patterns.every((pattern) => wide.some((block) => isWithin(pattern, planeOfBlock(block)))),
    ),
  );
}

const BY_NAME = { kind: 'role-assignment', source: '', at: { file: '', pointer: '' } } as const;

/** `*` is any text. */
function patternOf(action: string): string {
  return action.toLowerCase().replaceAll('*', RUN);
}
