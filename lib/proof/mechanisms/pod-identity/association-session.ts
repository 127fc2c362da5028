import { decidePodIdentity } from '../../iam';
import type { Decision, PodIdentitySession } from '../../iam';
import { accountIdIn } from '../../model/aws-account';
import type { Cluster } from '../../model/cluster/cluster';
import type { Identity } from '../../model/identity/identity';
import type { PodIdentityAssociation } from '../../model/identity/pod-identity-association';
import { and, isUnknown, unknown } from '../../model/known/known';
import type { Known } from '../../model/known/known';
import { sameIssuer } from '../../model/cluster/same-issuer';
import { isSymbol, symbolOf } from '../../model/known/symbol';
import { equal } from '../../model/known/text';
import type { ToldTrusts } from '../irsa/told-trusts';
import { ToldValues } from '../told-values';
import { askPodIdentity } from './ask-pod-identity';
import type { Program } from '../mechanism';
import type { Outcome } from '../outcome';
import type { PodQuestion } from '../question';
import { unreadTrust } from '../irsa/told-trusts';

/** What a question tells of an association's session. */
export interface Asked {
  /** The role's account, where it is known. */
  readonly account?: string;
  /** The issuer of the cluster. */
  readonly issuer?: string;
}

/** Whether a role's trust takes the session that an association opens; nothing where the trust was not read. */
export function decideAssociation(
  association: PodIdentityAssociation,
  role: Identity,
  cluster: Cluster,
  asked: Asked,
  trusts: ToldTrusts,
): Decision {
  return answerOf(association, role, cluster, asked, (told, session) => {
    const policy = trusts.policyOf(role, told);
    return policy ? decidePodIdentity(policy, {}, session) : unreadTrust(role);
  });
}

/** As {@link decideAssociation}, with what differs and what EKS answers. */
export function askAssociation(
  association: PodIdentityAssociation,
  role: Identity,
  cluster: Cluster,
  asked: Asked,
  trusts: ToldTrusts,
): Outcome {
  return answerOf(association, role, cluster, asked, (told, session) => {
    const policy = trusts.policyOf(role, told);
    return policy ? askPodIdentity(role, policy, session.account, session) : unreadTrust(role);
  });
}

/**
 * The answer on an association's session. A cluster's ARN that apply will give equals itself only; where that does not
 * decide, its parts may: `arn:aws:eks:${data.aws_region.current.name}:…:cluster/${aws_eks_cluster.main.name}`.
 */
function answerOf<Answer extends { readonly admitted: boolean | undefined }>(
  association: PodIdentityAssociation,
  role: Identity,
  cluster: Cluster,
  asked: Asked,
  answer: (told: ToldValues, session: PodIdentitySession) => Answer,
): Answer {
  const session = sessionOf(association, cluster, asked);
  const { account } = session;
  const told = { account, of: role.account, cluster, issuer: asked.issuer };
  const first = answer(new ToldValues(told), session);
  const clusterArn = arnOfParts(cluster, account);
  if (first.admitted !== undefined || clusterArn === undefined) return first;
  return answer(new ToldValues({ ...told, clusterArn }), { ...session, clusterArn });
}

/** Whether an association is for the pod of a question; the pod of a cluster that is not known may be of any such. */
export function isFor(
  { id, namespace, serviceAccount, cluster: own }: PodIdentityAssociation,
  { subject, token, cluster }: Pick<PodQuestion, 'subject' | 'token' | 'cluster'>,
  { clusters, clusterOfIssuer }: Pick<Program, 'clusters' | 'clusterOfIssuer'>,
): Known {
  const isOfCluster = (): Known => {
    const declared = (clusters as ReadonlyMap<string | undefined, Cluster>).get(own);
    if (!declared) return true;
    if (cluster) return declared.id === cluster.id;
    const why = `whether ${token.issuer} is the issuer of ${own}, the cluster of ${id}, is not known before apply`;
    return because(sameIssuer(clusterOfIssuer, token, declared.issuer), () => why);
  };
  const isOfAccount = and(equal(namespace, subject.namespace), equal(serviceAccount, subject.name));
  return and(
    because(isOfAccount, (why) => `${why}, which ${id} names`),
    isOfCluster(),
  );
}

function because(answer: Known, why: (why: string) => string): Known {
  return isUnknown(answer) ? unknown(why(answer.why)) : answer;
}

function sessionOf(
  { namespace, serviceAccount, sessionTags }: PodIdentityAssociation,
  cluster: Cluster,
  asked: Asked,
): PodIdentitySession {
  return {
    namespace,
    serviceAccount,
    clusterArn: arnOf(cluster),
    clusterName: cluster.name,
    account: accountOf(cluster, asked),
    disableSessionTags: !sessionTags,
  };
}

/**
 * The account of an association's session; a symbol where it is not known. An association takes a role of its cluster's
 * own account only, so both accounts are one, known or not.
 */
export function accountOf(cluster: Cluster, { account }: Asked): string {
  return account ?? accountIdIn(arnOf(cluster)) ?? symbolOf(`the account of ${cluster.id}`);
}

/** A cluster's ARN; a symbol where it is not known. */
export function arnOf(cluster: Cluster): string {
  return cluster.resourceId ?? symbolOf(`${cluster.id}.arn`);
}

/** An EKS cluster's ARN, made of what is known of it; nothing where it is known itself, or too little is. */
function arnOfParts(cluster: Cluster, account: string): string | undefined {
  const { partition, region, name } = cluster;
  if (!isSymbol(arnOf(cluster)) || partition === undefined || region === undefined || name === undefined)
    return undefined;
  return `arn:${partition}:eks:${region}:${account}:cluster/${name}`;
}
