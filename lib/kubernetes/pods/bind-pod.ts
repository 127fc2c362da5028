import type { ApiObject } from 'cdk8s';
import { AZURE_KEYS, type BindingLike, PodtrustError, projectedVolume, projectedVolumeMount } from '../../core';
import { checkKubernetesObject, type KubernetesObject, nameOfObject } from '../objects/kubernetes-object';
import { type MergedBinding, mergeBindings } from './merged-binding';

/** A pod template, or a pod, as plain data: what binding reads of it. All other fields pass unchanged. */
export interface PodTemplate {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly spec: {
    readonly serviceAccountName?: string;
    readonly containers: readonly Container[];
    readonly initContainers?: readonly Container[];
    readonly volumes?: readonly NamedField[];
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

interface NamedField {
  readonly name: string;
  readonly [field: string]: unknown;
}

interface Container extends NamedField {
  readonly ports?: readonly { readonly containerPort?: number; readonly [field: string]: unknown }[];
  readonly env?: readonly NamedField[];
  readonly volumeMounts?: readonly (NamedField & { readonly mountPath: string })[];
}

/**
 * A pod template that becomes the identities of its bindings: service account, pod labels and annotations, variables and
 * projected tokens in every container (init containers too), and the annotation `podtrust/binding`, which changes with the
 * binding: credentials are injected only when a pod is made, so a changed binding has to make new pods.
 *
 * What the template has already stays. Where it has another value of the same thing, this throws rather than let one of
 * the two win unseen.
 *
 * @param template any workload's pod template, plain data; it is not changed
 * @param bindings all of one service account
 * @param where the object to name in an error
 * @throws PodtrustError `binding-conflicts-with-pod`, `skip-containers-unmatched`, `containers-all-skipped`,
 *   `proxy-sidecar-host-network`, `proxy-sidecar-invalid`, and what {@link mergeBindings} throws
 */
export function bindPodTemplate<T extends PodTemplate>(
  template: T,
  bindings: readonly BindingLike[],
  where?: string,
): T & PodTemplate {
  const binding = mergeBindings(bindings, where);
  const { metadata = {}, spec } = template;
  const name = binding.serviceAccount.name;
  checkSkipped(binding, spec, where);
  checkVirtualNode(bindings, spec, where);
  checkProxySidecar(binding, spec, where);
  const bound = (container: Container): Container => {
    const its = bindings.filter(({ skipContainers }) => !skipContainers?.includes(container.name));
    if (its.length === 0) return container;
    return boundContainer(container, its.length === bindings.length ? binding : mergeBindings(its, where), where);
  };
  agree('serviceAccountName', spec.serviceAccountName, name, where);
  const copied = bindings.some(({ changesAccount }) => changesAccount);
  if (copied) agree('serviceAccount', spec.serviceAccount, name, where);
  return {
    ...template,
    metadata: {
      ...metadata,
      labels: added('metadata.labels', metadata.labels, binding.podLabels, where),
      annotations: added('metadata.annotations', metadata.annotations, binding.podAnnotations, where),
    },
    spec: {
      ...spec,
      serviceAccountName: name,
      ...(copied && { serviceAccount: name }),
      containers: spec.containers.map(bound),
      ...(spec.initContainers && { initContainers: spec.initContainers.map(bound) }),
      ...(binding.volumes.length > 0 && {
        volumes: addedByName('volumes', spec.volumes, binding.volumes.map(projectedVolume) as NamedField[], where),
      }),
    },
  };
}

/**
 * Binds the pods of a workload: a Pod, a CronJob, or anything with a pod template at `spec.template` (Deployment,
 * StatefulSet, DaemonSet, Job, and workloads of other API groups that have the same shape).
 *
 * @param workload plain data; it is not changed. Without a namespace it gets the service account's
 * @throws PodtrustError `workload-in-other-namespace`, `not-a-workload`, `object-incomplete`, and what
 *   {@link bindPodTemplate} throws
 */
export function bindWorkload<T extends KubernetesObject>(workload: T, bindings: readonly BindingLike[]): T {
  checkKubernetesObject(workload);
  const where = nameOfObject(workload);
  const { namespace } = mergeBindings(bindings, where).serviceAccount;
  if (workload.metadata.namespace !== undefined && workload.metadata.namespace !== namespace) {
    throw new PodtrustError({
      code: 'workload-in-other-namespace',
      where,
      what: `the workload is in the namespace "${workload.metadata.namespace}", its service account in "${namespace}"`,
      why: 'A pod uses service accounts of its own namespace only; there, another account of that name, or none, would be found.',
      remedy: 'Put both into one namespace, and let the identity trust the account there.',
    });
  }
  const bound = bindTemplateIn(workload, bindings, where);
  return { ...bound, metadata: { ...bound.metadata, namespace } };
}

/**
 * Binds the pods of a cdk8s object that somebody else's chart made.
 *
 * Whatever the object renders goes through {@link bindWorkload}, so what the chart still changes on it counts too.
 */
export function bindApiObject(object: ApiObject, bindings: readonly BindingLike[]): void {
  const render = object.toJson.bind(object);
  object.toJson = () => bindWorkload(render(), bindings);
}

function bindTemplateIn<T extends KubernetesObject>(workload: T, bindings: readonly BindingLike[], where: string): T {
  if (workload.kind === 'Pod' && isPodTemplate(workload)) return bindPodTemplate(workload, bindings, where);
  const spec = workload.spec as { template?: unknown; jobTemplate?: { spec?: { template?: unknown } } } | undefined;
  if (isPodTemplate(spec?.template)) {
    return { ...workload, spec: { ...spec, template: bindPodTemplate(spec.template, bindings, where) } };
  }
  const job = spec?.jobTemplate?.spec;
  if (isPodTemplate(job?.template)) {
    const template = bindPodTemplate(job.template, bindings, where);
    return { ...workload, spec: { ...spec, jobTemplate: { ...spec!.jobTemplate, spec: { ...job, template } } } };
  }
  throw new PodtrustError({
    code: 'not-a-workload',
    where,
    what: `a ${workload.kind} has no pod template at spec.template or spec.jobTemplate.spec.template`,
    why: 'Labels and variables count on the pod only; on the object around it they do nothing.',
    remedy:
      'Bind the Deployment, StatefulSet, DaemonSet, Job, CronJob or Pod, or use bindPodTemplate on the template itself.',
  });
}

function isPodTemplate(value: unknown): value is PodTemplate {
  return Array.isArray((value as Partial<PodTemplate> | undefined)?.spec?.containers);
}

/** Refuses a list of containers to skip that the pod has not, or that leaves none. */
function checkSkipped({ skipContainers }: MergedBinding, spec: PodTemplate['spec'], where?: string): void {
  const names = [...spec.containers, ...(spec.initContainers ?? [])].map(({ name }) => name);
  const unknown = skipContainers.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new PodtrustError({
      code: 'skip-containers-unmatched',
      where,
      what: `the binding skips ${unknown.join(', ')}, and the pod has ${names.join(', ')}`,
      why: 'The container that was meant would get the token.',
      remedy: 'Name containers as the pod does in skipContainers.',
    });
  }
  if (spec.containers.some(({ name }) => !skipContainers.includes(name))) return;
  throw new PodtrustError({
    code: 'containers-all-skipped',
    where,
    what: `the binding skips every container: ${skipContainers.join(', ')}`,
    why: 'The pod would ask for an identity that none of its containers gets.',
    remedy: 'Leave out of skipContainers the one that calls the cloud.',
  });
}

/** Refuses a pod for the virtual nodes of AKS, which run no workload identity. AKS, “Workload identity overview”, limits. */
function checkVirtualNode(bindings: readonly BindingLike[], spec: PodTemplate['spec'], where?: string): void {
  const { nodeSelector } = spec as { nodeSelector?: Readonly<Record<string, string>> };
  const entra = bindings.some(({ mechanism, via }) => mechanism === 'entra-workload-identity' && via === undefined);
  if (!entra || nodeSelector?.type !== 'virtual-kubelet') return;
  throw new PodtrustError({
    code: 'mechanism-unavailable',
    where,
    what: 'the pod is for virtual nodes, and its binding is of Entra Workload ID',
    why: 'Virtual nodes of AKS run pods without workload identity: they would get no token.',
    remedy: 'Run the pod on a node pool.',
  });
}

/** Refuses what the webhook's proxy cannot work in: it redirects the pod's own network, by a container for Linux. */
function checkProxySidecar({ podAnnotations }: MergedBinding, spec: PodTemplate['spec'], where?: string): void {
  if (podAnnotations[AZURE_KEYS.injectProxySidecar] === undefined) return;
  const port = podAnnotations[AZURE_KEYS.proxySidecarPort];
  if (spec.hostNetwork === true) {
    throw new PodtrustError({
      code: 'proxy-sidecar-host-network',
      where,
      what: 'the pod has hostNetwork, and its binding asks for the proxy sidecar',
      why: 'The proxy would redirect the node’s traffic: the webhook refuses the pod.',
      remedy: 'Leave out hostNetwork, or proxySidecar with an SDK that knows workload identity.',
    });
  }
  const { os, nodeSelector } = spec as { os?: { name?: string }; nodeSelector?: Readonly<Record<string, string>> };
  const isWindows = os?.name === 'windows' || nodeSelector?.['kubernetes.io/os'] === 'windows';
  const taken = spec.containers.find(({ ports }) => ports?.some(({ containerPort }) => `${containerPort}` === port));
  if (!isWindows && !taken) return;
  throw new PodtrustError({
    code: 'proxy-sidecar-invalid',
    where,
    what: isWindows
      ? 'the pod is for Windows, and its binding asks for the proxy sidecar'
      : `the container ${taken!.name} and the proxy sidecar are both to listen on ${port}`,
    why: isWindows
      ? 'The proxy is for Linux alone.'
      : 'A pod has one network, and the second of the two fails to start.',
    remedy: isWindows
      ? 'Use an SDK that knows workload identity, and leave proxySidecar out.'
      : 'Give the proxy another port: proxySidecar: { port }.',
  });
}

function boundContainer(container: Container, binding: MergedBinding, where?: string): Container {
  const at = `container ${container.name}`;
  const env = Object.entries(binding.environment).map(([name, value]) => ({ name, value }));
  const mounts = binding.volumes.map(projectedVolumeMount) as (NamedField & { mountPath: string })[];
  for (const mount of mounts) {
    const taken = container.volumeMounts?.find(({ mountPath }) => mountPath === mount.mountPath);
    if (taken) agree(`${at}, mount path ${mount.mountPath}`, taken.name, mount.name, where);
  }
  return {
    ...container,
    ...(env.length > 0 && { env: addedByName(`${at}, env`, container.env, env, where) }),
    ...(mounts.length > 0 && {
      volumeMounts: addedByName(`${at}, volumeMounts`, container.volumeMounts, mounts, where),
    }),
  };
}

function added(
  field: string,
  own: Readonly<Record<string, string>> = {},
  bound: Readonly<Record<string, string>>,
  where?: string,
): Record<string, string> {
  for (const [key, value] of Object.entries(bound)) agree(`${field}.${key}`, own[key], value, where);
  return { ...own, ...bound };
}

function addedByName<T extends NamedField>(
  field: string,
  own: readonly T[] = [],
  bound: readonly T[],
  where?: string,
): T[] {
  const names = new Map(own.map((entry) => [entry.name, entry]));
  for (const entry of bound) agree(`${field}.${entry.name}`, names.get(entry.name), entry, where);
  return [...own, ...bound.filter(({ name }) => !names.has(name))];
}

function agree(field: string, own: unknown, bound: unknown, where?: string): void {
  if (own === undefined || isSame(own, bound)) return;
  throw new PodtrustError({
    code: 'binding-conflicts-with-pod',
    where,
    what: `${field} is ${JSON.stringify(own)} in the pod, and the binding needs ${JSON.stringify(bound)}`,
    why: 'One of the two would win unseen: the pod would act as another identity, or as none.',
    remedy: 'Remove it from the pod, or bind the service account that the pod names.',
  });
}

/** Whether two pieces of plain data are the same, whatever the order of their keys. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => isSame((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}
