import { ENTRA_AUDIENCE } from '../../../core/trust/audience';
import { hasSymbol } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const federatedCredentialAudienceWrong: Rule = {
  slug: 'federated-credential-audience-wrong',
  cloud: 'azure',
  level: 'warning',
  effect: 'Entra accepts any audience when the credential is made, and answers AADSTS700212 to every token of another.',
  fix: `Give it the audience ${ENTRA_AUDIENCE}: it is the same in every Azure cloud, and compared with its case.`,
  sources: ['azure-workload-identity, “Federated identity credential”', 'https://github.com/Azure/login/issues/492'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    // A pod that mounts its token itself may ask for any audience.
    const asked = new Set(evaluation.claims.map(({ audience }) => audience));
    for (const { id, audiences, at } of [...model.federatedCredentials, ...model.flexibleCredentials]) {
      const [audience] = audiences;
      if (audiences.length !== 1 || audience === undefined) continue;
      if (audience === ENTRA_AUDIENCE || asked.has(audience) || hasSymbol(audience)) continue;
      findings.push(
        findingOf(federatedCredentialAudienceWrong, {
          message: `${withPlace(id, at)} has the audience ${JSON.stringify(audience)}, which no token that was read asks for; the webhook asks for ${ENTRA_AUDIENCE}.`,
          subject: id,
          at,
        }),
      );
    }
    return { findings };
  },
};
