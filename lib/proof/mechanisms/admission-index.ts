import { addToGroup } from '../../core/groups';
import { hasSymbol } from '../model/symbol';
import { matchesGlob } from '../model/glob';
import { AccountMap } from '../model/account-map';
import type { AccessMechanism, Admission } from './trust';

/** Finds admissions by identity and by service account, without a walk over all of them. */
export class AdmissionIndex {
  private readonly patterns = new Map<string, Admission[]>();
  private readonly byIdentity = new Map<string, Admission[]>();
  private readonly byAccount = new AccountMap<Admission[]>();

  public constructor(public readonly all: readonly Admission[]) {
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

  /** All admissions to an identity. */
  public of(identity: string): readonly Admission[] {
    return this.byIdentity.get(identity) ?? [];
  }

  /** The admissions that name exactly this service account. */
  public naming(cluster: string, namespace: string, name: string): readonly Admission[] {
    return this.byAccount.get(cluster, namespace, name) ?? [];
  }

  /** The admissions to an identity that let a service account in, and those that may do so once symbols are known. */
  public find(
    identity: string,
    mechanism: AccessMechanism,
    cluster: string,
    namespace: string,
    name: string,
  ): { readonly certain: readonly Admission[]; readonly possible: readonly Admission[] } {
    const certain: Admission[] = [];
    const possible: Admission[] = [];
    const put = (admission: Admission, match: boolean | undefined): void => {
      if (match === true && admission.uncertain === undefined) certain.push(admission);
      else if (match !== false) possible.push(admission);
    };
    for (const admission of this.naming(cluster, namespace, name)) {
      if (admission.identity === identity && admission.mechanism === mechanism) put(admission, true);
    }
    if (this.patterns.size > 0) {
      for (const admission of this.patterns.get(trustKey(identity, mechanism, cluster)) ?? []) {
        put(admission, admits(admission, namespace, name));
      }
    }
    return { certain, possible };
  }
}

/** Whether an admission lets a service account in; nothing where only apply will tell. */
export function admits(admission: Admission, namespace: string, name: string): boolean | undefined {
  const matches = [
    matchesText(admission.namespace, namespace, admission.pattern),
    matchesText(admission.serviceAccount, name, admission.pattern),
  ];
  if (matches.includes(false)) return false;
  if (admission.except.some((except) => excepted(except, namespace, name))) return false;
  return matches.includes(undefined) ? undefined : true;
}

function excepted(except: string, namespace: string, name: string): boolean {
  const [namespaces, names] = except.split('/') as [string, string | undefined];
  return matchesGlob(namespaces, namespace) && matchesGlob(names ?? '*', name);
}

function matchesText(admitted: string, text: string, pattern: boolean): boolean | undefined {
  if (admitted === text) return true;
  if (hasSymbol(admitted) || hasSymbol(text)) return mayEqual(admitted, text) ? undefined : false;
  return pattern && matchesGlob(admitted, text);
}

/** Whether two texts could be equal for some value of their symbols: their known ends must fit. */
function mayEqual(a: string, b: string): boolean {
  const fits = (one: string, other: string): boolean =>
    one.length <= other.length ? other.startsWith(one) : one.startsWith(other);
  const reverse = (text: string): string => [...text].reverse().join('');
  return (
    fits(a.split('\uE000')[0]!, b.split('\uE000')[0]!) &&
    fits(reverse(a.split('\uE001').at(-1)!), reverse(b.split('\uE001').at(-1)!))
  );
}

function trustKey(identity: string, mechanism: AccessMechanism, cluster: string): string {
  return `${identity}\n${mechanism}\n${cluster}`;
}
