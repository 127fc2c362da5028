import { describeSymbols } from '../../model/known/symbol';
import type { TrustContext } from '../applies';
import type { Budget } from '../budget';
import { newBudget, within } from '../budget';
import { nameOfCluster } from '../region/cluster-arn';
import type { KeyValue } from '../policy/condition';
import type { Decision } from '../decision';
import { actionRequirement, decide, refusedBy, tooLarge } from '../decision';
import type { PodIdentitySession } from './pod-identity';
import { coversPodIdentity } from './pod-identity';
import type { PodIdentityRequest } from './pod-identity-keys';
import { valueOfPodIdentityKey } from './pod-identity-keys';
import { assessedStatements } from '../policy/policy';
import type { TrustPolicy } from '../policy/policy';
import { decideSession, tagHint } from './session-decision';
import { isText } from '../policy/value';

/**
 * Whether the trust takes one session of EKS Pod Identity, and which statement and condition says so. The association is
 * taken for granted.
 *
 * @param policy as {@link parsePolicy} gives it
 * @param session its values may hold symbols; a symbol equals itself only
 */
export function decidePodIdentity(
  policy: TrustPolicy,
  context: Pick<TrustContext, 'account'>,
  session: PodIdentitySession,
): Decision {
  if (policy.refusals.length > 0) return { admitted: false, because: refusedBy(policy) };
  if (policy.unknown.length > 0) return { admitted: undefined, because: policy.unknown };
  return within(() => evaluate(policy, context, session, newBudget())) ?? tooLarge();
}

function evaluate(
  policy: TrustPolicy,
  context: Pick<TrustContext, 'account'>,
  session: PodIdentitySession,
  budget: Budget,
): Decision {
  const isOwn = context.account === undefined || isText(context.account, session.account, budget);
  if (isOwn === false) {
    const why = `the cluster is in account ${session.account} and the role in ${context.account}: an association takes a role of its own account only`;
    return { admitted: false, because: [describeSymbols(why)] };
  }
  const tags = !session.disableSessionTags;
  const values = valuesOf(session, tags);
  // Without tags EKS only assumes the role.
  const decision = decideSession(tags, (action) => decideAction(policy, values, action, budget));
  if (isOwn === undefined && decision.admitted !== false) {
    const why = `whether the cluster's account ${session.account} is the role's account ${context.account} is not known before apply`;
    return { admitted: undefined, because: [describeSymbols(why), ...decision.because] };
  }
  return decision;
}

/** What a session holds for the condition keys of Pod Identity. */
function valuesOf(session: PodIdentitySession, tags: boolean): PodIdentityRequest {
  const known = (value: string): KeyValue => ({ kind: 'known', values: [value], list: false });
  const clusterName = session.clusterName ?? nameOfCluster(session.clusterArn);
  return {
    namespace: known(session.namespace),
    serviceAccount: known(session.serviceAccount),
    clusterArn: known(session.clusterArn),
    clusterName:
      clusterName === undefined ? { kind: 'unknown', why: 'the name of the cluster is not known' } : known(clusterName),
    account: known(session.account),
    tags,
  };
}

function decideAction(policy: TrustPolicy, values: PodIdentityRequest, action: string, budget: Budget): Decision {
  return decide(assessedStatements(policy, 'Allow', 'Deny'), {
    version: policy.version,
    budget,
    valueOf: (key) => valueOfPodIdentityKey(key, values),
    keyHint: (key) => tagHint(key, values.tags),
    requirements: [
      actionRequirement(action, 'it', budget),
      {
        answer: (statement) => coversPodIdentity(statement, budget),
        otherwise: () => 'its Principal is not the service pods.eks.amazonaws.com',
      },
    ],
  });
}
