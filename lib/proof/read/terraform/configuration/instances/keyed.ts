/** One of what `count` or `for_each` makes, of a block or of a module. */
export interface Keyed {
  /** What it is told apart by; nothing where there is only one, or nobody knows how many. */
  readonly key?: string | number;
}

/**
 * Those of a block or a module by key, for each that anything refers to. A cache and no state: a list never changes once it is
 * made, and without this thousands of references to thousands of instances would each walk through them.
 */
const BY_KEY = new WeakMap<readonly Keyed[], ReadonlyMap<string, Keyed>>();

/**
 * The one of several that a reference means, and the steps behind its key.
 *
 * @param counted whether a reference needs a key
 */
export function pick<T extends Keyed>(
  all: readonly T[],
  counted: boolean,
  steps: readonly (string | number)[],
): { readonly of: T; readonly steps: readonly (string | number)[] } | undefined {
  const [first] = all;
  if (!counted) return first && { of: first, steps };
  // Nobody knows how many there are: an index says nothing of the value.
  if (first && first.key === undefined)
    return { of: first, steps: typeof steps[0] === 'number' ? steps.slice(1) : steps };
  const found = steps.length === 0 ? undefined : withKeyOf(all, String(steps[0]));
  return found && { of: found, steps: steps.slice(1) };
}

function withKeyOf<T extends Keyed>(all: readonly T[], key: string): T | undefined {
  let byKey = BY_KEY.get(all);
  if (!byKey) BY_KEY.set(all, (byKey = new Map(all.map((one) => [String(one.key), one]))));
  return byKey.get(key) as T | undefined;
}

/** An address with the key behind it: `aws_iam_role.app["todo"]`. */
export function withKey(address: string, key: string | number | undefined): string {
  return key === undefined ? address : `${address}[${JSON.stringify(key)}]`;
}
