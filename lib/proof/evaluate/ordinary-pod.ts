import { AZURE_KEYS } from '../../core/annotations';
import { hasSymbol } from '../model/symbol';
import type { Workload } from '../model/workload';

/** What begins the keys that the webhooks read. */
const WEBHOOK_KEY = /^(eks\.amazonaws\.com|azure\.workload\.identity)\//;
/** Variables that the webhooks or the SDKs look at. */
const IDENTITY_VARIABLE = /^(AWS|AZURE)_/;
/** Volumes and paths that the webhooks use. */
const RESERVED_VOLUME = /^(aws-iam-token|eks-pod-identity-token|azure-workload-identity-reserved-.*)$/;
const RESERVED_PATH = /^\/var\/run\/secrets(\/|$)/;

/**
 * Whether nothing in a pod template bears on whether it receives a token: no annotation, variable, volume or mount that a
 * webhook looks at, and nothing that the API server would refuse for its type.
 *
 * A webhook that is asked about such a pod gives it the token, so most pods need not be taken through admission, which
 * copies them. A test holds this against admission itself.
 */
export function isOrdinaryPod({ object, podLabels, podAnnotations }: Workload): boolean {
  for (const key in podLabels) if (WEBHOOK_KEY.test(key) && key !== AZURE_KEYS.useLabel) return false;
  for (const key in podAnnotations) if (WEBHOOK_KEY.test(key)) return false;
  const template = templateOf(object);
  const { metadata, spec } = template;
  if (!isObject(spec) || !areTexts(metadata, 'labels') || !areTexts(metadata, 'annotations')) return false;
  if (spec.nodeSelector !== undefined || spec.hostNetwork === true) return false;
  return (
    Array.isArray(spec.containers) &&
    spec.containers.length > 0 &&
    everyNamed(spec.containers, isOrdinaryContainer) &&
    everyNamed(spec.initContainers, isOrdinaryContainer) &&
    everyNamed(spec.volumes, ({ name, projected }) => projected === undefined && !RESERVED_VOLUME.test(String(name)))
  );
}

type JsonObject = Readonly<Record<string, unknown>>;

function isOrdinaryContainer({ env, envFrom, volumeMounts }: JsonObject): boolean {
  if (envFrom !== undefined && !(Array.isArray(envFrom) && envFrom.length === 0)) return false;
  const paths = new Set<string>();
  return (
    everyNamed(
      env,
      ({ name, value }) =>
        !IDENTITY_VARIABLE.test(String(name)) && (value === undefined || value === null || typeof value === 'string'),
    ) &&
    everyNamed(volumeMounts, ({ name, mountPath, subPath, subPathExpr }) => {
      if (RESERVED_VOLUME.test(String(name))) return false;
      if (typeof mountPath !== 'string' || RESERVED_PATH.test(mountPath) || hasSymbol(mountPath)) return false;
      if (typeof (subPath ?? '') !== 'string' || typeof (subPathExpr ?? '') !== 'string') return false;
      if (paths.has(mountPath)) return false;
      paths.add(mountPath);
      return true;
    })
  );
}

/** Whether a list, or nothing, holds only named objects that pass. */
function everyNamed(list: unknown, test: (item: JsonObject) => boolean): boolean {
  if (list === undefined || list === null) return true;
  return (
    Array.isArray(list) &&
    list.every((item: unknown) => isObject(item) && typeof item.name === 'string' && item.name !== '' && test(item))
  );
}

function areTexts(metadata: unknown, field: string): boolean {
  if (metadata === undefined || metadata === null) return true;
  const values = isObject(metadata) ? (metadata[field] ?? {}) : undefined;
  return isObject(values) && Object.values(values).every((value) => typeof value === 'string');
}

/** The pod, or the pod template of a workload. */
function templateOf(object: JsonObject): JsonObject {
  if (object.kind === 'Pod') return object;
  let { spec } = object as { spec?: unknown };
  if (object.kind === 'CronJob') {
    const job = isObject(spec) ? spec.jobTemplate : undefined;
    spec = isObject(job) ? job.spec : undefined;
  }
  const template = isObject(spec) ? spec.template : undefined;
  return isObject(template) ? template : {};
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
