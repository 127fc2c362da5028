import { POD_TEMPLATE_PATH } from '../../../core/pod-template-path';
import type { Place } from '../../model/place';
import type { AccountMaker } from '../../model/account-maker';
import type { ServiceAccount } from '../../model/service-account';
import type { ProjectedToken, Workload } from '../../model/workload';
import { below } from '../../model/place';

/** A Kubernetes object wherever it came from, and the clusters it may be in. */
export interface KubernetesObject {
  readonly object: JsonObject;
  readonly clusters: readonly string[];
  readonly at: Place;
}

/** Any object of a manifest. */
export interface JsonObject {
  readonly [key: string]: unknown;
}

/** What the objects declare. */
export interface DeclaredObjects {
  readonly serviceAccounts: ServiceAccount[];
  readonly workloads: Workload[];
  readonly accountMakers: AccountMaker[];
}

/** The API group of each kind; the core one has no name. Kubernetes API reference. */
const GROUPS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    ServiceAccount: [''],
    Pod: [''],
    ReplicationController: [''],
    // What was in "extensions" until Kubernetes 1.16 is still to be met in old charts.
    Deployment: ['apps', 'extensions'],
    StatefulSet: ['apps'],
    DaemonSet: ['apps', 'extensions'],
    ReplicaSet: ['apps', 'extensions'],
    Job: ['batch'],
    CronJob: ['batch'],
  }),
);

/** The `apiVersion` that a kind has today. */
export function apiVersionOf(kind: string): string {
  const group = GROUPS.get(kind)?.[0] ?? '';
  return group === '' ? 'v1' : `${group}/v1`;
}

/** Whether it is Kubernetes' own kind: somebody else's API may use its name, and a slip makes an object of no API. */
function isOwnKind(kind: string, apiVersion: unknown): boolean {
  const [, group, version] = /^(?:([^/]*)\/)?([^/]*)$/.exec(String(apiVersion)) ?? [];
  return GROUPS.get(kind)?.includes(group ?? '') === true && /^v\d+((alpha|beta)\d+)?$/.test(version ?? '');
}

/** Whether a value has the shape of a Kubernetes object. */
export function isKubernetesObject(value: unknown): value is JsonObject {
  return isJsonObject(value) && typeof value.kind === 'string' && typeof value.apiVersion === 'string';
}

/** Whether a value is an object of JSON. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects in an object: a List holds several. */
export function objectsIn(value: JsonObject, at: Place): { readonly object: JsonObject; readonly at: Place }[] {
  if (!String(value.kind).endsWith('List') || !Array.isArray(value.items)) return [{ object: value, at }];
  // The items of the API's own typed lists (ServiceAccountList) do not repeat what they are.
  const kind = String(value.kind).replace(/List$/, '');
  const typed = kind === '' ? {} : { apiVersion: value.apiVersion, kind };
  return value.items.flatMap((item: unknown, index) =>
    isJsonObject(item) ? objectsIn({ ...typed, ...item }, below(at, 'items', index)) : [],
  );
}

/** Adds what an object declares, if it is of a kind that matters here. */
export function readKubernetesObject({ object, clusters, at }: KubernetesObject, into: DeclaredObjects): void {
  const kind = String(object.kind);
  if (!isOwnKind(kind, object.apiVersion)) return;
  const metadata = objectAt(object, ['metadata']);
  // A pod or an account without a namespace lands in the one of the apply, which is "default" unless somebody says so.
  const namespace = textOf(metadata.namespace) ?? 'default';
  const name = textOf(metadata.name) ?? textOf(metadata.generateName) ?? '';
  if (kind === 'ServiceAccount') {
    into.serviceAccounts.push({
      clusters,
      namespace,
      name,
      annotations: textsOf(metadata.annotations),
      labels: textsOf(metadata.labels),
      at,
    });
    return;
  }
  const path = Object.hasOwn(POD_TEMPLATE_PATH, kind) ? POD_TEMPLATE_PATH[kind] : undefined;
  if (!path) return;
  const template = objectAt(object, path);
  const podMetadata = objectAt(template, ['metadata']);
  const spec = objectAt(template, ['spec']);
  into.workloads.push({
    clusters,
    id: `${kind}/${namespace}/${name}`,
    object,
    namespace,
    serviceAccount: textOf(spec.serviceAccountName) ?? textOf(spec.serviceAccount) ?? 'default',
    podLabels: textsOf(podMetadata.labels),
    podAnnotations: textsOf(podMetadata.annotations),
    objectLabels: textsOf(metadata.labels),
    environment: environmentOf(spec),
    projectedTokens: projectedTokensOf(spec),
    keepsNetRaw: keepsNetRaw(spec),
    hostNetwork: spec.hostNetwork === true,
    at,
    templateAt: path.length === 0 ? at : below(at, ...path),
  });
}

function environmentOf(spec: JsonObject): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const container of [...listOf(spec.containers), ...listOf(spec.initContainers)]) {
    for (const variable of listOf(container.env)) {
      const name = textOf(variable.name);
      const value = textOf(variable.value);
      if (name !== undefined && value !== undefined) variables[name] ??= value;
    }
  }
  return variables;
}

/** Container runtimes give the capability NET_RAW to each container that does not drop it. */
function keepsNetRaw(spec: JsonObject): boolean {
  return [...listOf(spec.containers), ...listOf(spec.initContainers)].some((container) => {
    const { drop } = objectAt(container, ['securityContext', 'capabilities']);
    return !(Array.isArray(drop) && (drop.includes('NET_RAW') || drop.includes('ALL')));
  });
}

function projectedTokensOf(spec: JsonObject): ProjectedToken[] {
  return listOf(spec.volumes).flatMap((volume) =>
    listOf(objectAt(volume, ['projected']).sources).flatMap((source) => {
      const token = source.serviceAccountToken;
      const audience = isJsonObject(token) ? textOf(token.audience) : undefined;
      return audience === undefined ? [] : [{ audience, volume: textOf(volume.name) ?? '' }];
    }),
  );
}

/** The object at a path; an empty one where there is none. */
export function objectAt(object: JsonObject, path: readonly string[]): JsonObject {
  let value: unknown = object;
  for (const key of path) value = isJsonObject(value) ? value[key] : undefined;
  return isJsonObject(value) ? value : {};
}

/** The objects of a list. */
export function listOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** A text that is not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Only texts count: the API server refuses an object whose label or annotation is a boolean or a number. */
export function textsOf(value: unknown): Record<string, string> {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
