import { matchesGlob } from '../proof/model/glob';
import type { Access } from '../proof/inventory';
import { NAMES, cellsOf } from './cells';
import { openReference } from './open-reference';

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
        : { is: 'beyond', example: `system:serviceaccount:${namespace}:${name}` };
    }
  }
  if (open !== undefined && others.length > 0) {
    return { is: 'unknown', because: `it names ${open}, whose value is not known` };
  }
  const example = isPlain(box) ? { example: `system:serviceaccount:${box.namespace}:${box.name}` } : {};
  return { is: 'beyond', ...example };
}

/** The globs of namespaces, or of names, in the order in which {@link pairOutside} looks for them. */
function globsOf(boxes: readonly Box[], part: 0 | 1): string[] {
  return boxes.flatMap(({ namespace, name, except }) => [
    part === 0 ? namespace : name,
    ...except.map((both) => both[part]),
  ]);
}

type Cells = NonNullable<ReturnType<typeof cellsOf>>;

/** An account of the first box that no other one has. */
function pairOutside(boxes: readonly Box[], namespaces: Cells, names: Cells): readonly [string, string] | undefined {
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
      if (held[0] && !held.slice(1).includes(true)) return [namespace.example, name.example];
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
