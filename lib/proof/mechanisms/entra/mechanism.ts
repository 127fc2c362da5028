import { BY_ABSENCE } from '../../model/assumption';
import { identityElsewhere } from '../../model/declared-elsewhere';
import type { Identity } from '../../model/identity/identity';
import { sameIssuer } from '../../model/cluster/same-issuer';
import { whyPerhapsNone } from '../../model/uncounted';
import { claimsBy } from '../claims';
import type { SameIssuer } from '../difference';
import type { Mechanism, Program } from '../mechanism';
import { anyOf } from '../outcome';
import type { Outcome } from '../outcome';
import { withToken } from '../presented-token';
import type { PresentedToken } from '../presented-token';
import type { Question } from '../question';
import type { ToldValues } from '../told-values';
import { judge } from '../verdict';
import { askEntra } from './ask-entra';
import { askFlexible } from './ask-flexible';
import { mayBeParent } from './credential-parent';
import { evaluateEntra } from './entra';
import type { EntraEvaluation } from './entra';

/** Entra Workload ID: a federated credential of a managed identity or an application names issuer, subject and audience. */
export const entra: Mechanism<EntraEvaluation> = {
  slug: 'entra-workload-identity',
  claims: ({ model, identities }) => claimsBy('entra-workload-identity', model, identities),
  evaluate: evaluateEntra,
  verdict: (claim, identity, program) =>
    judge(claim, identity, program, {
      open: whyOpen(identity, program),
      byAbsence: true,
      meant: program.of(entra).impossible.get(identity.id),
      ownerless: program.of(entra).ownerless,
      mayBeOwn: ({ source }) => mayBeParent(program.of(entra).parentOfOwnerless.get(source), identity),
    }),
  ask: (question, program) => (question.kind === 'session' ? [] : askIdentity(question, program)),
};

function askIdentity(question: Exclude<Question, { kind: 'session' }>, program: Program): readonly Outcome[] {
  const { identity, told, token } = question;
  if (identity.kind === 'iam-role') return [];
  const found = program.of(entra);
  const isSame: SameIssuer = (one, other) => sameIssuer(program.clusterOfIssuer, one, other);
  const credentials = (found.credentialsOf.get(identity.id) ?? []).map((credential) => ({
    ...credential,
    issuer: told.write(credential.issuer),
  }));
  const flexible = found.flexibleOf.get(identity.id) ?? [];
  const ways = [
    ...(credentials.length > 0 || flexible.length === 0
      ? [askEntra(identity, credentials, token, isSame, program.model.uncounted)]
      : []),
    ...flexible.map((credential) => {
      const outcome = byAbsence(askFlexible(credential, token, isSame));
      const because = outcome.admitted ? whyPerhapsNone(program.model.uncounted, [credential.id]) : undefined;
      return because === undefined ? outcome : { admitted: undefined, because: [because, ...outcome.because] };
    }),
  ];
  const open = whyOpen(identity, program);
  const own = open === undefined ? ways : [{ admitted: undefined, because: [open, ...ways.flatMap(refusal)] }, ...ways];
  return [withToken(anyOf([...own, ...askOwnerless(identity, token, told, found, isSame)]), token)];
}

/** Another credential, which was not read, may take what this one does not. */
function byAbsence(outcome: Outcome): Outcome {
  return outcome.admitted === false ? { ...outcome, ...BY_ABSENCE } : outcome;
}

/** Why a refusal of an identity would say too much: more may trust on its behalf than was read. */
function whyOpen(identity: Identity, program: Program): string | undefined {
  if (identity.existing) return trustElsewhere(identity, program.of(entra).trusting.has(identity.id));
  return identityElsewhere(program.model, identity);
}

/** What a refusal says, which is not certain where more may trust on the identity's behalf. */
function refusal({ admitted, because }: Outcome): readonly string[] {
  return admitted === false ? because : [];
}

/** Credentials that would take the token, or may, and of which only apply will tell whose they are. */
function askOwnerless(
  identity: Identity,
  token: PresentedToken,
  told: ToldValues,
  { ownerlessCredentials, ownerlessFlexible }: EntraEvaluation,
  isSame: SameIssuer,
): readonly Outcome[] {
  const answers = [
    ...ownerlessCredentials.map((credential) => {
      const written = { ...credential, issuer: told.write(credential.issuer) };
      return { credential, takes: () => askEntra(identity, [written], token, isSame, new Map()).admitted };
    }),
    ...ownerlessFlexible.map((credential) => ({
      credential,
      takes: () => askFlexible(credential, token, isSame).admitted,
    })),
  ];
  return answers.flatMap(({ credential: { id, parent, parentText }, takes }): Outcome[] => {
    if (!mayBeParent(parent, identity)) return [];
    const admitted = takes();
    if (admitted === false) return [];
    const which = `${id} ${admitted ? 'accepts' : 'may accept'} such a token`;
    const whose = `whether ${parentText} is ${identity.id} is not known before apply`;
    return [{ admitted: undefined, because: [`${which}, and ${whose}`] }];
  });
}

/** Why no refusal can be certain of an identity that others made: they may have given it federated credentials as well. */
function trustElsewhere({ id }: Identity, isTrusting: boolean): string {
  return `${id} is made outside of what was read, and so may its federated credentials be: ${isTrusting ? 'not all of them need be here' : 'none of them is here'}`;
}
