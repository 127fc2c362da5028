import type { EntraCredential } from '../../model/identity/entra-credential';
import { describeSymbols, hasSymbol } from '../../model/known/symbol';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const duplicateFederatedCredential: Rule = {
  slug: 'duplicate-federated-credential',
  cloud: 'azure',
  level: 'error',
  effect:
    'Entra refuses the second: issuer and subject are unique within an identity, and so is the name, by which the second would replace the first.',
  fix: 'Take one of them away, or give it a name of its own.',
  sources: ['Microsoft, “Workload identity federation: considerations”'],
  check: ({ model, evaluation }) => {
    const findings: Finding[] = [];
    for (const [identity, credentials] of evaluation.credentialsOfIdentity) {
      const seen = new Map<string, EntraCredential>();
      for (const credential of credentials) {
        const { id, name, issuer, subject } = credential;
        // Of two, one may be made where the other is not.
        if (model.uncounted.has(id)) continue;
        const same = `the same issuer and the subject ${describeSymbols(subject)}`;
        findings.push(...alike(seen, `${issuer}\n${subject}`, credential, identity, same));
        if (name === undefined || hasSymbol(name)) continue;
        findings.push(...alike(seen, name.toLowerCase(), credential, identity, `the name ${name}`));
      }
    }
    return { findings };
  },
};

/** A finding where another credential has the same key. */
function alike(
  seen: Map<string, EntraCredential>,
  key: string,
  credential: EntraCredential,
  identity: string,
  what: string,
): readonly Finding[] {
  const first = seen.get(key);
  if (!first) {
    seen.set(key, credential);
    return [];
  }
  const { id, at } = credential;
  return [
    findingOf(duplicateFederatedCredential, {
      message: `${withPlace(id, at)} and ${withPlace(first.id, first.at)} of ${identity} have ${what}.`,
      subject: id,
      at,
    }),
  ];
}
