import type { Evaluation } from '../evaluate/evaluation';
import { MECHANISMS } from '../mechanisms/mechanisms';
import { arnOf, isFor } from '../mechanisms/pod-identity/association-session';
import { podIdentity } from '../mechanisms/pod-identity/mechanism';
import type { PodQuestion, Question, SessionQuestion } from '../mechanisms/question';
import { isNo } from '../model/known/known';
import type { PodIdentityAssociation } from '../model/identity/pod-identity-association';
import type { SessionOfPod } from '../permissions/context';

/** A session in which a pod has an identity. */
export interface PodSession {
  /** How it gets it, for people. */
  readonly by: string;
  /** The session tags; nothing where it has none. */
  readonly tags?: SessionOfPod;
  /** The association whose session policy limits it; nothing where it has none. */
  readonly association?: string;
  /** Why it is not known whether a session policy limits it. */
  readonly unclear?: string;
}

/** The sessions in which the pod, or the token, of a question has the identity, as far as it gets it at all. */
export function sessionsOf(question: Question, evaluation: Evaluation): readonly PodSession[] {
  if (question.kind === 'token') return [{ by: 'by its token' }];
  if (question.kind === 'session') return [sessionOfQuery(question, evaluation)];
  return MECHANISMS.flatMap((mechanism): readonly PodSession[] => {
    if (mechanism.ask(question, evaluation).every(({ admitted }) => admitted === false)) return [];
    if (mechanism.slug !== podIdentity.slug) return [{ by: `by ${mechanism.slug}` }];
    return sessionsOfAssociations(question, evaluation);
  });
}

/** Its association is taken for granted: with tags, and with the session policy of the program's own, where that has one. */
function sessionOfQuery({ identity, session }: SessionQuestion, { model }: Evaluation): PodSession {
  const { namespace, serviceAccount, clusterArn, clusterName } = session;
  const own = model.associations.find(
    (one) => one.role === identity.id && one.namespace === namespace && one.serviceAccount === serviceAccount,
  );
  return {
    by: 'by EKS Pod Identity',
    ...(own?.sessionTags === false ? {} : { tags: { namespace, serviceAccount, clusterArn, clusterName } }),
    ...(own?.policy === undefined ? {} : { association: own.id }),
  };
}

function sessionsOfAssociations(question: PodQuestion, evaluation: Evaluation): readonly PodSession[] {
  const { byAccount, unnamed } = evaluation.of(podIdentity);
  const { identity, subject } = question;
  const fitting = [...(byAccount.get(`${subject.namespace}/${subject.name}`) ?? []), ...unnamed].filter(
    (one) => (one.role === identity.id || one.target?.role === identity.id) && !isNo(isFor(one, question, evaluation)),
  );
  return fitting.map((one) => sessionOf(one, question, evaluation));
}

function sessionOf(
  association: PodIdentityAssociation,
  { identity, subject }: PodQuestion,
  evaluation: Evaluation,
): PodSession {
  const { id, sessionTags, policy, target } = association;
  const cluster = association.cluster === undefined ? undefined : evaluation.clusters.get(association.cluster);
  const isTarget = target?.role === identity.id;
  const hasPolicy = policy !== undefined && policy !== '';
  return {
    by: `by ${id}`,
    ...(sessionTags && cluster
      ? {
          tags: {
            ...{ namespace: subject.namespace, serviceAccount: subject.name },
            ...{ clusterArn: arnOf(cluster), clusterName: cluster.name },
          },
        }
      : {}),
    ...(hasPolicy && !isTarget ? { association: id } : {}),
    ...(hasPolicy && isTarget
      ? { unclear: `whether the session policy of ${id} limits the session of its target role is not documented` }
      : {}),
  };
}
