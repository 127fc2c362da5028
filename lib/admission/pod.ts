import { PodtrustError } from '../core/errors';
import type { AdmissionObject } from './admission';
import type { PodFault } from './reason';

/** A container's variable, as far as a webhook looks at it. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly value?: string | null;
  readonly valueFrom?: unknown;
}

/** Where a container sees a volume. */
export interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: boolean;
  readonly subPath?: string | null;
  readonly subPathExpr?: string | null;
}

/** A container, an init container among them. */
export interface Container {
  name: string;
  env?: EnvironmentVariable[] | null;
  envFrom?: unknown[] | null;
  volumeMounts?: VolumeMount[] | null;
  [field: string]: unknown;
}

/** A source of a projected volume that is a service account token. */
export interface ServiceAccountTokenSource {
  readonly audience?: string | null;
  readonly expirationSeconds?: number | null;
  readonly path?: string | null;
}

/** A source of a projected volume. */
export interface ProjectedSource {
  readonly serviceAccountToken?: ServiceAccountTokenSource | null;
  readonly [other: string]: unknown;
}

/** A pod's volume. */
export interface Volume {
  readonly name: string;
  readonly projected?: { readonly sources?: readonly ProjectedSource[] | null } | null;
  readonly [source: string]: unknown;
}

/** A pod whose fields have the types that the API server would insist on. */
export interface Pod extends AdmissionObject {
  metadata: {
    name?: string | null;
    generateName?: string | null;
    namespace?: string | null;
    labels?: Record<string, string> | null;
    annotations?: Record<string, string> | null;
    [field: string]: unknown;
  };
  spec: {
    containers: Container[];
    initContainers?: Container[] | null;
    volumes?: Volume[] | null;
    nodeSelector?: Record<string, string> | null;
    serviceAccountName?: string | null;
    serviceAccount?: string | null;
    hostNetwork?: boolean | null;
    [field: string]: unknown;
  };
}

/** A pod to work on, or why the API server would not even decode it. */
export type DecodedPod =
  { readonly pod: Pod; readonly problems?: undefined } | { readonly pod?: undefined; readonly problems: PodFault[] };

/** Whether a value is a mapping. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A copy of a pod, with what it holds checked as the API server checks it before any webhook is asked.
 *
 * The usual find is a label or annotation whose value YAML reads as a number or a truth value: `use: true` without quotes.
 *
 * @throws PodtrustError `admission-not-a-pod` where it is not an object, or of another kind
 */
export function decodePod(input: unknown): DecodedPod {
  if (!isMapping(input) || (input.kind !== undefined && input.kind !== 'Pod')) {
    throw new PodtrustError({
      code: 'admission-not-a-pod',
      what: isMapping(input) ? `a ${JSON.stringify(input.kind)} is not a Pod` : 'this is not a Kubernetes object',
      why: 'Both webhooks are asked about pods only, when a pod is made.',
      remedy: 'Give a Pod, or the pod that podTemplateOf makes of a workload.',
    });
  }
  const problems: PodFault[] = [];
  const { metadata, spec } = input;
  if (metadata !== undefined && metadata !== null && !isMapping(metadata))
    problems.push({ fault: 'not-a-mapping', path: 'metadata' });
  if (!isMapping(spec)) problems.push({ fault: 'missing-or-not-a-mapping', path: 'spec' });
  if (problems.length > 0 || !isMapping(spec)) return { problems };

  const inMetadata = isMapping(metadata) ? metadata : {};
  for (const field of ['name', 'generateName', 'namespace']) {
    checkType(inMetadata[field], 'string', `metadata.${field}`, problems);
  }
  checkTexts(inMetadata.labels, 'metadata.labels', problems);
  checkTexts(inMetadata.annotations, 'metadata.annotations', problems);
  checkTexts(spec.nodeSelector, 'spec.nodeSelector', problems);
  checkType(spec.serviceAccountName, 'string', 'spec.serviceAccountName', problems);
  checkType(spec.serviceAccount, 'string', 'spec.serviceAccount', problems);
  checkType(spec.hostNetwork, 'boolean', 'spec.hostNetwork', problems);
  if (!Array.isArray(spec.containers) || spec.containers.length === 0)
    problems.push({ fault: 'no-container', path: 'spec.containers' });
  checkContainers(spec.containers, 'spec.containers', problems);
  checkContainers(spec.initContainers, 'spec.initContainers', problems);
  checkNamed(spec.volumes, 'spec.volumes', problems, checkVolume);
  if (problems.length > 0) return { problems };

  const pod = copyOf(input) as Pod;
  pod.metadata ??= {};
  for (const texts of [pod.metadata.labels, pod.metadata.annotations]) {
    for (const key of Object.keys(texts ?? {})) texts![key] ??= '';
  }
  return { pod };
}

/** A deep copy of plain data. What an alias of YAML makes one in several places is one in the copy as well. */
export function copyOf<T>(value: T): T {
  try {
    return copied(value, new Map()) as T;
  } catch {
    throw new PodtrustError({
      code: 'admission-not-a-pod',
      what: 'the object holds something that is not plain data, such as a function',
      remedy: 'Give the object as it is written in YAML or JSON.',
    });
  }
}

/**
 * What structuredClone makes of a value, but faster: a proof copies each pod several times.
 */
function copied(value: unknown, copies: Map<object, unknown>): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') return structuredClone(value);
  if (typeof value !== 'object' || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    copies.set(value, list);
    for (const item of value) list.push(copied(item, copies));
    return list;
  }
  const kind: unknown = Object.getPrototypeOf(value);
  if (kind !== Object.prototype && kind !== null) return structuredClone(value);
  const object: Record<string, unknown> = {};
  copies.set(value, object);
  for (const key of Object.keys(value)) {
    const member = copied((value as Record<string, unknown>)[key], copies);
    if (key === '__proto__') Object.defineProperty(object, key, { value: member, enumerable: true, writable: true });
    else object[key] = member;
  }
  return object;
}

/** Whether two values are the same plain data, whatever the order of their keys. */
export function sameData(one: unknown, other: unknown): boolean {
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) && one.length === other.length && one.every((item, index) => sameData(item, other[index]))
    );
  }
  if (!isMapping(one) || !isMapping(other)) return Object.is(one, other);
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => Object.hasOwn(other, key) && sameData(one[key], other[key]));
}

/** The namespace that a pod is made in. */
export function namespaceOf(pod: Pod): string {
  return pod.metadata.namespace || 'default';
}

/**
 * The service account that a pod runs as: the API server copies the old field `serviceAccount` to the new one, and its
 * ServiceAccount admission, which comes before the webhooks, writes `default` where none is named.
 */
export function serviceAccountNameOf(pod: Pod): string {
  return pod.spec.serviceAccountName || pod.spec.serviceAccount || 'default';
}

/** Init containers, then containers, as a webhook goes through them. */
export function containersOf(pod: Pod): Container[] {
  return [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
}

function checkType(value: unknown, type: 'string' | 'boolean' | 'number', path: string, problems: PodFault[]): void {
  if (value === undefined || value === null || typeof value === type) return;
  problems.push({ fault: 'wrong-type', path, actual: describe(value), type });
}

function checkTexts(value: unknown, path: string, problems: PodFault[]): void {
  if (value === undefined || value === null) return;
  if (!isMapping(value)) {
    problems.push({ fault: 'not-a-mapping', path });
    return;
  }
  for (const [key, text] of Object.entries(value)) {
    if (typeof text === 'string' || text === null) continue;
    problems.push({ fault: 'not-text', path, key, actual: describe(text) });
  }
}

function checkNamed(
  value: unknown,
  path: string,
  problems: PodFault[],
  check?: (item: Record<string, unknown>, path: string, problems: PodFault[]) => void,
): void {
  if (value === undefined || value === null) return;
  if (!Array.isArray(value)) {
    problems.push({ fault: 'not-a-list', path });
    return;
  }
  value.forEach((item: unknown, index) => {
    const at = `${path}[${index}]`;
    if (!isMapping(item) || typeof item.name !== 'string' || item.name === '')
      problems.push({ fault: 'no-name', path: at });
    else check?.(item, at, problems);
  });
}

function checkContainers(value: unknown, path: string, problems: PodFault[]): void {
  checkNamed(value, path, problems, (container, at) => {
    checkNamed(container.env, `${at}.env`, problems, (variable, variableAt) =>
      checkType(variable.value, 'string', `${variableAt}.value`, problems),
    );
    if (container.envFrom && !Array.isArray(container.envFrom))
      problems.push({ fault: 'not-a-list', path: `${at}.envFrom` });
    checkNamed(container.volumeMounts, `${at}.volumeMounts`, problems, (mount, mountAt) => {
      if (typeof mount.mountPath !== 'string') problems.push({ fault: 'no-mount-path', path: mountAt });
      checkType(mount.subPath, 'string', `${mountAt}.subPath`, problems);
      checkType(mount.subPathExpr, 'string', `${mountAt}.subPathExpr`, problems);
    });
  });
}

function checkVolume(volume: Record<string, unknown>, path: string, problems: PodFault[]): void {
  const { projected } = volume;
  if (projected === undefined || projected === null) return;
  if (!isMapping(projected) || (projected.sources && !Array.isArray(projected.sources))) {
    problems.push({ fault: 'no-sources', path: `${path}.projected` });
    return;
  }
  ((projected.sources ?? []) as unknown[]).forEach((source, index) => {
    const at = `${path}.projected.sources[${index}]`;
    const token = isMapping(source) ? (source.serviceAccountToken ?? {}) : undefined;
    if (!isMapping(token)) {
      problems.push({ fault: 'not-a-source', path: at });
      return;
    }
    checkType(token.audience, 'string', `${at}.serviceAccountToken.audience`, problems);
    checkType(token.path, 'string', `${at}.serviceAccountToken.path`, problems);
    checkType(token.expirationSeconds, 'number', `${at}.serviceAccountToken.expirationSeconds`, problems);
  });
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return isMapping(value) ? 'a mapping' : `the ${typeof value} ${String(value)}`;
}
