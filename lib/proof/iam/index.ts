export type { RegisteredProviders, TrustContext, TrustedProvider } from './applies';
export { coversAction, isOfOtherPartition } from './applies';
export { isTrueWhenMissing } from './condition';
export { readIamArn, readProviderArn } from './iam-arn';
export type { Condition, Operator, OperatorFamily, Principals, Statement } from '../model/identity/statement';
export type { Policy, TrustPolicy } from './policy';
export {
  assessedStatements,
  parsePermissionPolicy,
  parsePolicy,
  parseResourcePolicy,
  possibleStatements,
} from './policy';
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
export type { Assessment, Decision, KnownRequest } from './decision';
export { actionRequirement, assess, list, nameOf } from './decision';
export type { Budget } from './budget';
export { newBudget, spend, within } from './budget';
export { patternOf, withKnownVariables } from './value';
export type { KeyValue } from './condition';
export { decidePodIdentity } from './decide-pod-identity';
export { decideService } from './decide-service';
export { decideWebIdentity } from './decide-web-identity';
export type { Caller, RoleAssumption, RoleAssumptionDecision } from './role-assumption';
export { coversCaller, decideRoleAssumption, inCallersWords, namesSession } from './role-assumption';
export { audiencesNotKnown } from './unknown-audiences';
export type { UnsetVariable } from './unset-variables';
export { unsetVariables } from './unset-variables';
