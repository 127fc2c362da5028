import type { AddonRole } from '../model/addon-role';
import type { Cluster } from '../model/cluster';
import type { ClusterAddon } from '../model/cluster-addon';
import type { EksCapability } from '../model/eks-capability';
import type { EntraCredential } from '../model/entra-credential';
import type { FlexibleCredential } from '../model/flexible-credential';
import type { Identity } from '../model/identity';
import type { IdentityBinding } from '../model/identity-binding';
import type { ImagePullProfile } from '../model/image-pull-profile';
import type { Nodes } from '../model/nodes';
import type { IdentityPolicy, PolicyDoubt } from '../model/identity-policy';
import type { OidcProvider } from '../model/oidc-provider';
import type { OutboundIssuer } from '../model/outbound-issuer';
import type { Permission } from '../model/permission';
import type { ResourceControl } from '../model/resource-control';
import type { UnassignedRole } from '../model/unassigned-role';
import type { PodIdentityAssociation } from '../model/pod-identity-association';
import type { DeclaredAadPodIdentity } from './kubernetes/aad-pod-identity-objects';

/** What the readers of the clouds' resources add to. */
export interface CloudParts {
  readonly clusters: Cluster[];
  readonly identities: Identity[];
  readonly oidcProviders: OidcProvider[];
  readonly outboundIssuers: OutboundIssuer[];
  readonly federatedCredentials: EntraCredential[];
  readonly flexibleCredentials: FlexibleCredential[];
  readonly identityBindings: IdentityBinding[];
  readonly imagePullProfiles: ImagePullProfile[];
  readonly aadPodIdentity: DeclaredAadPodIdentity;
  readonly associations: PodIdentityAssociation[];
  readonly addonRoles: AddonRole[];
  readonly capabilities: EksCapability[];
  /** What Azure installs in clusters. */
  readonly addons: ClusterAddon[];
  readonly permissions: Permission[];
  readonly policies: IdentityPolicy[];
  /** Assignments that give nobody anything. */
  readonly unassignedRoles: UnassignedRole[];
  readonly policyDoubts: PolicyDoubt[];
  readonly nodes: Nodes[];
  readonly resourceControls: ResourceControl[];
}
