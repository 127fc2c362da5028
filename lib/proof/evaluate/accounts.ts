import { addToGroup } from '../../core/groups';
import { AccountMap } from '../model/kubernetes/account-map';
import { and, any } from '../model/known/known';
import type { Known } from '../model/known/known';
import type { Model } from '../model/model';
import type { PodIdentityAssociation } from '../model/identity/pod-identity-association';
import type { ServiceAccount } from '../model/kubernetes/service-account';
import { hasSymbol } from '../model/known/symbol';
import { equal } from '../model/known/text';
import type { Workload } from '../model/kubernetes/workload';
import { admits } from '../mechanisms/admission-index';
import type { Claim } from '../mechanisms/claims';
import type { TrustAdmission } from '../mechanisms/trust';

/** Everything that was read of one name of a service account in one cluster. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
  /** Its declarations; several where manifests of several clusters cannot be told apart. */
  readonly declared: readonly ServiceAccount[];
  /** The workloads that run as it. */
  readonly workloads: readonly Workload[];
  /** The EKS Pod Identity associations for it. */
  readonly associations: readonly PodIdentityAssociation[];
  /** What it, and the workloads that run as it, ask for. */
  readonly claims: readonly Claim[];
}

interface OpenAccount extends Account {
  readonly declared: ServiceAccount[];
  readonly workloads: Workload[];
  readonly associations: PodIdentityAssociation[];
  readonly claims: Claim[];
}

/** What is indexed. */
type Indexed = Pick<Model, 'serviceAccounts' | 'workloads' | 'associations'>;

/** The service accounts of each cluster, found without a walk over all of them. */
export class Accounts {
  private readonly accounts = new AccountMap<OpenAccount>();
  /** By cluster: those that are declared or that a workload names. */
  private readonly named = new Map<string, NamedAccounts>();

  public constructor({ serviceAccounts, workloads, associations }: Indexed, claims: readonly Claim[] = []) {
    for (const account of serviceAccounts) {
      for (const cluster of account.clusters)
        this.present(cluster, account.namespace, account.name).declared.push(account);
    }
    for (const workload of workloads) {
      const { namespace, serviceAccount } = workload;
      for (const cluster of workload.clusters)
        this.present(cluster, namespace, serviceAccount).workloads.push(workload);
    }
    for (const association of associations) {
      const { cluster, namespace, serviceAccount } = association;
      if (cluster !== undefined) this.open(cluster, namespace, serviceAccount).associations.push(association);
    }
    for (const claim of claims) {
      for (const cluster of claim.clusters)
        this.open(cluster, claim.namespace, claim.serviceAccount).claims.push(claim);
    }
  }

  /** What was read of an account: of one that nothing names, empty lists. */
  public of(cluster: string, namespace: string, name: string): Account {
    return this.accounts.get(cluster, namespace, name) ?? opened(namespace, name);
  }

  /** Whether an account is declared. */
  public isDeclared(cluster: string, namespace: string, name: string): Known {
    if ((this.accounts.get(cluster, namespace, name)?.declared.length ?? 0) > 0) return true;
    const named = this.named.get(cluster);
    if (!named) return false;
    // One of a name that is not known may be any other, and the reverse.
    const candidates = hasSymbol(namespace + name) ? [...named.byNamespace.values()].flat() : named.unnamed;
    return any(candidates, (one) =>
      and(one.declared.length > 0, equal(one.namespace, namespace), equal(one.name, name)),
    );
  }

  /**
   * The declared service accounts that a workload may run as. Where it is not known which cluster objects are in, those of
   * the same file belong together, and what is known goes before what is not.
   */
  public runAs({ clusters, namespace, serviceAccount, at }: Workload): readonly ServiceAccount[] {
    const all = new Set(clusters.flatMap((cluster) => this.of(cluster, namespace, serviceAccount).declared));
    const certain = [...all].filter((account) => account.clusters.length === 1);
    const together = [...all].filter((account) => account.at.file === at.file);
    if (clusters.length === 1 && certain.length > 0) return certain;
    return together.length > 0 ? together : [...all];
  }

  /** Whether a service account or a workload of a cluster was read. */
  public hasCluster(cluster: string): boolean {
    return this.named.has(cluster);
  }

  /** Whether a service account or a workload of a namespace was read. */
  public hasNamespace(cluster: string, namespace: string): boolean {
    return this.named.get(cluster)?.byNamespace.has(namespace) === true;
  }

  /** The declarations of the accounts of a namespace, and of those of a name in any namespace. */
  public declaredNear(
    cluster: string,
    namespace: string,
    name: string,
  ): readonly [ofNamespace: readonly ServiceAccount[], ofName: readonly ServiceAccount[]] {
    const named = this.named.get(cluster);
    return named ? [named.declaredIn(namespace), named.declaredAs(name)] : [[], []];
  }

  /** Those that a pattern lets in whatever is not known yet. */
  public admittedBy(admission: TrustAdmission): readonly Account[] {
    return this.candidates(admission).filter(({ namespace, name }) => admits(admission, namespace, name) === true);
  }

  private candidates({ cluster, namespace, serviceAccount }: TrustAdmission): readonly Account[] {
    const named = this.named.get(cluster);
    if (!named) return [];
    if (!isGlob(namespace)) return named.beginning(namespace, serviceAccount);
    if (!isGlob(serviceAccount)) return named.byName.get(serviceAccount) ?? [];
    return [...named.byNamespace.values()].flat();
  }

  private open(cluster: string, namespace: string, name: string): OpenAccount {
    return this.accounts.getOrAdd(cluster, namespace, name, () => opened(namespace, name));
  }

  /** An account that is there: declared, or named by a workload. */
  private present(cluster: string, namespace: string, name: string): OpenAccount {
    const account = this.open(cluster, namespace, name);
    if (account.declared.length + account.workloads.length > 0) return account;
    let named = this.named.get(cluster);
    if (!named) this.named.set(cluster, (named = new NamedAccounts()));
    addToGroup(named.byNamespace, namespace, account);
    addToGroup(named.byName, name, account);
    if (hasSymbol(namespace + name)) named.unnamed.push(account);
    return account;
  }
}

function opened(namespace: string, name: string): OpenAccount {
  return { namespace, name, declared: [], workloads: [], associations: [], claims: [] };
}

/** The accounts that are there in one cluster. */
class NamedAccounts {
  public readonly byNamespace = new Map<string, Account[]>();
  public readonly byName = new Map<string, Account[]>();
  /** Those whose namespace or name is not known. */
  public readonly unnamed: Account[] = [];
  /** Of a namespace, in order of their names; made when a pattern asks for a part of them. */
  private readonly sorted = new Map<string, readonly Account[]>();

  /** The same as declarations, gathered when they are first asked for: many findings may ask for those of one namespace. */
  private readonly declaredByNamespace = new Map<string, readonly ServiceAccount[]>();
  private readonly declaredByName = new Map<string, readonly ServiceAccount[]>();

  public declaredIn(namespace: string): readonly ServiceAccount[] {
    return declaredOf(this.byNamespace, namespace, this.declaredByNamespace);
  }

  public declaredAs(name: string): readonly ServiceAccount[] {
    return declaredOf(this.byName, name, this.declaredByName);
  }

  /** The accounts of a namespace whose names begin as a glob does. */
  public beginning(namespace: string, glob: string): readonly Account[] {
    let sorted = this.sorted.get(namespace);
    if (!sorted) {
      sorted = [...(this.byNamespace.get(namespace) ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
      this.sorted.set(namespace, sorted);
    }
    const prefix = glob.slice(0, glob.search(/[*?]|$/));
    const start = firstAt(sorted, ({ name }) => name >= prefix);
    const end = firstAt(sorted, ({ name }) => name >= prefix && !name.startsWith(prefix));
    return sorted.slice(start, end);
  }
}

function declaredOf(
  accounts: ReadonlyMap<string, readonly Account[]>,
  key: string,
  gathered: Map<string, readonly ServiceAccount[]>,
): readonly ServiceAccount[] {
  let declared = gathered.get(key);
  if (!declared) {
    declared = (accounts.get(key) ?? []).flatMap((account) => account.declared);
    gathered.set(key, declared);
  }
  return declared;
}

function isGlob(text: string): boolean {
  return text.includes('*') || text.includes('?');
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
