import { accountInSubject } from '../../model/kubernetes/subject';
import type { EntraCredential, PossibleCredential } from '../../model/identity/entra-credential';
import type { Identity } from '../../model/identity/identity';
import { BY_ABSENCE } from '../../model/assumption';
import type { Outcome } from '../outcome';
import type { Accepted, SameIssuer } from '../difference';
import { nearest, sayDifference } from '../difference';
import { issuerText } from '../presented-token';
import type { PresentedToken } from '../presented-token';
import { and, isNo, isUnknown, isYes, unknown } from '../../model/known/known';
import type { Known } from '../../model/known/known';
import { equal } from '../../model/known/text';
import { whyPerhapsNone } from '../../model/uncounted';
import type { Uncounted } from '../../model/uncounted';

const SHOWN = 5;

/** How one credential fares: each part compared exactly, case included (Azure/login #492). */
interface Compared {
  readonly credential: EntraCredential;
  readonly issuer: Known;
  readonly subject: Known;
  readonly audience: Known;
  /** All of it. */
  readonly taken: Known;
}

/**
 * Whether the federated credentials of an identity take a token, and which of them says so.
 *
 * @param uncounted those that need not be made
 */
export function askEntra(
  identity: Identity,
  credentials: readonly EntraCredential[],
  token: PresentedToken,
  sameIssuer: SameIssuer,
  uncounted: Uncounted,
): Outcome {
  const compared = credentials.map((credential): Compared => {
    const audience = isAudience(credential, token.audience);
    if (credential.possible) return possiblyTaken(credential, credential.possible, token, sameIssuer, audience);
    const issuer = sameIssuer(token, credential.issuer);
    const subject = equal(credential.subject, token.subject);
    return { credential, issuer, subject, audience, taken: and(issuer, subject, audience) };
  });
  const taking = compared.filter(({ taken }) => isYes(taken));
  if (taking.length > 0) {
    const takes = ({ credential }: Compared): string =>
      `${credential.id} accepts it: its issuer, its subject ${JSON.stringify(credential.subject)} and its audience ${JSON.stringify(credential.audiences[0])} are the token’s`;
    const perhapsNone = taking.map(({ credential }) => whyPerhapsNone(uncounted, [credential.id]));
    if (!perhapsNone.includes(undefined))
      return { admitted: undefined, because: [perhapsNone[0]!, ...taking.map(takes)] };
    return { admitted: true, because: taking.map(takes) };
  }
  const open = compared.filter(({ taken }) => isUnknown(taken));
  if (open.length > 0) return { admitted: undefined, because: open.map(mayTake) };
  return { admitted: false, because: refused(identity, compared, token, sameIssuer), ...BY_ABSENCE };
}

/** How one fares of which it is not known what it takes, but that it is one of several. */
function possiblyTaken(
  credential: EntraCredential,
  { cause, takes }: PossibleCredential,
  token: PresentedToken,
  sameIssuer: SameIssuer,
  audience: Known,
): Compared {
  const depends = unknown(`what it accepts depends on ${cause}`);
  const may = (answers: readonly Known[]): Known =>
    answers.every(isNo) ? false : answers.every(isYes) ? true : depends;
  const issuers = takes.map((one) => sameIssuer(token, one.issuer));
  const subjects = takes.map((one) => equal(one.subject, token.subject));
  const taken = may(takes.map((_, at) => and(issuers[at]!, subjects[at]!)));
  return { credential, issuer: may(issuers), subject: may(subjects), audience, taken: and(taken, audience) };
}

/** It takes exactly one audience; the service refuses any other number. */
function isAudience({ audiences }: EntraCredential, audience: string): Known {
  return audiences.length === 1 && equal(audiences[0]!, audience);
}

function mayTake({ credential, issuer, subject, audience }: Compared): string {
  const parts = [
    ...(isUnknown(issuer) ? ['issuer'] : []),
    ...(isUnknown(subject) ? ['subject'] : []),
    ...(isUnknown(audience) ? ['audience'] : []),
  ];
  return `${credential.id} may take it: whether its ${parts.join(' and its ')} is the token’s is not known before apply`;
}

function refused(
  identity: Identity,
  compared: readonly Compared[],
  token: PresentedToken,
  sameIssuer: SameIssuer,
): readonly string[] {
  if (compared.length === 0) {
    return [
      `${identity.id} has no federated credential: give it one with the issuer, the subject and the audience of the token`,
      `Entra answers ${ERRORS.none}`,
    ];
  }
  const accepted = compared.map(({ credential }): Accepted => ({
    ...credential,
    pattern: false,
    source: credential.id,
  }));
  const difference = nearest(token, accepted, sameIssuer);
  const first = difference && difference.facts.length > 0 ? sayDifference(token, difference, setAudience) : [];
  return [
    ...first,
    `Entra answers ${errorFor(compared, token)}`,
    ...compared.slice(0, SHOWN).map(({ credential }) => credentialText(credential)),
    ...(compared.length > SHOWN ? [`${compared.length - SHOWN} more federated credentials do not take it either`] : []),
  ];
}

/** A credential has one audience only, so none can be added. */
function setAudience(source: string, audience: string): string {
  return `set the audience of ${source} to ${audience}`;
}

/** Entra's errors, "Troubleshoot workload identity federation" and the threads that quote them. */
const ERRORS = {
  none: 'AADSTS70021: no matching federated identity record found for the presented assertion',
  issuer: 'AADSTS700211: no matching federated identity record found for the presented assertion issuer',
  audience: 'AADSTS700212: no matching federated identity record found for the presented assertion audience',
  subject: 'AADSTS700213: no matching federated identity record found for the presented assertion subject',
  case: 'AADSTS7002138: the presented assertion subject differs in case only from that of a federated identity record',
};

/** The issuer is looked up first, then the subject, then the audience. */
function errorFor(compared: readonly Compared[], { subject }: PresentedToken): string {
  const ofIssuer = compared.filter(({ issuer }) => issuer !== false);
  if (ofIssuer.length === 0) return ERRORS.issuer;
  if (ofIssuer.some((one) => one.subject !== false)) return ERRORS.audience;
  const byCase = ofIssuer.some(({ credential }) => credential.subject.toLowerCase() === subject.toLowerCase());
  return byCase ? ERRORS.case : ERRORS.subject;
}

function credentialText({ id, issuer, subject, audiences }: EntraCredential): string {
  const odd = [
    ...(/[*?]/.test(subject) ? ['Entra reads * and ? in it as plain characters'] : []),
    ...(accountInSubject(subject) || /[*?]/.test(subject)
      ? []
      : ['no service account’s token has such a subject: it is system:serviceaccount:<namespace>:<name>']),
    ...(audiences.length === 1 ? [] : ['Entra wants exactly one audience']),
  ];
  const list = audiences.map((audience) => JSON.stringify(audience)).join(', ') || 'none';
  return `${id} accepts the subject ${JSON.stringify(subject)} from ${issuerText(issuer)} with the audience ${list}${odd.map((text) => `; ${text}`).join('')}`;
}
