import { decidePodIdentity, podIdentityAdmissions } from '../../iam';
import type { PodIdentitySession, TrustPolicy } from '../../iam';
import type { Identity } from '../../model/identity/identity';
import { isNo } from '../../model/known/known';
import { matches } from '../../model/known/text';
import type { Outcome } from '../outcome';

const REFUSED = 'EKS answers AccessDeniedException to AssumeRoleForPodIdentity, and the pod gets no credentials';

/** Whether a role's trust takes a session of EKS Pod Identity, and which statement and condition says so. */
export function askPodIdentity(
  role: Identity,
  policy: TrustPolicy,
  account: string | undefined,
  session: PodIdentitySession,
): Outcome {
  const decision = decidePodIdentity(policy, { account }, session);
  if (decision.admitted !== false || policy.refusals.length > 0) return decision;
  return {
    admitted: false,
    because: [...onlyDifference(role, policy, account, session), REFUSED, ...decision.because],
  };
}

/** The single fact in which the session differs from what the trust takes; nothing where there are more. */
function onlyDifference(
  role: Identity,
  policy: TrustPolicy,
  account: string | undefined,
  session: PodIdentitySession,
): readonly string[] {
  for (const taken of podIdentityAdmissions(policy, { account }).admitted) {
    const parts = [
      { fact: 'namespace', taken: taken.namespace, own: session.namespace },
      { fact: 'service account', taken: taken.serviceAccount, own: session.serviceAccount },
      { fact: 'cluster', taken: taken.clusterArn, own: session.clusterArn },
      { fact: 'account', taken: taken.account, own: session.account },
    ];
    const differing = parts.filter((part) => !fits(part.taken, part.own));
    const only = differing[0];
    if (differing.length !== 1 || !only) continue;
    const byCase = only.taken.toLowerCase() === only.own.toLowerCase() ? ' (they differ in case only)' : '';
    return [
      `only the ${only.fact} differs: ${role.id} accepts ${JSON.stringify(only.taken)}, and the session is of ${JSON.stringify(only.own)}${byCase}`,
      `write ${JSON.stringify(only.own)} in the trust of ${role.id}, or let the pod run with ${only.fact} ${only.taken}`,
    ];
  }
  return [];
}

function fits(taken: string, own: string): boolean {
  return !isNo(matches(taken, own));
}
