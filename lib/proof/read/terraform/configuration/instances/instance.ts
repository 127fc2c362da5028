import type { Place } from '../../../../model/place';
import type { Undecided } from '../../../../model/undecided';
import { stepText } from '../../expression/value';
import type { Block } from '../configuration';
import type { Context } from '../evaluation/context';

/** A resource or data source after `count` and `for_each`. */
export interface Instance extends Context {
  readonly block: Block;
  /** The Terraform address with its index, and the stack before it. */
  readonly id: string;
  /** What `count` or `for_each` tells it apart by. */
  readonly key?: string | number;
  /** Why the value of an argument is not known, by the argument's name: a plan does not keep it. */
  readonly lost?: ReadonlyMap<string, string>;
  /** Why nobody knows how many there are of it. */
  readonly uncounted?: Undecided;
  readonly at: Place;
}

/** Set for what a data source reads: it is made elsewhere, and the program only refers to it. */
export function existingOf({ block }: Instance): true | undefined {
  return block.mode === 'data' ? true : undefined;
}

/** Why nobody knows how many there are of an instance, of its own block and of each module around it; nothing where it is known. */
export function uncountedBy({ uncounted, configuration }: Instance): readonly Undecided[] {
  const found = uncounted ? [uncounted] : [];
  for (let { call } = configuration; call; { call } = call.from) {
    if (call.uncounted) found.push(call.uncounted);
  }
  return found;
}

/** What a reference leads to. */
export interface Target {
  readonly instance: Instance;
  readonly steps: readonly (string | number)[];
}

/** The reference to something below an instance: `aws_eks_cluster.main.identity[0]`. */
export function pathOf({ id }: Instance, steps: readonly (string | number)[]): string {
  let path = id;
  for (const step of steps) path += stepText(step);
  return path;
}
