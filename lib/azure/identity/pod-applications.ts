import type { Construct } from 'constructs';
import { EntraIdentities, type EntraIdentitiesOptions } from './entra-identities';
import { PodApplication, type PodApplicationProps } from './pod-application';

/** Properties of {@link PodApplications}. */
export interface PodApplicationsProps extends PodApplicationProps, EntraIdentitiesOptions {
  readonly name: string;
  readonly trusts: EntraIdentitiesOptions['trusts'];
}

/**
 * Several applications that are one, for more service accounts than the 20 federated credentials of one.
 *
 * @throws PodtrustError `subjects-missing`, and what {@link PodApplication} throws
 */
export class PodApplications extends EntraIdentities<PodApplication, PodApplicationsProps> {
  public constructor(scope: Construct, id: string, props: PodApplicationsProps) {
    super(scope, id, props);
  }

  protected override make(id: string, props: PodApplicationsProps): PodApplication {
    return new PodApplication(this, id, props);
  }
}
