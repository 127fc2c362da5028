import { addToGroup } from '../../core/groups';
import { UNNAMED } from '../model/kubernetes/account-maker';
import type { AccountMaker } from '../model/kubernetes/account-maker';

/** Finds what may make a service account that is not declared, without a walk over all that makes any. */
export class AccountMakers {
  private readonly byNamespace = new Map<string, AccountMaker[]>();
  private readonly clusters = new Set<string>();

  public constructor(makers: readonly AccountMaker[]) {
    for (const maker of makers) {
      for (const cluster of maker.clusters) {
        this.clusters.add(cluster);
        addToGroup(this.byNamespace, `${cluster}\n${maker.namespace ?? ''}`, maker);
      }
    }
  }

  /** Whether anything in a cluster makes objects that were not read. */
  public hasCluster(cluster: string): boolean {
    return this.clusters.has(cluster);
  }

  /**
   * What may make an account, or any object of a namespace where no name is given: first what is documented to make it,
   * then what works in its namespace, then what works anywhere.
   */
  public find(cluster: string, namespace: string, name?: string): AccountMaker | undefined {
    const makers = [namespace, ''].flatMap((key) => this.byNamespace.get(`${cluster}\n${key}`) ?? []);
    const possible = makers.filter(
      ({ accounts, only }) => accounts === undefined && (only === undefined || name === undefined || only === name),
    );
    return makers.find(({ accounts }) => accounts?.some((account) => account === name)) ?? possible[0];
  }

  /** What is documented to make this very account: it is there. */
  public documented(cluster: string, namespace: string, name: string): AccountMaker | undefined {
    const maker = this.find(cluster, namespace, name);
    return maker?.accounts === undefined ? undefined : maker;
  }
}

/** Why an account that is not declared may be there all the same. */
export function mayDeclareText({ kind, source }: AccountMaker, account: string): string {
  return kind === UNNAMED
    ? `${source}, of which not all is known, may be ${account}`
    : `${kind} (${source}) may declare ${account}; what it makes is not read`;
}
