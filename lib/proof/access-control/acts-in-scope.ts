import { grouped } from '../../core/groups';
import type { Workload } from '../model/kubernetes/workload';
import { and, any, isNo, isUnknown } from '../model/known/known';
import type { Known } from '../model/known/known';
import { describeSymbols } from '../model/known/symbol';
import { equal } from '../model/known/text';
import type { Model } from '../model/model';
import type { GrantedAct } from './acts';

/** Where a grant holds: in a namespace, or, where this is nothing, in the whole cluster. */
export type Scope = string | undefined;

/** A granted act with the accounts that it is about. */
export interface ScopedAct extends Pick<GrantedAct, 'act' | 'becomes' | 'names' | 'perhaps'> {
  /** Nothing where it is for all. */
  readonly namespace?: string;
  /** Of `bind-roles`: the role, where it is limited to some. */
  readonly binds?: string;
}

/** What granted acts come to among the pods and the Secrets of one cluster: for which accounts. */
export class ActsInScope {
  private readonly workloads: ReadonlyMap<string, readonly Workload[]>;

  public constructor(
    private readonly cluster: string,
    private readonly model: Pick<Model, 'workloads' | 'tokenSecrets'>,
  ) {
    this.workloads = grouped(
      model.workloads.filter(({ clusters }) => clusters.includes(cluster)),
      ({ namespace }) => namespace,
    );
  }

  /** An act where its grant holds, which gives what is in no namespace or, as a RoleBinding does not, nothing of that. */
  public of(granted: GrantedAct, scope: Scope, isOfCluster: boolean): readonly ScopedAct[] {
    const { objects, secrets, ofCluster, ...act } = granted;
    if (ofCluster) return isOfCluster ? [act] : [];
    const scoped = { ...act, namespace: scope };
    if (secrets) return this.byTokens(scoped, secrets.names);
    return objects ? this.byObjects(scoped, objects) : [scoped];
  }

  /** The accounts of Secrets with tokens that somebody may read. */
  private byTokens(act: ScopedAct, names: readonly string[] | undefined): readonly ScopedAct[] {
    return this.model.tokenSecrets.flatMap(({ clusters, namespace, name, account }) => {
      if (account === undefined || !clusters.includes(this.cluster)) return [];
      const isRead = and(
        act.namespace === undefined || equal(namespace, act.namespace),
        !names || any(names, (one) => equal(one, name)),
      );
      return isNo(isRead) ? [] : [{ ...act, namespace, names: [account], perhaps: act.perhaps ?? whyOf(isRead) }];
    });
  }

  /** What is certain of the objects that were read, and that there may be others. */
  private byObjects(act: ScopedAct, { kind, names }: NonNullable<GrantedAct['objects']>): readonly ScopedAct[] {
    const isOne = ({ id }: Workload): boolean => {
      const [own, , name] = id.split('/');
      return own === kind && (!names || names.includes(name!));
    };
    const namespaces = act.namespace === undefined ? [...this.workloads.keys()] : [act.namespace];
    const certain = namespaces.flatMap((namespace): ScopedAct[] => {
      const found = (this.workloads.get(namespace) ?? []).filter(isOne);
      if (found.length === 0) return [];
      // A pod stays the account's; what makes pods can make them run as any other.
      if (kind !== 'Pod') return [{ ...act, namespace }];
      const accounts = [...new Set(found.map(({ serviceAccount }) => serviceAccount))].sort();
      return [{ ...act, namespace, names: accounts }];
    });
    const which = names
      ? `the ${kind} ${names.map(describeSymbols).join(' or ')}, which its role names,`
      : `a ${kind} that its role lets it change`;
    const perhaps = `${which} has to ${kind === 'Pod' ? 'run as it' : 'be there'}`;
    return [...certain, { ...act, perhaps: act.perhaps ?? perhaps }];
  }
}

/** Why an answer is not known; nothing where it is. */
export function whyOf(answer: Known): string | undefined {
  return isUnknown(answer) ? answer.why : undefined;
}
