import { ApiObject, type Chart } from 'cdk8s';
import { PodtrustError } from '../../core';
import type { KubernetesObject } from './kubernetes-object';

/** Kinds that have no namespace. */
const CLUSTER_SCOPED = new Set([
  ...['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition', 'APIService', 'Node'],
  ...['PersistentVolume', 'StorageClass', 'CSIDriver', 'PriorityClass', 'RuntimeClass', 'IngressClass'],
  ...['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'],
  ...['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
]);

/**
 * All objects of a chart and of the charts in it, as plain data. Tokens stay tokens.
 *
 * Rendered one by one: `chart.toJson()` would prepare the whole app again at each call and lay out cdk8s' dependencies,
 * whose cost grows exponentially. The order of applying comes from the objects themselves.
 *
 * @throws PodtrustError `chart-invalid` where a construct of the chart finds itself invalid, or is not plain data
 */
export function objectsOfChart(chart: Chart): KubernetesObject[] {
  const constructs = chart.node.findAll();
  const problems = constructs.flatMap(({ node }) => node.validate().map((problem) => `${node.path}: ${problem}`));
  if (problems.length > 0) {
    throw new PodtrustError({ code: 'chart-invalid', where: chart.node.path, what: problems.join('\n') });
  }
  return constructs.filter((construct) => ApiObject.isApiObject(construct)).map(rendered);
}

function rendered(object: ApiObject): KubernetesObject {
  let json: KubernetesObject;
  try {
    json = object.toJson();
  } catch (error) {
    if (PodtrustError.is(error)) throw error;
    throw new PodtrustError({
      code: 'chart-invalid',
      where: object.node.path,
      what: `cdk8s cannot render the object: ${(error as Error).message}`,
      remedy: 'Give the object plain data: text, numbers, lists and maps, or tokens of them.',
    });
  }
  // cdk8s gives a chart's namespace to every object; Terraform refuses one on an object of the whole cluster.
  return CLUSTER_SCOPED.has(json.kind) ? { ...json, metadata: { ...json.metadata, namespace: undefined } } : json;
}
