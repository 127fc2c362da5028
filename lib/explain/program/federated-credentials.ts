import type { ServiceAccountReference } from '../../core/trust/subject';
import type { Evaluation } from '../../proof/evaluate/evaluation';
import { fixesOf } from '../../proof/mechanisms/difference';
import type { Fact } from '../../proof/mechanisms/difference';
import { issuerText } from '../../proof/mechanisms/presented-token';
import type { PresentedToken } from '../../proof/mechanisms/presented-token';
import type { EntraCredential } from '../../proof/model/identity/entra-credential';
import type { Identity } from '../../proof/model/identity/identity';
import { isUnknown } from '../../proof/model/known/known';
import type { Known } from '../../proof/model/known/known';
import { below } from '../../proof/model/place';
import { sameIssuer } from '../../proof/model/cluster/same-issuer';
import { describeSymbols, symbolOf } from '../../proof/model/known/symbol';
import { equal } from '../../proof/model/known/text';
import type { Facts } from '../facts';
import { nuanceOf } from './comparison';
import type { ComparedFact, Comparison } from './comparison';

/** Credentials that are shown, the nearest first. */
const SHOWN = 3;

/** How a credential fares beside the message. */
interface Fared {
  readonly credential: EntraCredential;
  readonly facts: readonly ComparedFact[];
}

/**
 * The credentials of the identity that the message is about, beside its facts: those of the identity that is named, else of
 * the one that its service account asks for, else whichever come nearest.
 */
export function compareCredentials(
  facts: Facts,
  { identity, subject }: { readonly identity?: Identity; readonly subject?: ServiceAccountReference },
  evaluation: Evaluation,
): readonly Comparison[] {
  if (facts.issuer === undefined && facts.subject === undefined && facts.audience === undefined) return [];
  const { credentials, missing } = candidates(identity ? [identity] : claimedBy(subject, evaluation), evaluation);
  const fared = credentials
    .map((credential): Fared => ({ credential, facts: comparedFacts(credential, facts, evaluation) }))
    .sort((one, other) => differing(one).length - differing(other).length || open(one).length - open(other).length);
  const best = fared[0] && differing(fared[0]).length;
  return [
    ...missing,
    ...fared
      .filter((one) => differing(one).length === best)
      .slice(0, SHOWN)
      .map((one) => comparison(one, facts)),
  ];
}

/** Whose credentials are compared. */
function candidates(
  identities: readonly Identity[],
  evaluation: Evaluation,
): { readonly credentials: readonly EntraCredential[]; readonly missing: readonly Comparison[] } {
  if (identities.length === 0) return { credentials: evaluation.model.federatedCredentials, missing: [] };
  const of = identities.map((identity) => ({
    identity,
    credentials: evaluation.credentialsOfIdentity.get(identity.id) ?? [],
  }));
  return {
    credentials: of.flatMap(({ credentials }) => credentials),
    missing: of
      .filter(({ identity, credentials }) => credentials.length === 0 && identity.kind !== 'iam-role')
      .map(({ identity }) => ({
        about: identity.id,
        at: identity.at,
        facts: [],
        says: [
          `the program gives ${identity.id} no federated credential`,
          'make one with the issuer, the subject and the audience that the message shows',
        ],
      })),
  };
}

/** The identities of Azure that a service account asks for. */
function claimedBy(account: ServiceAccountReference | undefined, evaluation: Evaluation): readonly Identity[] {
  if (!account) return [];
  const claims = [...evaluation.claims, ...evaluation.objectClaims].filter(
    ({ mechanism, namespace, serviceAccount, identity }) =>
      mechanism === 'entra-workload-identity' &&
      identity !== undefined &&
      namespace === account.namespace &&
      serviceAccount === account.name,
  );
  return [...new Set(claims.map(({ identity }) => identity!))];
}

function comparedFacts(
  { issuer, subject, audiences, at }: EntraCredential,
  told: Facts,
  evaluation: Evaluation,
): readonly ComparedFact[] {
  const compared: ComparedFact[] = [];
  const add = (fact: keyof Facts, own: string, same: Known, pointer: string): void => {
    const message = told[fact]!;
    const nuance = same === false ? nuanceOf(message, own) : undefined;
    compared.push({
      fact,
      message,
      program: describeSymbols(own),
      ...(isUnknown(same) ? {} : { same }),
      ...(nuance === undefined ? {} : { nuance }),
      at: below(at, pointer),
    });
  };
  if (told.issuer !== undefined) {
    const same = sameIssuer(evaluation.clusterOfIssuer, { issuer: told.issuer }, issuer);
    add('issuer', issuer, same, 'issuer');
  }
  if (told.subject !== undefined) add('subject', subject, equal(subject, told.subject), 'subject');
  if (told.audience !== undefined) {
    const own = audiences.length === 1 ? audiences[0]! : audiences.join(', ') || 'none';
    add('audience', own, audiences.length === 1 && equal(own, told.audience), 'audience');
  }
  return compared;
}

const differing = ({ facts }: Fared): readonly ComparedFact[] => facts.filter(({ same }) => same === false);
const open = ({ facts }: Fared): readonly ComparedFact[] => facts.filter(({ same }) => same === undefined);

function comparison(fared: Fared, told: Facts): Comparison {
  const { credential, facts } = fared;
  return {
    about: credential.id,
    ...(credential.identity === undefined ? {} : { identity: credential.identity }),
    at: credential.at,
    facts,
    says: sentences(fared, told),
  };
}

function sentences(fared: Fared, told: Facts): readonly string[] {
  const { credential } = fared;
  const unlike = differing(fared);
  const unknown = open(fared).map(
    ({ fact, program, message }) =>
      `whether ${fact === 'issuer' ? issuerText(credential.issuer) : program} is ${JSON.stringify(message)} is not known before apply: compare them`,
  );
  if (unlike.length === 0) {
    return [
      ...unknown,
      unknown.length > 0
        ? `nothing else of ${credential.id} differs from the message`
        : `${credential.id} accepts what the message shows: it is not applied yet, or minutes old, or the pod asks for another identity than ${credential.identity ?? 'its own'}`,
    ];
  }
  return [...fixes(credential, unlike, told), ...unknown];
}

/** As the proof says it of a token: what the message leaves out is a value that differs from nothing. */
function fixes(credential: EntraCredential, unlike: readonly ComparedFact[], told: Facts): readonly string[] {
  const token: PresentedToken = {
    issuer: told.issuer ?? symbolOf('the token’s issuer'),
    subject: told.subject ?? symbolOf('the token’s subject'),
    audience: told.audience ?? symbolOf('the token’s audience'),
  };
  const accepted = { ...credential, pattern: false, source: credential.id };
  const facts = unlike.map(({ fact }) => fact as Fact);
  return fixesOf(token, { accepted, facts }, (source, audience) => `set the audience of ${source} to ${audience}`);
}
