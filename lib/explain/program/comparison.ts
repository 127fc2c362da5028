import type { Place } from '../../proof/model/place';

/** A fact of the message beside the same fact of the program. */
export interface ComparedFact {
  readonly fact: string;
  /** As the message has it. */
  readonly message: string;
  /** As the program has it; what is not known before apply reads `${…}`. */
  readonly program: string;
  /** Nothing where only apply will tell. */
  readonly same?: boolean;
  /** How near two unequal texts are. */
  readonly nuance?: string;
  readonly at: Place;
}

/** Something of the program that the message is about: a credential, an OIDC provider, a service account. */
export interface Comparison {
  /** Its id. */
  readonly about: string;
  /** The identity that it belongs to. */
  readonly identity?: string;
  readonly at: Place;
  readonly facts: readonly ComparedFact[];
  /** What follows, and what to do. */
  readonly says: readonly string[];
}

/** How near two unequal texts are, where that is the whole difference. */
export function nuanceOf(one: string, other: string): string | undefined {
  const alike = (same: (text: string) => string): boolean => one !== other && same(one) === same(other);
  if (alike((text) => text.replace(/\/$/, ''))) return 'they differ only in the slash at the end';
  if (alike((text) => text.toLowerCase())) return 'they differ in upper and lower case only';
  if (alike((text) => text.replace(/^https?:\/\//, ''))) return 'they differ only in https://';
  if (alike((text) => text.replace(/\s/g, ''))) return 'they differ only in white space';
  return undefined;
}
