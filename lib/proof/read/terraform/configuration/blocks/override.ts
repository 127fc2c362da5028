import type { Configuration, RawObject } from '../configuration';

/**
 * Lays an override file (`override.tf`, `*_override.tf`) over what the other files say: an argument, and all nested blocks
 * of a type, replace the ones before (the Terraform language, "Override files").
 */
export function addOverride(base: Configuration, over: Configuration): void {
  for (const [address, block] of over.blocks) {
    const before = base.blocks.get(address);
    base.blocks.set(address, before ? { ...before, body: merged(before.body, block.body) } : block);
  }
  for (const [name, call] of over.modules) {
    const before = base.modules.get(name);
    base.modules.set(name, before ? { ...before, body: merged(before.body, call.body) } : call);
  }
  for (const [name, variable] of over.variables) {
    const before = base.variables.get(name);
    const raw = variable.raw === undefined ? before?.raw : variable.raw;
    base.variables.set(name, { ...variable, raw, type: variable.type ?? before?.type });
  }
  for (const [name, local] of over.locals) base.locals.set(name, local);
  for (const [name, output] of over.outputs) base.outputs.set(name, output);
  for (const provider of over.providers) {
    const index = base.providers.findIndex(({ type, alias }) => type === provider.type && alias === provider.alias);
    const before = base.providers[index];
    if (before) base.providers[index] = { ...before, body: merged(before.body, provider.body) };
    else base.providers.push(provider);
  }
  base.backend = over.backend ?? base.backend;
}

function merged(before: RawObject, over: RawObject): RawObject {
  return { ...before, ...over };
}
