import { HELM_CHARTS, type HelmChart, type HelmShape, isPublishedAt, PodtrustError } from '../../core';
import { nearest } from '../../core/nearest';

/**
 * What is known of a chart by its name.
 *
 * @throws PodtrustError `helm-chart-unknown`
 */
export function knownHelmChart(name: string, where?: string): HelmChart {
  const known = HELM_CHARTS.get(name);
  if (known) return known;
  const names = [...HELM_CHARTS.keys()];
  const near = nearest(name, names);
  throw new PodtrustError({
    code: 'helm-chart-unknown',
    where,
    what: `nothing is known of the values of a chart "${name}"`,
    why: 'Each chart has its own keys for the service account and its pods, and ignores those that it does not know.',
    remedy: `${near === undefined ? '' : `Did you mean "${near}"? `}Known are ${names.join(', ')}. For any other chart say in shape where its values have these things; HELM_CREATE is what helm create scaffolds.`,
  });
}

/** The component of a chart. @throws PodtrustError `helm-component-unknown` */
export function helmComponent(chart: HelmChart, component: string, where?: string): HelmShape {
  const names = Object.keys(chart.components);
  if (names.includes(component)) return chart.components[component]!;
  const near = nearest(component, names);
  throw new PodtrustError({
    code: 'helm-component-unknown',
    where,
    what: `the chart ${chart.name} has no component "${component}" with a service account of its own`,
    why: 'Nothing says which of the chart’s values are meant.',
    remedy: `${near === undefined ? '' : `Did you mean "${near}"? `}The chart has ${names.join(', ')}.`,
  });
}

/** The chart that a program means by a name and a repository; nothing where that is an unknown one. */
export function publishedChart(name: string, repository: string | undefined): HelmChart | undefined {
  const known = HELM_CHARTS.get(name);
  return known && (repository === undefined || isPublishedAt(known, repository)) ? known : undefined;
}
