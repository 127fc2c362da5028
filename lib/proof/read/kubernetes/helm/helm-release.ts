import { HELM_CHARTS, isPublishedAt } from '../../../../core/helm-charts';
import { helmFullname, placesOf } from '../../../../core/kubernetes/helm-shape';
import type { HelmShape } from '../../../../core/kubernetes/helm-shape';
import type { IdentityReference } from '../../../model/identity/identity-reference';
import type { Problems } from '../../problems';
import { releasedReferences } from './helm-values';
import type { Release } from './helm-values';
import { isJsonObject, readKubernetesObject, textOf } from '../kubernetes-object';
import type { DeclaredObjects, JsonObject } from '../kubernetes-object';

/** What a release adds to. */
export interface IntoRelease {
  readonly declared: DeclaredObjects;
  readonly references: IdentityReference[];
}

/** The shapes of a chart that is known, by its name and where it is published; none where either is another. */
export function shapesOfKnown(chart: string, publisher: string | undefined): readonly HelmShape[] {
  const known = HELM_CHARTS.get(chart);
  if (!known || publisher === undefined || !isPublishedAt(known, publisher)) return [];
  return Object.values(known.components);
}

/**
 * Reads what a release makes, as far as its values tell: the accounts and workloads of a chart whose shape is known, and of
 * any other the identities that are annotated where most charts have them.
 */
export function readRelease(release: Release, { declared, references }: IntoRelease, problems: Problems): void {
  const accounts = declareReleased(release, declared, problems);
  // What a declared account asks for is read of the account.
  const others = releasedReferences(release).filter(
    ({ owner }) => owner.kind !== 'release' || !owner.names.every((name) => accounts.includes(name)),
  );
  references.push(...others);
}

/**
 * Declares the service accounts that a release's values name, and the workloads that run as them, as far as the values tell:
 * the rest of a workload is the chart's.
 *
 * @returns the names of the accounts
 */
function declareReleased(release: Release, into: DeclaredObjects, problems: Problems): readonly string[] {
  const { clusters, shapes, values, at } = release;
  if (!values) return [];
  const names: string[] = [];
  for (const shape of shapes) {
    const account = shape.serviceAccount;
    const name = textOf(valueAt(values, account.name));
    if (name === undefined || name === '') continue;
    const namespace = (shape.namespace && textOf(valueAt(values, shape.namespace))) || release.namespace;
    const creates = account.create === undefined ? undefined : valueAt(values, account.create);
    if (creates !== false && creates !== 'false') {
      const metadata = {
        name,
        namespace,
        annotations: account.annotations === undefined ? undefined : valueAt(values, account.annotations),
        labels: account.labels === undefined ? undefined : valueAt(values, account.labels),
      };
      readKubernetesObject(
        { object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata }, clusters, at },
        into,
        problems,
      );
      names.push(name);
    }
    declareWorkloads(release, shape, { values, name, namespace }, into, problems);
  }
  return names;
}

interface ReleasedAccount {
  readonly values: JsonObject;
  readonly name: string;
  readonly namespace: string;
}

function declareWorkloads(
  release: Release,
  shape: HelmShape,
  { values, name, namespace }: ReleasedAccount,
  into: DeclaredObjects,
  problems: Problems,
): void {
  const { clusters, at } = release;
  const first = (places: string | readonly string[] | undefined): unknown =>
    placesOf(places)
      .map((place) => valueAt(values, place))
      .find((value) => value !== undefined && value !== null);
  const map = first(shape.environmentMap);
  const env = isJsonObject(map)
    ? Object.entries(map).map(([variable, value]) => ({ name: variable, value }))
    : first(shape.environment);
  const object = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      template: {
        metadata: { labels: first(shape.podLabels), annotations: first(shape.podAnnotations) },
        spec: {
          serviceAccountName: name,
          volumes: first(shape.volumes),
          containers: [{ name, env, volumeMounts: first(shape.volumeMounts) }],
        },
      },
    },
  };
  const read: DeclaredObjects = { serviceAccounts: [], workloads: [], accountMakers: [] };
  readKubernetesObject({ object, clusters, at }, read, problems);
  const fullname = helmFullname(release.name, release.chart, {
    fullname: textOf(values.fullnameOverride),
    name: textOf(values.nameOverride) ?? shape.nameOverride,
  });
  const made = workloadsOf(shape, values);
  const ids =
    made.length > 0
      ? made.map((one) => inNamespace(one.replaceAll('<fullname>', fullname), namespace))
      : [`HelmRelease/${namespace}/${release.name}`];
  for (const workload of read.workloads) {
    for (const id of ids) into.workloads.push({ ...workload, id, isPartial: true });
  }
}

/** What runs as the account: always, and by the switches in the values. */
function workloadsOf({ workloads = [], optionalWorkloads = {} }: HelmShape, values: JsonObject): readonly string[] {
  const switched = Object.entries(optionalWorkloads)
    .filter(([, place]) => [true, 'true'].includes(valueAt(values, place) as string))
    .map(([workload]) => workload);
  return [...workloads, ...switched].filter((one) => typeof one === 'string' && one.includes('/'));
}

/** `Deployment/shop/api` of `Deployment/api`. */
function inNamespace(workload: string, namespace: string): string {
  const [kind, name] = workload.split('/');
  return `${kind}/${namespace}/${name}`;
}

function valueAt(values: JsonObject, place: string): unknown {
  return place
    .split('.')
    .reduce<unknown>(
      (value, key) => (isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
      values,
    );
}
