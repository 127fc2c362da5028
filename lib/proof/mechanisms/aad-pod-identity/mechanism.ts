import type { Mechanism } from '../mechanism';
import { evaluateAadPodIdentity } from './aad-pod-identity';
import type { AadPodIdentityEvaluation } from './aad-pod-identity';
import { askAadPodIdentity } from './ask-aad-pod-identity';

/** AAD Pod Identity, which Entra Workload ID replaced: NMI gives a pod the identity that its label chooses. */
export const aadPodIdentity: Mechanism<AadPodIdentityEvaluation> = {
  slug: 'aad-pod-identity',
  evaluate: ({ model }) => evaluateAadPodIdentity(model),
  isClaimed: (admission, program) => program.of(aadPodIdentity).workloadsOf.get(admission)!.length > 0,
  ask: (question, program) =>
    question.kind === 'pod' && question.cluster
      ? askAadPodIdentity(
          question.identity,
          question.cluster,
          question.subject,
          program.model,
          program.of(aadPodIdentity),
        )
      : [],
};
