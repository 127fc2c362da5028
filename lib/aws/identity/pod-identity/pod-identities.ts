import { LIMITS, PodtrustError } from '../../../core';
import { type PodIdentityOptions, type PodIdentityTrust, podIdentity } from './pod-identity';
import { type PlannedAssociations, overLimit, plannedAssociations } from '../service-account-uses';

export { type PlannedAssociations, plannedAssociations };

/** Options of {@link podIdentities}. */
export interface PodIdentitiesOptions extends Omit<PodIdentityOptions, 'serviceAccount'> {
  /** At least one. EKS has no wildcards. */
  readonly namespaces: readonly string[];
  /** Names of service accounts that each of the namespaces has. At least one. */
  readonly serviceAccounts: readonly string[];
}

/**
 * Trusts of every named service account in every namespace of a list, each with an association of its own, for
 * {@link PodRoleOptions.trusts}. EKS has no associations by wildcard, which people ask for (containers-roadmap #2233, #2397),
 * and accepts 1,000 of a cluster: what goes beyond is refused here, before any is made. The role's trust policy grows by the
 * namespaces' names only.
 *
 * @throws PodtrustError `associations-over-limit`, `subjects-missing`
 */
export function podIdentities(options: PodIdentitiesOptions): PodIdentityTrust[] {
  const { namespaces, serviceAccounts, ...rest } = options;
  if (namespaces.length === 0 || serviceAccounts.length === 0) {
    throw new PodtrustError({
      code: 'subjects-missing',
      where: 'podIdentities',
      what: `no ${namespaces.length === 0 ? 'namespace' : 'service account'} is given`,
      why: 'Nobody would get in.',
      remedy: 'Name at least one, or leave the call out.',
    });
  }
  const trusts = [...new Set(namespaces)].flatMap((namespace) =>
    [...new Set(serviceAccounts)].map((name) => podIdentity({ ...rest, serviceAccount: { namespace, name } })),
  );
  const planned = plannedAssociations(rest.cluster).used + (rest.bind === false ? 0 : trusts.length);
  if (planned > LIMITS.podIdentityAssociations) throw overLimit(planned, 'podIdentities');
  return trusts;
}
