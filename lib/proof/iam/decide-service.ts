import { hasSymbol } from '../model/known/symbol';
import type { Answer } from './applies';
import { coversService } from './applies';
import type { Budget } from './budget';
import { newBudget, within } from './budget';
import type { KeyValue } from './policy/condition';
import type { Decision } from './decision';
import { actionRequirement, decide, refusedBy, tooLarge } from './decision';
import type { TrustPolicy } from './policy/policy';
import { assessedStatements } from './policy/policy';
import { decideSession } from './pod-identity/session-decision';

/**
 * Whether a trust lets a service of AWS assume the role and tag the session, such as `capabilities.eks.amazonaws.com`. What
 * the service passes besides is not documented, so that a condition leaves it open; but for one on a claim of a web
 * identity's token, since a service has none.
 *
 * @param policy as {@link parsePolicy} gives it
 */
export function decideService(policy: TrustPolicy, service: string): Decision {
  if (policy.refusals.length > 0) return { admitted: false, because: refusedBy(policy) };
  if (policy.unknown.length > 0) return { admitted: undefined, because: policy.unknown };
  return within(() => evaluate(policy, service, newBudget())) ?? tooLarge();
}

function evaluate(policy: TrustPolicy, service: string, budget: Budget): Decision {
  return decideSession(true, (action) =>
    decide(assessedStatements(policy, 'Allow', 'Deny'), {
      version: policy.version,
      budget,
      valueOf: (key) => valueOf(key, service),
      keyHint: () => '',
      requirements: [
        actionRequirement(action, 'it', budget),
        {
          answer: (statement): Answer => coversService(statement, service, budget),
          otherwise: () => `its Principal is not the service ${service}`,
        },
      ],
    }),
  );
}

/** A key on a claim of a token begins with its issuer: a host, where keys of AWS begin with a service. */
const OF_ISSUER = /^[^:]*\./;

function valueOf(key: string, service: string): KeyValue {
  if (hasSymbol(key)) return { kind: 'unknown', why: `the condition key ${key} is not known before apply` };
  if (OF_ISSUER.test(key)) return { kind: 'absent' };
  return { kind: 'unknown', why: `whether ${service} passes ${key} is not documented` };
}
