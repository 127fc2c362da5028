import type { Mechanism } from '../mechanism';
import { askIdentityBindings } from './ask-identity-binding';
import { evaluateIdentityBindings } from './identity-binding';
import type { IdentityBindingEvaluation } from './identity-binding';

/** AKS identity bindings: the cluster is bound to the identity, and its RBAC says who may use it. Pods claim as for Entra. */
export const identityBinding: Mechanism<IdentityBindingEvaluation> = {
  slug: 'entra-workload-identity',
  evaluate: ({ model, identities }) => evaluateIdentityBindings(model, identities),
  ask: (question, program) => {
    if (question.kind !== 'pod' || !question.cluster) return [];
    const { identity, cluster, subject } = question;
    return askIdentityBindings(identity, cluster, subject, program.model, program.of(identityBinding));
  },
};
