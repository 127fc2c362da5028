import type { ClusterAccessControl } from './cluster/access-control';
import type { AadPodIdentity } from './kubernetes/aad-pod-identity';
import type { AccountMaker } from './kubernetes/account-maker';
import type { AddonRole } from './identity/addon-role';
import type { AwsAuthEntry } from './cluster/aws-auth-entry';
import type { CloudResource } from './cloud-resource';
import type { Cluster } from './cluster/cluster';
import type { ClusterAddon } from './cluster/cluster-addon';
import type { ClusterRuntime } from './cluster/cluster-runtime';
import type { ConfigMap } from './kubernetes/config-map';
import type { DeclaredElsewhere } from './declared-elsewhere';
import type { AckRoleSelector, EksCapability } from './cluster/eks-capability';
import type { EntraCredential } from './identity/entra-credential';
import type { FlexibleCredential } from './identity/flexible-credential';
import type { Identity } from './identity/identity';
import type { IdentityBinding } from './kubernetes/identity-binding';
import type {
  DenyAssignment,
  IdentityPolicy,
  OpenAssignment,
  OpenPolicy,
  PolicyDoubt,
  PrincipalAssignment,
} from './identity/identity-policy';
import type { IdentityReference } from './identity/identity-reference';
import type { UnassignedRole } from './identity/unassigned-role';
import type { ImagePullProfile } from './cluster/image-pull-profile';
import type { KiamNamespace } from './kubernetes/kiam-namespace';
import type { MetadataBarriers } from './cluster/metadata-barrier';
import type { OidcProvider } from './cluster/oidc-provider';
import type { OutboundIssuer } from './identity/outbound-issuer';
import type { Permission } from './identity/permission';
import type { PodIdentityAssociation } from './identity/pod-identity-association';
import type { ResourceControl } from './identity/resource-control';
import type { RoleTags } from './identity/role-tags';
import type { SecurityGroupPolicy } from './kubernetes/security-group-policy';
import type { ServiceAccount } from './kubernetes/service-account';
import type { TokenSecret } from './kubernetes/token-secret';
import type { Uncounted } from './uncounted';
import type { Undecided } from './undecided';
import type { Workload } from './kubernetes/workload';

/** Everything that was read, whatever form it was in. */
export interface Model {
  readonly clusters: readonly Cluster[];
  readonly identities: readonly Identity[];
  readonly oidcProviders: readonly OidcProvider[];
  readonly outboundIssuers: readonly OutboundIssuer[];
  readonly federatedCredentials: readonly EntraCredential[];
  readonly flexibleCredentials: readonly FlexibleCredential[];
  readonly identityBindings: readonly IdentityBinding[];
  readonly associations: readonly PodIdentityAssociation[];
  readonly addonRoles: readonly AddonRole[];
  readonly capabilities: readonly EksCapability[];
  /** What Azure installs in its clusters, with the identities that it makes for it. */
  readonly addons: readonly ClusterAddon[];
  readonly ackRoleSelectors: readonly AckRoleSelector[];
  readonly serviceAccounts: readonly ServiceAccount[];
  readonly workloads: readonly Workload[];
  readonly configMaps: readonly ConfigMap[];
  readonly aadPodIdentity: AadPodIdentity;
  readonly accessControl: ClusterAccessControl;
  readonly permissions: readonly Permission[];
  /** Where the permissions come from, and what limits them, as statements. */
  readonly policies: readonly IdentityPolicy[];
  /** Why identities may have other policies. */
  readonly policyDoubts: readonly PolicyDoubt[];
  /** What policies of permissions speak of, by addresses and ARNs; read when they are first asked for. */
  readonly resources: readonly CloudResource[];
  /** What gives the values of a text that are not known, by the beginning of their references. Its symbols are described. */
  readonly originsIn: (text: string) => ReadonlyMap<string, string>;
  readonly securityGroupPolicies: readonly SecurityGroupPolicy[];
  readonly runtime: ClusterRuntime;
  readonly metadataBarriers: MetadataBarriers;
  /**
   * The ids of the modules that are called and were not read, but for those that are known to bear on no access; and of what
   * other services make by templates.
   */
  readonly unreadModules: readonly string[];
  readonly resourceControls: readonly ResourceControl[];
  /** Policies of IAM of which it is not known whose they are. */
  readonly openPolicies: readonly OpenPolicy[];
  /** Role assignments of Azure of which it is not known whose they are. */
  readonly openAssignments: readonly OpenAssignment[];
  /** Deny assignments of Azure. */
  readonly denyAssignments: readonly DenyAssignment[];
  /** Tags of roles by their ids; read only for questions about permissions. */
  readonly roleTags: ReadonlyMap<string, RoleTags>;
  /** Service control policies; read only for questions about permissions. */
  readonly serviceControls: readonly ResourceControl[];
  readonly awsAuthEntries: readonly AwsAuthEntry[];
  readonly tokenSecrets: readonly TokenSecret[];
  readonly kiamNamespaces: readonly KiamNamespace[];
  readonly accountMakers: readonly AccountMaker[];
  /** What a user says is declared outside of what was read. */
  readonly elsewhere: readonly DeclaredElsewhere[];
  /** What is said of the image pulls of AKS clusters. */
  /** Role assignments to what is not the object id of a principal. */
  readonly unassignedRoles: readonly UnassignedRole[];
  readonly otherAssignments: readonly PrincipalAssignment[];
  readonly imagePullProfiles: readonly ImagePullProfile[];
  readonly identityReferences: readonly IdentityReference[];
  /** The SecretProviderClasses that were read, as `namespace/name`. */
  readonly secretProviderClasses: ReadonlySet<string>;
  /** What need not be made at all. */
  readonly uncounted: Uncounted;
  readonly undecided: readonly Undecided[];
}
