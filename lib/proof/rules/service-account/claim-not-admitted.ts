import { CARRIED } from '../../mechanisms/claims';
import type { Claim } from '../../mechanisms/claims';
import type { Evaluation } from '../../evaluate/evaluation';
import type { Refusal } from '../../mechanisms/verdict';
import type { EntraCredential } from '../../model/identity/entra-credential';
import type { Identity } from '../../model/identity/identity';
import type { Undecided } from '../../model/undecided';
import { hasPlaceholder } from '../../model/known/placeholder';
import { describeSymbols } from '../../model/known/symbol';
import { isOfRepetition } from '../../model/said-counts';
import { isEntra, possibleIdentity, waitingFor } from '../../evaluate/claimed-identity';
import { nearCredential } from '../../evaluate/near-credential';
import { findingOf } from '../rule';
import type { Found, Rule, RuleOutput } from '../rule';
import { accountText, admissionsText, clustersText, issuerText, subjectText, withPlace } from '../words';

export const claimNotAdmitted: Rule = {
  slug: 'claim-not-admitted',
  level: 'error',
  mildest: 'warning',
  effect:
    'STS answers AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity. Entra answers AADSTS700211 (issuer), AADSTS700212 (audience), AADSTS700213 (subject) or AADSTS7002138 (the subject’s case).',
  fix: 'Make the trust name the issuer, subject and audience of the pod’s token, or correct the service account.',
  sources: [
    'https://github.com/Azure/azure-workload-identity/issues/340',
    'https://github.com/Azure/azure-workload-identity/issues/977',
    'https://github.com/Azure/login/issues/492',
    'IAM User Guide, “Troubleshooting OIDC federation”',
  ],
  check: ({ evaluation }) => {
    const findings: Found[] = [];
    const undecided: Undecided[] = [];
    const alone = evaluation.model.identities.length === 0 ? claimsAlone(evaluation.claims) : undefined;
    if (alone) undecided.push(alone);
    for (const claim of evaluation.claims) {
      if (!claim.identity) {
        if (alone && !hasPlaceholder(claim.text)) continue;
        const output = foreignClaim(claim, evaluation);
        findings.push(...output.findings);
        undecided.push(...(output.undecided ?? []));
        continue;
      }
      const verdict = evaluation.verdicts.get(claim)!;
      // A client id of another identity is a rule of its own.
      if (verdict.outcome === 'refused' && !(isEntra(claim) && waitingFor(claim, evaluation)[0])) {
        findings.push(refused(claim, claim.identity, verdict.reason, evaluation));
      }
      if (verdict.outcome === 'undecided' && !verdict.isSaid) {
        const about = `${claim.carrier} → ${claim.identity.id}`;
        undecided.push({ about, because: verdict.because, identities: [claim.identity.id], at: claim.at });
      }
    }
    return { findings, undecided };
  },
};

/** Names of identities by number. */
const SHOWN = 3;

/** Claims of objects alone, without any identity that was read: one thing is missing, and is said once. */
function claimsAlone(claims: readonly Claim[]): Undecided | undefined {
  const open = claims.filter(({ text }) => !hasPlaceholder(text));
  const [first] = open;
  if (!first || open.length === 1) return undefined;
  const carriers = [...new Set(open.map(({ carrier }) => describeSymbols(carrier)))];
  const shown = carriers.slice(0, SHOWN).join(', ');
  const more = carriers.length > SHOWN ? ` and ${carriers.length - SHOWN} more` : '';
  const because = `no identity was read, and so not whether those admit who claims them: ${shown}${more}`;
  return { about: first.at.file, because, at: { file: first.at.file, pointer: '' } };
}

function refused(claim: Claim, identity: Identity, reason: Refusal, evaluation: Evaluation): Found {
  const subject = subjectText(claim.namespace, claim.serviceAccount);
  const presents = `presents ${subject} from ${clustersText(claim.clusters)} with the audience ${describeSymbols(claim.audience)}`;
  const takes =
    reason.part === 'audience'
      ? `accepts the audience ${reason.admitted.map(({ audiences }) => (Array.isArray(audiences) ? audiences : []).join(' or ')).join(' or ') || 'of nobody'} (${reason.admitted[0]!.source})`
      : `admits ${admissionsText(reason.admitted)}${unusable(identity, evaluation)}`;
  return {
    rule: claimNotAdmitted.slug,
    level: 'error',
    message: `${withPlace(claim.carrier, claim.at)} claims ${identity.id} and ${presents}, but ${withPlace(identity.id, identity.trustAt)} ${takes}.`,
    subject: claim.carrier,
    at: claim.at,
    cause: CARRIED[claim.mechanism].annotation,
    identities: [identity.id],
    help: `${cloudError(claim, reason.part)} ${fix(reason.part, accountText(claim.namespace, claim.serviceAccount))}`,
    ...(reason.assumes ? { assumes: reason.assumes } : {}),
  };
}

/** Federated credentials that admit no service account at all, which the list of admissions cannot show. */
function unusable(identity: Identity, evaluation: Evaluation): string {
  const credentials = evaluation.credentialsOfIdentity.get(identity.id) ?? [];
  const odd = credentials.filter(
    ({ subject, audiences }) => !/^system:serviceaccount:[^:]+:[^:]+$/.test(subject) || audiences.length !== 1,
  );
  if (odd.length === 0) return '';
  const { subject, audiences, id } = odd[0]!;
  return `, and its ${id} has the subject ${JSON.stringify(describeSymbols(subject))} and ${audiences.length} audience(s)`;
}

function cloudError(claim: Claim, part: Refusal['part']): string {
  if (claim.mechanism === 'irsa') {
    return part === 'audience'
      ? 'STS answers InvalidIdentityToken (Incorrect token audience) or AccessDenied.'
      : 'STS answers AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity.';
  }
  const codes: Record<Refusal['part'], string> = {
    issuer: 'AADSTS700211: no matching federated identity record found for the presented assertion issuer',
    subject: 'AADSTS700213: no matching federated identity record found for the presented assertion subject',
    'subject-case': 'AADSTS7002138: the presented assertion subject differs in case only',
    audience: 'AADSTS700212: no matching federated identity record found for the presented assertion audience',
    trust: 'AADSTS70021: no matching federated identity record found for the presented assertion',
  };
  return `Entra answers ${codes[part]}.`;
}

function fix(part: Refusal['part'], account: string): string {
  switch (part) {
    case 'issuer':
      return 'Trust the issuer of the cluster the pod runs in, with its trailing slash if it has one.';
    case 'audience':
      return 'Make the audience of the trust and that of the pod’s token the same.';
    case 'subject-case':
      return 'Write namespace and name in the trust exactly as Kubernetes has them.';
    case 'subject':
    case 'trust':
      return `Make the trust name ${account}, or correct the service account.`;
  }
}

/** A claim to something that was not read: wrong where a role waits for this very service account under another name. */
function foreignClaim(claim: Claim, evaluation: Evaluation): RuleOutput {
  const text = describeSymbols(claim.text);
  if (hasPlaceholder(claim.text)) {
    const because = `it claims ${text}, which a tool fills in before it is applied: render it first, and prove what comes out`;
    return { findings: [], undecided: [{ about: describeSymbols(claim.carrier), because, at: claim.at }] };
  }
  if (possibleIdentity(claim, evaluation)) return { findings: [] };
  const waiting = waitingFor(claim, evaluation)[0];
  if (!waiting) {
    const many = evaluation.saidCounts.namedIn(text);
    const isSaid = many !== undefined && isOfRepetition(claim.carrier);
    const because =
      many === undefined
        ? `it claims ${text}, which is not in the input`
        : `it claims ${text}, and how many there are of ${many} is not known`;
    const near = nearCredential(claim, evaluation);
    return {
      findings: near ? [probablyRefused(claim, near, evaluation)] : [],
      undecided: isSaid ? [] : [{ about: claim.carrier, because, at: claim.at }],
    };
  }
  if (isEntra(claim)) return { findings: [] };
  const identity = evaluation.identities.get(waiting.identity)!;
  return {
    findings: [
      {
        rule: claimNotAdmitted.slug,
        level: 'error',
        message: `${withPlace(claim.carrier, claim.at)} claims ${text}, which is not the ARN of the identity that admits it: ${withPlace(identity.id, identity.at)} admits ${admissionsText([waiting])}.`,
        subject: claim.carrier,
        at: claim.at,
        cause: CARRIED[claim.mechanism].annotation,
        identities: [identity.id],
        help: 'STS answers AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity. Annotate the service account with the ARN of the role that trusts it.',
      },
    ],
  };
}

/** A claim to a client id that is known of no identity, beside an identity that waits for somebody who is not there. */
function probablyRefused(claim: Claim, near: EntraCredential, evaluation: Evaluation): Found {
  const own = subjectText(claim.namespace, claim.serviceAccount);
  const identity = evaluation.identities.get(near.identity!)!;
  const part = differingPart(claim, near, own);
  const takes = `${describeSymbols(near.subject)} from ${issuerText(near.issuer, evaluation.clusterOfIssuer)} with the audience ${describeSymbols(near.audiences.join(' and '))}`;
  return findingOf(claimNotAdmitted, {
    level: 'warning',
    message: `${withPlace(claim.carrier, claim.at)} claims ${claim.text} and presents ${own} from ${clustersText(claim.clusters)} with the audience ${describeSymbols(claim.audience)}. If that is the client id of ${withPlace(identity.id, identity.at)}, which is not known before apply, it is refused: ${withPlace(near.id, near.at)} accepts ${takes}.`,
    subject: claim.carrier,
    at: claim.at,
    cause: CARRIED[claim.mechanism].annotation,
    identities: [identity.id],
    help: `${cloudError(claim, part)} ${fix(part, accountText(claim.namespace, claim.serviceAccount))}`,
  });
}

function differingPart(claim: Claim, near: EntraCredential, own: string): Refusal['part'] {
  if (near.subject !== own) return near.subject.toLowerCase() === own.toLowerCase() ? 'subject-case' : 'subject';
  return near.audiences.length === 1 && near.audiences[0] === claim.audience ? 'issuer' : 'audience';
}
