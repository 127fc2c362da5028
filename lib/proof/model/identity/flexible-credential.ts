import type { Place } from '../place';

/** A flexible federated credential: instead of one subject it accepts every token whose claims match an expression. */
export interface FlexibleCredential {
  readonly id: string;
  /** The identity's id; nothing where it is not in the input. */
  readonly identity?: string;
  /** The parent's resource id; may hold symbols. Nothing where it was not read. */
  readonly parent?: string;
  /** The parent as written, for messages; symbols described. */
  readonly parentText: string;
  readonly issuer: string;
  /** `claims['sub'] matches 'repo:contoso/app:*'`. */
  readonly expression: string;
  /** The service knows version 1 only. */
  readonly languageVersion?: number;
  readonly audiences: readonly string[];
  readonly at: Place;
}
