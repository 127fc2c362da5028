import { grouped } from '../core/groups';
import type { Access, Inventory } from '../proof/inventory';
import type { AccessMechanism } from '../proof/mechanisms/trust';
import type { Permission } from '../proof/model/identity/permission';
import { shortActions, shortAddress, shortReference } from './short-names';

/** Each mechanism as its cloud calls it. */
export const MECHANISM_NAMES: Readonly<Record<AccessMechanism, string>> = {
  irsa: 'IRSA',
  'eks-pod-identity': 'EKS Pod Identity',
  'entra-workload-identity': 'Entra workload identity',
  'aad-pod-identity': 'AAD Pod Identity',
  node: 'instance metadata',
};

/** A mechanism as its cloud calls it; of an inventory that another version wrote it may be one that is not known here. */
export function mechanismText(mechanism: string): string {
  return MECHANISM_NAMES[mechanism as AccessMechanism] ?? mechanism;
}

/** By id: the identity's own name, where it is known and no other identity has it; else its address. */
export function identityNames({ identities }: Inventory): Map<string, string> {
  const known = grouped(identities, ({ name }) => name);
  return new Map(
    identities.map(({ id, name }) => [
      id,
      name && !name.includes('${') && known.get(name)!.length === 1 ? name : shortAddress(id),
    ]),
  );
}

/** By id: the cluster's own name, where it is known; else its address. */
export function clusterNames(...inventories: readonly Pick<Inventory, 'clusters'>[]): Map<string, string> {
  const clusters = inventories.flatMap((one) => one.clusters);
  return new Map(clusters.map(({ id, name }) => [id, name ?? shortAddress(id)]));
}

/** A line for each role, or for each list of actions, with all the resources that it is for, and what it asks for besides. */
export function permissionLines(permissions: readonly Permission[]): string[] {
  const alike = grouped(permissions, ({ role, actions, conditions = [] }) =>
    JSON.stringify([role ?? shortActions(actions), conditions]),
  );
  return [...alike.values()].map((ones) => {
    const { role, actions, conditions = [], privileged } = ones[0]!;
    const resources = new Set(ones.map(({ resource }) => shortReference(resource)));
    const asked = conditions.length === 0 ? '' : ` if ${conditions.map(shortReference).join(' and ')}`;
    return `${role ?? shortActions(actions)}${privileged ? ' (privileged)' : ''} on ${[...resources].join(', ')}${asked}`;
  });
}

/**
 * Whom an entry admits: a service account, a pattern of them, pods by their label for AAD Pod Identity, or those of an
 * account with the node's network.
 */
export function accountText({ namespace, serviceAccount, pattern, selector, hostNetwork, via }: Access): string {
  if (selector !== undefined) return `${namespace}/* labelled aadpodidbinding=${selector}`;
  if (via !== undefined) return `${namespace}/${serviceAccount} (image pulls)`;
  if (hostNetwork) return `${namespace}/${serviceAccount} with hostNetwork`;
  return `${namespace}/${serviceAccount}${pattern ? ' (pattern)' : ''}`;
}

/** Whom an entry admits, with those of them that it does not. */
export function accountTextWithExceptions(entry: Access): string {
  return `${accountText(entry)}${entry.except.length > 0 ? ` except ${entry.except.join(', ')}` : ''}`;
}
