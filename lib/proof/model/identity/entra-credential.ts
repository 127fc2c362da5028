import type { Place } from '../place';

/** What a managed identity or an Entra application trusts: each part is compared exactly, case included. */
export interface EntraCredential {
  readonly id: string;
  /** Its name in Entra; may hold symbols. Nothing where it was not read. */
  readonly name?: string;
  /** The identity's id; nothing where it is not in the input. */
  readonly identity?: string;
  /** The parent's resource id; may hold symbols. Nothing where it was not read. */
  readonly parent?: string;
  /** The parent as written, for messages; symbols described. */
  readonly parentText: string;
  /** The `resource_group_name` that azurerm looks the identity up in; may hold symbols. Nothing where it is not written. */
  readonly resourceGroup?: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
  /** What it may turn out to take, where issuer or subject is not known and that is told. */
  readonly possible?: PossibleCredential;
  readonly at: Place;
}

/** What a credential takes is one of several. */
export interface PossibleCredential {
  /** What decides which, for people: `${var.production}`. */
  readonly cause: string;
  readonly takes: readonly { readonly issuer: string; readonly subject: string }[];
}
