import { BY_ABSENCE } from '../model/assumption';
import type { Assuming } from '../model/assumption';
import type { Cluster } from '../model/cluster/cluster';
import type { Identity } from '../model/identity/identity';
import { any, isNo, isUnknown, isYes } from '../model/known/known';
import type { Known } from '../model/known/known';
import { sameIssuer } from '../model/cluster/same-issuer';
import { equal } from '../model/known/text';
import { admits } from './admission-index';
import type { AdmissionIndex } from './admission-index';
import type { Claim } from './claims';
import type { TrustAdmission } from './trust';

/** How a claim of one service account fares with the identity it names. */
export type Verdict =
  | { readonly outcome: 'admitted'; readonly cluster: string; readonly admission: TrustAdmission }
  | {
      readonly outcome: 'undecided';
      readonly because: string;
      /** Set where an undecided entry about the identity gives the cause. */
      readonly isSaid?: boolean;
      /** The id of the issuer that the trust names, where the cause is that it may be the cluster's. */
      readonly issuer?: string;
    }
  | { readonly outcome: 'refused'; readonly reason: Refusal };

/** Why a claim is refused; the first of these that is true. It may rest on absence. */
export interface Refusal extends Assuming {
  readonly part: 'issuer' | 'subject' | 'subject-case' | 'audience' | 'trust';
  /** What the trust takes instead. */
  readonly admitted: readonly TrustAdmission[];
}

/** What a verdict is made from. */
export interface VerdictInput {
  readonly admissions: AdmissionIndex;
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly clusterOfIssuer: ReadonlyMap<string, Cluster>;
  readonly unknownTrusts: ReadonlySet<string>;
  readonly saidTrusts: ReadonlySet<string>;
}

/** What only the mechanism itself knows of an identity's trust. */
export interface KnownTrust {
  /** Why a refusal would say too much: not all that may admit the claim was read. */
  readonly open?: string;
  /** Whether a refusal rests on absence: what was not read may let the claim in. */
  readonly byAbsence?: boolean;
  /** Trusts of names that Kubernetes cannot have: they admit nobody, and tell what was meant. */
  readonly meant?: readonly TrustAdmission[];
  /** Admissions of which it is not known whose identity they give. */
  readonly ownerless?: AdmissionIndex;
  /** Whether one of these may give the identity: it is not known to be another's. */
  readonly mayBeOwn?: (ownerless: TrustAdmission) => boolean;
}

/** Whether an identity's trust admits a claim, from any cluster it may be in. */
export function judge(claim: Claim, identity: Identity, evaluation: VerdictInput, trust: KnownTrust): Verdict {
  if (!claim.clusters.some((id) => evaluation.clusters.has(id))) {
    return { outcome: 'undecided', because: 'the cluster it is in was not read, so nobody knows who issues its token' };
  }
  let wrongAudience: TrustAdmission[] = [];
  const possible: TrustAdmission[] = [];
  for (const cluster of claim.clusters) {
    const found = evaluation.admissions.find(
      identity.id,
      claim.mechanism,
      cluster,
      claim.namespace,
      claim.serviceAccount,
    );
    for (const admission of found.certain) {
      const audience = takesAudience(admission, claim.audience);
      if (isYes(audience)) return { outcome: 'admitted', cluster, admission };
      if (isUnknown(audience)) possible.push(admission);
      else wrongAudience = [...wrongAudience, admission];
    }
    possible.push(...found.possible);
  }
  if (possible.length > 0) {
    const isSaid = possible.every((admission) => admission.isSaid);
    return { outcome: 'undecided', because: 'what the trust admits is not wholly known before apply', isSaid };
  }
  if (evaluation.unknownTrusts.has(identity.id)) {
    const isSaid = evaluation.saidTrusts.has(identity.id) && ({ isSaid: true } as const);
    return { outcome: 'undecided', because: 'the identity’s trust is not wholly known before apply', ...isSaid };
  }
  if (trust.open !== undefined) return { outcome: 'undecided', because: trust.open };
  // Only here: an identity of many accounts is asked for by as many claims, and nearly all of them are admitted.
  const all = evaluation.admissions.of(identity.id).filter(({ mechanism }) => mechanism === claim.mechanism);
  const other = ofOtherIssuer(claim, all, evaluation);
  if (other) {
    return {
      outcome: 'undecided',
      issuer: other.cluster,
      because:
        'whether the issuer that the trust names is the cluster’s is not known before apply; the state tells, and for a cluster that exists its issuer in podtrust.yaml',
    };
  }
  const ownerless = trust.ownerless && ownerlessFor(claim, trust.ownerless, trust.mayBeOwn, evaluation);
  if (ownerless) {
    return { outcome: 'undecided', because: `whose credential ${ownerless.source} is, is not known before apply` };
  }
  const reason: Refusal =
    wrongAudience.length > 0
      ? { part: 'audience', admitted: wrongAudience }
      : refusal(claim, [...all, ...(trust.meant ?? [])]);
  return { outcome: 'refused', reason: trust.byAbsence ? { ...reason, ...BY_ABSENCE } : reason };
}

/** Whether the token's audience is one the trust accepts. */
function takesAudience({ audiences }: TrustAdmission, audience: string): Known {
  return audiences === undefined || any(audiences, (taken) => equal(taken, audience));
}

/** The same subject is admitted from an issuer that may turn out to be the cluster's own. */
function ofOtherIssuer(
  claim: Claim,
  all: readonly TrustAdmission[],
  evaluation: VerdictInput,
): TrustAdmission | undefined {
  return all.find((admission) => {
    if (admits(admission, claim.namespace, claim.serviceAccount) === false) return false;
    if (isNo(takesAudience(admission, claim.audience))) return false;
    const issuer = evaluation.clusters.get(admission.cluster)?.issuer;
    return claim.clusters.some((id) => {
      const cluster = evaluation.clusters.get(id);
      if (!cluster || issuer === undefined) return false;
      return isUnknown(sameIssuer(evaluation.clusterOfIssuer, { issuer: cluster.issuer, cluster }, issuer));
    });
  });
}

/** An admission that may let a claim in, and may be one to the identity that it asks for. */
function ownerlessFor(
  claim: Claim,
  ownerless: AdmissionIndex,
  mayBeOwn: (admission: TrustAdmission) => boolean = () => true,
  { clusters, clusterOfIssuer }: VerdictInput,
): TrustAdmission | undefined {
  for (const id of ownerless.clusters) {
    const issuer = clusters.get(id)!.issuer;
    const mayBeIssuer = claim.clusters.some((own) => {
      const cluster = clusters.get(own);
      return cluster && !isNo(sameIssuer(clusterOfIssuer, { issuer: cluster.issuer, cluster }, issuer));
    });
    if (!mayBeIssuer) continue;
    const { certain, possible } = ownerless.find('', claim.mechanism, id, claim.namespace, claim.serviceAccount);
    const found = [...certain, ...possible].find((one) => !isNo(takesAudience(one, claim.audience)) && mayBeOwn(one));
    if (found) return found;
  }
  return undefined;
}

function refusal(claim: Claim, all: readonly TrustAdmission[]): Refusal {
  if (all.length === 0) return { part: 'trust', admitted: [] };
  const ofCluster = all.filter(({ cluster }) => claim.clusters.includes(cluster));
  if (ofCluster.length === 0) return { part: 'issuer', admitted: all };
  const wanted = `${claim.namespace}/${claim.serviceAccount}`.toLowerCase();
  const byCase = ofCluster.filter(
    ({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`.toLowerCase() === wanted,
  );
  return byCase.length > 0 ? { part: 'subject-case', admitted: byCase } : { part: 'subject', admitted: ofCluster };
}
