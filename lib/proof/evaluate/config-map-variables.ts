import type { ConfigMap } from '../model/kubernetes/config-map';
import type { Model } from '../model/model';
import type { Workload } from '../model/kubernetes/workload';

type JsonObject = Readonly<Record<string, unknown>>;

/** The ConfigMaps that were read, and Secrets whose content is known, by cluster, kind, namespace and name. */
export type ConfigMapIndex = ReadonlyMap<string, ConfigMap>;

/** Finds ConfigMaps without a walk over all of them. */
export function configMapIndex({ configMaps }: Model): ConfigMapIndex {
  return new Map(
    configMaps.flatMap((one) =>
      one.clusters.map((cluster) => [key(cluster, one.kind, one.namespace, one.name), one] as const),
    ),
  );
}

/**
 * A pod as it would be stored, with the variables that its containers take from ConfigMaps that were read among their own:
 * a webhook never looks at those, and the container sees them. A container's own variable wins, as in Kubernetes.
 */
export function withConfigMapVariables(pod: JsonObject, workload: Workload, index: ConfigMapIndex): JsonObject {
  if (index.size === 0 || !isObject(pod.spec)) return pod;
  const known: Known = (kind, name) =>
    workload.clusters.map((cluster) => index.get(key(cluster, kind, workload.namespace, name))).find((one) => one);
  const containers = (list: unknown): unknown =>
    Array.isArray(list) ? list.map((item: unknown) => (isObject(item) ? resolved(item, known) : item)) : list;
  const { spec } = pod;
  return {
    ...pod,
    spec: {
      ...spec,
      containers: containers(spec.containers),
      ...(spec.initContainers === undefined ? {} : { initContainers: containers(spec.initContainers) }),
    },
  };
}

/** Finds a ConfigMap or a Secret of the pod's namespace. */
type Known = (kind: ConfigMap['kind'], name: string) => ConfigMap | undefined;

/** The keys under which a container names what it takes all variables from, and what it takes one from. */
const SOURCES = [
  { kind: 'ConfigMap', all: 'configMapRef', one: 'configMapKeyRef' },
  { kind: 'Secret', all: 'secretRef', one: 'secretKeyRef' },
] as const;

function resolved(container: JsonObject, known: Known): JsonObject {
  const { env, envFrom } = container;
  if (!Array.isArray(envFrom) && !Array.isArray(env)) return container;
  const left: unknown[] = [];
  const taken: JsonObject[] = [];
  const sources: readonly unknown[] = Array.isArray(envFrom) ? envFrom : [];
  for (const source of sources) {
    const found = SOURCES.map(({ kind, all }) => named(source, all, (name) => known(kind, name))).find((one) => one);
    if (!found) left.push(source);
    const prefix = isObject(source) && typeof source.prefix === 'string' ? source.prefix : '';
    for (const [name, value] of Object.entries(found?.data ?? {})) taken.push({ name: `${prefix}${name}`, value });
  }
  const own = Array.isArray(env) ? env.map((variable: unknown) => withValue(variable, known)) : [];
  return { ...container, ...(sources.length > 0 ? { envFrom: left } : {}), env: [...taken, ...own] };
}

/** A variable with the value of the key that it refers to, where that is known. */
function withValue(variable: unknown, known: Known): unknown {
  if (!isObject(variable) || !isObject(variable.valueFrom)) return variable;
  for (const { kind, one } of SOURCES) {
    const reference = variable.valueFrom[one];
    if (!isObject(reference)) continue;
    const value = known(kind, String(reference.name))?.data[String(reference.key)];
    if (value !== undefined) return { name: variable.name, value };
  }
  return variable;
}

function named(
  source: unknown,
  reference: string,
  find: (name: string) => ConfigMap | undefined,
): ConfigMap | undefined {
  const to = isObject(source) ? source[reference] : undefined;
  return isObject(to) ? find(String(to.name)) : undefined;
}

function key(...parts: readonly [cluster: string, kind: string, namespace: string, name: string]): string {
  return parts.join('\n');
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
