import {
  type BindingLike,
  HELM_CREATE,
  type HelmShape,
  PodtrustError,
  placesOf,
  projectedVolume,
  projectedVolumeMount,
} from '../../core';
import { checkHelmShape } from './helm-shape-check';
import { mergeHelmValues, valueAt, type HelmValues } from './merge-helm-values';
import { BINDING_ANNOTATION, type MergedBinding, mergeBindings } from '../pods/merged-binding';

/** Options of {@link toHelmValues}. */
export interface HelmValuesOptions {
  /**
   * Whether the chart makes the service account. Without it the account is somebody else's to make, with the annotations
   * of the bindings, say by a `BoundServiceAccount`. Default `true`.
   */
  readonly createServiceAccount?: boolean;
  /** The construct's path, or the chart, to name in an error. */
  readonly where?: string;
}

/**
 * The values by which a chart that somebody else makes runs as the identities of bindings: the service account and what is
 * on it, labels and annotations of the pods, variables, tokens, and the annotation `podtrust/binding`, which makes new pods
 * when the binding changes. What a binding does not need is left out; there is no empty list or map.
 *
 * @param bindings one, or several of one service account
 * @param shape where the chart's values have each of these. Default {@link HELM_CREATE}, what `helm create` scaffolds
 * @returns plain data for `values.yaml`; values may be tokens
 * @throws PodtrustError `helm-shape-insufficient` where the chart has no value for what the binding needs,
 *   `helm-shape-invalid`, and what {@link mergeBindings} throws
 */
export function toHelmValues(
  bindings: BindingLike | readonly BindingLike[],
  shape: HelmShape = HELM_CREATE,
  { createServiceAccount = true, where }: HelmValuesOptions = {},
): HelmValues {
  checkHelmShape(shape, where);
  const binding = mergeBindings(Array.isArray(bindings) ? bindings : [bindings as BindingLike], where);
  const { serviceAccount: account } = shape;
  let values: HelmValues = {};
  const set = (places: string | readonly string[] | undefined, value: unknown): void => {
    for (const place of placesOf(places)) values = mergeHelmValues(values, valueAt(place, value), where);
  };
  const need = (part: Part, places: string | readonly string[] | undefined, value: object): void => {
    if (Object.keys(value).length === 0) return;
    if (placesOf(places).length === 0) throw insufficient(part, binding, value, where);
    set(places, value);
  };

  checkNoneSkipped(binding, where);
  set(account.create, createServiceAccount);
  set(account.name, binding.serviceAccount.name);
  if (createServiceAccount) {
    need('annotations of the service account', account.annotations, binding.serviceAccountAnnotations);
    need('labels of the service account', account.labels, binding.serviceAccountLabels);
    if (binding.clusterPermissions.length > 0) throw withoutAccessControl(binding, where);
  }
  need('labels of the pods', shape.podLabels, binding.podLabels);
  const { [BINDING_ANNOTATION]: rolling, ...podAnnotations } = binding.podAnnotations;
  if (Object.keys(podAnnotations).length > 0) need('annotations of the pods', shape.podAnnotations, podAnnotations);
  // A chart without annotations of the pods makes no new pods; that alone does not keep them from the identity.
  set(shape.podAnnotations, { [BINDING_ANNOTATION]: rolling });
  if (shape.environmentMap === undefined) {
    const list = Object.entries(binding.environment).map(([name, value]) => ({ name, value }));
    need('variables of the containers', shape.environment, list);
  } else need('variables of the containers', shape.environmentMap, binding.environment);
  need('volumes of the pods', shape.volumes, binding.volumes.map(projectedVolume));
  need('volume mounts of the containers', shape.volumeMounts, binding.volumes.map(projectedVolumeMount));
  for (const [place, value] of Object.entries(shape.values ?? {})) set(place, value);
  return values;
}

/** What a binding may need a place for. */
type Part =
  | 'annotations of the service account'
  | 'labels of the service account'
  | 'labels of the pods'
  | 'annotations of the pods'
  | 'variables of the containers'
  | 'volumes of the pods'
  | 'volume mounts of the containers';

const FIELDS: Readonly<Record<Part, string>> = {
  'annotations of the service account': 'serviceAccount.annotations',
  'labels of the service account': 'serviceAccount.labels',
  'labels of the pods': 'podLabels',
  'annotations of the pods': 'podAnnotations',
  'variables of the containers': 'environment',
  'volumes of the pods': 'volumes',
  'volume mounts of the containers': 'volumeMounts',
};

/** A chart's own account would be made without the ClusterRole that lets it in. */
function withoutAccessControl({ serviceAccount, clusterPermissions }: MergedBinding, where?: string): PodtrustError {
  const account = `${serviceAccount.namespace}/${serviceAccount.name}`;
  return new PodtrustError({
    code: 'helm-shape-insufficient',
    where,
    what: `the binding of ${account} needs the ClusterRole ${clusterPermissions.map(({ name }) => name).join(', ')}, and no chart has a value for one`,
    why: 'AKS asks RBAC, and refuses the tokens of a service account that RBAC does not name.',
    remedy:
      'Make the account with a BoundServiceAccount, which makes the ClusterRole too, and set createServiceAccount: false.',
  });
}

/** A chart's values are those of all its containers. The webhook skips some by an annotation of the pods. */
function checkNoneSkipped(
  { skipContainers, environment, volumes, serviceAccount }: MergedBinding,
  where?: string,
): void {
  if (skipContainers.length === 0 || (volumes.length === 0 && Object.keys(environment).length === 0)) return;
  throw new PodtrustError({
    code: 'helm-shape-insufficient',
    where,
    what: `the binding of ${serviceAccount.namespace}/${serviceAccount.name} keeps ${skipContainers.join(', ')} without a token`,
    why: 'A chart’s values are for all of its containers.',
    remedy: 'Leave skipContainers out, or render the chart and bind its workload with bindWorkload.',
  });
}

function insufficient(part: Part, { serviceAccount }: MergedBinding, value: object, where?: string): PodtrustError {
  const needed = Array.isArray(value)
    ? (value as { name: string }[]).map(({ name }) => name)
    : Object.entries(value).map(([key, entry]) => (key.includes('/use') ? `${key}: "${entry}"` : key));
  const account = `${serviceAccount.namespace}/${serviceAccount.name}`;
  return new PodtrustError({
    code: 'helm-shape-insufficient',
    where,
    what: `the binding of ${account} needs ${part} (${needed.join(', ')}), and the chart's shape has no place for them`,
    why: part.startsWith('labels of the pods')
      ? 'The webhook of Workload ID acts only on pods that have the label themselves; on any other object it does nothing, and the pod starts without an identity.'
      : 'Without them the pods start all the same, and have no identity.',
    remedy: part.endsWith('of the service account')
      ? `Name the place in ${FIELDS[part]} of the shape, or make the account with a BoundServiceAccount and set createServiceAccount: false.`
      : `Name the place in ${FIELDS[part]} of the shape if the chart's values have one; else render the chart and bind its workload with bindWorkload.`,
  });
}
