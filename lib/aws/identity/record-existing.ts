import type { IConstruct } from 'constructs';
import { isKnown, issuerWithoutScheme } from '../../core';
import { recordExisting } from '../../terraform';
import type { EksClusterReference, OidcProviderReference } from '../cluster/eks-cluster-reference';
import type { PodRoleTrust } from './pod-role-trust';

/** Tells the proof of an EKS cluster that exists. */
export function recordEksCluster(
  scope: IConstruct,
  id: string,
  cluster: Pick<EksClusterReference, 'name' | 'arn' | 'region' | 'accountId' | 'issuer'> & {
    readonly endpoint?: string;
  },
): void {
  const { name, arn: resourceId, region, accountId: account, issuer, endpoint } = cluster;
  recordExisting(scope, 'clusters', {
    id,
    cloud: 'aws',
    name,
    issuer: issuer?.url,
    resourceId,
    region,
    account,
    endpoint,
  });
}

/** Tells the proof of an IAM OIDC provider that exists. */
export function recordOidcProvider(
  scope: IConstruct,
  id: string,
  { arn, issuer, audiences }: OidcProviderReference,
): void {
  if (isKnown(arn)) recordExisting(scope, 'oidcProviders', { id, arn, issuer: issuer.url, audiences });
}

/** Tells the proof of the clusters and providers of trusts that are no constructs, which tell of themselves. */
export function recordThoseOf(scope: IConstruct, trusts: readonly PodRoleTrust[]): void {
  for (const { cluster, ...trust } of trusts) {
    if (cluster && !('node' in cluster) && isKnown(cluster.name)) recordEksCluster(scope, cluster.name, cluster);
    const provider = trust.mechanism === 'irsa' ? trust.oidcProvider : undefined;
    if (provider && provider !== cluster?.oidcProvider && isKnown(provider.issuer.url)) {
      recordOidcProvider(scope, issuerWithoutScheme(provider.issuer.url), provider);
    }
  }
}
