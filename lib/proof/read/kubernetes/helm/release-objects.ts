import { EKS_ADDONS } from '../../../../core/kubernetes/addon-accounts';
import type { AccountMaker } from '../../../model/kubernetes/account-maker';
import type { Problems } from '../../problems';
import type { ChartSources } from './chart-sources';
import { readRelease, shapesOfKnown } from './helm-release';
import type { IntoRelease } from './helm-release';
import { mergedValues, objectOfText, valueOfPath, valuesOfObject, valuesOfText } from './helm-values';
import type { HelmValue } from './helm-values';
import { isJsonObject, listOf, objectAt, textOf } from '../kubernetes-object';
import type { JsonObject, DeclaredObject } from '../kubernetes-object';

/** What a reader adds to, and where charts come from. */
interface Into extends IntoRelease {
  readonly sources: ChartSources;
}

/** Objects that have a controller apply others which are not here: by group and kind, and what people call them. */
const APPLIERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'kustomize.toolkit.fluxcd.io/Kustomization': 'a repository that Flux applies',
    'argoproj.io/ApplicationSet': 'an Argo CD application set',
    'fleet.cattle.io/GitRepo': 'a repository that Fleet applies',
    'apiextensions.crossplane.io/Composition': 'a Crossplane composition',
    'kro.run/ResourceGraphDefinition': 'a resource graph of kro',
    'operators.coreos.com/Subscription': 'an operator of OLM',
  }),
);

/** Adds what an object makes by way of a controller: a Helm release of Flux or Argo CD, a repository, an operator. */
export function readReleaseObject(found: DeclaredObject, into: Into, problems: Problems): void {
  const { object, clusters, at } = found;
  const makers = into.declared.accountMakers;
  const kind = String(object.kind);
  const group = String(object.apiVersion).split('/')[0]!;
  const metadata = objectAt(object, ['metadata']);
  const own = textOf(metadata.namespace) ?? 'default';
  const name = textOf(metadata.name) ?? '';
  const id = `${kind}/${own}/${name}`;
  const spec = objectAt(object, ['spec']);
  const applier = APPLIERS.get(`${group}/${kind}`);
  if (applier !== undefined) {
    // Flux puts all that a Kustomization applies into one namespace where it is told to.
    const namespace = kind === 'Kustomization' ? textOf(spec.targetNamespace) : undefined;
    makers.push({ clusters, namespace, source: id, kind: applier });
  } else if (kind === 'HelmRelease' && group === 'helm.toolkit.fluxcd.io') {
    readHelmRelease({ found, id, own, name, spec }, into, problems);
  } else if (kind === 'HelmChart' && group === 'helm.cattle.io') {
    const namespace = textOf(spec.targetNamespace) ?? own;
    makers.push({ clusters, namespace, source: id, kind: 'a Helm release' });
    const told = valuesOfText(textOf(spec.valuesContent) ?? '', at.file);
    const chart = chartName(textOf(spec.chart) ?? '');
    readRelease({ clusters, id, namespace, name, chart, shapes: [], told, at }, into, problems);
  } else if (kind === 'ClusterConfig' && group === 'eksctl.io') {
    makers.push(...madeByEksctl(found));
  } else if (kind === 'Application' && group === 'argoproj.io') {
    readApplication({ found, id, own, name, spec }, into, problems);
  }
}

/** An object that makes a release, taken apart. */
interface ReleaseObject {
  readonly found: DeclaredObject;
  readonly id: string;
  /** The object's own namespace. */
  readonly own: string;
  readonly name: string;
  readonly spec: JsonObject;
}

/** A `HelmRelease` of Flux. */
function readHelmRelease({ found, id, own, name, spec }: ReleaseObject, into: Into, problems: Problems): void {
  const { clusters, at } = found;
  const namespace = textOf(spec.targetNamespace) ?? own;
  // Into another cluster, by a kubeconfig.
  if (spec.kubeConfig !== undefined) return;
  into.declared.accountMakers.push({ clusters, namespace, source: id, kind: 'a Helm release' });
  const source = into.sources.ofHelmRelease(spec, own, clusters);
  const chart = source?.chart ?? chartName(textOf(objectAt(spec, ['chart', 'spec']).chart) ?? '');
  const composed = spec.targetNamespace === undefined ? name : `${namespace}-${name}`;
  const given = isJsonObject(spec.values) ? spec.values : {};
  // Values from a ConfigMap or a Secret, and what is patched after Helm has rendered, are not read.
  const isWhole = [spec.valuesFrom, spec.postRenderers].every((list) => listOf(list).length === 0);
  const release = {
    ...{ clusters, id, namespace, name: textOf(spec.releaseName) ?? composed, chart, at },
    shapes: shapesOfKnown(chart, source?.publisher),
    values: isWhole ? given : undefined,
    told: valuesOfObject(given),
  };
  readRelease(release, into, problems);
}

/** The service accounts of the add-ons of eksctl; those that it makes by name are read as objects. */
function madeByEksctl({ object, clusters }: DeclaredObject): AccountMaker[] {
  const source = `ClusterConfig/${textOf(objectAt(object, ['metadata']).name) ?? ''}`;
  return listOf(object.addons).map(({ name }): AccountMaker => {
    const known = EKS_ADDONS.get(textOf(name) ?? '') ?? { namespace: 'kube-system' };
    return { clusters, ...known, source, kind: 'an EKS add-on' };
  });
}

/** The address by which Argo CD knows the cluster that it runs in. */
const OWN_CLUSTER = 'https://kubernetes.default.svc';

function readApplication({ found, id, name, spec }: ReleaseObject, into: Into, problems: Problems): void {
  const { clusters, at } = found;
  const destination = objectAt(spec, ['destination']);
  const server = textOf(destination.server)?.replace(/\/$/, '') ?? OWN_CLUSTER;
  const isOwn = server === OWN_CLUSTER && ['in-cluster', undefined].includes(textOf(destination.name));
  // Into another cluster than its own: which, Argo CD's own settings tell.
  const target = isOwn ? clusters : [];
  const sources = isJsonObject(spec.source) ? [spec.source, ...listOf(spec.sources)] : listOf(spec.sources);
  const isRelease =
    sources.length > 0 && sources.every((one) => textOf(one.chart) !== undefined || one.ref !== undefined);
  const namespace = textOf(destination.namespace);
  into.declared.accountMakers.push({
    clusters: target,
    namespace: isRelease ? namespace : undefined,
    source: id,
    kind: 'an Argo CD application',
  });
  for (const source of sources) {
    const helm = objectAt(source, ['helm']);
    const parameters = listOf(helm.parameters);
    const told: HelmValue[] = [
      ...valuesOfText(textOf(helm.values) ?? '', at.file),
      ...(isJsonObject(helm.valuesObject) ? valuesOfObject(helm.valuesObject) : []),
      ...parameters.map((one): HelmValue => [textOf(one.name) ?? '', textOf(one.value) ?? '']),
    ];
    const chart = chartName(textOf(source.chart) ?? textOf(source.path) ?? '');
    const repository = textOf(source.repoURL);
    const release = {
      ...{ clusters: target, id, namespace: namespace ?? 'default', name: textOf(helm.releaseName) ?? name, chart, at },
      shapes:
        isOwn && textOf(source.chart) !== undefined ? shapesOfKnown(chart, repository && addressOf(repository)) : [],
      values: applicationValues(helm, parameters, at.file),
      told,
    };
    readRelease(release, into, problems);
  }
}

/** All values of a source of an Application; nothing where some are in files, which are not read. */
function applicationValues(helm: JsonObject, parameters: readonly JsonObject[], file: string): JsonObject | undefined {
  const isElsewhere = [helm.valueFiles, helm.fileParameters].some((list) => Array.isArray(list) && list.length > 0);
  if (isElsewhere) return undefined;
  // Of the two forms of values Argo CD reads the object alone.
  const given = isJsonObject(helm.valuesObject) ? helm.valuesObject : objectOfText(textOf(helm.values) ?? '', file);
  return (
    given &&
    parameters.reduce<JsonObject>(
      (values, { name, value }) => mergedValues(values, valueOfPath(textOf(name) ?? '', value)),
      given,
    )
  );
}

/** Argo CD names a registry of charts without its scheme. */
function addressOf(repository: string): string {
  return repository.includes('://') ? repository : `oci://${repository}`;
}

/** A chart's own name: the last part of a path or of an address. */
function chartName(chart: string): string {
  return chart.split('/').at(-1)!;
}
