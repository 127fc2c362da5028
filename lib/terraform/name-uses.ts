import { TerraformStack, type TerraformProvider } from 'cdktf';
import type { IConstruct } from 'constructs';
import { PodtrustError, isKnown } from '../core';

/** Where names are unique: what is named, and in what. */
export interface NamePlace {
  readonly cloud: 'AWS' | 'Azure';
  /** With its article, such as `an IAM role`. */
  readonly kind: string;
  /** Where the cloud has the name once, such as `an account`. */
  readonly once: string;
  /** What the name is unique in, where that is less than an account and a region: the name of a cluster. */
  readonly within?: string;
  /** The provider that makes it, where it is not the stack's. */
  readonly provider?: TerraformProvider;
  /** Whether names that differ in case alone are one. Default false. */
  readonly anyCase?: boolean;
}

const USES = new WeakMap<TerraformStack, Map<string, string>>();

/**
 * Notes that a construct takes a name, and refuses one that another of the stack has. Tokens pass.
 *
 * @throws PodtrustError `name-taken`
 */
export function useName(scope: IConstruct, name: string | undefined, place: NamePlace): void {
  const { cloud, kind, once, within = '', provider, anyCase = false } = place;
  if (name === undefined || !isKnown(name)) return;
  const stack = TerraformStack.of(scope);
  const uses = USES.get(stack) ?? new Map<string, string>();
  USES.set(stack, uses);
  const key = [kind, within, provider?.node.path ?? '', anyCase ? name.toLowerCase() : name].join('\n');
  const other = uses.get(key);
  const where = scope.node.path;
  if (other !== undefined) {
    throw new PodtrustError({
      code: 'name-taken',
      where,
      what: `the name "${name}", which ${other} has already`,
      why: `${cloud} has the name of ${kind} once in ${once}, and refuses the second when the first is made.`,
      remedy: 'Give it another name.',
    });
  }
  uses.set(key, where);
}
