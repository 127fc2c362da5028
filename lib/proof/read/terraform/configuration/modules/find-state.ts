import { hasSymbol } from '../../../../model/known/symbol';
import { isObject } from '../../expression/value';
import type { Value } from '../../expression/value';
import type { Configuration, RawObject } from '../configuration';

/**
 * The settings that tell one state from another, by backend; all else (credentials, locking, encryption) may differ
 * between the writer and the reader of the same state. Terraform documentation, "Backends".
 */
const IDENTIFYING: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    azurerm: ['storage_account_name', 'container_name', 'key'],
    consul: ['path'],
    cos: ['bucket', 'prefix', 'key'],
    gcs: ['bucket', 'prefix'],
    http: ['address'],
    kubernetes: ['secret_suffix', 'namespace'],
    local: ['path'],
    oss: ['bucket', 'prefix', 'key'],
    pg: ['schema_name', 'conn_str'],
    remote: ['organization', 'workspaces'],
    s3: ['bucket', 'key'],
  }),
);

/** How cdktf names the data source by which one stack reads another's outputs. */
const CDKTF_REFERENCE = /^cross-stack-reference-input-(.+)$/;

/**
 * The configuration whose state a `terraform_remote_state` reads: the one with the same backend, whatever the workspace.
 * Where several have it, or the settings of either side are not known, the one that cdktf's own name says.
 *
 * @param name the data source's name
 * @param backend its evaluated `backend`
 * @param config its evaluated `config`
 */
export function findState(
  configurations: readonly Configuration[],
  name: string,
  backend: Value | undefined,
  config: Value | undefined,
): Configuration | undefined {
  const wanted = fingerprint(String(backend), isObject(config) ? config : {});
  const matching = configurations.filter(
    ({ backend: own }) => own !== undefined && fingerprint(own.type, own.config) === wanted,
  );
  if (matching.length === 1) return matching[0];
  const stack = CDKTF_REFERENCE.exec(name)?.[1];
  const candidates =
    matching.length > 0
      ? matching
      : configurations.filter(({ backend: own }) => own === undefined || isUnsure(wanted, own.type, own.config));
  const named = candidates.filter((configuration) => configuration.stack === stack && stack !== undefined);
  return named.length === 1 ? named[0] : undefined;
}

/** Whether settings that differ may turn out to be the same, since a part of them is not known before apply. */
function isUnsure(wanted: string, type: string, config: RawObject): boolean {
  return hasSymbol(wanted) || fingerprint(type, config).includes('${');
}

function fingerprint(type: string, config: RawObject | { readonly [key: string]: Value }): string {
  const kind = type === 'cloud' ? 'remote' : type;
  const keys = IDENTIFYING.get(kind) ?? Object.keys(config).sort();
  return JSON.stringify([kind, ...keys.map((key) => normalize(config[key]))]);
}

/** One block may be an object or a list of one; keys in order. */
function normalize(value: Value | undefined): unknown {
  if (Array.isArray(value)) {
    const items = value as readonly Value[];
    return items.length === 1 ? normalize(items[0]) : items.map(normalize);
  }
  if (!isObject(value)) return value ?? null;
  return Object.keys(value)
    .sort()
    .map((key) => [key, normalize(value[key])]);
}
