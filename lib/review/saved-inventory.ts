import { PodtrustError } from '../core/errors';
import type { Inventory } from '../proof/inventory';

/** What begins every saved inventory, of whichever version. */
const SCHEMA = 'podtrust.inventory/';
const VERSION = `${SCHEMA}v1`;

/** Whether a text is meant as what `podtrust prove --format json` printed, whole or not. */
export function looksLikeInventory(text: string): boolean {
  return /^\s*\{\s*"schema"\s*:\s*"podtrust\.inventory\//.test(text);
}

/**
 * An inventory from its JSON.
 *
 * @throws PodtrustError `inventory-invalid` for one that is cut off, of another version, or not one
 */
export function parseInventory(text: string, file: string): Inventory {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid(
      file,
      `is not JSON: ${(error as Error).message}`,
      'It may have been cut off. Write it again with podtrust prove --format json.',
    );
  }
  return checkInventory(value, file);
}

/** The lists that a review reads, each with the texts and the lists of texts that every entry has. */
const LISTS: Readonly<Record<string, { readonly texts: readonly string[]; readonly lists?: readonly string[] }>> = {
  clusters: { texts: ['id', 'cloud', 'issuer'] },
  identities: { texts: ['id', 'cloud', 'kind', 'name'] },
  access: {
    texts: ['identity', 'mechanism', 'cluster', 'namespace', 'serviceAccount'],
    lists: ['except', 'workloads'],
  },
  permissions: { texts: ['identity', 'resource', 'source'], lists: ['actions'] },
  findings: { texts: ['rule', 'level', 'message', 'subject'] },
  undecided: { texts: ['about', 'because'] },
};
/** The same for lists that need not be there. */
const OPTIONAL_LISTS: typeof LISTS = {
  policies: { texts: ['identity', 'kind', 'source'] },
  openPolicies: { texts: ['whose', 'kind', 'source', 'because'] },
  outbound: { texts: ['role', 'identity', 'source'] },
  capabilities: { texts: ['id', 'cluster', 'type', 'identity'] },
  becoming: {
    texts: ['cluster', 'who', 'kind', 'becomes', 'namespace'],
    lists: ['names', 'by', 'sources'],
  },
  resources: { texts: ['id', 'arn'] },
  becomingIdentities: { texts: ['who', 'kind', 'by'], lists: ['identities', 'sources'] },
};
/** Of a statement of a policy. */
const STATEMENT_LISTS = ['actions', 'notActions', 'dataActions', 'notDataActions', 'resources', 'notResources'];

/** @throws PodtrustError `inventory-invalid` */
export function checkInventory(value: unknown, file: string): Inventory {
  const again = 'Write it again with podtrust prove --format json.';
  if (!isObject(value) || typeof value.schema !== 'string' || !value.schema.startsWith(SCHEMA)) {
    throw invalid(file, 'is not an inventory', again);
  }
  if (value.schema !== VERSION) {
    throw invalid(
      file,
      `is of the version ${JSON.stringify(value.schema)}, and this podtrust reads ${VERSION}`,
      `${again} Use one version of podtrust for base and head.`,
    );
  }
  for (const [name, shape] of [...Object.entries(LISTS), ...Object.entries(OPTIONAL_LISTS)]) {
    const list = value[name];
    if (list === undefined && name in OPTIONAL_LISTS) continue;
    if (!Array.isArray(list)) throw invalid(file, `has no list ${name}`, again);
    const wrong = list.findIndex((entry) => !hasShape(entry, shape));
    if (wrong >= 0) throw invalid(file, `has an entry in ${name} that is not one: ${name}[${wrong}]`, again);
  }
  const { origins = {} } = value;
  if (!isObject(origins) || !isTexts(Object.values(origins)))
    throw invalid(file, 'has origins that are not texts', again);
  const resources = (value.resources ?? []) as readonly Record<string, unknown>[];
  const ofResources = resources.flatMap(({ policies }) => (Array.isArray(policies) ? policies.filter(isObject) : []));
  const listed = [value.policies, value.openPolicies].flatMap(
    (list) => (list ?? []) as readonly Record<string, unknown>[],
  );
  for (const policy of [...listed, ...ofResources]) {
    const { statements = [], unread, source, identities = [] } = policy;
    if (!isTexts(identities))
      throw invalid(file, `has a policy of identities that are not texts, ${JSON.stringify(source)}`, again);
    const isRead = Array.isArray(statements) && statements.every(isStatement);
    if (isRead && (unread === undefined || isUnread(unread))) continue;
    throw invalid(file, `has a policy with statements that are not ones, of ${JSON.stringify(source)}`, again);
  }
  return value as unknown as Inventory;
}

function hasShape(entry: unknown, { texts, lists = [] }: (typeof LISTS)[string]): boolean {
  if (!isObject(entry)) return false;
  for (const name of texts) if (typeof entry[name] !== 'string') return false;
  for (const name of lists) if (!isTexts(entry[name])) return false;
  return true;
}

function isUnread(entry: unknown): boolean {
  if (!hasShape(entry, UNREAD)) return false;
  const { statements = [] } = entry as Record<string, unknown>;
  return Array.isArray(statements) && statements.every(isStatement);
}

const UNREAD = { texts: ['because'], lists: ['rest', 'depends'] };

function isStatement(entry: unknown): boolean {
  if (!isObject(entry) || (entry.effect !== 'Allow' && entry.effect !== 'Deny')) return false;
  for (const name of STATEMENT_LISTS) if (entry[name] !== undefined && !isTexts(entry[name])) return false;
  const { conditions = [] } = entry;
  return Array.isArray(conditions) && conditions.every((one) => hasShape(one, CONDITION));
}

const CONDITION = { texts: ['operator', 'key'], lists: ['values'] };

function isTexts(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  for (const one of value) if (typeof one !== 'string') return false;
  return true;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(where: string, what: string, remedy: string): PodtrustError {
  return new PodtrustError({ code: 'inventory-invalid', where, what, remedy });
}
