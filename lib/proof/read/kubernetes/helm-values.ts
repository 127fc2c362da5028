import { AZURE_KEYS, EKS_KEYS } from '../../../core/annotations';
import { ENTRA_AUDIENCE, STS_AUDIENCE } from '../../../core/audience';
import type { IdentityReference } from '../../model/identity-reference';
import type { Place } from '../../model/place';
import { parseSymbolicYaml } from '../symbolic-yaml';
import { isJsonObject } from './kubernetes-object';
import type { JsonObject } from './kubernetes-object';

/** A value of a release, by its path in the values: `serviceAccount.annotations.eks.amazonaws.com/role-arn`. */
export type HelmValue = readonly [path: string, value: string];

/** A release of a chart, as far as it bears on who it makes accounts for. */
export interface Release {
  readonly clusters: readonly string[];
  /** `HelmRelease/apps/shop`, or the id of the Terraform resource. */
  readonly id: string;
  readonly namespace: string;
  /** The release's own name and its chart's, of which charts make names. */
  readonly names: readonly string[];
  readonly at: Place;
}

/** The annotations of accounts that name an identity. */
const IDENTITIES = [
  { key: EKS_KEYS.roleArn, mechanism: 'irsa', audience: STS_AUDIENCE },
  { key: AZURE_KEYS.clientId, mechanism: 'entra-workload-identity', audience: ENTRA_AUDIENCE },
] as const;

/**
 * What a release's values have annotated on service accounts. That a chart puts `serviceAccount.annotations` on the account
 * which it names after `serviceAccount.name` is a custom that nearly all keep; the chart itself is not read.
 */
export function releasedReferences(release: Release, values: readonly HelmValue[]): IdentityReference[] {
  // Of several values of one path the last counts.
  const byPath = new Map(values.map(([path, value]) => [path.replaceAll('\\.', '.'), value]));
  return [...byPath].flatMap(([path, text]) =>
    IDENTITIES.flatMap(({ key, mechanism, audience }): IdentityReference[] => {
      const end = `nnotations.${key}`;
      if (!path.endsWith(end) || text === '') return [];
      const prefix = path.slice(0, -end.length - 1);
      const name = byPath.get(`${prefix}name`);
      const names = name === undefined || name === '' ? conventional(release.names) : [name];
      const { clusters, id, namespace, at } = release;
      return [{ clusters, id, mechanism, text, audience, owner: { kind: 'release', namespace, names }, at }];
    }),
  );
}

/** The names that a chart's template `fullname` makes of release and chart. Helm, `helm create`. */
function conventional([release = '', chart = '']: readonly string[]): readonly string[] {
  const full = release.includes(chart) ? release : `${release}-${chart}`;
  return [...new Set([full, release, chart].filter((name) => name !== ''))];
}

/** The values that YAML text holds; symbols in it stay symbols. None where it is not YAML. */
export function valuesOfText(text: string, file: string): HelmValue[] {
  try {
    return parseSymbolicYaml({ file, text, named: false }).flatMap(({ value }) =>
      isJsonObject(value) ? valuesOfObject(value) : [],
    );
  } catch {
    return [];
  }
}

/** The values of an object that YAML was read to. */
export function valuesOfObject(object: JsonObject): HelmValue[] {
  return [...leaves(object, '')];
}

function* leaves(object: JsonObject, prefix: string): Generator<HelmValue> {
  for (const [key, value] of Object.entries(object)) {
    if (isJsonObject(value)) yield* leaves(value, `${prefix}${key}.`);
    else if (['string', 'boolean', 'number'].includes(typeof value)) yield [`${prefix}${key}`, String(value)];
  }
}
