import { Release } from '@cdktf/provider-helm/lib/release';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import {
  type BindingLike,
  checkName,
  type HelmChart,
  type HelmShape,
  isKnown,
  PodtrustError,
  type ServiceAccountReference,
} from '../../core';
import { checkedId, recordRelease, recordSourcePosition } from '../../terraform';
import { toHelmValues } from './helm-values';
import { checkHelmValues, helmValuesText } from './helm-values-text';
import { helmComponent, knownHelmChart, publishedChart } from './known-helm-chart';
import { type HelmValues, mergeHelmValues } from './merge-helm-values';
import { mergeBindings } from '../pods/merged-binding';

/** Props of {@link HelmWorkload}. */
export interface HelmWorkloadProps {
  /**
   * The chart: its name in the repository, an `oci://` address, or a path. Of the charts that podtrust knows, the name is
   * enough: it says where the chart is published and which values it has.
   */
  readonly chart: string;
  /** The chart's version. Needed unless the chart is a path: without it, each plan would install the newest. */
  readonly version?: string;
  /** The chart repository, `https://` or `oci://`. Default: where a known chart is published. */
  readonly repository?: string;
  /** The release's name. Default: the chart's own name. */
  readonly name?: string;
  /** Default: the namespace of the bindings' service account, in which the release has to be. */
  readonly namespace?: string;
  /** Whether Helm makes the namespace. Default `false`: it is made elsewhere, with its labels and policies. */
  readonly createNamespace?: boolean;
  /** The bindings of the identities that the chart's pods become. All of one service account. */
  readonly bindings: readonly BindingLike[];
  /**
   * Bindings of the chart's other components, where several have a service account of their own, as argo-cd has:
   * `{ server: serverRole.bindings }`. For known charts only. Default none.
   */
  readonly components?: Readonly<Record<string, readonly BindingLike[]>>;
  /**
   * Where the chart's values have what a binding needs: the name of a known chart, for a copy of it in another repository,
   * or a shape of your own. Default: by the chart's name, if it comes from where that chart is published.
   */
  readonly shape?: string | HelmShape;
  /** Whether the chart makes the service account. See `toHelmValues`. Default `true`. */
  readonly createServiceAccount?: boolean;
  /** Further values of the chart. What the bindings set cannot be set here to anything else. Default none. */
  readonly values?: HelmValues;
  /** What must be applied before, such as `role.dependables` in the same stack. Default: none. */
  readonly dependsOn?: readonly ITerraformDependable[];
  /** The Helm provider, if the stack has several. Default: the stack's. */
  readonly provider?: TerraformProvider;
}

/**
 * A release of a Helm chart whose pods run as an identity: one `helm_release`, whose values carry the binding. When the
 * identity changes, the pods are made anew.
 *
 * The proof reads the values, so that `podtrust prove` decides the release as it does objects that are written out. It
 * needs the peer dependency `@cdktf/provider-helm`.
 */
export class HelmWorkload extends Construct {
  public readonly serviceAccount: ServiceAccountReference;
  /** The release itself, for what the props don't offer: `workload.resource.timeout = 600`. */
  public readonly resource: Release;

  /**
   * @throws PodtrustError `helm-chart-unknown`, `helm-component-unknown`, `helm-release-incomplete`,
   *   `helm-shape-insufficient`, `helm-shape-invalid`, `helm-values-conflict`, `helm-values-invalid`,
   *   `workload-in-other-namespace`, `name-invalid`, and what `mergeBindings` throws
   */
  public constructor(scope: Construct, id: string, props: HelmWorkloadProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const where = this.node.path;
    checkComplete(props, where);
    const { chart, repository, values = {}, createServiceAccount } = props;
    checkHelmValues(values, where);
    const isPath = isLocal(chart);
    const chartName = chart.replace(/\/+$/, '').split('/').at(-1)!;
    const published = isPath || chart.includes('/') ? undefined : publishedChart(chart, repository);
    const { known, shape } = shapeOf(props, published, where);

    const { namespace, name } = mergeBindings(props.bindings, where).serviceAccount;
    this.serviceAccount = { namespace, name };
    checkNamespace(props.namespace, namespace, where);
    const release = props.name ?? chartName;
    if (isKnown(release)) checkName('helm-release', release, where);

    const parts = [
      { shape, bindings: props.bindings },
      ...Object.entries(props.components ?? {}).map(([component, bindings]) => {
        checkNamespace(namespace, mergeBindings(bindings, where).serviceAccount.namespace, where);
        return { shape: helmComponent(known ?? knownHelmChart(chartName, where), component, where), bindings };
      }),
    ];
    const bound = parts.reduce<HelmValues>(
      (all, part) =>
        mergeHelmValues(all, toHelmValues(part.bindings, part.shape, { createServiceAccount, where }), where),
      values,
    );
    for (const part of parts) checkOwnNamespace(bound, part.shape, namespace, where);
    this.resource = new Release(this, 'Resource', {
      name: release,
      chart,
      version: props.version,
      repository: repository ?? published?.repositories[0],
      namespace,
      createNamespace: props.createNamespace,
      values: [helmValuesText(bound)],
      provider: props.provider,
      dependsOn: props.dependsOn && [...props.dependsOn],
    });
    // The proof finds the values of the known charts by itself.
    if (known === undefined || known !== published) {
      const shapes = parts.map((part) => part.shape);
      recordRelease(this, () => ({ id: `helm_release.${this.resource.friendlyUniqueId}`, shapes }));
    }
  }
}

function checkComplete({ chart, version, bindings, components = {} }: HelmWorkloadProps, where: string): void {
  const refuse = (what: string, why: string, remedy: string): never => {
    throw new PodtrustError({ code: 'helm-release-incomplete', where, what, why, remedy });
  };
  if (typeof chart !== 'string' || chart === '') {
    refuse('no chart is named', 'Helm has nothing to install.', 'Set chart to the chart’s name, address or path.');
  }
  if (!Array.isArray(bindings)) {
    refuse(
      'no bindings are given',
      'Nothing says which service account the pods run as.',
      'Hand over role.bindings, or [role.bindingFor(serviceAccount)].',
    );
  }
  for (const [component, list] of Object.entries(components)) {
    if (Array.isArray(list)) continue;
    refuse(
      `the component ${component} has no list of bindings`,
      'Nothing says which service account its pods run as.',
      'Hand over role.bindings, or leave the component out.',
    );
  }
  if (!version && !isLocal(chart)) {
    refuse(
      `the chart ${chart} has no version`,
      'Each plan would take the newest chart there is, whose values may have other keys.',
      'Set version to the one that you have tested.',
    );
  }
}

function isLocal(chart: string): boolean {
  return /^(\.{0,2}\/|[A-Za-z]:\\)/.test(chart);
}

function checkNamespace(given: string | undefined, bound: string, where: string): void {
  if (given === undefined || given === bound || !isKnown(given)) return;
  throw new PodtrustError({
    code: 'workload-in-other-namespace',
    where,
    what: `the release is in the namespace "${given}", the service account of its bindings in "${bound}"`,
    why: 'A chart makes its service account, and its pods, in the namespace of the release, and the identity trusts the account in the other one.',
    remedy: 'Leave namespace out, or let the identity trust the service account there.',
  });
}

/** Refuses values that put the chart's objects into another namespace than the release's. */
function checkOwnNamespace(values: HelmValues, shape: HelmShape, namespace: string, where: string): void {
  if (shape.namespace === undefined) return;
  const given = shape.namespace
    .split('.')
    .reduce<unknown>((value, key) => (value as HelmValues | undefined)?.[key], values);
  if (typeof given !== 'string' || given === '') return;
  checkNamespace(given, namespace, where);
}

/** The shape that counts, and the known chart that it is of. */
function shapeOf(
  { chart, repository, shape }: HelmWorkloadProps,
  published: HelmChart | undefined,
  where: string,
): { readonly known?: HelmChart; readonly shape: HelmShape } {
  if (typeof shape === 'object') return { shape };
  if (shape !== undefined) {
    const known = knownHelmChart(shape, where);
    return { known, shape: helmComponent(known, known.main, where) };
  }
  if (published) return { known: published, shape: helmComponent(published, published.main, where) };
  if (repository === undefined && !chart.includes('/')) {
    // Without a repository only a known chart is found.
    knownHelmChart(chart, where);
  }
  throw new PodtrustError({
    code: 'helm-chart-unknown',
    where,
    what: `nothing says where the values of the chart ${chart} have its service account and pods${repository === undefined ? '' : `; it comes from ${repository}`}`,
    why: 'Charts of one name from several publishers have different keys, and a chart ignores those that it does not know.',
    remedy:
      'Set shape: the name of a known chart if this is a copy of it, HELM_CREATE if it keeps what helm create scaffolds, or places of your own.',
  });
}
