import type { Inventory } from '../proof/inventory';
import type { Undecided } from '../proof/model/undecided';

/** What is undecided of some identities: who gets them may be more, or fewer, than the inventory's access says. */
export function undecidedAbout(inventory: Inventory, identities: ReadonlySet<string>): readonly Undecided[] {
  return inventory.undecided.filter(({ about, because }) =>
    // An entry is about an identity, about who claims it (`ServiceAccount/todo/api → identity`), or names it in its reason.
    [about, ...about.split(' → '), ...because.split(/[\s,:;()“”"]+/)].some((word) => identities.has(word)),
  );
}

/** The identities that some pod gets, or may. */
export function identitiesOf({ identities, access }: Inventory): ReadonlySet<string> {
  return new Set([...identities.map(({ id }) => id), ...access.map(({ identity }) => identity)]);
}
