import { describeSymbols } from '../../model/known/symbol';
import type { TrustContext, TrustedProvider } from '../applies';
import { coversAction, coversProvider } from '../applies';
import type { Budget } from '../budget';
import { newBudget, within } from '../budget';
import type { KeyValue } from '../policy/condition';
import type { Decision, KnownRequest } from '../decision';
import { actionRequirement, decide, list, refusedBy, tooLarge } from '../decision';
import { assessedStatements } from '../policy/policy';
import type { TrustPolicy } from '../policy/policy';
import { sessionNames } from '../region/session-name';
import { isText } from '../policy/value';
import type { WebIdentityToken } from './web-identity';
import { WEB_IDENTITY_ACTION } from './web-identity';
import { valueOfWebIdentityKey } from './web-identity-keys';

/**
 * Whether one token gets the role, and which statement and condition says so.
 *
 * @param policy as {@link parsePolicy} gives it
 * @param token its claims may hold symbols; a symbol equals itself only
 */
export function decideWebIdentity(policy: TrustPolicy, context: TrustContext, token: WebIdentityToken): Decision {
  if (policy.refusals.length > 0) return { admitted: false, because: refusedBy(policy) };
  if (policy.unknown.length > 0) return { admitted: undefined, because: policy.unknown };
  return within(() => evaluate(policy, context, token, newBudget())) ?? tooLarge();
}

function evaluate(policy: TrustPolicy, context: TrustContext, token: WebIdentityToken, budget: Budget): Decision {
  const issuer = token.iss.replace(/^https:\/\//, '');
  const exact = context.providers.filter((provider) => provider.issuer === issuer);
  const providers =
    exact.length > 0 ? exact : context.providers.filter((provider) => mayBe(provider.issuer, issuer, budget));
  if (providers.length === 0) {
    const known = context.providers.map((provider) => provider.issuer);
    return {
      admitted: false,
      because: [
        describeSymbols(
          `no OIDC provider of the role's account has the issuer ${list([issuer])} ` +
            `(${known.length > 0 ? `it has ${list(known)}` : 'none is known'}): register it there, character by character`,
        ),
      ],
    };
  }
  const decisions = providers.map((provider) => decideForProvider(policy, context, provider, token, budget));
  if (exact.length > 0) return best(decisions);
  const possible = decisions.filter(({ admitted }) => admitted !== false);
  if (possible.length === 0) return best(decisions);
  return {
    admitted: undefined,
    because: [
      describeSymbols(
        `whether ${issuer} is the issuer of ${list(providers.map(({ arn }) => arn))} is not known before apply`,
      ),
      ...possible.flatMap(({ because }) => because),
    ],
  };
}

function mayBe(a: string, b: string, budget: Budget): boolean {
  return isText(a, b, budget) !== false;
}

function decideForProvider(
  policy: TrustPolicy,
  context: TrustContext,
  provider: TrustedProvider,
  token: WebIdentityToken,
  budget: Budget,
): Decision {
  const listed = provider.audiences.map((audience) => isText(audience, token.aud, budget));
  if (!listed.includes(true) && !listed.includes(undefined)) {
    return {
      admitted: false,
      because: [
        describeSymbols(
          `the provider ${provider.arn} does not list the audience ${list([token.aud])} ` +
            `(it lists ${list(provider.audiences) || 'none'}), so STS answers InvalidIdentityToken: ` +
            'add it to the client ids, or ask for a token with one of them',
        ),
      ],
    };
  }
  const isKubernetes = token.sub.startsWith('system:serviceaccount:');
  const known = (value: string): KeyValue => ({ kind: 'known', values: [value], list: false });
  const otherClaim: KeyValue = isKubernetes
    ? { kind: 'absent' }
    : { kind: 'unknown', why: 'a claim other than sub and aud is not known from the artefacts' };
  const statements = assessedStatements(policy, 'Allow', 'Deny');
  // The caller chooses a session name for this provider's token: what other providers' statements ask for is beside it.
  const about = statements.filter(
    (statement) =>
      coversAction(statement, WEB_IDENTITY_ACTION, budget) !== false &&
      coversProvider(statement, provider, context, budget) !== false,
  );
  const names = sessionNames(about, policy.version, budget);
  const decisions = names.map((sessionName) => {
    const values = { provider, context, audience: token.aud, subject: known(token.sub), otherClaim, sessionName };
    const request: KnownRequest = {
      version: policy.version,
      budget,
      what: 'token',
      valueOf: (key) => valueOfWebIdentityKey(key, values, budget),
      keyHint: (key) => keyHint(key, provider),
      requirements: [
        actionRequirement(WEB_IDENTITY_ACTION, 'sts:AssumeRoleWithWebIdentity', budget),
        {
          answer: (statement) => coversProvider(statement, provider, context, budget),
          otherwise: ({ principals }) =>
            principals.federated.length > 0
              ? `it trusts ${list(principals.federated)}, not ${provider.arn}, which signs for ${provider.issuer}`
              : `its Principal is not the provider ${provider.arn}`,
        },
      ],
    };
    return decide(statements, request);
  });
  const decision = best(decisions);
  if (decision.admitted && !listed.includes(true)) {
    const why = `whether the provider ${provider.arn} lists the audience ${list([token.aud])} is not known before apply`;
    return { admitted: undefined, because: [describeSymbols(why), ...decision.because] };
  }
  return decision;
}

/** The caller chooses among these, so the best answer counts. */
function best(decisions: readonly Decision[]): Decision {
  return (
    decisions.find(({ admitted }) => admitted) ??
    decisions.find(({ admitted }) => admitted === undefined) ??
    decisions[0]!
  );
}

function keyHint(key: string, { issuer }: TrustedProvider): string {
  const claim = /:(sub|aud)$/i.exec(key)?.[1];
  return claim ? `; for this issuer the key is ${issuer}:${claim.toLowerCase()}` : '';
}
