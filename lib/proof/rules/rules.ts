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
import { claimAssumed } from './claim-assumed';
import { claimNotAdmitted } from './claim-not-admitted';
import { clientIdMismatch } from './client-id-mismatch';
import { duplicateFederatedCredential } from './duplicate-federated-credential';
import { federatedCredentialAudienceWrong } from './federated-credential-audience-wrong';
import { federatedCredentialsOverLimit } from './federated-credentials-over-limit';
import { flexibleCredentialAdmitsPipeline } from './flexible-credential-admits-pipeline';
import { flexibleCredentialUnsupported } from './flexible-credential-unsupported';
import { identityBindingNotGranted } from './identity-binding-not-granted';
import { identityBindingNotUsed } from './identity-binding-not-used';
import { identityBindingWide } from './identity-binding-wide';
import { irsaAndPodIdentity } from './irsa-and-pod-identity';
import { issuerUnknown } from './issuer-unknown';
import type { Rule } from './rule';
import { serviceAccountMissing } from './service-account-missing';
import { subjectNotServiceAccount } from './subject-not-service-account';
import { subjectWildcard } from './subject-wildcard';
import { trustInvalid } from './trust-invalid';
import { trustWithoutAudience } from './trust-without-audience';
import { trustWithoutSubject } from './trust-without-subject';
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
  claimAssumed,
  claimNotAdmitted,
  clientIdMismatch,
  duplicateFederatedCredential,
  federatedCredentialAudienceWrong,
  federatedCredentialsOverLimit,
  flexibleCredentialAdmitsPipeline,
  flexibleCredentialUnsupported,
  identityBindingNotGranted,
  identityBindingNotUsed,
  identityBindingWide,
  irsaAndPodIdentity,
  issuerUnknown,
  serviceAccountMissing,
  subjectNotServiceAccount,
  subjectWildcard,
  trustInvalid,
  trustWithoutAudience,
  trustWithoutSubject,
  workloadIdentityLabelMissing,
];
