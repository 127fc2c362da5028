import type { SecurityGroupPolicy } from '../../../model/kubernetes/security-group-policy';
import { isJsonObject, objectAt, textOf, textsOf } from '../kubernetes-object';
import type { DeclaredObject } from '../kubernetes-object';

/** Adds a SecurityGroupPolicy, if it is made for certain and chooses by labels alone. */
export function readSecurityGroupPolicy(
  { object, clusters, at, perhapsNone }: DeclaredObject,
  into: SecurityGroupPolicy[],
): void {
  if (object.kind !== 'SecurityGroupPolicy' || object.apiVersion !== 'vpcresources.k8s.aws/v1beta1') return;
  if (perhapsNone || clusters.length !== 1) return;
  const { podSelector, serviceAccountSelector } = objectAt(object, ['spec']);
  // With both, both must hold: that is left alone.
  if ((podSelector === undefined) === (serviceAccountSelector === undefined)) return;
  const selector = podSelector ?? serviceAccountSelector;
  if (!isJsonObject(selector) || selector.matchExpressions !== undefined) return;
  const labels = textsOf(selector.matchLabels);
  if (selector.matchLabels !== undefined && !isJsonObject(selector.matchLabels)) return;
  if (Object.keys(labels).length !== Object.keys(selector.matchLabels ?? {}).length) return;
  const metadata = objectAt(object, ['metadata']);
  const namespace = textOf(metadata.namespace) ?? 'default';
  into.push({
    clusters,
    namespace,
    id: `SecurityGroupPolicy/${namespace}/${textOf(metadata.name) ?? ''}`,
    of: podSelector === undefined ? 'service-account' : 'pod',
    labels,
    at,
  });
}
