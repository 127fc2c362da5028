import type { Model } from '../model';

/** The identities that things are about, by the id of the thing: an identity itself, and whatever gives one. */
export function identitiesById(model: Model): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const add = (id: string, identity: string | undefined): void => {
    if (identity === undefined) return;
    const known = found.get(id);
    if (known) known.push(identity);
    else found.set(id, [identity]);
  };
  for (const { id } of model.identities) add(id, id);
  for (const { id, identity } of [...model.federatedCredentials, ...model.flexibleCredentials]) add(id, identity);
  for (const { id, identity } of model.identityBindings) add(id, identity);
  for (const { id, role } of [...model.addonRoles, ...model.capabilities]) add(id, role);
  for (const { id, role, target } of model.associations) {
    add(id, role);
    add(id, target?.role);
  }
  return found;
}
