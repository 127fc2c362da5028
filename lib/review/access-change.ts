import { matchesGlob } from '../proof/model/known/glob';
import type { Access } from '../proof/inventory';
import { NAMES, cellsOf } from './cells';
import { openReference, referenceIn, withAnyValues } from './resources/open-reference';

/** Whom an entry admits: namespace and account as globs, and what is taken out. */
interface Box {
  readonly namespace: string;
  readonly name: string;
  readonly except: readonly (readonly [string, string])[];
}

/** Whether one side's entry lets in whom the other side does not. */
export type Beyond =
  | { readonly is: 'covered' }
  | { readonly is: 'beyond'; readonly example?: string }
  | { readonly is: 'unknown'; readonly because: string };

const COVERED: Beyond = { is: 'covered' };

/**
 * Whether an entry admits an account that none of the other side's entries of the same identity and cluster does, by whatever
 * mechanism.
 */
export function beyond(entry: Access, others: readonly Access[]): Beyond {
  const wide = others.filter((other) => asksForLess(other, entry));
  const certain = wide.filter(({ uncertain }) => uncertain === undefined);
  const first = outside(boxOf(entry), certain.map(boxOf));
  if (first.is === 'covered') return COVERED;
  if (entry.uncertain !== undefined) {
    // What was as uncertain before has not changed.
    const asUncertain = wide.filter(({ uncertain }) => uncertain !== undefined);
    const second = outside(boxOf(entry), [...certain, ...asUncertain].map(boxOf));
    return second.is === 'covered' ? COVERED : { is: 'unknown', because: entry.uncertain };
  }
  const doubtful = wide.find(({ uncertain }) => uncertain !== undefined);
  if (doubtful && outside(boxOf(entry), wide.map(boxOf)).is === 'covered') {
    return { is: 'unknown', because: `it was not certain before: ${doubtful.uncertain}` };
  }
  return first;
}

/** Whether whoever meets what `entry` asks of a pod meets what `other` asks of it: a label, the node's network, the kubelet. */
function asksForLess(other: Access, entry: Access): boolean {
  return (
    (other.selector === undefined || other.selector === entry.selector) &&
    (!other.hostNetwork || entry.hostNetwork === true) &&
    (other.via === undefined || other.via === entry.via)
  );
}

function boxOf({ namespace, serviceAccount, except }: Access): Box {
  return {
    namespace,
    name: serviceAccount,
    except: except.map((text) => {
      const slash = slashOf(text);
      return [text.slice(0, slash), text.slice(slash + 1)] as const;
    }),
  };
}

/** The slash between the two globs; those within `${…}` are none. */
function slashOf(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.startsWith('${', at)) depth++;
    else if (text[at] === '}' && depth > 0) depth--;
    else if (text[at] === '/' && depth === 0) return at;
  }
  return text.length;
}

/** What is in one box and in none of the others. */
function outside(box: Box, others: readonly Box[]): Beyond {
  const open = openReference(`${box.namespace}/${box.name}`);
  if (others.some((other) => isSame(box, other))) return COVERED;
  if (isPlain(box)) {
    const { namespace, name } = box;
    if (!holds(box, namespace, name) || others.some((other) => holds(other, namespace, name))) return COVERED;
  } else {
    // No list of names is all that a pattern takes.
    const wide = others.filter((other) => !isPlain(other));
    const all = [box, ...wide];
    const namespaces = cellsOf(globsOf(all, 0), NAMES);
    const names = cellsOf(globsOf(all, 1), NAMES);
    if (!namespaces || !names) return { is: 'unknown', because: 'its patterns are too many to be compared' };
    const found = pairOutside(all, namespaces, names);
    if (!found) return COVERED;
    if (open === undefined) {
      const [namespace, name] = found;
      return others.some((other) => holds(other, namespace, name))
        ? { is: 'beyond' }
        : { is: 'beyond', example: tokenOf(found) };
    }
  }
  if (open !== undefined && others.length > 0) {
    return { is: 'unknown', because: `it names ${open}, whose value is not known` };
  }
  const example = isPlain(box) ? { example: tokenOf([box.namespace, box.name]) } : {};
  return { is: 'beyond', ...example };
}

/** Accounts as the gate's policy names them: globs, of whatever mechanism and pods. */
export type Accounts = Pick<Access, 'namespace' | 'serviceAccount'>;

/**
 * Whether an entry admits somebody of some namespaces who is not excepted.
 *
 * @param namespaces globs
 */
export function meets(entry: Access, namespaces: readonly string[], except: readonly Accounts[]): Beyond {
  const box = boxOf(entry);
  const excepted = except.map(boxOfAccounts);
  const open = referenceInBox(box);
  for (const namespace of namespaces) {
    const limits: Box = { namespace, name: '*', except: [] };
    const isOpen = open !== undefined && excepted.some((one) => common(opened(box), one) !== undefined);
    const found = isOpen ? undefined : common(box, limits, excepted);
    if (found) {
      const example = open === undefined ? { example: tokenOf(found) } : {};
      return entry.uncertain === undefined ? { is: 'beyond', ...example } : { is: 'unknown', because: entry.uncertain };
    }
    if (open !== undefined && common(opened(box), limits, excepted)) return unknownName(open);
  }
  return COVERED;
}

/** Whether an entry admits somebody whom a policy does not name. */
export function beyondAccounts(entry: Access, accounts: readonly Accounts[]): Beyond {
  const meant = accounts.map((one): Access => {
    const { identity, mechanism, cluster } = entry;
    return { identity, mechanism, cluster, ...one, pattern: false, except: [], workloads: [], claimed: false };
  });
  const result = beyond(entry, meant);
  const box = boxOf(entry);
  const open = referenceInBox(box);
  if (result.is === 'covered' || open === undefined || entry.uncertain !== undefined) return result;
  const wide = opened(box);
  return accounts.some((one) => common(wide, boxOfAccounts(one))) ? unknownName(open) : { is: 'beyond' };
}

function unknownName(reference: string): Beyond {
  return { is: 'unknown', because: `it names ${reference}, whose value is not known` };
}

function boxOfAccounts({ namespace, serviceAccount }: Accounts): Box {
  return { namespace, name: serviceAccount, except: [] };
}

/** Whatever a program works out: the value may be any. */
function referenceInBox({ namespace, name }: Box): string | undefined {
  return referenceIn(`${namespace}/${name}`);
}

function opened({ namespace, name, except }: Box): Box {
  return { namespace: withAnyValues(namespace), name: withAnyValues(name), except };
}

/** An account that two boxes have and none of some others. Patterns that are too many to be compared count as having one. */
function common(box: Box, other: Box, except: readonly Box[] = []): readonly [string, string] | undefined {
  if (isPlain(box) && referenceInBox(box) === undefined) {
    const { namespace, name } = box;
    const isIn = [box, other].every((one) => holds(one, namespace, name));
    return isIn && !except.some((one) => holds(one, namespace, name)) ? [namespace, name] : undefined;
  }
  const all = [box, other, ...except];
  const namespaces = cellsOf(globsOf(all, 0), NAMES);
  const names = cellsOf(globsOf(all, 1), NAMES);
  return namespaces && names ? pairOutside(all, namespaces, names, 2) : [box.namespace, box.name];
}

/** Whether some service account is in both of two patterns and not excepted. What is not known in a name may be any. */
export function sharedAccount(one: Accounts, other: Accounts, except: readonly Accounts[]): boolean {
  const [a, b] = [one, other].map((accounts) => opened(boxOfAccounts(accounts))) as [Box, Box];
  return common(a, b, except.map(boxOfAccounts)) !== undefined;
}

function tokenOf([namespace, name]: readonly [string, string]): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

/** The globs of namespaces, or of names, in the order in which {@link pairOutside} looks for them. */
function globsOf(boxes: readonly Box[], part: 0 | 1): string[] {
  return boxes.flatMap(({ namespace, name, except }) => [
    part === 0 ? namespace : name,
    ...except.map((both) => both[part]),
  ]);
}

type Cells = NonNullable<ReturnType<typeof cellsOf>>;

/** An account that the first boxes have, as many as said, and no other one. */
function pairOutside(
  boxes: readonly Box[],
  namespaces: Cells,
  names: Cells,
  inside = 1,
): readonly [string, string] | undefined {
  for (const namespace of namespaces) {
    for (const name of names) {
      let at = 0;
      const held = boxes.map(({ except }) => {
        const [first, ...taken] = Array.from({ length: except.length + 1 }, () => {
          const both = namespace.matches[at]! && name.matches[at]!;
          at++;
          return both;
        });
        return first === true && !taken.includes(true);
      });
      if (held.every((isIn, index) => isIn === index < inside)) return [namespace.example, name.example];
    }
  }
  return undefined;
}

function isSame(a: Box, b: Box): boolean {
  return (
    a.namespace === b.namespace &&
    a.name === b.name &&
    a.except.map((both) => both.join('/')).join('\n') === b.except.map((both) => both.join('/')).join('\n')
  );
}

function isPlain({ namespace, name }: Box): boolean {
  return !/[*?]/.test(namespace) && !/[*?]/.test(name);
}

function holds({ namespace, name, except }: Box, ns: string, own: string): boolean {
  return (
    matchesGlob(namespace, ns) &&
    matchesGlob(name, own) &&
    !except.some((both) => matchesGlob(both[0], ns) && matchesGlob(both[1], own))
  );
}
