import type { Instance } from './terraform/configuration/instances/instance';
import type { TerraformProgram } from './terraform/configuration/program';

/** The resources of a type, and the data sources that read something outside the program. */
export function withDataSources(program: TerraformProgram, type: string): readonly Instance[] {
  const outside = program.instances(`data.${type}`).filter((instance) => program.canonical(instance) === instance);
  return [...program.instances(type), ...outside];
}
