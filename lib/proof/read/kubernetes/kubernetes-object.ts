import { AAD_POD_IDENTITY_KEYS, AZURE_KEYS, PODTRUST_KEYS } from '../../../core/kubernetes/annotations';
import { addToGroup } from '../../../core/groups';
import { POD_TEMPLATE_PATH } from '../../../core/kubernetes/pod-template-path';
import type { Place } from '../../model/place';
import { UNNAMED } from '../../model/kubernetes/account-maker';
import type { AccountMaker } from '../../model/kubernetes/account-maker';
import type { ServiceAccount } from '../../model/kubernetes/service-account';
import type { OpenVariable, ProjectedToken, Workload } from '../../model/kubernetes/workload';
import { below } from '../../model/place';
import { SYMBOL_START, describeSymbols, hasSymbol, symbolOf } from '../../model/known/symbol';
import type { Problems } from '../problems';

/** A Kubernetes object wherever it came from, and the clusters it may be in. */
export interface DeclaredObject {
  readonly object: JsonObject;
  readonly clusters: readonly string[];
  readonly at: Place;
  /** Of a Terraform resource of which nobody knows how many there are: it may be made not at all. */
  readonly perhapsNone?: true;
  /** Written in a file of its own, whole, and not what a Terraform resource makes. */
  readonly isManifest?: true;
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
export function objectsIn(
  value: JsonObject,
  at: Place,
  problems?: Problems,
): { readonly object: JsonObject; readonly at: Place }[] {
  if (!String(value.kind).endsWith('List') || !Array.isArray(value.items)) return [{ object: value, at }];
  // The items of the API's own typed lists (ServiceAccountList) do not repeat what they are.
  const kind = String(value.kind).replace(/List$/, '');
  const typed = kind === '' ? {} : { apiVersion: value.apiVersion, kind };
  return value.items.flatMap((item: unknown, index) => {
    const itemAt = below(at, 'items', index);
    const object = isJsonObject(item) ? { ...typed, ...item } : undefined;
    const because = object === undefined ? 'it is not a mapping' : missingType(object);
    if (because !== undefined) {
      problems?.add({
        about: `item ${index + 1} of the ${String(value.kind)}`,
        because: `${because}, so it is not read; Kubernetes refuses such an object`,
        at: itemAt,
      });
    }
    return object === undefined ? [] : objectsIn(object, itemAt, problems);
  });
}

/** What keeps an object from saying what it is. */
function missingType({ apiVersion, kind }: JsonObject): string | undefined {
  if (textOf(kind) === undefined) return 'it has no kind';
  return textOf(apiVersion) === undefined ? 'it has no apiVersion' : undefined;
}

/** Adds what an object declares, if it is of a kind that matters here. */
export function readKubernetesObject(
  { object, clusters, at }: DeclaredObject,
  into: DeclaredObjects,
  problems: Problems,
): void {
  const kind = String(object.kind);
  if (!isOwnKind(kind, object.apiVersion)) return;
  const metadata = objectAt(object, ['metadata']);
  if (object.metadata !== undefined && !isJsonObject(object.metadata) && !hasSymbol(String(object.metadata))) {
    const because = 'its metadata is not a mapping, so its name is not known; Kubernetes refuses such an object';
    problems.add({ about: kind, because, at });
  }
  if (object.metadata === undefined) {
    const because = 'it has no metadata, so its name is not known; Kubernetes refuses such an object';
    problems.add({ about: kind, because, at });
  }
  if (isJsonObject(object.metadata) && textOf(metadata.name) === undefined && !hasGeneratedName(metadata)) {
    const because = 'it has no name, so what it is for is not known; Kubernetes refuses such an object';
    problems.add({ about: kind, because, at: below(at, 'metadata') });
  }
  // A pod or an account without a namespace lands in the one of the apply, which is "default" unless somebody says so.
  const namespace = textOf(metadata.namespace) ?? 'default';
  const name = textOf(metadata.name) ?? textOf(metadata.generateName) ?? '';
  const sayRefused = (because: string, place: Place): void =>
    problems.add({
      about: describeSymbols(`${kind}/${namespace}/${name}`),
      because: `${because}; Kubernetes refuses such an object`,
      at: place,
    });
  if (kind === 'ServiceAccount') {
    sayNotTexts(metadata, below(at, 'metadata'), sayRefused);
    into.serviceAccounts.push({
      clusters,
      namespace,
      name,
      annotations: textsOf(metadata.annotations),
      ...(isOpen(metadata.annotations) ? { openAnnotations: true as const } : {}),
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
  const account = textOf(spec.serviceAccountName) ?? textOf(spec.serviceAccount);
  const templateAt = path.length === 0 ? at : below(at, ...path);
  if (isNotText(spec.serviceAccountName)) sayRefused('its serviceAccountName is not text', below(templateAt, 'spec'));
  if (isJsonObject(spec.containers))
    sayRefused('its containers are a mapping and not a list', below(templateAt, 'spec'));
  const isPartial = isPatch(object, spec);
  if (isPartial) {
    const because =
      'it lists no container, so it is a patch of an object and not a whole one: prove what kustomize build (or helm template) prints';
    problems.add({ about: describeSymbols(`${kind}/${namespace}/${name}`), because, at });
    // What it is laid over may run as any account.
    if (account === undefined) return;
  }
  into.workloads.push({
    clusters,
    id: `${kind}/${namespace}/${textsOf(podMetadata.annotations)[PODTRUST_KEYS.canary] === undefined ? name : withoutHash(name)}`,
    object,
    namespace,
    serviceAccount: account ?? 'default',
    isPartial,
    podLabels: withOpen(podMetadata.labels, OPEN_LABELS),
    ...(isOpen(podMetadata.labels) ? { openLabels: true as const } : {}),
    podAnnotations: withOpen(podMetadata.annotations, OPEN_ANNOTATIONS),
    objectLabels: textsOf(metadata.labels),
    environment: environmentOf(spec),
    openVariables: openVariablesOf(spec, namespace),
    images: imagesOf(spec),
    namedInArguments: namedInArguments(spec),
    mountsSettings: mountsSettings(spec),
    projectedTokens: projectedTokensOf(spec),
    secretProviderClasses: secretProviderClassesOf(spec),
    keepsNetRaw: keepsNetRaw(spec),
    hostNetwork: spec.hostNetwork === true,
    at,
    templateAt,
  });
}

/**
 * Says which labels and annotations of an account are not text, such as `true` without quotes: to a reader of the file they look as if
 * they held. Of pods the rules say it.
 */
function sayNotTexts(metadata: JsonObject, at: Place, sayRefused: (because: string, at: Place) => void): void {
  for (const [field, what] of [
    ['labels', 'label'],
    ['annotations', 'annotation'],
  ] as const) {
    const wrong = Object.entries(objectAt(metadata, [field])).find(([, value]) => isNotText(value));
    if (!wrong) continue;
    const [key, value] = wrong;
    const shown = typeof value === 'object' ? 'a list or a mapping' : `${String(value)} without quotes`;
    sayRefused(`its ${what} ${key} is ${shown}, which is not text`, below(at, field, key));
  }
}

/** Whether a value is there and certainly no text; the API server takes null for none. */
function isNotText(value: unknown): boolean {
  return value !== undefined && value !== null && typeof value !== 'string';
}

/** The name of a canary, which ends with a hash of what it tries: known after apply where its identity is. */
function withoutHash(name: string): string {
  const end = name.indexOf(SYMBOL_START);
  return end < 0 ? name : `${name.slice(0, end)}…`;
}

/** Whether the API server makes up the name, or some of the metadata is not known, which may be it. */
function hasGeneratedName(metadata: JsonObject): boolean {
  return textOf(metadata.generateName) !== undefined || Object.keys(metadata).some(hasSymbol);
}

/** Whether a map, or a key of it, is not known before apply. */
export function isOpen(map: unknown): boolean {
  if (typeof map === 'string') return hasSymbol(map);
  return isJsonObject(map) && Object.keys(map).some(hasSymbol);
}

/** What a pod is given its identity by: of labels that are not known each of these is not known. */
const OPEN_LABELS = [AZURE_KEYS.useLabel, AAD_POD_IDENTITY_KEYS.bindingLabel];
const OPEN_ANNOTATIONS = [AZURE_KEYS.useIdentityBinding];

/** The texts of a map, with symbols for keys that it may have where not all of it is known. */
function withOpen(map: unknown, keys: readonly string[]): Record<string, string> {
  const known = textsOf(map);
  if (!isOpen(map)) return known;
  const whole = typeof map === 'string' ? map : Object.keys(known).find(hasSymbol)!;
  const open = keys.filter((key) => known[key] === undefined);
  return {
    ...known,
    ...Object.fromEntries(open.map((key) => [key, symbolOf(`${describeSymbols(whole)}[${JSON.stringify(key)}]`)])),
  };
}

/** Whether an object is a part that is laid over another one; the API server takes no pod without containers. */
function isPatch(object: JsonObject, spec: JsonObject): boolean {
  return spec.containers === undefined || object.$patch !== undefined || spec.$patch !== undefined;
}

/**
 * Marks the workloads over which a patch among the objects is to be laid: what they are in the end is not known, whatever they are
 * without it.
 */
export function markPatched(objects: readonly DeclaredObject[], { workloads }: DeclaredObjects): void {
  const patches = new Map<string, DeclaredObject[]>();
  for (const one of objects) {
    const { kind, apiVersion } = one.object;
    if (kind === 'ServiceAccount' || !isOwnKind(String(kind), apiVersion)) continue;
    const path = POD_TEMPLATE_PATH[String(kind)]!;
    if (!isPatch(one.object, objectAt(objectAt(one.object, path), ['spec']))) continue;
    const { namespace, name } = objectAt(one.object, ['metadata']);
    addToGroup(patches, `${String(kind)}/${textOf(namespace) ?? ''}/${textOf(name) ?? ''}`, one);
  }
  if (patches.size === 0) return;
  workloads.forEach((workload, index) => {
    const [kind, namespace, name] = workload.id.split('/');
    // A kustomization says the namespace of a patch that has none.
    const found = [namespace, ''].flatMap((one) => patches.get([kind, one, name].join('/')) ?? []);
    if (found.some(({ clusters }) => clusters.some((cluster) => workload.clusters.includes(cluster)))) {
      workloads[index] = { ...workload, isPartial: true };
    }
  });
}

/** The accounts of whose name or namespace not all is known: each may be one that something else names. */
export function accountsToBeNamed(accounts: readonly ServiceAccount[]): AccountMaker[] {
  return accounts
    .filter(({ namespace, name }) => hasSymbol(namespace) || hasSymbol(name))
    .map(({ clusters, namespace, name }) => ({
      clusters,
      namespace: hasSymbol(namespace) ? undefined : namespace,
      only: hasSymbol(name) ? undefined : name,
      source: describeSymbols(`ServiceAccount/${namespace}/${name}`),
      kind: UNNAMED,
    }));
}

function environmentOf(spec: JsonObject): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const container of containersOf(spec)) {
    for (const variable of listOf(container.env)) {
      const name = textOf(variable.name);
      const value = textOf(variable.value);
      if (name !== undefined && value !== undefined) variables[name] ??= value;
    }
  }
  return variables;
}

function secretProviderClassesOf(spec: JsonObject): string[] {
  return listOf(spec.volumes).flatMap((volume) => {
    const csi = objectAt(volume, ['csi']);
    if (csi.driver !== 'secrets-store.csi.k8s.io') return [];
    return textOf(objectAt(csi, ['volumeAttributes']).secretProviderClass) ?? [];
  });
}

function containersOf(spec: JsonObject): JsonObject[] {
  return [...listOf(spec.containers), ...listOf(spec.initContainers)];
}

const NONE: readonly never[] = [];

/** What a container takes from an object: with the object's kind and name, to be resolved when all objects are read. */
export interface VariableSource {
  /** The variable; nothing where each key becomes one. */
  readonly name?: string;
  readonly prefix: string;
  readonly kind: 'ConfigMap' | 'Secret';
  readonly object: string;
  readonly key?: string;
}

/** The variables of a pod template that come from ConfigMaps and Secrets. */
export function variableSourcesOf(spec: JsonObject): VariableSource[] {
  return containersOf(spec).flatMap((container) => [
    ...listOf(container.env).flatMap(({ name, valueFrom }): VariableSource[] => {
      if (typeof name !== 'string' || !isJsonObject(valueFrom)) return [];
      const { configMapKeyRef: configMap, secretKeyRef: secret } = valueFrom;
      const source = isJsonObject(configMap) ? configMap : secret;
      if (!isJsonObject(source)) return [];
      const kind = source === configMap ? 'ConfigMap' : 'Secret';
      return [{ name, prefix: '', kind, object: textOf(source.name) ?? '', key: textOf(source.key) ?? '' }];
    }),
    ...listOf(container.envFrom).flatMap(({ prefix, configMapRef: configMap, secretRef: secret }): VariableSource[] => {
      const source = isJsonObject(configMap) ? configMap : secret;
      if (!isJsonObject(source)) return [];
      const kind = source === configMap ? 'ConfigMap' : 'Secret';
      return [{ prefix: textOf(prefix) ?? '', kind, object: textOf(source.name) ?? '' }];
    }),
  ]);
}

function openVariablesOf(spec: JsonObject, namespace: string): readonly OpenVariable[] {
  const sources = variableSourcesOf(spec);
  return sources.length === 0
    ? NONE
    : sources.map(({ name, kind, object }) => ({ name, source: `${kind} ${namespace}/${object}` }));
}

/** Tags and digests say nothing of what runs; a port of a registry stands before a slash. */
function imagesOf(spec: JsonObject): string[] {
  return containersOf(spec).flatMap(({ image }) => textOf(image)?.replace(/(@.*|:[^/]*)$/, '') ?? []);
}

const NAME_IN_ARGUMENT = /arn:[a-z-]+:iam::[^\s"',]+|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;

function namedInArguments(spec: JsonObject): readonly string[] {
  const words = containersOf(spec).flatMap(({ command, args }) =>
    [command, args].flatMap((list): unknown[] => (Array.isArray(list) ? list : [])),
  );
  return words.length === 0 ? NONE : words.flatMap((word): string[] => String(word).match(NAME_IN_ARGUMENT) ?? []);
}

/** Whether settings may come by a volume: of a ConfigMap, of a Secret, or of both in one. */
function mountsSettings(spec: JsonObject): boolean {
  return listOf(spec.volumes).some(
    (volume) =>
      volume.configMap !== undefined ||
      volume.secret !== undefined ||
      listOf(objectAt(volume, ['projected']).sources).some(
        (source) => source.configMap !== undefined || source.secret !== undefined,
      ),
  );
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
