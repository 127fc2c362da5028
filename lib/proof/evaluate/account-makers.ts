import { addToGroup } from '../../core/groups';
import { UNNAMED } from '../model/kubernetes/account-maker';
import type { AccountMaker } from '../model/kubernetes/account-maker';
import { globsMeet } from '../model/known/glob';
import { hasSymbol } from '../model/known/symbol';

/** Of a name or a namespace that is a glob of `*` and `?`. */
const GLOB = /[*?]/;

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
   * then what works in its namespace, then what works anywhere. Both may be globs of `*` and `?`, for any account that they
   * match.
   */
  public find(cluster: string, namespace: string, name?: string): AccountMaker | undefined {
    const makers = this.in(cluster, namespace);
    const possible = makers.filter(
      ({ accounts, only, startsWith }) =>
        accounts === undefined &&
        mayBe(only, name) &&
        mayBe(startsWith === undefined ? undefined : `${startsWith}*`, name),
    );
    return makers.find(({ accounts }) => accounts?.some((account) => account === name)) ?? possible[0];
  }

  /** What is documented to make this very account: it is there. */
  public documented(cluster: string, namespace: string, name: string): AccountMaker | undefined {
    const maker = this.find(cluster, namespace, name);
    return maker?.accounts === undefined ? undefined : maker;
  }

  private in(cluster: string, namespace: string): readonly AccountMaker[] {
    const namespaces = this.byCluster.get(cluster);
    if (!namespaces) return [];
    const own = GLOB.test(namespace)
      ? [...namespaces.keys()].filter((one) => one !== '' && globsMeet(namespace, one))
      : [namespace];
    return [...own, ''].flatMap((one) => namespaces.get(one) ?? []);
  }
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
