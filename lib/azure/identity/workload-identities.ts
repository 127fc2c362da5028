import { counted } from '../../core/counted';
import { ENTRA_AUDIENCE, LIMITS, PodtrustError, type TrustedCluster, isKnown } from '../../core';
import type { AksClusterReference } from './aks-cluster-reference';
import { type WorkloadIdentityOptions, type WorkloadIdentityTrust, workloadIdentity } from './workload-identity';

type Each<T> = T extends unknown ? Omit<T, 'serviceAccount' | 'credentialName'> : never;

/** Options of {@link workloadIdentities}. */
export type WorkloadIdentitiesOptions = Each<WorkloadIdentityOptions> & {
  /** At least one. Entra has no wildcards for service accounts. */
  readonly namespaces: readonly string[];
  /** Names of service accounts that each of the namespaces has. At least one. */
  readonly serviceAccounts: readonly string[];
};

/**
 * Trusts of every named service account in every namespace of a list, each with a federated credential of its own. An
 * identity accepts 20: {@link plannedCredentials} says what more than that comes to, and `PodManagedIdentities` shares them
 * out.
 *
 * @throws PodtrustError `subjects-missing`, `issuer-missing`
 */
export function workloadIdentities(options: WorkloadIdentitiesOptions): WorkloadIdentityTrust[] {
  const { namespaces, serviceAccounts, ...rest } = options;
  if (namespaces.length === 0 || serviceAccounts.length === 0) {
    throw new PodtrustError({
      code: 'subjects-missing',
      where: 'workloadIdentities',
      what: `no ${namespaces.length === 0 ? 'namespace' : 'service account'} is given`,
      why: 'Nobody would get in.',
      remedy: 'Name at least one, or leave the call out.',
    });
  }
  return [...new Set(namespaces)].flatMap((namespace) =>
    [...new Set(serviceAccounts)].map((name) => workloadIdentity({ ...rest, serviceAccount: { namespace, name } })),
  );
}

/** What trusts come to. */
export interface PlannedCredentials {
  /** Federated credentials, one for each trust. */
  readonly credentials: number;
  /** How many identities hold them, filled one after the other. */
  readonly identities: number;
  /**
   * AKS’ identity bindings in their place: one identity with one credential, and a binding of each cluster, in which RBAC says
   * who gets in. Undefined where they cannot be, as {@link withoutBindings} says.
   */
  readonly identityBindings?: number;
  /** Why identity bindings cannot take the place of the credentials. */
  readonly withoutBindings?: string;
  /** In words. */
  toString(): string;
}

/** What trusts come to, before any is made: in federated credentials, or in identity bindings where these are possible. */
export function plannedCredentials(trusts: readonly WorkloadIdentityTrust[]): PlannedCredentials {
  const credentials = trusts.length;
  const identities = Math.ceil(credentials / LIMITS.federatedCredentials);
  const withoutBindings = whyWithoutBindings(trusts);
  const plan = { credentials, identities };
  const text = `${counted(credentials, 'federated credential')} of ${counted(identities, 'identity', 'identities')}`;
  if (withoutBindings !== undefined) {
    return { ...plan, withoutBindings, toString: () => `${text}; no identity bindings: ${withoutBindings}` };
  }
  const identityBindings = new Set(trusts.map(({ cluster }) => cluster!.node?.path ?? cluster)).size;
  const bindings = `1 identity by ${counted(identityBindings, 'identity binding')}`;
  return { ...plan, identityBindings, toString: () => `${text}, or ${bindings}` };
}

function whyWithoutBindings(trusts: readonly WorkloadIdentityTrust[]): string | undefined {
  if (trusts.length === 0) return 'nobody is trusted';
  const other = trusts.find(({ cluster }) => !isAks(cluster));
  if (other) return `${other.cluster?.name ?? other.issuer.url} is not known to be an AKS cluster`;
  if (trusts.some(({ audience }) => audience !== ENTRA_AUDIENCE)) return 'a trust has an audience of its own';
  return undefined;
}

function isAks(cluster: TrustedCluster | undefined): boolean {
  const { id } = (cluster ?? {}) as Partial<AksClusterReference>;
  return id !== undefined && (!isKnown(id) || /\/providers\/Microsoft\.ContainerService\/managedClusters\//i.test(id));
}
