import type { Access, Inventory } from '../../lib/proof';

/** Whom trusts admit. Beside them each pod of an AKS cluster reaches the identity of the nodes, whatever a test is about. */
export function accessByTrust({ access }: Inventory): Access[] {
  return access.filter(({ mechanism }) => mechanism !== 'node');
}
