export type { RegisteredProviders, TrustContext, TrustedProvider } from './applies';
export { coversAction, isOfOtherPartition } from './applies';
export { isTrueWhenMissing } from './condition';
export { readProviderArn } from './iam-arn';
export type { Condition, Operator, OperatorFamily, Principals, Statement } from '../model/statement';
export type { Policy, TrustPolicy } from './policy';
export { parsePermissionPolicy, parsePolicy, possibleStatements } from './policy';
export type {
  MisnamedKey,
  OtherSubjectAdmission,
  ServiceAccountPattern,
  UnregisteredPrincipal,
  WebIdentityAdmission,
  WebIdentityAdmissions,
  WebIdentityToken,
} from './web-identity';
export { webIdentityAdmissions } from './web-identity';
export type {
  PodIdentityAdmission,
  PodIdentityAdmissions,
  PodIdentityPattern,
  PodIdentitySession,
} from './pod-identity';
export { podIdentityAdmissions } from './pod-identity';
export type { Decision } from './decision';
export { decidePodIdentity } from './decide-pod-identity';
export { decideService } from './decide-service';
export { decideWebIdentity } from './decide-web-identity';
export type { RoleAssumption, RoleAssumptionDecision } from './role-assumption';
export { decideRoleAssumption } from './role-assumption';
export { audiencesNotKnown } from './unknown-audiences';
export type { UnsetVariable } from './unset-variables';
export { unsetVariables } from './unset-variables';
