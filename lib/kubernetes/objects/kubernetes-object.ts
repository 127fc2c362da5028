import { PodtrustError } from '../../core';

/** A Kubernetes object as plain data, in the API's own shape. Values may be tokens. */
export interface KubernetesObject {
  /** `v1`, or `<group>/<version>`. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** `Deployment todo/backend`: an object as messages name it. */
export function nameOfObject(object: KubernetesObject): string {
  const { name, namespace } = object.metadata;
  return `${object.kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

/** The API group: empty for the core group. */
export function groupOfObject(object: Pick<KubernetesObject, 'apiVersion'>): string {
  return object.apiVersion.includes('/') ? object.apiVersion.split('/')[0]! : '';
}

/**
 * Refuses what is not a Kubernetes object.
 *
 * @param value what somebody handed in, say a parsed YAML document
 * @param where the construct's path or the file to name
 * @throws PodtrustError `object-incomplete`
 */
export function checkKubernetesObject(value: unknown, where?: string): asserts value is KubernetesObject {
  const object = (value ?? {}) as { apiVersion?: unknown; kind?: unknown; metadata?: { name?: unknown } };
  const missing = [
    typeof object.apiVersion === 'string' ? undefined : 'apiVersion',
    typeof object.kind === 'string' ? undefined : 'kind',
    typeof object.metadata?.name === 'string' ? undefined : 'metadata.name',
  ].filter((field) => field !== undefined);
  if (missing.length === 0) return;
  throw new PodtrustError({
    code: 'object-incomplete',
    where,
    what: `${typeof object.kind === 'string' ? `a ${object.kind}` : 'an object'} without ${missing.join(', ')}: ${JSON.stringify(value)?.slice(0, 120)}`,
    why: 'Kubernetes finds an object by these fields; a List and generateName cannot be applied by Terraform.',
    remedy: 'Give each object its apiVersion, kind and metadata.name; hand over the items of a List one by one.',
  });
}

/** What is wanted of an object: no status, which the cluster writes, and no field without a value. */
export function desiredState<T extends KubernetesObject>(object: T): Omit<T, 'status'> {
  return withoutEmpty({ ...object, status: undefined }) as Omit<T, 'status'>;
}

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== null && entry !== undefined)
      .map(([key, entry]) => [key, withoutEmpty(entry)]),
  );
}
