import { LIMITS } from '../../../core/limits';
import { hasSymbol } from '../../model/known/symbol';
import { parseSymbolicJson } from '../../model/known/symbolic-json';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const sessionPolicyOverLimit: Rule = {
  slug: 'session-policy-over-limit',
  cloud: 'aws',
  level: 'error',
  effect: 'EKS refuses the association when it is created or changed: 2,048 characters is the most.',
  fix: 'Put what the pods may do into a role of their own, or say it in fewer statements.',
  sources: ['Amazon EKS API, CreatePodIdentityAssociation'],
  check: ({ model }) => {
    const findings: Finding[] = [];
    const { podIdentitySessionPolicyCharacters: most } = LIMITS;
    for (const { policy = '', id, at } of model.associations) {
      const characters = policy.length > most ? fewestCharacters(policy) : 0;
      if (characters <= most) continue;
      findings.push(
        findingOf(sessionPolicyOverLimit, {
          message: `The session policy of ${withPlace(id, at)} has ${hasSymbol(policy) ? 'at least ' : ''}${characters} characters without whitespace, ${most} is the most.`,
          subject: id,
          at,
        }),
      );
    }
    return { findings };
  },
};

/** Without whitespace, and with one character for each value that is not known before apply. */
function fewestCharacters(policy: string): number {
  let text = policy;
  try {
    text = JSON.stringify(parseSymbolicJson(policy));
  } catch {
    // Text that is not JSON counts as it is.
  }
  return text.replace(/\uE000[^\uE001]*\uE001/g, ' ').length;
}
