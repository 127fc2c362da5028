import { aadPodIdentityDeprecated } from './aad-pod-identity-deprecated';
import { aadPodIdentityException } from './aad-pod-identity-exception';
import { aadPodIdentityIdentityMissing } from './aad-pod-identity-identity-missing';
import { aadPodIdentityInvalid } from './aad-pod-identity-invalid';
import { aadPodIdentityKubenet } from './aad-pod-identity-kubenet';
import { aadPodIdentityLabelNotAdmitted } from './aad-pod-identity-label-not-admitted';
import { aadPodIdentityNotNamespaced } from './aad-pod-identity-not-namespaced';
import { aadPodIdentityOverLimit } from './aad-pod-identity-over-limit';
import { aadPodIdentitySelectorUnused } from './aad-pod-identity-selector-unused';
import { admissionNotClaimed } from './admission-not-claimed';
import { annotationMissing } from './annotation-missing';
import { associationNotAdmitted } from './association-not-admitted';
import { associationWithoutServiceAccount } from './association-without-service-account';
import { associationsOverLimit } from './associations-over-limit';
import { audienceNotRegistered } from './audience-not-registered';
import { ciTrustWithoutSubject } from './ci-trust-without-subject';
import { claimAssumed } from './claim-assumed';
import { claimNotAdmitted } from './claim-not-admitted';
import { clientIdMismatch } from './client-id-mismatch';
import { conditionKeyDuplicate } from './condition-key-duplicate';
import { conditionOpenWhenKeyMissing } from './condition-open-when-key-missing';
import { duplicateAssociation } from './duplicate-association';
import { duplicateFederatedCredential } from './duplicate-federated-credential';
import { federatedCredentialAudienceCount } from './federated-credential-audience-count';
import { federatedCredentialAudienceWrong } from './federated-credential-audience-wrong';
import { federatedCredentialFieldTooLong } from './federated-credential-field-too-long';
import { federatedCredentialsOverLimit } from './federated-credentials-over-limit';
import { flexibleCredentialAdmitsPipeline } from './flexible-credential-admits-pipeline';
import { flexibleCredentialUnsupported } from './flexible-credential-unsupported';
import { identityBindingNotGranted } from './identity-binding-not-granted';
import { identityBindingNotUsed } from './identity-binding-not-used';
import { identityBindingWide } from './identity-binding-wide';
import { irsaAndPodIdentity } from './irsa-and-pod-identity';
import { issuerMismatch } from './issuer-mismatch';
import { issuerSlashLost } from './issuer-slash-lost';
import { issuerUnknown } from './issuer-unknown';
import { nameInvalid } from './name-invalid';
import { oidcIssuerDisabled } from './oidc-issuer-disabled';
import { oidcProviderAudiencesOverLimit } from './oidc-provider-audiences-over-limit';
import { podIdentityTrustWithoutSource } from './pod-identity-trust-without-source';
import { providerInOtherAccount } from './provider-in-other-account';
import type { Rule } from './rule';
import { serviceAccountMissing } from './service-account-missing';
import { sessionNameNoGuard } from './session-name-no-guard';
import { sessionTagsDisabled } from './session-tags-disabled';
import { setOperatorOnSingleValuedKey } from './set-operator-on-single-valued-key';
import { subjectInvalid } from './subject-invalid';
import { subjectNotServiceAccount } from './subject-not-service-account';
import { subjectWildcard } from './subject-wildcard';
import { tagSessionMissing } from './tag-session-missing';
import { thumbprintListEmpty } from './thumbprint-list-empty';
import { trustActionMismatch } from './trust-action-mismatch';
import { trustInvalid } from './trust-invalid';
import { trustPolicyOverLimit } from './trust-policy-over-limit';
import { trustWithoutAudience } from './trust-without-audience';
import { trustWithoutSubject } from './trust-without-subject';
import { wildcardUnderStringEquals } from './wildcard-under-string-equals';
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
  admissionNotClaimed,
  annotationMissing,
  associationNotAdmitted,
  associationWithoutServiceAccount,
  associationsOverLimit,
  audienceNotRegistered,
  ciTrustWithoutSubject,
  claimAssumed,
  claimNotAdmitted,
  clientIdMismatch,
  conditionKeyDuplicate,
  conditionOpenWhenKeyMissing,
  duplicateAssociation,
  duplicateFederatedCredential,
  federatedCredentialAudienceCount,
  federatedCredentialAudienceWrong,
  federatedCredentialFieldTooLong,
  federatedCredentialsOverLimit,
  flexibleCredentialAdmitsPipeline,
  flexibleCredentialUnsupported,
  identityBindingNotGranted,
  identityBindingNotUsed,
  identityBindingWide,
  irsaAndPodIdentity,
  issuerMismatch,
  issuerSlashLost,
  issuerUnknown,
  nameInvalid,
  oidcIssuerDisabled,
  oidcProviderAudiencesOverLimit,
  podIdentityTrustWithoutSource,
  providerInOtherAccount,
  serviceAccountMissing,
  sessionNameNoGuard,
  sessionTagsDisabled,
  setOperatorOnSingleValuedKey,
  subjectInvalid,
  subjectNotServiceAccount,
  subjectWildcard,
  tagSessionMissing,
  thumbprintListEmpty,
  trustActionMismatch,
  trustInvalid,
  trustPolicyOverLimit,
  trustWithoutAudience,
  trustWithoutSubject,
  wildcardUnderStringEquals,
  workloadIdentityLabelMissing,
];
