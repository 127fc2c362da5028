import { addToGroup } from '../../../../../core/groups';
import type { Instance } from './instance';
import type { InstanceText } from '../provider';

type ByText = Map<string, Instance[]>;

/** Finds instances by a text that they have, each kind of text gathered once. */
export class InstancesByText {
  /** By type and {@link InstanceText.name}; nothing while the map is being made. */
  private readonly known = new Map<string, ByText | undefined>();

  /** @param instances all of a type */
  public constructor(private readonly instances: (type: string) => readonly Instance[]) {}

  /** The instances of a type that have the text. */
  public find(type: string, text: InstanceText, wanted: string): readonly Instance[] {
    const key = `${type} ${text.name}`;
    if (!this.known.has(key)) {
      this.known.set(key, undefined);
      this.known.set(key, byText(this.instances(type), text));
    }
    const found = this.known.get(key);
    if (found) return found.get(wanted) ?? [];
    // The text of one of them depends on what it is asked for: only a walk tells which.
    return this.instances(type).filter((instance) => text.of(instance) === wanted);
  }
}

function byText(instances: readonly Instance[], text: InstanceText): ByText {
  const found: ByText = new Map();
  for (const instance of instances) {
    const own = text.of(instance);
    if (own !== undefined) addToGroup(found, own, instance);
  }
  return found;
}
