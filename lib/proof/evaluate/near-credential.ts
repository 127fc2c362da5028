import { subjectOf } from '../../core/trust/subject';
import { accountInSubject } from '../model/kubernetes/subject';
import { mayName } from '../mechanisms/claims';
import type { Claim } from '../mechanisms/claims';
import type { Accounts } from './accounts';
import type { TrustAdmission } from '../mechanisms/trust';
import type { Cluster } from '../model/cluster/cluster';
import type { IdentityIndex } from '../model/identity/identity-index';
import type { EntraCredential } from '../model/identity/entra-credential';
import { isDeclaredElsewhere } from '../model/declared-elsewhere';
import type { Model } from '../model/model';
import { sameIssuer } from '../model/cluster/same-issuer';
import { isNo } from '../model/known/known';
import { hasSymbol } from '../model/known/symbol';
import { equal } from '../model/known/text';
import type { AccountMakers } from './account-makers';

/** Federated credentials that nobody makes use of, by what a claim may have in common with them. */
export interface UnusedCredentials {
  /** By the name of the service account, in lower case. */
  readonly byName: ReadonlyMap<string, readonly EntraCredential[]>;
  /** By namespace, in lower case. */
  readonly byNamespace: ReadonlyMap<string, readonly EntraCredential[]>;
}

/** What they are found in. */
interface UnusedInput {
  readonly model: Model;
  readonly accounts: Accounts;
  readonly makers: AccountMakers;
  readonly claimedAdmissions: ReadonlySet<TrustAdmission>;
  readonly clusterOfIssuer: ReadonlyMap<string, Cluster>;
}

/** What has them. */
interface HasUnused {
  readonly unusedCredentials: UnusedCredentials;
  readonly identities: IdentityIndex;
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly clusterOfIssuer: ReadonlyMap<string, Cluster>;
}

/** Of credentials that are alike, one shows as much as all. */
const MOST = 3;

/**
 * The federated credential that was probably meant for a claim to a client id which nobody knows before apply: it waits for
 * a service account that is not there, and differs from the claim in part of its subject, its issuer or its audience.
 */
export function nearCredential(claim: Claim, evaluation: HasUnused): EntraCredential | undefined {
  if (claim.clusters.length === 0) return undefined;
  const unused = evaluation.unusedCredentials;
  const near = [
    ...(unused.byName.get(claim.serviceAccount.toLowerCase()) ?? []),
    ...(unused.byNamespace.get(claim.namespace.toLowerCase()) ?? []),
  ];
  const possible = near.filter(({ identity }) => mayName(claim, evaluation.identities.get(identity!)!));
  return (
    possible.find((one) => isSameButCase(one, claim) && isRefused(one, claim, evaluation)) ??
    // Of other clusters' accounts nothing is known.
    possible.find(({ issuer }) => {
      const cluster = evaluation.clusterOfIssuer.get(issuer);
      return cluster !== undefined && claim.clusters.includes(cluster.id);
    })
  );
}

function isSameButCase({ subject }: EntraCredential, claim: Claim): boolean {
  return subject.toLowerCase() === subjectOf({ namespace: claim.namespace, name: claim.serviceAccount }).toLowerCase();
}

/** Whether a credential is known to refuse a claim to its own subject, in some case: what is not known may be what it wants. */
function isRefused({ subject, audiences, issuer }: EntraCredential, claim: Claim, evaluation: HasUnused): boolean {
  if (subject !== subjectOf({ namespace: claim.namespace, name: claim.serviceAccount })) return true;
  if (audiences.length !== 1 || isNo(equal(audiences[0]!, claim.audience))) return true;
  return claim.clusters.every((id) => {
    const cluster = evaluation.clusters.get(id);
    // Of objects that are of no cluster that was read, whose issuer it would be is not known.
    return (
      cluster !== undefined && isNo(sameIssuer(evaluation.clusterOfIssuer, { issuer: cluster.issuer, cluster }, issuer))
    );
  });
}

/** Finds the credentials that nobody makes use of. */
export function findUnusedCredentials(input: UnusedInput): UnusedCredentials {
  const used = new Set([...input.claimedAdmissions].map(({ source }) => source));
  const byName = new Map<string, EntraCredential[]>();
  const byNamespace = new Map<string, EntraCredential[]>();
  for (const credential of input.model.federatedCredentials) {
    const account = accountInSubject(credential.subject);
    if (!account || credential.identity === undefined || used.has(credential.id)) continue;
    if (hasSymbol(credential.subject) || mayBeThere(account.namespace, account.name, credential, input)) {
      continue;
    }
    add(byName, account.name.toLowerCase(), credential);
    add(byNamespace, account.namespace.toLowerCase(), credential);
  }
  return { byName, byNamespace };
}

/** Whether the account that a credential names is declared, or may be where nobody looked. */
function mayBeThere(
  namespace: string,
  name: string,
  { issuer, audiences }: EntraCredential,
  { model, accounts, makers, clusterOfIssuer }: UnusedInput,
): boolean {
  const cluster = clusterOfIssuer.get(issuer);
  // The tokens of no cluster that was read, or of no audience that a pod has: whoever is there, it is not for them.
  if (!cluster || audiences.length !== 1 || !accounts.hasCluster(cluster.id)) return false;
  if (isDeclaredElsewhere(model, namespace, name)) return true;
  return (
    !isNo(accounts.isDeclared(cluster.id, namespace, name)) || makers.find(cluster.id, namespace, name) !== undefined
  );
}

function add(map: Map<string, EntraCredential[]>, key: string, credential: EntraCredential): void {
  const list = map.get(key);
  if (!list) map.set(key, [credential]);
  else if (list.length < MOST) list.push(credential);
}
