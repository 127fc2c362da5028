import type { Claim } from '../mechanisms/claims';
import { mayName } from '../mechanisms/claims';
import type { Accounts } from './accounts';
import type { AdmissionIndex } from '../mechanisms/admission-index';
import type { IdentityIndex } from '../model/identity/identity-index';
import type { TrustAdmission } from '../mechanisms/trust';
import type { Identity } from '../model/identity/identity';

/** What claims are held against. */
interface Admitting {
  readonly identities: IdentityIndex;
  readonly admissions: AdmissionIndex;
  readonly accounts: Accounts;
}

/** Whether a claim is to an identity of Entra. */
export function isEntra({ mechanism }: Claim): boolean {
  return mechanism === 'entra-workload-identity';
}

/** The identity that a claim may turn out to name, where neither of the two is wholly known before apply. */
export function possibleIdentity(claim: Claim, evaluation: Admitting): Identity | undefined {
  return naming(claim, evaluation)
    .map(({ identity }) => evaluation.identities.get(identity)!)
    .find((identity) => mayName(claim, identity));
}

/**
 * The admissions that name the claim's service account, that are not to the identity that is claimed, and that nobody
 * else makes use of.
 */
export function waitingFor(claim: Claim, evaluation: Admitting): readonly TrustAdmission[] {
  return naming(claim, evaluation).filter(
    (admission) => admission.identity !== claim.identity?.id && !isClaimedElsewhere(claim, admission, evaluation),
  );
}

/** Admissions that name the claim's service account, by the same mechanism. */
function naming(claim: Claim, evaluation: Admitting): readonly TrustAdmission[] {
  return claim.clusters
    .flatMap((cluster) => evaluation.admissions.naming(cluster, claim.namespace, claim.serviceAccount))
    .filter(({ mechanism }) => mechanism === claim.mechanism);
}

/** The admitting identity, which this claim is not to, is claimed for the same service account, as in a migration. */
function isClaimedElsewhere(claim: Claim, admission: TrustAdmission, evaluation: Admitting): boolean {
  return claim.clusters.some((cluster) =>
    evaluation.accounts
      .of(cluster, claim.namespace, claim.serviceAccount)
      .claims.some((other) => other.identity?.id === admission.identity),
  );
}
