import { matchesGlob } from './known/glob';

/** Service accounts, or trusts of identities, that something declares which was not read: a user says so. */
export interface DeclaredElsewhere {
  readonly kind: 'namespace' | 'service-account' | 'identity';
  /** A glob of namespaces, of `namespace/name`, or of identities' ids and names. */
  readonly glob: string;
}

/** Whether a user says that a service account is declared outside of what was read. */
export function isDeclaredElsewhere(
  { elsewhere }: { readonly elsewhere: readonly DeclaredElsewhere[] },
  namespace: string,
  name: string,
): boolean {
  return elsewhere.some((entry) => declaresAccount(entry, namespace, name));
}

/** Whether a user says that objects of a namespace, or of any where it is `*`, are declared outside of what was read. */
export function isNamespaceElsewhere(
  { elsewhere }: { readonly elsewhere: readonly DeclaredElsewhere[] },
  namespace: string,
): boolean {
  return elsewhere.some(
    ({ kind, glob }) => kind === 'namespace' && (namespace === '*' || matchesGlob(glob, namespace)),
  );
}

/** Why an object that is not in the input may still be in a namespace: a user says that others make objects of it. */
export function namespaceElsewhere(
  model: { readonly elsewhere: readonly DeclaredElsewhere[] },
  namespace: string,
): string | undefined {
  if (!isNamespaceElsewhere(model, namespace)) return undefined;
  return `podtrust.yaml says that objects of ${namespace === '*' ? 'a namespace' : namespace} are declared elsewhere`;
}

/** Whether an entry means a service account. */
export function declaresAccount({ kind, glob }: DeclaredElsewhere, namespace: string, name: string): boolean {
  if (kind === 'namespace') return matchesGlob(glob, namespace);
  if (kind !== 'service-account') return false;
  const [namespaces = '', names = ''] = glob.split('/');
  return matchesGlob(namespaces, namespace) && matchesGlob(names, name);
}

/** Whether a user says that something which was not read adds trusts to an identity. */
export function isTrustedElsewhere(
  { elsewhere }: { readonly elsewhere: readonly DeclaredElsewhere[] },
  { id, name }: { readonly id: string; readonly name: string },
): boolean {
  return elsewhere.some((entry) => declaresTrusts(entry, { id, name }));
}

/** Why an identity may be given to more than was read: a user says that others add trusts to it. */
export function identityElsewhere(
  model: { readonly elsewhere: readonly DeclaredElsewhere[] },
  identity: { readonly id: string; readonly name: string } | undefined,
): string | undefined {
  if (!identity || !isTrustedElsewhere(model, identity)) return undefined;
  return `podtrust.yaml says that something which is not in the input adds trusts to ${identity.id}`;
}

/** Whether an entry means an identity. */
export function declaresTrusts(
  { kind, glob }: DeclaredElsewhere,
  { id, name }: { readonly id: string; readonly name: string },
): boolean {
  return kind === 'identity' && (matchesGlob(glob, id) || matchesGlob(glob, name));
}
