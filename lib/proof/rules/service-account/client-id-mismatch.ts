import { AZURE_KEYS } from '../../../core/kubernetes/annotations';
import { BY_ABSENCE } from '../../model/assumption';
import { isTrustedElsewhere } from '../../model/declared-elsewhere';
import { describeSymbols } from '../../model/known/symbol';
import { isEntra, possibleIdentity, waitingFor } from '../../evaluate/claimed-identity';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { admissionsText, withPlace } from '../words';

export const clientIdMismatch: Rule = {
  slug: 'client-id-mismatch',
  cloud: 'azure',
  level: 'error',
  effect: 'Entra answers AADSTS700213, or AADSTS700016 where no such application is in the tenant.',
  fix: 'Annotate the service account with the client id of the identity that is federated with it.',
  sources: [
    'https://github.com/Azure/azure-workload-identity/issues/1200',
    'azure-workload-identity, “Troubleshooting”',
  ],
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    for (const claim of evaluation.claims) {
      if (!isEntra(claim) || (claim.identity && evaluation.verdicts.get(claim)?.outcome !== 'refused')) continue;
      if (possibleIdentity(claim, evaluation)) continue;
      const admission = waitingFor(claim, evaluation)[0];
      if (!admission || isTrustedElsewhere(evaluation.model, { id: claim.text, name: claim.text })) continue;
      const identity = evaluation.identities.get(admission.identity)!;
      const named = claim.identity?.id ?? describeSymbols(claim.text);
      findings.push(
        findingOf(clientIdMismatch, {
          message: `${withPlace(claim.carrier, claim.at)} claims ${named}, which is not the client id of the identity that admits it: ${withPlace(identity.id, identity.at)} admits ${admissionsText([admission])}.`,
          subject: claim.carrier,
          identities: [identity.id, ...(claim.identity ? [claim.identity.id] : [])],
          at: claim.at,
          cause: AZURE_KEYS.clientId,
          ...BY_ABSENCE,
        }),
      );
    }
    return { findings };
  },
};
