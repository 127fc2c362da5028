import { admitAzure, admitEks, podTemplateOf, receivesToken, type TokenMechanism } from '../../lib/admission';
import { type BindingLike, helmFullname, type HelmShape } from '../../lib/core';
import { mergeBindings } from '../../lib/kubernetes/pods/merged-binding';
import { RELEASE, type RenderedObject } from './render';

/** A release that was rendered with the values of bindings. */
export interface Rendered {
  readonly chart: string;
  readonly shape: HelmShape;
  readonly bindings: readonly BindingLike[];
  /** The workloads of `shape.optionalWorkloads` that the values switch on. */
  readonly optional?: readonly string[];
  readonly objects: readonly RenderedObject[];
}

/**
 * What is wrong with a rendered release: it has not the account of the bindings, not the workloads that the shape says, or a
 * pod to which the webhook would not give the identity.
 */
export function faultsOfRelease(rendered: Rendered): string[] {
  const { bindings, objects } = rendered;
  const { serviceAccount, serviceAccountAnnotations } = mergeBindings(bindings);
  const { namespace, name } = serviceAccount;
  const accounts = objects.filter(
    ({ kind, metadata }) =>
      kind === 'ServiceAccount' && metadata.name === name && (metadata.namespace ?? RELEASE.namespace) === namespace,
  );
  const [account] = accounts;
  if (accounts.length !== 1 || !account) return [`${accounts.length} service accounts ${namespace}/${name}`];
  const bare = Object.entries(serviceAccountAnnotations)
    .filter(([key, value]) => account.metadata.annotations?.[key] !== value)
    .map(([key]) => `the account has not the annotation ${key}`);
  const workloads = objects.filter((object) => specOf(podTemplateOf(object))?.serviceAccountName === name);
  return [
    ...bare,
    ...faultsOfNames(rendered, workloads),
    ...workloads.flatMap((one) => faultsOfPod(rendered, account, one)),
  ];
}

/** A Job of a hook runs before or after the release, calls the Kubernetes API, and needs no identity. */
function isHook({ metadata }: RenderedObject): boolean {
  return metadata.annotations?.['helm.sh/hook'] !== undefined;
}

function faultsOfNames({ chart, shape, optional = [] }: Rendered, workloads: readonly RenderedObject[]): string[] {
  const fullname = helmFullname(RELEASE.name, chart, { name: shape.nameOverride });
  const told = [...(shape.workloads ?? []), ...optional].map((one) => one.replaceAll('<fullname>', fullname));
  const made = workloads.filter((one) => !isHook(one)).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  return [
    ...told
      .filter((one) => !made.includes(one))
      .map((one) => `the shape says ${one}, which does not run as the account`),
    ...made
      .filter((one) => !told.includes(one))
      .map((one) => `${one} runs as the account, which the shape does not say`),
  ];
}

function faultsOfPod(
  { bindings, objects, shape }: Rendered,
  account: RenderedObject,
  workload: RenderedObject,
): string[] {
  if (isHook(workload)) return [];
  // Windows nodes have no agent of Pod Identity.
  const { nodeSelector } = podTemplateOf(workload)!.spec as { nodeSelector?: Readonly<Record<string, string>> };
  if (nodeSelector?.['kubernetes.io/os'] === 'windows') return [];
  const pod = withoutAbsentSecrets(withNamespace(podTemplateOf(workload)!), objects);
  const where = `${workload.kind}/${workload.metadata.name}`;
  const { podAnnotations } = mergeBindings(bindings);
  const annotations = (pod.metadata as RenderedObject['metadata']).annotations ?? {};
  // A chart without annotations of the pods makes no new pods for a changed binding, which its shape says.
  const stale = Object.entries(shape.podAnnotations === undefined ? {} : podAnnotations)
    .filter(([key, value]) => annotations[key] !== value)
    .map(([key]) => `${where} has not the annotation ${key}`);
  return [
    ...stale,
    ...bindings.flatMap(({ mechanism, identity, serviceAccount: { namespace, name } }) => {
      const isAzure = mechanism === 'entra-workload-identity';
      const associations = mechanism === 'eks-pod-identity' ? [`${namespace}/${name}`] : [];
      const admitted = isAzure
        ? admitAzure(pod, account, {})
        : admitEks(pod, account, { containerCredentials: { associations } });
      const { containers, because } = receivesToken(admitted, mechanism as TokenMechanism);
      const having = containers.filter((one) => one.receives && [identity, undefined].includes(one.identity));
      // A webhook gives each container what it needs; what the values say goes to the chart's main one.
      const enough = admitted.result === 'mutated' ? containers.length : 1;
      return having.length >= enough && enough > 0
        ? []
        : [`${where} does not get ${identity} by ${mechanism}: ${because.join('; ')}`];
    }),
  ];
}

function specOf(pod: object | undefined): { readonly serviceAccountName?: string } | undefined {
  return (pod as { readonly spec?: { readonly serviceAccountName?: string } } | undefined)?.spec;
}

/** Helm writes a namespace only where the chart does, and makes the object in the release's. */
function withNamespace(pod: Record<string, unknown>): Record<string, unknown> {
  return { ...pod, metadata: { namespace: RELEASE.namespace, ...(pod.metadata as object) } };
}

interface Variable {
  readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string; readonly optional?: boolean } };
}

/** A pod without the variables of Secrets that need not be there and that the release does not make. */
function withoutAbsentSecrets(
  pod: Record<string, unknown>,
  objects: readonly RenderedObject[],
): Record<string, unknown> {
  const isThere = ({ valueFrom }: Variable): boolean => {
    const { name, optional } = valueFrom?.secretKeyRef ?? {};
    return !optional || objects.some((one) => one.kind === 'Secret' && one.metadata.name === name);
  };
  const { containers, ...spec } = pod.spec as { containers: readonly { readonly env?: readonly Variable[] }[] };
  const kept = containers.map(({ env, ...container }) => ({ ...container, ...(env && { env: env.filter(isThere) }) }));
  return { ...pod, spec: { ...spec, containers: kept } };
}
