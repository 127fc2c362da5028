import { findingOf } from '../rule';
import type { Rule } from '../rule';
import { withPlace } from '../words';

export const federatedCredentialAudienceCount: Rule = {
  slug: 'federated-credential-audience-count',
  cloud: 'azure',
  level: 'error',
  effect: 'Entra accepts exactly one and refuses the credential when it is created.',
  fix: 'Keep api://AzureADTokenExchange, which the webhook asks for in every Azure cloud.',
  sources: ['Microsoft, “Workload identity federation: considerations”'],
  check: ({ model }) => ({
    findings: model.federatedCredentials
      .filter(({ audiences }) => audiences.length !== 1)
      .map(({ id, audiences, at }) =>
        findingOf(federatedCredentialAudienceCount, {
          message: `${withPlace(id, at)} has ${audiences.length} audiences${audiences.length > 0 ? `: ${audiences.join(', ')}` : ''}.`,
          subject: id,
          at,
        }),
      ),
  }),
};
