import type { Inventory } from '../proof/inventory';

/**
 * The ids of the identities that pods get, and of those that they become from there, in however many steps.
 *
 * @param certainly without those of which it is not known whether they do
 */
export function identitiesOfPods(
  { access, identities, becomingIdentities = [] }: Inventory,
  certainly = false,
): Set<string> {
  const found = new Set(access.map(({ identity }) => identity));
  const roles = identities.flatMap(({ id, kind }) => (kind === 'iam-role' ? [id] : []));
  const further = new Map<string, string[]>();
  for (const { who, kind, identities: become, uncertain } of becomingIdentities) {
    if (kind !== 'identity' || (certainly && uncertain !== undefined)) continue;
    const all = become.includes('*') ? roles : become;
    further.set(who, [...(further.get(who) ?? []), ...all]);
  }
  for (const id of found) for (const one of further.get(id) ?? []) found.add(one);
  return found;
}
