import { POD_TEMPLATE_PATH } from '../core/kubernetes/pod-template-path';
import { isJsonObject, listOf, textOf } from '../proof/read/kubernetes/kubernetes-object';
import type { JsonObject } from '../proof/read/kubernetes/kubernetes-object';

/** What the API server writes into metadata, and what controllers and kubectl leave there. */
const OF_CLUSTER = [
  'creationTimestamp',
  'generation',
  'managedFields',
  'ownerReferences',
  'resourceVersion',
  'selfLink',
  'uid',
];
const ANNOTATIONS_OF_CLUSTER = [
  'autoscaling.alpha.kubernetes.io/conditions',
  'deployment.kubernetes.io/revision',
  'deprecated.daemonset.template.generation',
  'kubectl.kubernetes.io/last-applied-configuration',
];
/** By these a Job knows its pods. */
const LABELS_OF_JOB = [
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'controller-uid',
  'job-name',
];

/**
 * An object as one would write it: without status, and without what the cluster adds to it, down to the volume of a running
 * pod’s token.
 */
export function desiredManifest(object: JsonObject): JsonObject {
  const kind = String(object.kind);
  const rest = without(object, ['status']);
  const isJob = kind === 'Job' && !isTrue(rest, ['spec', 'manualSelector']);
  let manifest: JsonObject = { ...rest, metadata: desiredMetadata(rest.metadata, isJob) };
  if (isJob && isJsonObject(manifest.spec)) manifest = { ...manifest, spec: without(manifest.spec, ['selector']) };
  return inside(manifest, POD_TEMPLATE_PATH[kind] ?? [], (template) => ({
    ...template,
    ...(kind === 'Pod' ? {} : { metadata: desiredMetadata(template.metadata, isJob) }),
    ...(isJsonObject(template.spec) ? { spec: desiredPodSpec(template.spec, kind === 'Pod') } : {}),
  }));
}

function desiredMetadata(metadata: unknown, ofJob: boolean): JsonObject {
  const { labels, annotations, ...rest } = isJsonObject(metadata) ? metadata : ({} as JsonObject);
  const kept = {
    labels: without(labels, ofJob ? LABELS_OF_JOB : []),
    annotations: without(annotations, ANNOTATIONS_OF_CLUSTER),
  };
  return {
    ...without(rest, OF_CLUSTER),
    ...(Object.keys(kept.labels).length > 0 ? { labels: kept.labels } : {}),
    ...(Object.keys(kept.annotations).length > 0 ? { annotations: kept.annotations } : {}),
  };
}

/** @param isRunning a pod of its own: admission and the scheduler have added to it */
function desiredPodSpec(spec: JsonObject, isRunning: boolean): JsonObject {
  // The API server writes the account twice, the second time under the field’s former name.
  const bare = without(spec, ['serviceAccount']);
  const account = textOf(spec.serviceAccountName) ?? textOf(spec.serviceAccount);
  if (account !== undefined) bare.serviceAccountName = account;
  if (!isRunning) return bare;
  const injected = new Set(
    listOf(spec.volumes).flatMap(({ name }) =>
      typeof name === 'string' && /^kube-api-access-[a-z0-9]+$/.test(name) ? name : [],
    ),
  );
  const rest = without(bare, ['nodeName', 'ephemeralContainers']);
  const volumes = listOf(rest.volumes).filter(({ name }) => !injected.has(String(name)));
  return {
    ...without(rest, ['volumes']),
    ...Object.fromEntries(
      ['containers', 'initContainers']
        .filter((list) => Array.isArray(rest[list]))
        .map((list) => [list, listOf(rest[list]).map((container) => withoutMounts(container, injected))]),
    ),
    ...(volumes.length > 0 ? { volumes } : {}),
  };
}

function withoutMounts(container: JsonObject, volumes: ReadonlySet<string>): JsonObject {
  if (!Array.isArray(container.volumeMounts)) return container;
  const { volumeMounts, ...rest } = container;
  const kept = listOf(volumeMounts).filter(({ name }) => !volumes.has(String(name)));
  return kept.length > 0 ? { ...rest, volumeMounts: kept } : rest;
}

/** An object with what stands at a path changed. */
function inside(object: JsonObject, path: readonly string[], change: (inner: JsonObject) => JsonObject): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return change(object);
  const inner = object[key];
  return isJsonObject(inner) ? { ...object, [key]: inside(inner, rest, change) } : object;
}

function isTrue(object: JsonObject, path: readonly string[]): boolean {
  let value: unknown = object;
  for (const key of path) value = isJsonObject(value) ? value[key] : undefined;
  return value === true;
}

function without(map: unknown, keys: readonly string[]): Record<string, unknown> {
  if (!isJsonObject(map)) return {};
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}
