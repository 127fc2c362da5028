import type { ConfigMap } from '../model/config-map';
import type { Model } from '../model/model';
import type { Workload } from '../model/workload';

type JsonObject = Readonly<Record<string, unknown>>;

/** The ConfigMaps that were read, by cluster, namespace and name. */
export type ConfigMapIndex = ReadonlyMap<string, ConfigMap>;

/** Finds ConfigMaps without a walk over all of them. */
export function configMapIndex({ configMaps }: Model): ConfigMapIndex {
  return new Map(
    configMaps.flatMap((one) => one.clusters.map((cluster) => [key(cluster, one.namespace, one.name), one] as const)),
  );
}

/**
 * A pod as it would be stored, with the variables that its containers take from ConfigMaps that were read among their own:
 * a webhook never looks at those, and the container sees them. A container's own variable wins, as in Kubernetes.
 */
export function withConfigMapVariables(pod: JsonObject, workload: Workload, index: ConfigMapIndex): JsonObject {
  if (index.size === 0 || !isObject(pod.spec)) return pod;
  const known = (name: string): ConfigMap | undefined =>
    workload.clusters.map((cluster) => index.get(key(cluster, workload.namespace, name))).find((one) => one);
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

function resolved(container: JsonObject, known: (name: string) => ConfigMap | undefined): JsonObject {
  if (!Array.isArray(container.envFrom) || container.envFrom.length === 0) return container;
  const left: unknown[] = [];
  const taken: JsonObject[] = [];
  for (const source of container.envFrom as readonly unknown[]) {
    const reference = isObject(source) ? source.configMapRef : undefined;
    const configMap = isObject(reference) ? known(String(reference.name)) : undefined;
    if (!configMap) left.push(source);
    const prefix = isObject(source) && typeof source.prefix === 'string' ? source.prefix : '';
    for (const [name, value] of Object.entries(configMap?.data ?? {})) taken.push({ name: `${prefix}${name}`, value });
  }
  const own = Array.isArray(container.env) ? (container.env as readonly unknown[]) : [];
  return { ...container, envFrom: left, env: [...taken, ...own] };
}

function key(cluster: string, namespace: string, name: string): string {
  return `${cluster}\n${namespace}\n${name}`;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
