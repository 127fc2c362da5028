import { ApiObject, type Chart } from 'cdk8s';
import { PodtrustError } from '../core';
import type { KubernetesObject } from './kubernetes-object';

/**
 * All objects of a chart and of the charts in it, as plain data. Tokens stay tokens.
 *
 * Rendered one by one: `chart.toJson()` would prepare the whole app again at each call and lay out cdk8s' dependencies,
 * whose cost grows exponentially. The order of applying comes from the objects themselves.
 *
 * @throws PodtrustError `chart-invalid` where a construct of the chart finds itself invalid
 */
export function objectsOfChart(chart: Chart): KubernetesObject[] {
  const constructs = chart.node.findAll();
  const problems = constructs.flatMap(({ node }) => node.validate().map((problem) => `${node.path}: ${problem}`));
  if (problems.length > 0) {
    throw new PodtrustError({ code: 'chart-invalid', where: chart.node.path, what: problems.join('\n') });
  }
  return constructs.filter((construct) => ApiObject.isApiObject(construct)).map((object) => object.toJson());
}
