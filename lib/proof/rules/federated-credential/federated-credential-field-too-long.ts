import { LIMITS } from '../../../core/limits';
import { hasSymbol } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const federatedCredentialFieldTooLong: Rule = {
  slug: 'federated-credential-field-too-long',
  cloud: 'azure',
  level: 'error',
  effect: 'Entra refuses the credential when it is created.',
  fix: 'Shorten it: namespace and service account have at most 63 and 253 characters.',
  sources: ['Microsoft, “Workload identity federation: considerations”'],
  check: ({ model }) => {
    const findings: Finding[] = [];
    const most = LIMITS.federatedCredentialFieldCharacters;
    for (const { issuer, subject, audiences, id, at } of model.federatedCredentials) {
      const fields = [['issuer', issuer], ['subject', subject], ...audiences.map((text) => ['audience', text])] as [
        string,
        string,
      ][];
      const long = fields.find(([, text]) => !hasSymbol(text) && text.length > most);
      if (!long) continue;
      findings.push(
        findingOf(federatedCredentialFieldTooLong, {
          message: `The ${long[0]} of ${withPlace(id, at)} has ${long[1].length} characters, ${most} is the most.`,
          subject: id,
          at,
        }),
      );
    }
    return { findings };
  },
};
