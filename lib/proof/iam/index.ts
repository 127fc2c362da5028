export type { RegisteredProviders, TrustContext, TrustedProvider } from './applies';
export { coversAction, isOfOtherPartition } from './applies';
export { inOtherWords, isTrueWhenMissing } from './policy/condition';
export { readIamArn, readProviderArn } from './iam-arn';
export type { Condition, Operator, OperatorFamily, Principals, Statement } from '../model/identity/statement';
export type { Policy, TrustPolicy } from './policy/policy';
export { unreadAsWhole, unreadInPart } from './policy/unread';
export {
  assessedStatements,
  parsePermissionPolicy,
  parsePolicy,
  parseResourcePolicy,
  possibleStatements,
} from './policy/policy';
export type {
  MisnamedKey,
  OtherSubjectAdmission,
  ServiceAccountPattern,
  UnregisteredPrincipal,
  WebIdentityAdmission,
  WebIdentityAdmissions,
  WebIdentityToken,
} from './web-identity/web-identity';
export { webIdentityAdmissions } from './web-identity/web-identity';
export type {
  PodIdentityAdmission,
  PodIdentityAdmissions,
  PodIdentityPattern,
  PodIdentitySession,
} from './pod-identity/pod-identity';
export { podIdentityAdmissions } from './pod-identity/pod-identity';
export type { Assessment, Decision, KnownRequest } from './decision';
export { actionRequirement, assess, list, nameOf } from './decision';
export type { Budget } from './budget';
export { newBudget, spend, within } from './budget';
export { patternOf, withKnownVariables } from './policy/value';
export type { KeyValue } from './policy/condition';
export { decidePodIdentity } from './pod-identity/decide-pod-identity';
export { decideService } from './decide-service';
export { decideWebIdentity } from './web-identity/decide-web-identity';
export type { Caller, RoleAssumption, RoleAssumptionDecision } from './role-assumption';
export { coversCaller, decideRoleAssumption, inCallersWords, namesSession, whySession } from './role-assumption';
export { audiencesNotKnown } from './web-identity/unknown-audiences';
export type { UnsetVariable } from './unset-variables';
export { unsetVariables } from './unset-variables';
