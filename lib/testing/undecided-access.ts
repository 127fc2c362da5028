import type { Inventory } from '../proof/inventory';
import type { Undecided } from '../proof/model/undecided';

/** What is undecided of some identities: who gets them may be more, or fewer, than the inventory's access says. */
export function undecidedAbout(inventory: Inventory, identities: ReadonlySet<string>): readonly Undecided[] {
  return inventory.undecided.filter(({ about, identities: own = [about] }) =>
    own.some((identity) => identities.has(identity)),
  );
}

/** The identities that some pod gets, or may. */
export function identitiesOf({ identities, access }: Inventory): ReadonlySet<string> {
  return new Set([...identities.map(({ id }) => id), ...access.map(({ identity }) => identity)]);
}
