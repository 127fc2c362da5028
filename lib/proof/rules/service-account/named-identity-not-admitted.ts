import type { ObjectClaim } from '../../evaluate/object-claims';
import { possibleIdentity } from '../../evaluate/claimed-identity';
import type { Evaluation } from '../../evaluate/evaluation';
import { possibleStatements } from '../../iam';
import type { Verdict } from '../../mechanisms/verdict';
import type { Identity } from '../../model/identity/identity';
import { describeSymbols } from '../../model/known/symbol';
import type { Undecided } from '../../model/undecided';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { admissionsText, subjectText, withPlace } from '../words';

export const namedIdentityNotAdmitted: Rule = {
  slug: 'named-identity-not-admitted',
  level: 'error',
  mildest: 'warning',
  effect:
    'Entra answers AADSTS700213, STS AccessDenied: KEDA scales nothing, cert-manager solves no challenge, a volume is not mounted.',
  fix: 'Make the identity trust the account that the message names: KEDA’s and cert-manager’s own, or that of the pods that mount the volume.',
  sources: [
    'https://github.com/kedacore/keda/issues/5491',
    'https://github.com/kedacore/keda/issues/4219',
    'https://github.com/cert-manager/website/issues/1609',
    'https://github.com/Azure/secrets-store-csi-driver-provider-azure/issues/952',
  ],
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    const undecided: Undecided[] = [];
    for (const claims of byReference(evaluation.objectClaims)) {
      const claim = claims[0]!;
      const { carrier, at } = claim;
      if (!claim.identity) {
        const possible = claims.map((one) => possibleIdentity(one, evaluation)).find((one) => one !== undefined);
        const other = possible && otherTextOf(possible, claim.text, evaluation);
        if (possible && other === undefined) continue;
        const but = other === undefined ? '' : `: ${possible!.id}, which it may be, is assumed to be ${other}`;
        const because = `it names ${describeSymbols(claim.text)}, which is not in the input${but}`;
        undecided.push({ about: carrier, because, at });
        continue;
      }
      const verdicts = claims.map((one) => evaluation.judge(one, claim.identity!));
      // Of several places where the controller may run, one suffices; the pods of a volume are each on their own.
      const isEach = claim.reference.owner.kind === 'pods';
      if (!isEach && verdicts.some(({ outcome }) => outcome === 'admitted')) continue;
      const judged = isEach ? claims : claims.slice(0, 1);
      judged.forEach((one, index) => {
        const verdict = verdicts[index]!;
        if (verdict.outcome === 'admitted') return;
        const assumes = verdict.outcome === 'refused' ? verdict.reason.assumes : undefined;
        const open = reasonOpen(one, verdict, evaluation);
        if (open === undefined) findings.push({ ...finding(one, evaluation), ...(assumes ? { assumes } : {}) });
        else
          undecided.push({
            about: `${carrier} → ${claim.identity!.id}`,
            because: open,
            identities: [claim.identity!.id],
            at,
          });
      });
    }
    return { findings, undecided };
  },
};

/** A client id or an ARN other than one that is written out, and is assumed to be an identity's; nothing where none is. */
function otherTextOf({ id }: Identity, text: string, { literals }: Evaluation): string | undefined {
  return [...literals].find(([other, identity]) => identity.id === id && other !== text)?.[0];
}

/** The claims of one object in one cluster belong together. */
function byReference(claims: readonly ObjectClaim[]): readonly (readonly ObjectClaim[])[] {
  const groups = new Map<unknown, Map<string, ObjectClaim[]>>();
  for (const claim of claims) {
    const ofReference = groups.get(claim.reference) ?? new Map<string, ObjectClaim[]>();
    groups.set(claim.reference, ofReference);
    const cluster = claim.clusters[0] ?? '';
    ofReference.set(cluster, [...(ofReference.get(cluster) ?? []), claim]);
  }
  return [...groups.values()].flatMap((ofReference) => [...ofReference.values()]);
}

/** Why it is not certain that a claim is refused; nothing where it is. */
function reasonOpen(claim: ObjectClaim, verdict: Verdict, evaluation: Evaluation): string | undefined {
  if (verdict.outcome === 'undecided') return verdict.because;
  if (isPull(claim) && claim.mechanism !== 'irsa') {
    const cluster = evaluation.clusters.get(claim.clusters[0] ?? '');
    if (cluster?.cloud === 'other') {
      return `AKS alone pulls images by an identity binding, and whether the nodes of ${cluster.id} have another way is not in the input`;
    }
    const isBound = evaluation.model.identityBindings.some(({ identity }) => identity === claim.identity!.id);
    // An application cannot be bound, wherever else somebody looks.
    const isBindable = claim.identity!.kind === 'managed-identity';
    if (isBindable && !isBound) return 'AKS pulls images by an identity binding, and none of this identity was read';
  }
  const { owner } = claim.reference;
  if (owner.kind === 'controller' && !claim.isAccountKnown) {
    return `the account that ${owner.controller.name} runs as, whose token is exchanged, is not in the input`;
  }
  if (owner.kind === 'release') {
    const { namespace, serviceAccount } = claim;
    return `it does not trust ${describeSymbols(`${namespace}/${serviceAccount}`)}, which the release’s values are taken to annotate; the chart, which makes the account, is not read`;
  }
  // KEDA goes on to assume the role from the one that it has.
  const trusts = claim.mechanism === 'irsa' && owner.kind === 'controller';
  const policy = trusts ? evaluation.policies.get(claim.identity!.id) : undefined;
  const isChained = policy && possibleStatements(policy).some(({ principals }) => principals.aws.length > 0);
  return isChained ? 'it trusts AWS principals, and the role of the controller may be one of them' : undefined;
}

/** Whether the kubelet asks, to pull images. */
function isPull({ reference }: ObjectClaim): boolean {
  return reference.via === 'image-pull';
}

function finding(claim: ObjectClaim, evaluation: Evaluation): Finding {
  const { carrier, at, identity, reference, isTaken } = claim;
  const admitted = evaluation.admissions.of(identity!.id).filter(({ mechanism }) => mechanism === claim.mechanism);
  const pull = 'the kubelet exchanges the token of the account to pull images';
  const whose = {
    controller: 'the controller exchanges its own token',
    account: isPull(claim) ? pull : 'the token of the account that it names is exchanged',
    others: 'to pull images the kubelet exchanges the token of each account that names no identity',
    release: 'the token of the account that the chart makes is exchanged',
    pods: 'the token of the pods that mount it is exchanged',
  }[reference.owner.kind];
  const named = isTaken ? `${describeSymbols(claim.text)}, which is assumed to be ${identity!.id},` : identity!.id;
  return findingOf(namedIdentityNotAdmitted, {
    // What a literal is of is not certain. A kubelet that was not told of the annotation pulls by the node’s identity; one that
    // was does not go back to it, and the pull fails.
    level: isTaken || isPull(claim) ? 'warning' : 'error',
    message: `${withPlace(carrier, at)} names ${named} and ${whose}, that of ${subjectText(claim.namespace, claim.serviceAccount)}, but ${withPlace(identity!.id, identity!.trustAt)} admits ${admissionsText(admitted)}.`,
    subject: carrier,
    at,
  });
}
