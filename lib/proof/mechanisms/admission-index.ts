import { addToGroup } from '../../core/groups';
import { hasSymbol } from '../model/known/symbol';
import { and, any, isNo, isYes, not } from '../model/known/known';
import type { Known } from '../model/known/known';
import { equal, matches, splitOutsideSymbols } from '../model/known/text';
import { AccountMap } from '../model/kubernetes/account-map';
import type { AccessMechanism, TrustAdmission } from './trust';

/** Finds admissions by identity and by service account, without a walk over all of them. */
export class AdmissionIndex {
  private readonly patterns = new Map<string, TrustAdmission[]>();
  private readonly byIdentity = new Map<string, TrustAdmission[]>();
  private readonly byAccount = new AccountMap<TrustAdmission[]>();

  private clusterIds?: ReadonlySet<string>;

  public constructor(public readonly all: readonly TrustAdmission[]) {
    for (const admission of all) {
      const { identity, mechanism, cluster, namespace, serviceAccount } = admission;
      addToGroup(this.byIdentity, identity, admission);
      if (admission.pattern || hasSymbol(namespace + serviceAccount)) {
        addToGroup(this.patterns, trustKey(identity, mechanism, cluster), admission);
      } else {
        this.byAccount.getOrAdd(cluster, namespace, serviceAccount, () => []).push(admission);
      }
    }
  }

  /** The clusters whose accounts any of them lets in. */
  public get clusters(): ReadonlySet<string> {
    return (this.clusterIds ??= new Set(this.all.map(({ cluster }) => cluster)));
  }

  /** All admissions to an identity. */
  public of(identity: string): readonly TrustAdmission[] {
    return this.byIdentity.get(identity) ?? [];
  }

  /** The admissions that name exactly this service account. */
  public naming(cluster: string, namespace: string, name: string): readonly TrustAdmission[] {
    return this.byAccount.get(cluster, namespace, name) ?? [];
  }

  /** The admissions to an identity that let a service account in, and those that may do so once symbols are known. */
  public find(
    identity: string,
    mechanism: AccessMechanism,
    cluster: string,
    namespace: string,
    name: string,
  ): { readonly certain: readonly TrustAdmission[]; readonly possible: readonly TrustAdmission[] } {
    const certain: TrustAdmission[] = [];
    const possible: TrustAdmission[] = [];
    const put = (admission: TrustAdmission, match: Known): void => {
      if (isYes(match) && admission.uncertain === undefined) certain.push(admission);
      else if (!isNo(match)) possible.push(admission);
    };
    // A name that is not known may be any.
    if (hasSymbol(namespace + name)) {
      for (const admission of this.of(identity)) {
        if (admission.mechanism !== mechanism || admission.cluster !== cluster) continue;
        put(admission, admits(admission, namespace, name));
      }
      return { certain, possible };
    }
    for (const admission of this.naming(cluster, namespace, name)) {
      if (admission.identity === identity && admission.mechanism === mechanism) put(admission, true);
    }
    for (const admission of this.patterns.get(trustKey(identity, mechanism, cluster)) ?? []) {
      put(admission, admits(admission, namespace, name));
    }
    return { certain, possible };
  }
}

/** Whether an admission lets a service account in. */
export function admits(
  { namespace, serviceAccount, pattern, except }: TrustAdmission,
  own: string,
  name: string,
): Known {
  const takes = pattern ? matches : equal;
  return and(
    takes(namespace, own),
    takes(serviceAccount, name),
    not(any(except, (text) => isExcepted(text, own, name))),
  );
}

function isExcepted(except: string, namespace: string, name: string): Known {
  const [namespaces, names] = splitOutsideSymbols(except, '/');
  return and(matches(namespaces!, namespace), matches(names!, name));
}

function trustKey(identity: string, mechanism: AccessMechanism, cluster: string): string {
  return `${identity}\n${mechanism}\n${cluster}`;
}
