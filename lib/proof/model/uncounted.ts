/**
 * What a program may make any number of, none among them: the `count` or `for_each` of it, or of a module around it, is not
 * known. By id, why; what it lets in is let in only if it is made.
 */
export type Uncounted = ReadonlyMap<string, string>;

/** Why it is not known that each of some things is made; nothing where it is. */
export function whyPerhapsNone(uncounted: Uncounted, ids: readonly string[]): string | undefined {
  if (uncounted.size === 0) return undefined;
  for (const id of ids) {
    const because = uncounted.get(id) ?? uncounted.get(id.replace(PART, ''));
    if (because !== undefined) return because;
  }
  return undefined;
}

/** The association that an EKS add-on makes has the add-on's id, and this behind it. */
const PART = /\.pod_identity_association\[\d+\]$/;
