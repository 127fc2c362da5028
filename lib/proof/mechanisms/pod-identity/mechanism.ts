import type { Mechanism } from '../mechanism';
import { askSession, askPod } from './ask-association';
import { evaluatePodIdentity } from './pod-identity';
import type { PodIdentityEvaluation } from './pod-identity';

/** EKS Pod Identity: an association gives a role to a service account, and the role's trust has to admit the session. */
export const podIdentity: Mechanism<PodIdentityEvaluation> = {
  slug: 'eks-pod-identity',
  evaluate: evaluatePodIdentity,
  // The association asks.
  isClaimed: () => true,
  ask: (question, program) => {
    if (question.kind === 'session') return [askSession(question, program)];
    return question.kind === 'pod' ? askPod(question, program, program.of(podIdentity)) : [];
  },
};
