import type { Place } from '../place';

/** A role that an EKS add-on's argument names for the service accounts it brings (IRSA). */
export interface AddonRole {
  readonly id: string;
  readonly addon: string;
  /** The namespace of its service accounts. */
  readonly namespace: string;
  readonly cluster?: string;
  readonly role: string;
  readonly at: Place;
}
