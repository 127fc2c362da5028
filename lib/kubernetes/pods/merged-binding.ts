import {
  type BindingLike,
  type ClusterPermission,
  checkServiceAccount,
  type ProjectedTokenVolume,
  PodtrustError,
  type ServiceAccountReference,
} from '../../core';

/**
 * The annotation of a pod template that spells out its bindings. It has no reader: its only work is to differ when a
 * binding changes, so that the workload makes new pods.
 */
export const BINDING_ANNOTATION = 'podtrust/binding';

/** What several bindings of one service account ask for together. */
export interface MergedBinding {
  readonly serviceAccount: ServiceAccountReference;
  readonly serviceAccountAnnotations: Readonly<Record<string, string>>;
  readonly serviceAccountLabels: Readonly<Record<string, string>>;
  readonly podLabels: Readonly<Record<string, string>>;
  /** {@link BINDING_ANNOTATION} is among them. */
  readonly podAnnotations: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly volumes: readonly ProjectedTokenVolume[];
  readonly clusterPermissions: readonly ClusterPermission[];
  /** Containers that go without the variables and tokens of some binding. */
  readonly skipContainers: readonly string[];
}

/**
 * Puts the bindings of one service account together.
 *
 * @param bindings at least one
 * @param where the construct's path or the object to name in an error
 * @throws PodtrustError `binding-missing`, `bindings-of-several-accounts`, `irsa-and-pod-identity`, `bindings-conflict`,
 *   and what `checkServiceAccount` throws
 */
export function mergeBindings(bindings: readonly BindingLike[], where?: string): MergedBinding {
  const first = bindings[0];
  if (!first) {
    throw new PodtrustError({
      code: 'binding-missing',
      where,
      what: 'no binding was given',
      why: 'Without a binding nothing says which service account this is.',
      remedy: 'Hand over the binding of the identity, or leave this call out.',
    });
  }
  checkServiceAccount(first.serviceAccount, where);
  for (const binding of bindings) refuseOtherAccount(first, binding, where);
  refuseTwoAwsMechanisms(bindings, where);
  return {
    serviceAccount: first.serviceAccount,
    serviceAccountAnnotations: merged(bindings, 'serviceAccountAnnotations', where),
    serviceAccountLabels: merged(bindings, 'serviceAccountLabels', where),
    podLabels: merged(bindings, 'podLabels', where),
    podAnnotations: { ...merged(bindings, 'podAnnotations', where), [BINDING_ANNOTATION]: describe(bindings) },
    environment: merged(bindings, 'environment', where),
    volumes: mergedByName(bindings, 'volumes', where) as ProjectedTokenVolume[],
    clusterPermissions: mergedByName(bindings, 'clusterPermissions', where) as ClusterPermission[],
    skipContainers: [...new Set(bindings.flatMap(({ skipContainers }) => skipContainers ?? []))],
  };
}

function refuseOtherAccount(first: BindingLike, other: BindingLike, where?: string): void {
  const [a, b] = [first, other].map(({ serviceAccount: { namespace, name } }) => `${namespace}/${name}`);
  if (a === b) return;
  throw new PodtrustError({
    code: 'bindings-of-several-accounts',
    where,
    what: `one binding is of the service account ${a}, another one of ${b}`,
    why: 'A pod runs under one service account, and the identity that trusts the other one would refuse it.',
    remedy: 'Let every identity that the pod needs trust the same service account.',
  });
}

function refuseTwoAwsMechanisms(bindings: readonly BindingLike[], where?: string): void {
  // The kubelet's pull goes past the webhook and the pod's own identity.
  const mechanisms = new Set(bindings.filter(({ via }) => via === undefined).map(({ mechanism }) => mechanism));
  if (!mechanisms.has('irsa') || !mechanisms.has('eks-pod-identity')) return;
  throw new PodtrustError({
    code: 'irsa-and-pod-identity',
    where,
    what: 'one service account carries an IRSA binding and an EKS Pod Identity binding',
    why: 'Where a Pod Identity association exists, the EKS webhook injects container credentials and leaves the role-arn annotation alone, so one of the two roles is never used.',
    remedy:
      'Keep one of the two. To migrate, let the role trust both, and hand the workload the Pod Identity binding alone.',
  });
}

type MapField = 'serviceAccountAnnotations' | 'serviceAccountLabels' | 'podLabels' | 'podAnnotations' | 'environment';

function merged(bindings: readonly BindingLike[], field: MapField, where?: string): Record<string, string> {
  const result: Record<string, string> = {};
  for (const binding of bindings) {
    for (const [key, value] of Object.entries(binding[field] ?? {})) {
      if (key in result && result[key] !== value) throw conflict(`${field}.${key}`, result[key]!, value, where);
      result[key] = value;
    }
  }
  return result;
}

function mergedByName(
  bindings: readonly BindingLike[],
  field: 'volumes' | 'clusterPermissions',
  where?: string,
): { readonly name: string }[] {
  const result = new Map<string, { readonly name: string }>();
  for (const entry of bindings.flatMap((binding): readonly { readonly name: string }[] => binding[field] ?? [])) {
    const known = result.get(entry.name);
    if (known && JSON.stringify(known) !== JSON.stringify(entry)) {
      throw conflict(`${field}.${entry.name}`, JSON.stringify(known), JSON.stringify(entry), where);
    }
    result.set(entry.name, entry);
  }
  return [...result.values()];
}

function conflict(field: string, one: string, other: string, where?: string): PodtrustError {
  return new PodtrustError({
    code: 'bindings-conflict',
    where,
    what: `two bindings want different values of ${field}: "${one}" and "${other}"`,
    why: 'One service account holds one value, so one of the two identities would never be reached.',
    remedy:
      'Give each identity a service account of its own, or reach the second one by explicit volumes and variables.',
  });
}

/**
 * `<mechanism> <identity> <annotation>=<value> ...`, the bindings joined by `; `. An association wins over annotations,
 * so that they change nothing for the pods that have one, and none is made anew for them.
 */
function describe(bindings: readonly BindingLike[]): string {
  return bindings
    .map(({ mechanism, identity, serviceAccountAnnotations = {} }) =>
      [
        mechanism,
        identity,
        ...Object.entries(mechanism === 'eks-pod-identity' ? {} : serviceAccountAnnotations)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, value]) => `${key}=${value}`),
      ].join(' '),
    )
    .join('; ');
}
