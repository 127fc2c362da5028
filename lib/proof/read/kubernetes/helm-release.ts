import { HELM_CHARTS, isPublishedAt } from '../../../core/helm-charts';
import { helmFullname, placesOf } from '../../../core/helm-shape';
import type { HelmShape } from '../../../core/helm-shape';
import { hasSymbol } from '../../model/symbol';
import type { Place } from '../../model/place';
import type { Problems } from '../problems';
import { parseSymbolicYaml } from '../symbolic-yaml';
import type { Instance } from '../terraform/configuration/instance';
import type { TerraformProgram } from '../terraform/configuration/program';
import type { Value } from '../terraform/expression/value';
import { isJsonObject, readKubernetesObject, textOf } from './kubernetes-object';
import type { DeclaredObjects, JsonObject } from './kubernetes-object';

/** The block in which the proof keeps what a program told of a release. See `addExisting`. */
export const TOLD_RELEASE = 'podtrust_release';

/** Finds the shapes of the charts of a program's releases. */
export class ReleaseShapes {
  private readonly told = new Map<string, readonly HelmShape[]>();

  public constructor(private readonly program: TerraformProgram) {
    for (const instance of program.instances(`data.${TOLD_RELEASE}`)) {
      const release = `${instance.configuration.prefix}${program.text(instance, 'release') ?? ''}`;
      this.told.set(release, shapesOfText(program.text(instance, 'shapes') ?? ''));
    }
  }

  /** What the program told, or else what is known of the chart; none where neither is. */
  public of(instance: Instance): readonly HelmShape[] {
    const told = this.told.get(instance.id.replace(/\[[^\]]*\]$/, ''));
    if (told) return told;
    const { program } = this;
    const chart = program.text(instance, 'chart') ?? '';
    const repository = program.text(instance, 'repository');
    const at = chart.lastIndexOf('/');
    const known = HELM_CHARTS.get(chart.slice(at + 1));
    const publisher = repository ?? (at < 0 ? undefined : chart.slice(0, at));
    if (!known || publisher === undefined || !isPublishedAt(known, publisher)) return [];
    return Object.values(known.components);
  }
}

/** A release, as far as it bears on the objects that it makes. */
interface ReadRelease {
  readonly program: TerraformProgram;
  readonly instance: Instance;
  readonly clusters: readonly string[];
  readonly shapes: readonly HelmShape[];
  readonly namespace: string;
}

/**
 * Declares the service accounts that a release's values name, and the workloads that run as them, as far as the values tell:
 * the rest of a workload is the chart's.
 *
 * @returns the names of the accounts
 */
export function declareReleased(release: ReadRelease, into: DeclaredObjects, problems: Problems): readonly string[] {
  const { program, instance, clusters, shapes } = release;
  if (shapes.length === 0 || instance.uncounted) return [];
  const values = valuesOf(program, instance);
  if (!values) return [];
  const { at } = instance;
  const names: string[] = [];
  for (const shape of shapes) {
    const account = shape.serviceAccount;
    const name = textOf(valueAt(values, account.name));
    if (name === undefined || name === '') continue;
    const namespace = (shape.namespace && textOf(valueAt(values, shape.namespace))) || release.namespace;
    const creates = account.create === undefined ? undefined : valueAt(values, account.create);
    if (creates !== false && creates !== 'false') {
      const metadata = {
        name,
        namespace,
        annotations: account.annotations === undefined ? undefined : valueAt(values, account.annotations),
        labels: account.labels === undefined ? undefined : valueAt(values, account.labels),
      };
      readKubernetesObject(
        { object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata }, clusters, at },
        into,
        problems,
      );
      names.push(name);
    }
    declareWorkloads(release, shape, { values, name, namespace }, into, problems);
  }
  return names;
}

interface ReleasedAccount {
  readonly values: JsonObject;
  readonly name: string;
  readonly namespace: string;
}

function declareWorkloads(
  { program, instance, clusters }: ReadRelease,
  shape: HelmShape,
  { values, name, namespace }: ReleasedAccount,
  into: DeclaredObjects,
  problems: Problems,
): void {
  const first = (places: string | readonly string[] | undefined): unknown =>
    placesOf(places)
      .map((place) => valueAt(values, place))
      .find((value) => value !== undefined && value !== null);
  const map = first(shape.environmentMap);
  const env = isJsonObject(map)
    ? Object.entries(map).map(([variable, value]) => ({ name: variable, value }))
    : first(shape.environment);
  const object = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      template: {
        metadata: { labels: first(shape.podLabels), annotations: first(shape.podAnnotations) },
        spec: {
          serviceAccountName: name,
          volumes: first(shape.volumes),
          containers: [{ name, env, volumeMounts: first(shape.volumeMounts) }],
        },
      },
    },
  };
  const read: DeclaredObjects = { serviceAccounts: [], workloads: [], accountMakers: [] };
  readKubernetesObject({ object, clusters, at: instance.at }, read, problems);
  const text = (argument: string): string => program.text(instance, argument) ?? '';
  const fullname = helmFullname(text('name'), text('chart').split('/').at(-1)!, {
    fullname: textOf(values.fullnameOverride),
    name: textOf(values.nameOverride) ?? shape.nameOverride,
  });
  const made = shape.workloads?.filter((one) => typeof one === 'string' && one.includes('/')) ?? [];
  const ids =
    made.length > 0
      ? made.map((one) => inNamespace(one.replaceAll('<fullname>', fullname), namespace))
      : [`HelmRelease/${namespace}/${text('name')}`];
  for (const workload of read.workloads) {
    for (const id of ids) into.workloads.push({ ...workload, id, isPartial: true });
  }
}

/** `Deployment/shop/api` of `Deployment/api`. */
function inNamespace(workload: string, namespace: string): string {
  const [kind, name] = workload.split('/');
  return `${kind}/${namespace}/${name}`;
}

/** The values of a release, the later ones going before the earlier; nothing where not all of them are known. */
function valuesOf(program: TerraformProgram, instance: Instance): JsonObject | undefined {
  const given = program.attribute(instance, 'values');
  if (given !== undefined && given !== null && !Array.isArray(given)) return undefined;
  let values: JsonObject = {};
  for (const text of (given ?? []) as readonly Value[]) {
    const read = typeof text === 'string' ? objectOfText(text, instance.at) : undefined;
    if (!read) return undefined;
    values = merged(values, read);
  }
  for (const argument of ['set', 'set_sensitive']) {
    const set = program.blocks(instance, argument);
    if (!set) return undefined;
    for (const { name, value } of set) {
      if (typeof name !== 'string' || hasSymbol(name)) return undefined;
      values = merged(values, withPath(partsOf(name), value as unknown));
    }
  }
  return values;
}

function objectOfText(text: string, { file }: Place): JsonObject | undefined {
  try {
    const documents = parseSymbolicYaml({ file, text, named: false });
    if (documents.length === 0) return {};
    const value = documents[0]?.value;
    return documents.length > 1 || (value !== null && !isJsonObject(value)) ? undefined : ((value ?? {}) as JsonObject);
  } catch {
    return undefined;
  }
}

/** The keys of a path of `set`, in which a dot of a key has a backslash before it. */
function partsOf(path: string): string[] {
  return path.split(/(?<!\\)\./).map((part) => part.replaceAll('\\.', '.'));
}

function withPath(keys: readonly string[], value: unknown): JsonObject {
  return keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as JsonObject;
}

function merged(one: JsonObject, other: JsonObject): JsonObject {
  const result: Record<string, unknown> = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const own = result[key];
    result[key] = isJsonObject(own) && isJsonObject(value) ? merged(own, value) : value;
  }
  return result;
}

function valueAt(values: JsonObject, place: string): unknown {
  return place
    .split('.')
    .reduce<unknown>(
      (value, key) => (isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
      values,
    );
}

/** The shapes that a program told; what is no shape is left out, since anybody may have written the file. */
function shapesOfText(text: string): readonly HelmShape[] {
  const isPlace = (value: unknown): boolean =>
    value === undefined ||
    typeof value === 'string' ||
    (Array.isArray(value) && value.every((one) => typeof one === 'string'));
  try {
    const shapes: unknown = JSON.parse(text);
    return (Array.isArray(shapes) ? (shapes as unknown[]) : []).filter((shape): shape is HelmShape => {
      if (!isJsonObject(shape) || !isJsonObject(shape.serviceAccount)) return false;
      const { serviceAccount, ...rest } = shape;
      const places = Object.entries(rest).flatMap(([field, place]) => (field === 'values' ? [] : [place]));
      return (
        typeof serviceAccount.name === 'string' &&
        [...Object.values(serviceAccount as JsonObject), ...places].every(isPlace)
      );
    });
  } catch {
    return [];
  }
}
