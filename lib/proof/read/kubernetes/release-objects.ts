import { EKS_ADDONS } from '../../../core/addon-accounts';
import type { AccountMaker } from '../../model/account-maker';
import type { IdentityReference } from '../../model/identity-reference';
import { releasedReferences, valuesOfObject, valuesOfText } from './helm-values';
import type { HelmValue } from './helm-values';
import { isJsonObject, listOf, objectAt, textOf } from './kubernetes-object';
import type { JsonObject, DeclaredObject } from './kubernetes-object';

/** What a reader adds to. */
interface Into {
  readonly makers: AccountMaker[];
  readonly references: IdentityReference[];
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
export function readReleaseObject(found: DeclaredObject, { makers, references }: Into): void {
  const { object, clusters, at } = found;
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
    const namespace = textOf(spec.targetNamespace) ?? own;
    // Into another cluster, by a kubeconfig.
    if (spec.kubeConfig !== undefined) return;
    makers.push({ clusters, namespace, source: id, kind: 'a Helm release' });
    const chart = textOf(objectAt(spec, ['chart', 'spec']).chart) ?? textOf(objectAt(spec, ['chartRef']).name) ?? '';
    const composed = spec.targetNamespace === undefined ? name : `${namespace}-${name}`;
    const release = { clusters, id, namespace, names: [textOf(spec.releaseName) ?? composed, chartName(chart)], at };
    const values = isJsonObject(spec.values) ? valuesOfObject(spec.values) : [];
    references.push(...releasedReferences(release, values));
  } else if (kind === 'HelmChart' && group === 'helm.cattle.io') {
    const namespace = textOf(spec.targetNamespace) ?? own;
    makers.push({ clusters, namespace, source: id, kind: 'a Helm release' });
    const values = valuesOfText(textOf(spec.valuesContent) ?? '', at.file);
    const names = [name, chartName(textOf(spec.chart) ?? '')];
    references.push(...releasedReferences({ clusters, id, namespace, names, at }, values));
  } else if (kind === 'ClusterConfig' && group === 'eksctl.io') {
    makers.push(...madeByEksctl(found));
  } else if (kind === 'Application' && group === 'argoproj.io') {
    readApplication(found, spec, id, name, { makers, references });
  }
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

function readApplication(found: DeclaredObject, spec: JsonObject, id: string, name: string, into: Into): void {
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
  into.makers.push({
    clusters: target,
    namespace: isRelease ? namespace : undefined,
    source: id,
    kind: 'an Argo CD application',
  });
  for (const source of sources) {
    const helm = objectAt(source, ['helm']);
    const values: HelmValue[] = [
      ...valuesOfText(textOf(helm.values) ?? '', at.file),
      ...(isJsonObject(helm.valuesObject) ? valuesOfObject(helm.valuesObject) : []),
      ...listOf(helm.parameters).map((one): HelmValue => [textOf(one.name) ?? '', textOf(one.value) ?? '']),
    ];
    const names = [textOf(helm.releaseName) ?? name, chartName(textOf(source.chart) ?? textOf(source.path) ?? '')];
    const release = { clusters: target, id, namespace: namespace ?? 'default', names, at };
    into.references.push(...releasedReferences(release, values));
  }
}

/** A chart's own name: the last part of a path or of an address. */
function chartName(chart: string): string {
  return chart.split('/').at(-1)!;
}
