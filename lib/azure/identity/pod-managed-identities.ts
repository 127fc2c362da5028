import type { Construct } from 'constructs';
import { EntraIdentities, type EntraIdentitiesOptions } from './entra-identities';
import { PodManagedIdentity, type PodManagedIdentityProps } from './pod-managed-identity';

/** Properties of {@link PodManagedIdentities}. */
export interface PodManagedIdentitiesProps extends PodManagedIdentityProps, EntraIdentitiesOptions {
  readonly name: string;
  readonly trusts: EntraIdentitiesOptions['trusts'];
}

/**
 * Several managed identities that are one, for more service accounts than the 20 federated credentials of one. Where all of
 * them are on AKS, one identity with identity bindings needs a single credential.
 *
 * @throws PodtrustError `subjects-missing`, and what {@link PodManagedIdentity} throws
 */
export class PodManagedIdentities extends EntraIdentities<PodManagedIdentity, PodManagedIdentitiesProps> {
  public constructor(scope: Construct, id: string, props: PodManagedIdentitiesProps) {
    super(scope, id, props);
  }

  protected override make(id: string, props: PodManagedIdentitiesProps): PodManagedIdentity {
    return new PodManagedIdentity(this, id, props);
  }
}
