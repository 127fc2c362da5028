import type { Instance } from '../terraform/configuration/instances/instance';
import type { Program } from '../terraform/configuration/provider';

/** The resource that azapi's data source reads by its id, where the program makes it; else the instance itself. */
export function azapiOriginal(program: Program, instance: Instance): Instance {
  if (instance.block.mode !== 'data') return instance;
  return program.target(instance, 'resource_id')?.instance ?? instance;
}
