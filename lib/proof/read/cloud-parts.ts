import type { AddonRole } from '../model/identity/addon-role';
import type { Cluster } from '../model/cluster/cluster';
import type { ClusterAddon } from '../model/cluster/cluster-addon';
import type { EksCapability } from '../model/cluster/eks-capability';
import type { EntraCredential } from '../model/identity/entra-credential';
import type { FlexibleCredential } from '../model/identity/flexible-credential';
import type { Identity } from '../model/identity/identity';
import type { IdentityBinding } from '../model/kubernetes/identity-binding';
import type { ImagePullProfile } from '../model/cluster/image-pull-profile';
import type { Nodes } from '../model/cluster/nodes';
import type {
  DenyAssignment,
  IdentityPolicy,
  OpenAssignment,
  OpenPolicy,
  PolicyDoubt,
  PrincipalAssignment,
} from '../model/identity/identity-policy';
import type { OidcProvider } from '../model/cluster/oidc-provider';
import type { OutboundIssuer } from '../model/identity/outbound-issuer';
import type { Permission } from '../model/identity/permission';
import type { ResourceControl } from '../model/identity/resource-control';
import type { UnassignedRole } from '../model/identity/unassigned-role';
import type { PodIdentityAssociation } from '../model/identity/pod-identity-association';
import type { DeclaredAadPodIdentity } from './kubernetes/objects/aad-pod-identity-objects';

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
  /** Role assignments of Azure to principals that are none of the identities. */
  readonly otherAssignments: PrincipalAssignment[];
  readonly policyDoubts: PolicyDoubt[];
  readonly openPolicies: OpenPolicy[];
  readonly openAssignments: OpenAssignment[];
  readonly denyAssignments: DenyAssignment[];
  readonly nodes: Nodes[];
  readonly resourceControls: ResourceControl[];
  /** Of what need not be there at all, by id, why. */
  readonly perhapsNone: Map<string, string>;
}
