/**
 * Where a chart's values have what a binding needs. Each is a place in the values: keys joined by dots, such as
 * `controller.serviceAccount.name`. What the chart has no value for is left out.
 */
export interface HelmShape {
  /** The namespace of the chart's objects, where the values can choose another than the release's. */
  readonly namespace?: string;
  /** The service account that the pods run as. */
  readonly serviceAccount: {
    readonly name: string;
    /** Whether the chart makes the account. */
    readonly create?: string;
    readonly annotations?: string;
    readonly labels?: string;
  };
  /** Labels of the pods; several places where several workloads run as the account. */
  readonly podLabels?: string | readonly string[];
  /** Annotations of the pods. Without them a changed binding makes no new pods. */
  readonly podAnnotations?: string | readonly string[];
  /** Variables of the containers as Kubernetes has them: a list of `{ name, value }`. */
  readonly environment?: string | readonly string[];
  /** Variables of the containers, where the chart has them as a map from name to value. */
  readonly environmentMap?: string | readonly string[];
  /** Volumes of the pods. */
  readonly volumes?: string | readonly string[];
  /** What the containers mount. */
  readonly volumeMounts?: string | readonly string[];
  /** What else must be set so that the pods use the identity and nothing else, such as a switch for a key file. */
  readonly values?: Readonly<Record<string, string | boolean | number>>;
  /**
   * What runs as the account, by kind and name: `Deployment/<fullname>`, where `<fullname>` is what charts make of the
   * release's name and their own. It is for the proof, which cannot read the chart. Default: the release itself.
   */
  readonly workloads?: readonly string[];
  /**
   * What runs as the account only where a value is `true`, which it is not by default: from the workload, as in `workloads`,
   * to the value's place.
   */
  readonly optionalWorkloads?: Readonly<Record<string, string>>;
  /** The chart's default of `nameOverride`, which `<fullname>` is made of in place of the chart's name. Default: none. */
  readonly nameOverride?: string;
}

/** What is known of a published chart. */
export interface HelmChart {
  /** The chart's own name. */
  readonly name: string;
  /** The version that was read; others may differ. */
  readonly version: string;
  /** Where that is: repository, folder, commit. */
  readonly source: string;
  /** Where the chart is published, the usual address first. A chart of this name from elsewhere may be another one. */
  readonly repositories: readonly [string, ...string[]];
  /** The component that is meant where none is named. */
  readonly main: string;
  readonly components: Readonly<Record<string, HelmShape>>;
}

/**
 * The values that `helm create` scaffolds, which most charts keep. It has none for variables, nor for labels of the account.
 *
 * @see Helm 3.22, `helm create`
 */
export const HELM_CREATE: HelmShape = {
  serviceAccount: {
    name: 'serviceAccount.name',
    create: 'serviceAccount.create',
    annotations: 'serviceAccount.annotations',
  },
  podLabels: 'podLabels',
  podAnnotations: 'podAnnotations',
  volumes: 'volumes',
  volumeMounts: 'volumeMounts',
  workloads: ['Deployment/<fullname>'],
};

/** The places of a part of a shape; none where the chart has none. */
export function placesOf(places: string | readonly string[] | undefined): readonly string[] {
  if (places === undefined) return [];
  return typeof places === 'string' ? [places] : places;
}

/**
 * The name that charts make of a release's and their own. Helm, `helm create`, the template `fullname`.
 *
 * @param own the values `fullnameOverride` and `nameOverride`
 */
export function helmFullname(
  release: string,
  chart: string,
  own: { readonly fullname?: string; readonly name?: string } = {},
): string {
  const name = own.name || chart;
  const full = own.fullname || (release.includes(name) ? release : `${release}-${name}`);
  return full.slice(0, 63).replace(/-$/, '');
}
