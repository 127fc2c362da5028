import { addToGroup } from '../../core/groups';
import { UNNAMED } from '../model/kubernetes/account-maker';
import type { AccountMaker } from '../model/kubernetes/account-maker';
import { globsMeet } from '../model/known/glob';
import { hasSymbol } from '../model/known/symbol';
import type { TrustAdmission } from '../mechanisms/trust';

type AdmittedAccounts = Pick<TrustAdmission, 'cluster' | 'namespace' | 'serviceAccount' | 'pattern'>;

/** Finds what may make a service account that is not declared, without a walk over all that makes any. */
export class AccountMakers {
  /** By cluster, and in each by namespace; those whose namespace is not known are at the empty text. */
  private readonly byCluster = new Map<string, Map<string, AccountMaker[]>>();

  public constructor(makers: readonly AccountMaker[]) {
    for (const maker of makers) {
      const { namespace = '' } = maker;
      for (const cluster of maker.clusters) {
        let namespaces = this.byCluster.get(cluster);
        if (!namespaces) this.byCluster.set(cluster, (namespaces = new Map()));
        addToGroup(namespaces, hasSymbol(namespace) ? '' : namespace, maker);
      }
    }
  }

  /** Whether anything in a cluster makes objects that were not read. */
  public hasCluster(cluster: string): boolean {
    return this.byCluster.has(cluster);
  }

  /**
   * What may make an account, or any object of a namespace where no name is given: first what is documented to make it,
   * then what works in its namespace, then what works anywhere.
   */
  public find(cluster: string, namespace: string, name?: string): AccountMaker | undefined {
    const namespaces = this.byCluster.get(cluster);
    const makers = [namespace, ''].flatMap((one) => namespaces?.get(one) ?? []);
    return makers.find(({ accounts }) => accounts?.some((account) => account === name)) ?? firstOf(makers, name);
  }

  /** What may make an account that an admission lets in. */
  public ofAdmission({ cluster, namespace, serviceAccount, pattern }: AdmittedAccounts): AccountMaker | undefined {
    return pattern
      ? this.findMatching(cluster, namespace, serviceAccount)
      : this.find(cluster, namespace, serviceAccount);
  }

  /** What may make an account that a pattern of `*` and `?` matches: what is documented to make one asks for itself. */
  public findMatching(cluster: string, namespace: string, name: string): AccountMaker | undefined {
    const namespaces = [...(this.byCluster.get(cluster) ?? [])];
    const own = namespaces.filter(([one]) => one !== '' && globsMeet(namespace, one));
    const anywhere = namespaces.filter(([one]) => one === '');
    return firstOf(
      [...own, ...anywhere].flatMap(([, makers]) => makers),
      name,
    );
  }

  /** What is documented to make this very account: it is there. */
  public documented(cluster: string, namespace: string, name: string): AccountMaker | undefined {
    const maker = this.find(cluster, namespace, name);
    return maker?.accounts === undefined ? undefined : maker;
  }
}

/** The first of what may make any account of a name. */
function firstOf(makers: readonly AccountMaker[], name: string | undefined): AccountMaker | undefined {
  return makers.find(
    ({ accounts, only, startsWith }) =>
      accounts === undefined && mayBe(only, name) && (startsWith === undefined || mayBe(`${startsWith}*`, name)),
  );
}

/** Whether what one thing is called may be what another one is called; nothing is any name. */
function mayBe(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || hasSymbol(other) || globsMeet(one, other);
}

/** Why an account that is not declared may be there all the same. */
export function mayDeclareText({ kind, source }: AccountMaker, account: string): string {
  return kind === UNNAMED
    ? `${source}, of which not all is known, may be ${account}`
    : `${kind} (${source}) may declare ${account}; what it makes is not read`;
}
