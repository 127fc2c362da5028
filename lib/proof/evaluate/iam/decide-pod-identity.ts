import { describeSymbols } from '../../model/symbol';
import type { TrustContext } from './applies';
import { coversAction } from './applies';
import type { Budget } from './budget';
import { newBudget, within } from './budget';
import { nameOfCluster } from './cluster-arn';
import type { KeyValue } from './condition';
import { refusedBy, tooLarge } from './decide-web-identity';
import type { Decision } from './decision';
import { decide, list } from './decision';
import type { PodIdentitySession } from './pod-identity';
import { POD_IDENTITY_ACTIONS, coversPodIdentity } from './pod-identity';
import type { PodIdentityRequest } from './pod-identity-keys';
import { valueOfPodIdentityKey } from './pod-identity-keys';
import type { TrustPolicy } from './policy';
import { isText } from './value';

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
  // Without tags EKS only assumes the role.
  const actions = tags ? POD_IDENTITY_ACTIONS : POD_IDENTITY_ACTIONS.slice(0, 1);
  const decisions = actions.map((action) => {
    const { admitted, because } = decideAction(policy, session, action, tags, budget);
    const name = action === 'sts:assumerole' ? 'sts:AssumeRole' : 'sts:TagSession';
    return { admitted, because: because.map((why) => `${name}: ${why}`) };
  });
  const refused = decisions.filter(({ admitted }) => admitted === false);
  if (refused.length > 0) return { admitted: false, because: refused.flatMap(({ because }) => because) };
  const because = decisions.flatMap((decision) => decision.because);
  if (isOwn === undefined) {
    const why = `whether the cluster's account ${session.account} is the role's account ${context.account} is not known before apply`;
    return { admitted: undefined, because: [describeSymbols(why), ...because] };
  }
  return { admitted: decisions.every(({ admitted }) => admitted) || undefined, because };
}

function decideAction(
  policy: TrustPolicy,
  session: PodIdentitySession,
  action: string,
  tags: boolean,
  budget: Budget,
): Decision {
  const known = (value: string): KeyValue => ({ kind: 'known', values: [value], list: false });
  const clusterName = session.clusterName ?? nameOfCluster(session.clusterArn);
  const values: PodIdentityRequest = {
    namespace: known(session.namespace),
    serviceAccount: known(session.serviceAccount),
    clusterArn: known(session.clusterArn),
    clusterName:
      clusterName === undefined ? { kind: 'unknown', why: 'the name of the cluster is not known' } : known(clusterName),
    account: known(session.account),
    tags,
  };
  return decide(policy.statements, {
    version: policy.version,
    budget,
    what: 'session',
    valueOf: (key) => valueOfPodIdentityKey(key, values),
    keyHint: (key) =>
      /^aws:requesttag\//i.test(key)
        ? tags
          ? '; it is not one of the session tags that EKS passes'
          : '; the association disables session tags'
        : '',
    requirements: [
      {
        answer: (statement) => coversAction(statement, action, budget),
        otherwise: (statement) =>
          `its ${statement.notAction ? 'NotAction' : 'Action'} (${list(statement.actions)}) does not cover it`,
      },
      {
        answer: (statement) => coversPodIdentity(statement, budget),
        otherwise: () => 'its Principal is not the service pods.eks.amazonaws.com',
      },
    ],
  });
}
