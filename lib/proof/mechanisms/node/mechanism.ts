import { aadPodIdentity } from '../aad-pod-identity/mechanism';
import { irsa } from '../irsa/mechanism';
import type { Mechanism } from '../mechanism';
import { askNode } from './ask-node';
import { evaluateNodes } from './nodes';
import type { NodeEvaluation } from './nodes';

/** The node's own identity: the instance metadata service gives it to whoever reaches the service. */
export const node: Mechanism<NodeEvaluation> = {
  slug: 'node',
  evaluate: (program) => evaluateNodes(program.model, program.of(aadPodIdentity)),
  ask: (question, program) =>
    question.kind === 'pod' && question.cluster
      ? askNode(
          question.identity,
          question.cluster,
          question.subject,
          program.model,
          program.of(node),
          program.of(irsa).policies.get(question.identity.id),
        )
      : [],
};
