import { isSymbol, referenceOfSymbol } from './symbol';

/** What a symbol reads of a resource that a program makes, by an address of which all is written out. */
export interface ReadOfResource {
  /** The root module; empty where there is one alone. */
  readonly root: string;
  readonly address: string;
  /** `aws_eks_cluster`. */
  readonly type: string;
  /** What is read of it: `identity[0].oidc[0].issuer`. */
  readonly attribute: string;
}

const READ =
  /^((?:[^\s"'${}()[\]]*\/)?)((?:module\.[\w-]+(?:\[(?:\d+|"[^"$]*")\])?\.)*([a-z0-9]+_\w+)\.[\w-]+(?:\[(?:\d+|"[^"$]*")\])?)\.([a-z][^]*)/;
const INDEX = /\[(?:\d+|"[^"$]*")\]/g;

/** What a text reads of a resource of the program; nothing of one that is looked up, or of an instance that is not known. */
export function readOfResource(text: string): ReadOfResource | undefined {
  if (!isSymbol(text)) return undefined;
  const found = READ.exec(referenceOfSymbol(text));
  if (!found) return undefined;
  const [, root, address, type, attribute] = found as unknown as [string, string, string, string, string];
  return { root, address, type, attribute };
}

/** Whether two addresses of a root module are of two resources of one type: a resource without an index stands for any instance. */
export function areTwoResources(one: ReadOfResource, other: ReadOfResource): boolean {
  if (one.address === other.address || one.type !== other.type) return false;
  const [plain, otherPlain] = [one.address.replace(INDEX, ''), other.address.replace(INDEX, '')];
  return plain !== otherPlain || one.address.replace(INDEX, '[]') === other.address.replace(INDEX, '[]');
}
