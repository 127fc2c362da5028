import type { FederatedCredential } from '../model/federated-credential';
import { describeSymbols } from '../model/symbol';
import type { Finding, Rule } from './rule';
import { withPlace } from './words';

export const duplicateFederatedCredential: Rule = {
  slug: 'duplicate-federated-credential',
  level: 'error',
  description: 'Two federated credentials of one identity have the same issuer and subject.',
  effect: 'Entra refuses the second: issuer and subject are unique within an identity.',
  mending: 'Take one of them away.',
  sources: ['Microsoft, “Workload identity federation: considerations”'],
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    for (const [identity, credentials] of evaluation.credentialsOfIdentity) {
      const seen = new Map<string, FederatedCredential>();
      for (const credential of credentials) {
        const key = `${credential.issuer}\n${credential.subject}`;
        const first = seen.get(key);
        if (!first) {
          seen.set(key, credential);
          continue;
        }
        findings.push({
          rule: duplicateFederatedCredential.slug,
          level: 'error',
          message: `${withPlace(credential.id, credential.at)} and ${withPlace(first.id, first.at)} of ${identity} have the same issuer and the subject ${describeSymbols(credential.subject)}.`,
          subject: credential.id,
          at: credential.at,
          help: 'Entra refuses the second: issuer and subject are unique within an identity. Take one away.',
        });
      }
    }
    return { findings };
  },
};
