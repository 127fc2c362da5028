import { admissionNotClaimed } from './admission-not-claimed';
import { annotationMissing } from './annotation-missing';
import { associationNotAdmitted } from './association-not-admitted';
import { associationWithoutServiceAccount } from './association-without-service-account';
import { claimAssumed } from './claim-assumed';
import { claimNotAdmitted } from './claim-not-admitted';
import { clientIdMismatch } from './client-id-mismatch';
import { duplicateFederatedCredential } from './duplicate-federated-credential';
import { federatedCredentialsOverLimit } from './federated-credentials-over-limit';
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
  admissionNotClaimed,
  annotationMissing,
  associationNotAdmitted,
  associationWithoutServiceAccount,
  claimAssumed,
  claimNotAdmitted,
  clientIdMismatch,
  duplicateFederatedCredential,
  federatedCredentialsOverLimit,
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
