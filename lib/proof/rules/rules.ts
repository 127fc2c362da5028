import { aadPodIdentityDeprecated } from './aad-pod-identity-deprecated';
import { aadPodIdentityException } from './aad-pod-identity-exception';
import { aadPodIdentityIdentityMissing } from './aad-pod-identity-identity-missing';
import { aadPodIdentityInvalid } from './aad-pod-identity-invalid';
import { aadPodIdentityKubenet } from './aad-pod-identity-kubenet';
import { aadPodIdentityLabelNotAdmitted } from './aad-pod-identity-label-not-admitted';
import { aadPodIdentityNotNamespaced } from './aad-pod-identity-not-namespaced';
import { aadPodIdentityOverLimit } from './aad-pod-identity-over-limit';
import { aadPodIdentitySelectorUnused } from './aad-pod-identity-selector-unused';
import { addonNotAdmitted } from './addon-not-admitted';
import { admissionNotClaimed } from './admission-not-claimed';
import { annotationMisplaced } from './annotation-misplaced';
import { annotationMissing } from './annotation-missing';
import { annotationMisspelt } from './annotation-misspelt';
import { associationNotAdmitted } from './association-not-admitted';
import { associationWithoutServiceAccount } from './association-without-service-account';
import { associationsOverLimit } from './associations-over-limit';
import { audienceNotRegistered } from './audience-not-registered';
import { ciTrustWithoutSubject } from './ci-trust-without-subject';
import { claimAssumed } from './claim-assumed';
import { claimNotAdmitted } from './claim-not-admitted';
import { clientIdMalformed } from './client-id-malformed';
import { clientIdMismatch } from './client-id-mismatch';
import { conditionKeyDuplicate } from './condition-key-duplicate';
import { conditionOpenWhenKeyMissing } from './condition-open-when-key-missing';
import { containersAllSkipped } from './containers-all-skipped';
import { duplicateAssociation } from './duplicate-association';
import { duplicateFederatedCredential } from './duplicate-federated-credential';
import { environmentBlocksToken } from './environment-blocks-token';
import { federatedCredentialAudienceCount } from './federated-credential-audience-count';
import { federatedCredentialAudienceWrong } from './federated-credential-audience-wrong';
import { federatedCredentialFieldTooLong } from './federated-credential-field-too-long';
import { federatedCredentialParentInvalid } from './federated-credential-parent-invalid';
import { federatedCredentialsOverLimit } from './federated-credentials-over-limit';
import { flexibleCredentialAdmitsPipeline } from './flexible-credential-admits-pipeline';
import { flexibleCredentialUnsupported } from './flexible-credential-unsupported';
import { identityBindingNotGranted } from './identity-binding-not-granted';
import { identityBindingNotUsed } from './identity-binding-not-used';
import { identityBindingWide } from './identity-binding-wide';
import { identitySelfAdmission } from './identity-self-admission';
import { irsaAndPodIdentity } from './irsa-and-pod-identity';
import { issuerMismatch } from './issuer-mismatch';
import { issuerSlashLost } from './issuer-slash-lost';
import { issuerUnknown } from './issuer-unknown';
import { nameInvalid } from './name-invalid';
import { nodeIdentityReachable } from './node-identity-reachable';
import { oidcIssuerDisabled } from './oidc-issuer-disabled';
import { oidcProviderAudiencesOverLimit } from './oidc-provider-audiences-over-limit';
import { oidcProviderDuplicate } from './oidc-provider-duplicate';
import { oidcProvidersOverLimit } from './oidc-providers-over-limit';
import { podIdentityOnFargate } from './pod-identity-on-fargate';
import { podIdentityTrustWithoutSource } from './pod-identity-trust-without-source';
import { podIdentityWithoutAgent } from './pod-identity-without-agent';
import { podSkippedByWebhook } from './pod-skipped-by-webhook';
import { principalNotRegistered } from './principal-not-registered';
import { providerInOtherAccount } from './provider-in-other-account';
import { proxySidecarHostNetwork } from './proxy-sidecar-host-network';
import { proxySidecarInjected } from './proxy-sidecar-injected';
import { resourceGroupMismatch } from './resource-group-mismatch';
import { roleArnMalformed } from './role-arn-malformed';
import { roleChaining } from './role-chaining';
import type { Rule } from './rule';
import { serviceAccountImpersonation } from './service-account-impersonation';
import { serviceAccountMissing } from './service-account-missing';
import { serviceAccountNotUsed } from './service-account-not-used';
import { sessionNameNoGuard } from './session-name-no-guard';
import { sessionPolicyOverLimit } from './session-policy-over-limit';
import { sessionTagsDisabled } from './session-tags-disabled';
import { setOperatorOnSingleValuedKey } from './set-operator-on-single-valued-key';
import { skipContainersUnmatched } from './skip-containers-unmatched';
import { subjectInvalid } from './subject-invalid';
import { subjectNotServiceAccount } from './subject-not-service-account';
import { subjectWildcard } from './subject-wildcard';
import { tagSessionMissing } from './tag-session-missing';
import { targetRoleNotAdmitted } from './target-role-not-admitted';
import { thumbprintListEmpty } from './thumbprint-list-empty';
import { tokenExpirationInvalid } from './token-expiration-invalid';
import { tokenNotReceived } from './token-not-received';
import { trustActionMismatch } from './trust-action-mismatch';
import { trustInvalid } from './trust-invalid';
import { trustPolicyOverLimit } from './trust-policy-over-limit';
import { trustWithoutAudience } from './trust-without-audience';
import { trustWithoutSubject } from './trust-without-subject';
import { webhookNotOfCluster } from './webhook-not-of-cluster';
import { wildcardUnderStringEquals } from './wildcard-under-string-equals';
import { workloadIdentityDisabled } from './workload-identity-disabled';
import { workloadIdentityLabelMissing } from './workload-identity-label-missing';

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
  addonNotAdmitted,
  admissionNotClaimed,
  annotationMisplaced,
  annotationMissing,
  annotationMisspelt,
  associationNotAdmitted,
  associationWithoutServiceAccount,
  associationsOverLimit,
  audienceNotRegistered,
  ciTrustWithoutSubject,
  claimAssumed,
  claimNotAdmitted,
  clientIdMalformed,
  clientIdMismatch,
  conditionKeyDuplicate,
  conditionOpenWhenKeyMissing,
  containersAllSkipped,
  duplicateAssociation,
  duplicateFederatedCredential,
  environmentBlocksToken,
  federatedCredentialAudienceCount,
  federatedCredentialAudienceWrong,
  federatedCredentialFieldTooLong,
  federatedCredentialParentInvalid,
  federatedCredentialsOverLimit,
  flexibleCredentialAdmitsPipeline,
  flexibleCredentialUnsupported,
  identityBindingNotGranted,
  identityBindingNotUsed,
  identityBindingWide,
  identitySelfAdmission,
  irsaAndPodIdentity,
  issuerMismatch,
  issuerSlashLost,
  issuerUnknown,
  nameInvalid,
  nodeIdentityReachable,
  oidcIssuerDisabled,
  oidcProviderAudiencesOverLimit,
  oidcProviderDuplicate,
  oidcProvidersOverLimit,
  podIdentityOnFargate,
  podIdentityTrustWithoutSource,
  podIdentityWithoutAgent,
  podSkippedByWebhook,
  principalNotRegistered,
  providerInOtherAccount,
  proxySidecarHostNetwork,
  proxySidecarInjected,
  resourceGroupMismatch,
  roleArnMalformed,
  roleChaining,
  serviceAccountImpersonation,
  serviceAccountMissing,
  serviceAccountNotUsed,
  sessionNameNoGuard,
  sessionPolicyOverLimit,
  sessionTagsDisabled,
  setOperatorOnSingleValuedKey,
  skipContainersUnmatched,
  subjectInvalid,
  subjectNotServiceAccount,
  subjectWildcard,
  tagSessionMissing,
  targetRoleNotAdmitted,
  thumbprintListEmpty,
  tokenExpirationInvalid,
  tokenNotReceived,
  trustActionMismatch,
  trustInvalid,
  trustPolicyOverLimit,
  trustWithoutAudience,
  trustWithoutSubject,
  webhookNotOfCluster,
  wildcardUnderStringEquals,
  workloadIdentityDisabled,
  workloadIdentityLabelMissing,
];
