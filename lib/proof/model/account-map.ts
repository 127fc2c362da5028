import { addToGroup } from '../../core/groups';

const NONE: readonly never[] = [];

/** Values by cluster, namespace and service account. A question makes no text of the three: there are very many. */
export class AccountMap<T> {
  private readonly clusters = new Map<string, Map<string, Map<string, T[]>>>();

  public add(cluster: string, namespace: string, name: string, value: T): void {
    let namespaces = this.clusters.get(cluster);
    if (!namespaces) this.clusters.set(cluster, (namespaces = new Map<string, Map<string, T[]>>()));
    let names = namespaces.get(namespace);
    if (!names) namespaces.set(namespace, (names = new Map<string, T[]>()));
    addToGroup(names, name, value);
  }

  /** In the order in which they were added. */
  public get(cluster: string, namespace: string, name: string): readonly T[] {
    return this.clusters.get(cluster)?.get(namespace)?.get(name) ?? NONE;
  }

  public has(cluster: string, namespace: string, name: string): boolean {
    return this.clusters.get(cluster)?.get(namespace)?.has(name) === true;
  }
}
