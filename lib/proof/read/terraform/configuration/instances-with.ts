import { addToGroup } from '../../../../core/groups';
import type { Instance } from './instance';
import type { TerraformProgram } from './program';

type ByText = Map<string, Instance[]>;

/** By program, then by type and {@link InstanceText.name}; nothing while the map is being made. */
const KNOWN = new WeakMap<TerraformProgram, Map<string, ByText | undefined>>();

/** A text that instances are found by. */
export interface InstanceText {
  /** Its own name: texts that differ need names that do. */
  readonly name: string;
  readonly of: (instance: Instance) => string | undefined;
}

/** The instances of a type that have a text, without a walk over all of them each time. */
export function instancesWith(
  program: TerraformProgram,
  type: string,
  text: InstanceText,
  wanted: string,
): readonly Instance[] {
  let known = KNOWN.get(program);
  if (!known) KNOWN.set(program, (known = new Map()));
  const key = `${type} ${text.name}`;
  if (!known.has(key)) {
    known.set(key, undefined);
    known.set(key, byText(program.instances(type), text));
  }
  const instances = known.get(key);
  if (instances) return instances.get(wanted) ?? [];
  // The text of one of them depends on what it is asked for: only a walk tells which.
  return program.instances(type).filter((instance) => text.of(instance) === wanted);
}

function byText(instances: readonly Instance[], text: InstanceText): ByText {
  const found: ByText = new Map();
  for (const instance of instances) {
    const own = text.of(instance);
    if (own !== undefined) addToGroup(found, own, instance);
  }
  return found;
}
