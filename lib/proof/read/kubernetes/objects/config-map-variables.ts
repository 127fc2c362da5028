import { grouped } from '../../../../core/groups';
import { POD_TEMPLATE_PATH } from '../../../../core/kubernetes/pod-template-path';
import type { ConfigMap } from '../../../model/kubernetes/config-map';
import type { OpenVariable, Workload } from '../../../model/kubernetes/workload';
import { objectAt, variableSourcesOf } from '../kubernetes-object';

/**
 * The workloads with the variables that their containers take from ConfigMaps in the input; what comes from anywhere else
 * stays open. A variable that a container sets itself wins, as in Kubernetes.
 */
export function withConfigMaps(workloads: readonly Workload[], configMaps: readonly ConfigMap[]): readonly Workload[] {
  if (configMaps.length === 0) return workloads;
  const byName = grouped(configMaps, ({ kind, namespace, name }) => `${kind}/${namespace}/${name}`);
  return workloads.map((workload) => {
    if (workload.openVariables.length === 0) return workload;
    const { clusters, namespace } = workload;
    const environment: Record<string, string> = { ...workload.environment };
    const openVariables: OpenVariable[] = [];
    const spec = objectAt(workload.object, [...(POD_TEMPLATE_PATH[String(workload.object.kind)] ?? []), 'spec']);
    for (const { name, prefix, kind, object, key } of variableSourcesOf(spec)) {
      const data = dataOf(byName.get(`${kind}/${namespace}/${object}`), clusters);
      const values: [string, string | undefined][] = data
        ? name === undefined
          ? Object.entries(data).map(([one, value]) => [`${prefix}${one}`, value])
          : [[name, data[key!]]]
        : [];
      for (const [one, value] of values) if (value !== undefined) environment[one] ??= value;
      // A key that a ConfigMap lacks is one that somebody may have left to be added.
      const isOpen = !data || (name !== undefined && data[key!] === undefined);
      if (isOpen) openVariables.push({ name, source: `${kind} ${namespace}/${object}` });
    }
    return { ...workload, environment, openVariables };
  });
}

function dataOf(
  found: readonly ConfigMap[] | undefined,
  clusters: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const own = found?.filter((one) => clusters.length === 0 || one.clusters.some((id) => clusters.includes(id)));
  // Of two clusters' ConfigMaps of one name nobody knows which is meant.
  return own?.length === 1 ? own[0]!.data : undefined;
}
