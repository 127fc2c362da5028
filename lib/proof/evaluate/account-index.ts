import { addToGroup } from '../../core/groups';
import type { ServiceAccountReference } from '../../core/subject';
import { admits } from '../mechanisms/admission-index';
import type { Admission } from '../mechanisms/trust';

interface ClusterAccounts {
  readonly byNamespace: Map<string, Map<string, ServiceAccountReference>>;
  readonly byName: Map<string, ServiceAccountReference[]>;
  /** The names of a namespace in order, made when a pattern asks for a part of them. */
  readonly sorted: Map<string, readonly ServiceAccountReference[]>;
}

/** The accounts of each cluster that are declared or that a workload names, found without a walk over all of them. */
export class AccountIndex {
  private readonly clusters = new Map<string, ClusterAccounts>();

  public add(cluster: string, namespace: string, name: string): void {
    let accounts = this.clusters.get(cluster);
    if (!accounts) {
      accounts = { byNamespace: new Map(), byName: new Map(), sorted: new Map() };
      this.clusters.set(cluster, accounts);
    }
    let ofNamespace = accounts.byNamespace.get(namespace);
    if (!ofNamespace) accounts.byNamespace.set(namespace, (ofNamespace = new Map()));
    if (ofNamespace.has(name)) return;
    const account = { namespace, name };
    ofNamespace.set(name, account);
    addToGroup(accounts.byName, name, account);
  }

  /** Whether anything was declared in a cluster. */
  public hasCluster(cluster: string): boolean {
    return this.clusters.has(cluster);
  }

  /** Whether anything was declared in a namespace. */
  public hasNamespace(cluster: string, namespace: string): boolean {
    return this.clusters.get(cluster)?.byNamespace.has(namespace) === true;
  }

  /** The accounts that a pattern lets in whatever is not known yet. */
  public admittedBy(admission: Admission): readonly ServiceAccountReference[] {
    return this.candidates(admission).filter(({ namespace, name }) => admits(admission, namespace, name) === true);
  }

  private candidates({ cluster, namespace, serviceAccount }: Admission): readonly ServiceAccountReference[] {
    const accounts = this.clusters.get(cluster);
    if (!accounts) return [];
    if (!isGlob(namespace)) return namesFrom(accounts, namespace, serviceAccount);
    if (!isGlob(serviceAccount)) return accounts.byName.get(serviceAccount) ?? [];
    return [...accounts.byNamespace.values()].flatMap((ofNamespace) => [...ofNamespace.values()]);
  }
}

function isGlob(text: string): boolean {
  return text.includes('*') || text.includes('?');
}

/** The accounts of a namespace whose names begin as a glob does. */
function namesFrom(accounts: ClusterAccounts, namespace: string, glob: string): readonly ServiceAccountReference[] {
  let sorted = accounts.sorted.get(namespace);
  if (!sorted) {
    const ofNamespace = accounts.byNamespace.get(namespace);
    sorted = ofNamespace ? [...ofNamespace.values()].sort((a, b) => (a.name < b.name ? -1 : 1)) : [];
    accounts.sorted.set(namespace, sorted);
  }
  const prefix = glob.slice(0, glob.search(/[*?]|$/));
  const start = firstAt(sorted, ({ name }) => name >= prefix);
  const end = firstAt(sorted, ({ name }) => name >= prefix && !name.startsWith(prefix));
  return sorted.slice(start, end);
}

/** The first place from which on a test holds. */
function firstAt<T>(items: readonly T[], test: (item: T) => boolean): number {
  let from = 0;
  let to = items.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (test(items[middle]!)) to = middle;
    else from = middle + 1;
  }
  return from;
}
