import { PODTRUST_KEYS } from '../../../core/kubernetes/annotations';
import type { Workload } from './workload';

/** Whether a workload is a Job that tries an identity, each time with a new pod. */
export function isCanary({ object, podAnnotations }: Workload): boolean {
  if (podAnnotations[PODTRUST_KEYS.canary] === undefined || object.kind !== 'Job') return false;
  const { spec } = object as { spec?: { template?: { spec?: { restartPolicy?: unknown } } } };
  return spec?.template?.spec?.restartPolicy === 'Never';
}

/** Whether a workload's pods wait for the agent of EKS Pod Identity before their containers start. */
export function waitsForAgent({ podAnnotations }: Workload): boolean {
  return podAnnotations[PODTRUST_KEYS.agentWait] !== undefined;
}
