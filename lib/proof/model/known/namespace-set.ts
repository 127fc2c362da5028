/** Namespaces by name: only some, or all but some. */
export type NamespaceSet = { readonly only: readonly string[] } | { readonly except: readonly string[] };

/** Every namespace. */
export const EVERY_NAMESPACE: NamespaceSet = { except: [] };

/** No namespace. */
export const NO_NAMESPACE: NamespaceSet = { only: [] };

/** Whether a namespace is one of a set. */
export function hasNamespace(set: NamespaceSet, namespace: string): boolean {
  return 'only' in set ? set.only.includes(namespace) : !set.except.includes(namespace);
}

/** The namespaces that are in both. */
export function intersectionOf(one: NamespaceSet, other: NamespaceSet): NamespaceSet {
  if ('only' in one) return { only: one.only.filter((namespace) => hasNamespace(other, namespace)) };
  if ('only' in other) return intersectionOf(other, one);
  return { except: [...new Set([...one.except, ...other.except])] };
}
