import { possibleIdentity } from '../../evaluate/claimed-identity';
import type { Evaluation } from '../../evaluate/evaluation';
import type { Claim } from '../../mechanisms/claims';
import { describeSymbols } from '../../model/known/symbol';
import { equal } from '../../model/known/text';
import { findingOf } from '../rule';
import type { Finding, Rule } from '../rule';
import { withPlace } from '../words';

export const tenantMismatch: Rule = {
  slug: 'tenant-mismatch',
  cloud: 'azure',
  level: 'error',
  mildest: 'warning',
  effect: 'Entra answers AADSTS700016: the application was not found in the directory.',
  fix: 'Write the tenant of the identity into azure.workload.identity/tenant-id, or leave the annotation out where it is the cluster’s own.',
  sources: [
    'azure-workload-identity, “Service account labels and annotations”',
    'Microsoft Entra, “AADSTS error codes”: AADSTS700016',
  ],
  check: ({ evaluation }) => {
    const findings: Finding[] = [];
    for (const claim of [...evaluation.claims, ...evaluation.objectClaims]) {
      if (claim.mechanism !== 'entra-workload-identity') continue;
      const asked = askedTenant(claim, evaluation);
      const identity = claim.identity ?? possibleIdentity(claim, evaluation);
      // Of an application that can be in several tenants none is told.
      if (!asked || identity?.tenantId === undefined) continue;
      if (equal(asked.tenantId, identity.tenantId) !== false) continue;
      const taken = claim.identity ? '' : ', which it is taken to name,';
      findings.push(
        findingOf(tenantMismatch, {
          level: claim.identity && !claim.assumed ? 'error' : 'warning',
          message: `${withPlace(describeSymbols(claim.carrier), claim.at)} asks the tenant ${describeSymbols(asked.tenantId)}${asked.because}, but ${withPlace(identity.id, identity.at)}${taken} is in the tenant ${describeSymbols(identity.tenantId)}.`,
          subject: claim.carrier,
          identities: [identity.id],
          at: claim.at,
        }),
      );
    }
    return { findings };
  },
};

/** The tenant that a claim names, else the cluster's own, which the webhook of AKS gives; nothing where neither is known. */
function askedTenant(
  claim: Claim,
  evaluation: Evaluation,
): { readonly tenantId: string; readonly because: string } | undefined {
  if (claim.tenantId !== undefined) return { tenantId: claim.tenantId, because: '' };
  if (claim.byHand || claim.clusters.length !== 1) return undefined;
  const cluster = evaluation.clusters.get(claim.clusters[0]!);
  if (cluster?.tenantId === undefined) return undefined;
  return { tenantId: cluster.tenantId, because: `, that of ${cluster.id}, since it names none` };
}
