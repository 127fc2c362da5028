import type { AddonRole } from '../model/addon-role';
import type { Cluster } from '../model/cluster';
import type { FederatedCredential } from '../model/federated-credential';
import type { Identity } from '../model/identity';
import type { OidcProvider } from '../model/oidc-provider';
import type { Permission } from '../model/permission';
import type { PodIdentityAssociation } from '../model/pod-identity-association';

/** What the readers of the clouds' resources add to. */
export interface CloudParts {
  readonly clusters: Cluster[];
  readonly identities: Identity[];
  readonly oidcProviders: OidcProvider[];
  readonly federatedCredentials: FederatedCredential[];
  readonly associations: PodIdentityAssociation[];
  readonly addonRoles: AddonRole[];
  readonly permissions: Permission[];
}
