import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import { AzureadResource } from './azuread-resource';

/** Arguments of {@link AzureadApplicationCredential}. */
export interface AzureadApplicationCredentialConfig {
  /** `/applications/<object id>`. */
  readonly applicationId: string;
  readonly displayName: string;
  readonly description?: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  readonly provider?: TerraformProvider;
  readonly dependsOn?: ITerraformDependable[];
}

/** A federated credential of an Entra application: `azuread_application_federated_identity_credential`. */
export class AzureadApplicationCredential extends AzureadResource {
  public constructor(scope: Construct, id: string, config: AzureadApplicationCredentialConfig) {
    const { applicationId, displayName, description, issuer, subject, audience, provider, dependsOn } = config;
    super(
      scope,
      id,
      'azuread_application_federated_identity_credential',
      {
        application_id: applicationId,
        display_name: displayName,
        description,
        issuer,
        subject,
        audiences: [audience],
      },
      { provider, dependsOn },
    );
  }
}
