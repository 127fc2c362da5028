import { sameIssuer } from '../../model/cluster/same-issuer';
import { claimsBy } from '../claims';
import type { Mechanism, Program } from '../mechanism';
import type { Outcome } from '../outcome';
import { withToken } from '../presented-token';
import type { Question } from '../question';
import { judge } from '../verdict';
import { askWebIdentity } from './ask-web-identity';
import { evaluateIrsa } from './irsa';
import type { IrsaEvaluation } from './irsa';
import { isForSessions, mayTakeWebIdentity, unreadTrust, whyUnread } from './told-trusts';

/** IAM roles for service accounts: a role trusts the cluster's issuer, and STS takes the pod's own token. */
export const irsa: Mechanism<IrsaEvaluation> = {
  slug: 'irsa',
  claims: ({ model, identities }) => claimsBy('irsa', model, identities),
  evaluate: evaluateIrsa,
  verdict: (claim, identity, program) =>
    judge(claim, identity, program, {
      open: identity.trustPolicy === undefined ? `the role’s trust policy is ${whyUnread(identity)}` : undefined,
      byAbsence: program.of(irsa).openToProviders.has(identity.id),
    }),
  isClaimed: ({ identity, cluster }, program) => program.of(irsa).addonClaims.has(`${identity}\n${cluster}`),
  ask: (question, program) => (question.kind === 'session' ? [] : askRole(question, program)),
};

function askRole(question: Exclude<Question, { kind: 'session' }>, program: Program): readonly Outcome[] {
  const { identity, account, told, token } = question;
  if (identity.kind !== 'iam-role') return [];
  const { told: trusts, controls, accountsOfRoles } = program.of(irsa);
  const policy = trusts.policyOf(identity, told);
  // A role for EKS Pod Identity alone has nothing to say to a web identity.
  if (question.kind === 'pod' && policy && isForSessions(policy) && !mayTakeWebIdentity(policy)) return [];
  if (!policy) return [withToken(unreadTrust(identity), token)];
  const { all: providers, directory } = trusts.providersFor(told);
  const known = accountsOfRoles.of(identity);
  const asked = {
    role: identity,
    policy: controls.over(policy, { role: identity, account: { ...known, id: account ?? known.id } }, told),
    account,
    partition: question.partition ?? known.partition,
    providers,
    directory,
    remarks: trusts.remarks,
    uncounted: program.model.uncounted,
  };
  const outcome = askWebIdentity(asked, token, (one, other) => sameIssuer(program.clusterOfIssuer, one, other));
  return [withToken(outcome, token)];
}
