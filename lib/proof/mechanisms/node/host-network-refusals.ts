import { addToGroup } from '../../../core/groups';
import type { HostNetworkRefusal } from '../../model/cluster/metadata-barrier';
import { hasNamespace } from '../../model/known/namespace-set';
import { hasSymbol } from '../../model/known/symbol';

/** What refuses pods with `hostNetwork`, by cluster and namespace. */
export class HostNetworkRefusals {
  private readonly byNamespace = new Map<string, HostNetworkRefusal>();
  private readonly wide = new Map<string, HostNetworkRefusal[]>();

  public constructor(refusals: readonly HostNetworkRefusal[]) {
    for (const refusal of refusals) {
      const { cluster, namespaces } = refusal;
      if ('except' in namespaces) {
        addToGroup(this.wide, cluster, refusal);
        continue;
      }
      for (const namespace of namespaces.only) {
        const key = `${cluster}\n${namespace}`;
        if (!this.byNamespace.has(key)) this.byNamespace.set(key, refusal);
      }
    }
  }

  /** What certainly refuses such pods there; nothing where that is not known, or nothing does. */
  public of(cluster: string, namespace: string): HostNetworkRefusal | undefined {
    if (hasSymbol(namespace)) return undefined;
    return (
      this.byNamespace.get(`${cluster}\n${namespace}`) ??
      this.wide.get(cluster)?.find(({ namespaces }) => hasNamespace(namespaces, namespace))
    );
  }
}
