/** A value for each service account, by cluster, namespace and name. A question makes no text of the three: there are very many. */
export class AccountMap<T> {
  private readonly clusters = new Map<string, Map<string, Map<string, T>>>();

  /** The value of an account, made where there is none yet. */
  public getOrAdd(cluster: string, namespace: string, name: string, make: () => T): T {
    let namespaces = this.clusters.get(cluster);
    if (!namespaces) this.clusters.set(cluster, (namespaces = new Map<string, Map<string, T>>()));
    let names = namespaces.get(namespace);
    if (!names) namespaces.set(namespace, (names = new Map<string, T>()));
    let value = names.get(name);
    if (value === undefined) names.set(name, (value = make()));
    return value;
  }

  public get(cluster: string, namespace: string, name: string): T | undefined {
    return this.clusters.get(cluster)?.get(namespace)?.get(name);
  }
}
