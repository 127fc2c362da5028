import { acceptanceLapsed } from './settings/acceptance-lapsed';
import { accessEntryOfPods } from './escalation/access-entry-of-pods';
import { aadPodIdentityDeprecated } from './aad-pod-identity/aad-pod-identity-deprecated';
import { aadPodIdentityException } from './aad-pod-identity/aad-pod-identity-exception';
import { aadPodIdentityIdentityMissing } from './aad-pod-identity/aad-pod-identity-identity-missing';
import { aadPodIdentityInvalid } from './aad-pod-identity/aad-pod-identity-invalid';
import { aadPodIdentityKubenet } from './aad-pod-identity/aad-pod-identity-kubenet';
import { aadPodIdentityLabelNotAdmitted } from './aad-pod-identity/aad-pod-identity-label-not-admitted';
import { aadPodIdentityNotNamespaced } from './aad-pod-identity/aad-pod-identity-not-namespaced';
import { aadPodIdentityOverLimit } from './aad-pod-identity/aad-pod-identity-over-limit';
import { aadPodIdentitySelectorUnused } from './aad-pod-identity/aad-pod-identity-selector-unused';
import { aadPodIdentityWithoutNmi } from './aad-pod-identity/aad-pod-identity-without-nmi';
import { addonNotAdmitted } from './association/addon-not-admitted';
import { admissionNotClaimed } from './service-account/admission-not-claimed';
import { annotationMisplaced } from './service-account/annotation-misplaced';
import { annotationMissing } from './service-account/annotation-missing';
import { annotationMisspelt } from './service-account/annotation-misspelt';
import { associationNotAdmitted } from './association/association-not-admitted';
import { associationWithoutServiceAccount } from './association/association-without-service-account';
import { associationsOverLimit } from './association/associations-over-limit';
import { audienceNotRegistered } from './issuer/audience-not-registered';
import { capabilityDuplicate } from './capability/capability-duplicate';
import { capabilityNotAdmitted } from './capability/capability-not-admitted';
import { capabilityPrivileged } from './capability/capability-privileged';
import { ciTrustOfServiceAccount } from './trust-policy/ci-trust-of-service-account';
import { ciTrustWithoutSubject } from './trust-policy/ci-trust-without-subject';
import { claimAssumed } from './service-account/claim-assumed';
import { claimNotAdmitted } from './service-account/claim-not-admitted';
import { clientIdMalformed } from './service-account/client-id-malformed';
import { clientIdMismatch } from './service-account/client-id-mismatch';
import { conditionKeyDuplicate } from './trust-policy/condition-key-duplicate';
import { conditionOpenWhenKeyMissing } from './trust-policy/condition-open-when-key-missing';
import { containersAllSkipped } from './pod/containers-all-skipped';
import { duplicateAssociation } from './association/duplicate-association';
import { duplicateFederatedCredential } from './federated-credential/duplicate-federated-credential';
import { environmentBlocksToken } from './pod/environment-blocks-token';
import { federatedCredentialAudienceCount } from './federated-credential/federated-credential-audience-count';
import { federatedCredentialAudienceWrong } from './federated-credential/federated-credential-audience-wrong';
import { federatedCredentialFieldTooLong } from './federated-credential/federated-credential-field-too-long';
import { federatedCredentialParentInvalid } from './federated-credential/federated-credential-parent-invalid';
import { federatedCredentialsOverLimit } from './federated-credential/federated-credentials-over-limit';
import { flexibleCredentialAdmitsPipeline } from './federated-credential/flexible-credential-admits-pipeline';
import { flexibleCredentialUnsupported } from './federated-credential/flexible-credential-unsupported';
import { duplicateIdentityBinding } from './identity-binding/duplicate-identity-binding';
import { identityBindingInvalid } from './identity-binding/identity-binding-invalid';
import { identityBindingMissing } from './identity-binding/identity-binding-missing';
import { identityBindingNotGranted } from './identity-binding/identity-binding-not-granted';
import { identityBindingNotUsed } from './identity-binding/identity-binding-not-used';
import { identityBindingUnsupported } from './identity-binding/identity-binding-unsupported';
import { identityBindingWide } from './identity-binding/identity-binding-wide';
import { identityOpenToEverybody } from './escalation/identity-open-to-everybody';
import { identityProviderOwnIssuer } from './issuer/identity-provider-own-issuer';
import { identitySelfAdmission } from './escalation/identity-self-admission';
import { imagePullOff } from './identity-binding/image-pull-off';
import { irsaAndPodIdentity } from './association/irsa-and-pod-identity';
import { issuerMismatch } from './issuer/issuer-mismatch';
import { issuerSlashLost } from './issuer/issuer-slash-lost';
import { issuerUnknown } from './issuer/issuer-unknown';
import { kiamRoleRequested } from './pod/kiam-role-requested';
import { nameInvalid } from './service-account/name-invalid';
import { namedIdentityNotAdmitted } from './service-account/named-identity-not-admitted';
import { deniedByResourceControlPolicy } from './trust-policy/denied-by-resource-control-policy';
import { hostNetworkRefused } from './pod/host-network-refused';
import { nodeIdentityReachable } from './escalation/node-identity-reachable';
import { oidcIssuerDisabled } from './issuer/oidc-issuer-disabled';
import { oidcProviderAudiencesOverLimit } from './issuer/oidc-provider-audiences-over-limit';
import { oidcProviderDuplicate } from './issuer/oidc-provider-duplicate';
import { oidcProvidersOverLimit } from './issuer/oidc-providers-over-limit';
import { partitionMismatch } from './trust-policy/partition-mismatch';
import { podIdentityBehindStrictGroups } from './association/pod-identity-behind-strict-groups';
import { podIdentityOnFargate } from './association/pod-identity-on-fargate';
import { podIdentityRoleNotAssociated } from './association/pod-identity-role-not-associated';
import { podIdentityTrustWithoutSource } from './association/pod-identity-trust-without-source';
import { podIdentityWithoutAgent } from './association/pod-identity-without-agent';
import { podSkippedByWebhook } from './pod/pod-skipped-by-webhook';
import { principalNotRegistered } from './issuer/principal-not-registered';
import { providerInOtherAccount } from './issuer/provider-in-other-account';
import { proxySidecarHostNetwork } from './pod/proxy-sidecar-host-network';
import { proxySidecarInjected } from './pod/proxy-sidecar-injected';
import { resourceGroupMismatch } from './federated-credential/resource-group-mismatch';
import { roleArnMalformed } from './service-account/role-arn-malformed';
import { roleAssignedToNoPrincipal } from './escalation/role-assigned-to-no-principal';
import { roleChaining } from './escalation/role-chaining';
import type { Rule } from './rule';
import { serviceAccountImpersonation } from './escalation/service-account-impersonation';
import { serviceAccountMissing } from './service-account/service-account-missing';
import { serviceAccountTokenSecret } from './service-account/service-account-token-secret';
import { awsAuthEntry } from './escalation/aws-auth-entry';
import { serviceAccountNotUsed } from './service-account/service-account-not-used';
import { settingUnused } from './settings/setting-unused';
import { sessionNameNoGuard } from './trust-policy/session-name-no-guard';
import { sessionPolicyOverLimit } from './association/session-policy-over-limit';
import { sessionTagsDisabled } from './association/session-tags-disabled';
import { setOperatorOnSingleValuedKey } from './trust-policy/set-operator-on-single-valued-key';
import { skipContainersUnmatched } from './pod/skip-containers-unmatched';
import { subjectInvalid } from './trust-policy/subject-invalid';
import { subjectNotServiceAccount } from './trust-policy/subject-not-service-account';
import { subjectWildcard } from './trust-policy/subject-wildcard';
import { tagSessionMissing } from './trust-policy/tag-session-missing';
import { targetRoleNotAdmitted } from './association/target-role-not-admitted';
import { tenantMismatch } from './service-account/tenant-mismatch';
import { thumbprintListEmpty } from './issuer/thumbprint-list-empty';
import { tokenExpirationInvalid } from './pod/token-expiration-invalid';
import { tokenNotReceived } from './pod/token-not-received';
import { trustActionMismatch } from './trust-policy/trust-action-mismatch';
import { trustInvalid } from './trust-policy/trust-invalid';
import { trustPolicyOverLimit } from './trust-policy/trust-policy-over-limit';
import { trustWithoutAudience } from './trust-policy/trust-without-audience';
import { trustWithoutSubject } from './trust-policy/trust-without-subject';
import { variableWithoutValue } from './trust-policy/variable-without-value';
import { webhookNotOfCluster } from './pod/webhook-not-of-cluster';
import { wildcardUnderStringEquals } from './trust-policy/wildcard-under-string-equals';
import { workloadIdentityDisabled } from './pod/workload-identity-disabled';
import { workloadIdentityLabelMissing } from './pod/workload-identity-label-missing';

/** All rules, in the order of their slugs. */
export const RULES: readonly Rule[] = [
  aadPodIdentityDeprecated,
  aadPodIdentityException,
  aadPodIdentityIdentityMissing,
  aadPodIdentityInvalid,
  aadPodIdentityKubenet,
  aadPodIdentityLabelNotAdmitted,
  aadPodIdentityNotNamespaced,
  aadPodIdentityOverLimit,
  aadPodIdentitySelectorUnused,
  aadPodIdentityWithoutNmi,
  acceptanceLapsed,
  accessEntryOfPods,
  addonNotAdmitted,
  admissionNotClaimed,
  annotationMisplaced,
  annotationMissing,
  annotationMisspelt,
  associationNotAdmitted,
  associationWithoutServiceAccount,
  associationsOverLimit,
  audienceNotRegistered,
  awsAuthEntry,
  capabilityDuplicate,
  capabilityNotAdmitted,
  capabilityPrivileged,
  ciTrustOfServiceAccount,
  ciTrustWithoutSubject,
  claimAssumed,
  claimNotAdmitted,
  clientIdMalformed,
  clientIdMismatch,
  conditionKeyDuplicate,
  conditionOpenWhenKeyMissing,
  containersAllSkipped,
  deniedByResourceControlPolicy,
  duplicateAssociation,
  duplicateFederatedCredential,
  duplicateIdentityBinding,
  environmentBlocksToken,
  federatedCredentialAudienceCount,
  federatedCredentialAudienceWrong,
  federatedCredentialFieldTooLong,
  federatedCredentialParentInvalid,
  federatedCredentialsOverLimit,
  flexibleCredentialAdmitsPipeline,
  flexibleCredentialUnsupported,
  hostNetworkRefused,
  identityBindingInvalid,
  identityBindingMissing,
  identityBindingNotGranted,
  identityBindingNotUsed,
  identityBindingUnsupported,
  identityBindingWide,
  identityOpenToEverybody,
  identityProviderOwnIssuer,
  identitySelfAdmission,
  imagePullOff,
  irsaAndPodIdentity,
  issuerMismatch,
  issuerSlashLost,
  issuerUnknown,
  kiamRoleRequested,
  nameInvalid,
  namedIdentityNotAdmitted,
  nodeIdentityReachable,
  oidcIssuerDisabled,
  oidcProviderAudiencesOverLimit,
  oidcProviderDuplicate,
  oidcProvidersOverLimit,
  partitionMismatch,
  podIdentityBehindStrictGroups,
  podIdentityOnFargate,
  podIdentityRoleNotAssociated,
  podIdentityTrustWithoutSource,
  podIdentityWithoutAgent,
  podSkippedByWebhook,
  principalNotRegistered,
  providerInOtherAccount,
  proxySidecarHostNetwork,
  proxySidecarInjected,
  resourceGroupMismatch,
  roleArnMalformed,
  roleAssignedToNoPrincipal,
  roleChaining,
  serviceAccountImpersonation,
  serviceAccountMissing,
  serviceAccountNotUsed,
  serviceAccountTokenSecret,
  sessionNameNoGuard,
  sessionPolicyOverLimit,
  sessionTagsDisabled,
  setOperatorOnSingleValuedKey,
  settingUnused,
  skipContainersUnmatched,
  subjectInvalid,
  subjectNotServiceAccount,
  subjectWildcard,
  tagSessionMissing,
  targetRoleNotAdmitted,
  tenantMismatch,
  thumbprintListEmpty,
  tokenExpirationInvalid,
  tokenNotReceived,
  trustActionMismatch,
  trustInvalid,
  trustPolicyOverLimit,
  trustWithoutAudience,
  trustWithoutSubject,
  variableWithoutValue,
  webhookNotOfCluster,
  wildcardUnderStringEquals,
  workloadIdentityDisabled,
  workloadIdentityLabelMissing,
];
