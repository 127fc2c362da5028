import { POD_TEMPLATE_PATH } from '../core/kubernetes/pod-template-path';
import { isKnownNumber } from '../core/unknown';
import { hasSymbol } from '../proof/model/known/symbol';
import type { Workload } from '../proof/model/kubernetes/workload';
import { listOf, objectAt } from '../proof/read/kubernetes/kubernetes-object';
import type { JsonObject } from '../proof/read/kubernetes/kubernetes-object';

/** The webhook’s proxy, as a person may have put it into a pod. */
const PROXY_IMAGE = /\/workload-identity\/proxy$/;

/** Why the webhook’s proxy cannot be put into the pods of a workload; nothing where it can. */
export function whyWithoutProxy({ hostNetwork, images }: Workload): string | undefined {
  if (hostNetwork) return 'it has hostNetwork';
  return images.some((image) => PROXY_IMAGE.test(image)) ? 'it has the proxy already' : undefined;
}

/** The ports at which the containers of a workload say that they listen. */
export function portsOf(workload: Workload): readonly number[] {
  const { containers, initContainers } = podSpecOf(workload);
  return [...listOf(containers), ...listOf(initContainers)].flatMap(({ ports }) =>
    listOf(ports).flatMap(({ containerPort }) => (typeof containerPort === 'number' ? containerPort : [])),
  );
}

/** Whether the pods of a workload ask for nodes with Windows. */
export function isForWindows(workload: Workload): boolean {
  const spec = podSpecOf(workload);
  const selector = objectAt(spec, ['nodeSelector']);
  return (
    objectAt(spec, ['os']).name === 'windows' ||
    ['kubernetes.io/os', 'beta.kubernetes.io/os'].some((key) => selector[key] === 'windows')
  );
}

/** Whether something in it is what podtrust, cdktf or cdk8s would take for a value that is not known yet. */
export function holdsTokens(value: unknown): boolean {
  if (typeof value === 'string') return hasSymbol(value) || /\{(Tf)?Token\[/.test(value);
  if (typeof value === 'number') return !isKnownNumber(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, one]) => holdsTokens(key) || holdsTokens(one));
}

function podSpecOf({ object }: Workload): JsonObject {
  return objectAt(object, [...(POD_TEMPLATE_PATH[String(object.kind)] ?? []), 'spec']);
}
