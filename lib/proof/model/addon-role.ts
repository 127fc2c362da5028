import type { Place } from './place';

/** A role that an EKS add-on's argument names for the service accounts it brings (IRSA). */
export interface AddonRole {
  readonly id: string;
  readonly addon: string;
  readonly cluster?: string;
  readonly role: string;
  readonly at: Place;
}
