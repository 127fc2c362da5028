import type { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import { AzureadResource } from './azuread-resource';

/** Who may sign in to an application: those of its own tenant, or of any. */
export type SignInAudience = 'AzureADMyOrg' | 'AzureADMultipleOrgs';

/** Arguments of {@link AzureadApplication}. */
export interface AzureadApplicationConfig {
  readonly displayName: string;
  readonly signInAudience: SignInAudience;
  /** Object ids. */
  readonly owners?: readonly string[];
  readonly provider?: TerraformProvider;
}

/** An Entra application: `azuread_application`. */
export class AzureadApplication extends AzureadResource {
  public constructor(scope: Construct, id: string, config: AzureadApplicationConfig) {
    const { displayName, signInAudience, owners, provider } = config;
    const values = {
      display_name: displayName,
      sign_in_audience: signInAudience,
      owners,
      // Entra makes a second application of the same name, and nothing tells them apart.
      prevent_duplicate_names: true,
    };
    super(scope, id, 'azuread_application', values, { provider });
  }

  /** What pods are told. */
  public get clientId(): string {
    return this.getStringAttribute('client_id');
  }
}

/** Arguments of {@link AzureadServicePrincipal}. */
export interface AzureadServicePrincipalConfig {
  readonly clientId: string;
  /** Object ids. */
  readonly owners?: readonly string[];
  readonly provider?: TerraformProvider;
}

/** An application’s principal in a tenant, which roles are given to: `azuread_service_principal`. */
export class AzureadServicePrincipal extends AzureadResource {
  public constructor(scope: Construct, id: string, { clientId, owners, provider }: AzureadServicePrincipalConfig) {
    super(scope, id, 'azuread_service_principal', { client_id: clientId, owners }, { provider });
  }

  public get objectId(): string {
    return this.getStringAttribute('object_id');
  }

  /** The tenant in which the application is registered. */
  public get applicationTenantId(): string {
    return this.getStringAttribute('application_tenant_id');
  }
}
