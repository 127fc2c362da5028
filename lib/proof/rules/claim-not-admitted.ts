import type { Claim } from '../evaluate/claims';
import { mayName } from '../evaluate/claims';
import type { Evaluation } from '../evaluate/evaluation';
import type { Admission } from '../evaluate/trust';
import { accountKey } from '../evaluate/trust';
import type { Refusal } from '../evaluate/verdict';
import type { Identity } from '../model/identity';
import type { Undecided } from '../model/undecided';
import { describeSymbols } from '../model/symbol';
import type { Finding, Rule, RuleOutput } from './rule';
import { accountText, admissionsText, clustersText, subjectText, withPlace } from './words';

export const claimNotAdmitted: Rule = {
  slug: 'claim-not-admitted',
  description: 'A service account claims an identity whose trust does not admit it.',
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    for (const claim of evaluation.claims) {
      if (!claim.identity) {
        const output = foreignClaim(claim, evaluation);
        findings.push(...output.findings);
        undecided.push(...(output.undecided ?? []));
        continue;
      }
      const verdict = evaluation.verdicts.get(claim)!;
      if (verdict.outcome === 'refused') findings.push(refused(claim, claim.identity, verdict.reason, evaluation));
      if (verdict.outcome === 'undecided') {
        const about = `${claim.carrier} → ${claim.identity.id}`;
        undecided.push({ about, because: verdict.because, at: claim.at });
      }
      if (verdict.outcome === 'admitted' && claim.assumed) findings.push(assumed(claim, claim.identity));
    }
    return { findings, undecided };
  },
};

function refused(claim: Claim, identity: Identity, reason: Refusal, evaluation: Evaluation): Finding {
  const subject = subjectText(claim.namespace, claim.serviceAccount);
  const presents = `presents ${subject} from ${clustersText(claim.clusters)} with the audience ${describeSymbols(claim.audience)}`;
  const takes =
    reason.part === 'audience'
      ? `takes the audience ${reason.admitted.map(({ audiences }) => (Array.isArray(audiences) ? audiences : []).join(' or ')).join(' or ') || 'of nobody'} (${reason.admitted[0]!.source})`
      : `admits ${admissionsText(reason.admitted)}${unusable(identity, evaluation)}`;
  const other = waitingFor(claim, evaluation)[0];
  if (other && claim.mechanism === 'entra-workload-identity') return mismatch(claim, identity.id, other, evaluation);
  return {
    rule: claimNotAdmitted.slug,
    level: 'error',
    message: `${withPlace(claim.carrier, claim.at)} claims ${identity.id} and ${presents}, but ${withPlace(identity.id, identity.trustAt)} ${takes}.`,
    subject: claim.carrier,
    at: claim.at,
    help: `${cloudError(claim, reason.part)} ${mending(reason.part, accountText(claim.namespace, claim.serviceAccount))}`,
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

function mending(part: Refusal['part'], account: string): string {
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

/** A literal name for something whose account is not known. */
function assumed(claim: Claim, identity: Identity): Finding {
  return {
    rule: claimNotAdmitted.slug,
    level: 'note',
    message: `${withPlace(claim.carrier, claim.at)} names ${describeSymbols(claim.text)}, which is taken to be ${withPlace(identity.id, identity.at)}: its own name is not known before apply.`,
    subject: claim.carrier,
    at: claim.at,
    help: 'Reference the identity instead of writing its name out, and the proof needs no assumption.',
  };
}

/** A claim to something that was not read: wrong where a trust waits for this very service account under another name. */
function foreignClaim(claim: Claim, evaluation: Evaluation): RuleOutput {
  const text = describeSymbols(claim.text);
  const possible = naming(claim, evaluation)
    .map(({ identity }) => evaluation.identities.get(identity)!)
    .find((identity) => mayName(claim, identity));
  if (possible) return { findings: [assumed(claim, possible)] };
  const waiting = waitingFor(claim, evaluation)[0];
  if (waiting) return { findings: [mismatch(claim, text, waiting, evaluation)] };
  const because = `it claims ${text}, which is not among the identities that were read`;
  return { findings: [], undecided: [{ about: claim.carrier, because, at: claim.at }] };
}

/** Admissions that name the claim's service account, by the same mechanism. */
function naming(claim: Claim, evaluation: Evaluation): readonly Admission[] {
  return claim.clusters
    .flatMap((cluster) => evaluation.admissions.naming(cluster, claim.namespace, claim.serviceAccount))
    .filter(({ mechanism }) => mechanism === claim.mechanism);
}

/** Those of them that nobody else makes use of, and that are not to the identity that is claimed. */
function waitingFor(claim: Claim, evaluation: Evaluation): readonly Admission[] {
  return naming(claim, evaluation).filter(
    (admission) => admission.identity !== claim.identity?.id && !isClaimedElsewhere(claim, admission, evaluation),
  );
}

/** The service account names one identity, and another one is waiting for it. */
function mismatch(claim: Claim, named: string, admission: Admission, evaluation: Evaluation): Finding {
  const identity = evaluation.identities.get(admission.identity)!;
  const entra = claim.mechanism === 'entra-workload-identity';
  return {
    rule: entra ? 'client-id-mismatch' : claimNotAdmitted.slug,
    level: 'error',
    message: `${withPlace(claim.carrier, claim.at)} claims ${named}, which is not the ${entra ? 'client id' : 'ARN'} of the identity that admits it: ${withPlace(identity.id, identity.at)} admits ${admissionsText([admission])}.`,
    subject: claim.carrier,
    at: claim.at,
    help: entra
      ? 'Entra answers AADSTS700213, or AADSTS700016 where no such application is in the tenant. Annotate the service account with the client id of the identity that is federated with it.'
      : 'STS answers AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity. Annotate the service account with the ARN of the role that trusts it.',
  };
}

/** The admitting identity is claimed by another carrier for the same service account, as in a migration. */
function isClaimedElsewhere(claim: Claim, admission: Admission, evaluation: Evaluation): boolean {
  return claim.clusters.some((cluster) =>
    (evaluation.claimsOfAccount.get(accountKey(cluster, claim.namespace, claim.serviceAccount)) ?? []).some(
      (other) => other !== claim && other.identity?.id === admission.identity,
    ),
  );
}
