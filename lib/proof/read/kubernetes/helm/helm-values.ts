import { AZURE_KEYS, EKS_KEYS } from '../../../../core/kubernetes/annotations';
import { ENTRA_AUDIENCE, STS_AUDIENCE } from '../../../../core/trust/audience';
import type { HelmShape } from '../../../../core/kubernetes/helm-shape';
import type { IdentityReference } from '../../../model/identity/identity-reference';
import type { Place } from '../../../model/place';
import { parseSymbolicYaml } from '../../syntax/symbolic-yaml';
import { isJsonObject } from '../kubernetes-object';
import type { JsonObject } from '../kubernetes-object';

/** A value of a release, by its path in the values: `serviceAccount.annotations.eks.amazonaws.com/role-arn`. */
export type HelmValue = readonly [path: string, value: string];

/** A release of a chart, whoever makes it: Terraform, Flux, Argo CD. */
export interface Release {
  readonly clusters: readonly string[];
  /** `HelmRelease/apps/shop`, or the id of the Terraform resource. */
  readonly id: string;
  readonly namespace: string;
  /** The release's own name. */
  readonly name: string;
  /** The chart's name, without where it is published. */
  readonly chart: string;
  /** Where the chart's values have what; none where the chart is not known. */
  readonly shapes: readonly HelmShape[];
  /** All values, the later ones going before the earlier; nothing where not all of them are known. */
  readonly values?: JsonObject;
  /** The values that are known. */
  readonly told: readonly HelmValue[];
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
export function releasedReferences(release: Release): IdentityReference[] {
  const { clusters, id, namespace, told, at } = release;
  // Of several values of one path the last counts.
  const byPath = new Map(told.map(([path, value]) => [path.replaceAll('\\.', '.'), value]));
  return [...byPath].flatMap(([path, text]) =>
    IDENTITIES.flatMap(({ key, mechanism, audience }): IdentityReference[] => {
      const end = `nnotations.${key}`;
      if (!path.endsWith(end) || text === '') return [];
      const prefix = path.slice(0, -end.length - 1);
      const name = byPath.get(`${prefix}name`);
      const names = name === undefined || name === '' ? conventional(release) : [name];
      return [{ clusters, id, mechanism, text, audience, owner: { kind: 'release', namespace, names }, at }];
    }),
  );
}

/** The names that a chart's template `fullname` makes of release and chart. Helm, `helm create`. */
function conventional({ name: release, chart }: Release): readonly string[] {
  const full = release.includes(chart) ? release : `${release}-${chart}`;
  return [...new Set([full, release, chart].filter((name) => name !== ''))];
}

/** The values that YAML text holds; symbols in it stay symbols. None where it is not YAML. */
export function valuesOfText(text: string, file: string): HelmValue[] {
  return documentsOf(text, file)?.flatMap((value) => (isJsonObject(value) ? valuesOfObject(value) : [])) ?? [];
}

/** The values that YAML text holds, as an object; nothing where it is not one. */
export function objectOfText(text: string, file: string): JsonObject | undefined {
  const documents = documentsOf(text, file);
  if (!documents || documents.length > 1) return undefined;
  const value = documents[0] ?? {};
  return isJsonObject(value) ? value : undefined;
}

function documentsOf(text: string, file: string): readonly unknown[] | undefined {
  try {
    return parseSymbolicYaml({ file, text, named: false }).map(({ value }) => value);
  } catch {
    return undefined;
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

/** A value at a path of `set`, in which a dot of a key has a backslash before it. */
export function valueOfPath(path: string, value: unknown): JsonObject {
  const keys = path.split(/(?<!\\)\./).map((part) => part.replaceAll('\\.', '.'));
  return keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as JsonObject;
}

/** Two sets of values in one, the other going before the one. */
export function mergedValues(one: JsonObject, other: JsonObject): JsonObject {
  const result: Record<string, unknown> = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const own = result[key];
    result[key] = isJsonObject(own) && isJsonObject(value) ? mergedValues(own, value) : value;
  }
  return result;
}
