import { isNo } from '../../model/known/known';
import { hasSymbol } from '../../model/known/symbol';
import { startsWith } from '../../model/known/text';
import type { TrustContext, TrustedProvider } from '../applies';
import { isIssuerOfOther } from '../applies';
import type { Budget } from '../budget';
import type { KeyValue } from '../policy/condition';
import { mayBeEqual } from '../region/glob';
import { audiencesNotKnown } from './unknown-audiences';

/** What a request for `sts:AssumeRoleWithWebIdentity` holds, as far as conditions can ask for it. */
export interface WebIdentityRequest {
  readonly provider: TrustedProvider;
  readonly context: TrustContext;
  readonly audience: string;
  readonly subject: KeyValue;
  /** Any other claim of the provider: Kubernetes has none that IAM reads. */
  readonly otherClaim: KeyValue;
  readonly sessionName: KeyValue;
}

const ABSENT: KeyValue = { kind: 'absent' };

/**
 * Global keys that such a request never has: it is not signed, so there is no principal yet; a Kubernetes token passes no
 * session tags and no source identity; and no AWS service makes the call. See the IAM User Guide, "Global condition keys".
 */
const ABSENT_KEYS =
  /^(aws:(principal|requesttag\/|tagkeys$|username$|multifactorauth|tokenissuetime$|source(account|arn|orgid|orgpaths|identity)$|calledvia)|sts:(externalid|sourceidentity|transitivetagkeys)$)/;

/** Whether a key of AWS is in no such request. */
export function isNeverInWebIdentity(key: string): boolean {
  return ABSENT_KEYS.test(key.toLowerCase());
}

/** The value of a condition key. Keys are compared without case. */
export function valueOfWebIdentityKey(key: string, request: WebIdentityRequest, budget: Budget): KeyValue {
  const { provider } = request;
  const claim = claimOf(key, provider.issuer);
  if (claim !== undefined) return valueOfClaim(claim, request);
  if (hasSymbol(key) || (hasSymbol(provider.issuer) && !/^(aws|sts):/i.test(key))) {
    return valueOfUnsureKey(key, request, budget);
  }
  const name = key.toLowerCase();
  if (name === 'sts:rolesessionname') return request.sessionName;
  if (ABSENT_KEYS.test(name) || !/^(aws|sts):/.test(name)) return ABSENT;
  return { kind: 'unknown', why: `${key} is not known from the artefacts: whoever calls may well meet it` };
}

/** Whether a key reads like a token's `sub` or `aud`, but is not that of a provider, whatever is unknown. */
export function isMisnamed(key: string, provider: TrustedProvider, context: TrustContext, budget: Budget): boolean {
  if (!/:(sub|aud)$/i.test(key) || claimOf(key, provider.issuer) !== undefined) return false;
  const request = { provider, context, audience: '', subject: ABSENT, otherClaim: ABSENT, sessionName: ABSENT };
  return valueOfWebIdentityKey(key, request, budget).kind === 'absent';
}

function claimOf(key: string, issuer: string): string | undefined {
  if (key[issuer.length] !== ':') return undefined;
  const prefix = key.slice(0, issuer.length);
  if (prefix !== issuer && (hasSymbol(issuer) || prefix.toLowerCase() !== issuer.toLowerCase())) return undefined;
  return key.slice(issuer.length + 1).toLowerCase();
}

function valueOfClaim(claim: string, request: WebIdentityRequest): KeyValue {
  if (hasSymbol(claim)) return { kind: 'unknown', why: `which claim ${claim} is is not known before apply` };
  if (claim === 'sub') return request.subject;
  if (claim === 'aud') {
    const known = { kind: 'known', values: [request.audience], list: false } as const;
    const isListed = hasSymbol(request.audience) && request.provider.audiences.includes(request.audience);
    return isListed ? { ...known, why: audiencesNotKnown(request.provider.arn) } : known;
  }
  return request.otherClaim;
}

/** A key whose text, or whose issuer, only apply will tell. */
function valueOfUnsureKey(key: string, request: WebIdentityRequest, budget: Budget): KeyValue {
  const { provider, context } = request;
  const parts = /([^]*):(sub|aud)$/i.exec(key);
  const why = provider.unread
    ? `which OIDC provider the principal ${provider.arn} is, and so its issuer, was not read`
    : `whether the condition key ${key} is that of the issuer ${provider.issuer} is not known before apply`;
  if (!parts) {
    // What begins like a key of AWS may be any of them.
    const mayBe =
      hasSymbol(key) &&
      (['aws:', 'sts:'].some((prefix) => !isNo(startsWith(key, prefix))) ||
        ['sub', 'aud'].some((claim) => mayBeEqual(key, `${provider.issuer}:${claim}`, budget)));
    return mayBe ? { kind: 'unknown', why } : ABSENT;
  }
  const issuer = parts[1]!;
  // Two providers of one account have two issuers.
  if (isIssuerOfOther(issuer, provider, context)) return ABSENT;
  if (!mayBeEqual(issuer, provider.issuer, budget)) return ABSENT;
  return { kind: 'perhaps', value: valueOfClaim(parts[2]!.toLowerCase(), request), why };
}
