import type { FargateProfile } from '../../model/cluster-runtime';
import type { Workload } from '../../model/workload';
import { matchesGlob } from '../../model/glob';

/** Whether a profile selects a workload's pods: one of its selectors must match the namespace and every label. */
export function takesWorkload(
  { selectors }: FargateProfile,
  { namespace, podLabels }: Pick<Workload, 'namespace' | 'podLabels'>,
): boolean {
  return selectors.some(
    (selector) =>
      matchesGlob(selector.namespace, namespace) &&
      Object.entries(selector.labels).every(
        ([key, value]) => podLabels[key] !== undefined && matchesGlob(value, podLabels[key]),
      ),
  );
}
