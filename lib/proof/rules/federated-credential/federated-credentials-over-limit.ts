import { addToGroup } from '../../../core/groups';
import { LIMITS } from '../../../core/limits';
import type { Place } from '../../model/place';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const federatedCredentialsOverLimit: Rule = {
  slug: 'federated-credentials-over-limit',
  cloud: 'azure',
  level: 'error',
  effect: 'Entra refuses the 21st when it is created: too many federated identity credentials.',
  fix: 'Give some of the service accounts an identity of their own.',
  sources: [
    'Microsoft, “Workload identity federation: considerations”',
    'https://github.com/Azure/azure-workload-identity/issues/373',
    'https://github.com/Azure/AKS/issues/4270',
  ],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    const ofIdentity = new Map<string, { readonly id: string; readonly at: Place }[]>();
    // An identity binding's credential is made by AKS: one for the identity, however many clusters are bound to it.
    const bound = new Map(model.identityBindings.map((binding) => [binding.identity, binding]));
    for (const credential of [...model.federatedCredentials, ...model.flexibleCredentials, ...bound.values()]) {
      if (credential.identity === undefined || model.uncounted.has(credential.id)) continue;
      addToGroup(ofIdentity, credential.identity, credential);
    }
    for (const [id, credentials] of ofIdentity) {
      const over = credentials[LIMITS.federatedCredentials];
      if (!over) continue;
      const { at } = evaluation.identities.get(id)!;
      findings.push(
        findingOf(federatedCredentialsOverLimit, {
          message: `${withPlace(id, at)} has ${credentials.length} federated credentials, ${LIMITS.federatedCredentials} is the most it may have; the first too many is ${withPlace(over.id, over.at)}.`,
          subject: id,
          at,
        }),
      );
    }
    return { findings };
  },
};
