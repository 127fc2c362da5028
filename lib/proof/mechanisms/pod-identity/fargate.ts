import { all, and, any, unknown } from '../../model/known/known';
import type { Known } from '../../model/known/known';
import type { FargateProfile } from '../../model/cluster/cluster-runtime';
import { hasSymbol } from '../../model/known/symbol';
import { matches } from '../../model/known/text';
import type { Workload } from '../../model/kubernetes/workload';

/** Whether a profile is of a cluster. */
export function isOfCluster({ id, cluster, possibleClusters }: FargateProfile, asked: string): Known {
  if (cluster === asked) return true;
  const isPossible = possibleClusters?.includes(asked) ?? false;
  return isPossible && unknown(`whether ${id} is of ${asked} is not known before apply`);
}

/** Whether a profile selects a workload's pods: one of its selectors must match the namespace and every label. */
export function takesWorkload(
  { id, selectors }: Pick<FargateProfile, 'id' | 'selectors'>,
  { namespace, podLabels, openLabels }: Pick<Workload, 'namespace' | 'podLabels' | 'openLabels'>,
): Known {
  const matchesLabel = (key: string, value: string): Known => {
    const own = podLabels[key];
    if (own !== undefined) return matches(value, own);
    return openLabels ? unknown(`whether its pods have the label ${key} is not known before apply`) : false;
  };
  return any(selectors, (selector) => {
    const open = selector.openLabels || Object.keys(selector.labels).some(hasSymbol);
    return and(
      matches(selector.namespace, namespace),
      all(Object.entries(selector.labels), ([key, value]) => (hasSymbol(key) ? true : matchesLabel(key, value))),
      open ? unknown(`which labels ${id} selects by is not known before apply`) : true,
    );
  });
}
