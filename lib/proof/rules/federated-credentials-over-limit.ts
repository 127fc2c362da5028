import { LIMITS } from '../../core/limits';
import type { Finding, Rule } from './rule';
import { withPlace } from './words';

export const federatedCredentialsOverLimit: Rule = {
  slug: 'federated-credentials-over-limit',
  level: 'error',
  description: 'An identity has more federated credentials than Entra takes.',
  effect: 'Entra refuses the 21st when it is created: too many federated identity credentials.',
  mending: 'Give some of the service accounts an identity of their own.',
  sources: [
    'Microsoft, “Workload identity federation: considerations”',
    'https://github.com/Azure/azure-workload-identity/issues/373',
    'https://github.com/Azure/AKS/issues/4270',
  ],
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    for (const [id, credentials] of evaluation.credentialsOfIdentity) {
      if (credentials.length <= LIMITS.federatedCredentials) continue;
      const { at } = evaluation.identities.get(id)!;
      const over = credentials[LIMITS.federatedCredentials]!;
      findings.push({
        rule: federatedCredentialsOverLimit.slug,
        level: 'error',
        message: `${withPlace(id, at)} has ${credentials.length} federated credentials, ${LIMITS.federatedCredentials} is the most it may have; the first too many is ${withPlace(over.id, over.at)}.`,
        subject: id,
        at,
        help: 'Entra refuses the others when they are created. Give some of the service accounts an identity of their own.',
      });
    }
    return { findings };
  },
};
