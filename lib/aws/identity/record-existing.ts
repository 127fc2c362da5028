import type { IConstruct } from 'constructs';
import { type TrustedCluster, isKnown, issuerWithoutScheme } from '../../core';
import { recordExisting } from '../../terraform';
import { type EksClusterReference, type OidcProviderReference, isEksCluster } from './eks-cluster-reference';
import type { PodRoleTrust } from './role/pod-role-trust';

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
    if (cluster) recordCluster(scope, cluster);
    const provider = trust.mechanism === 'irsa' ? trust.oidcProvider : undefined;
    if (!provider || 'node' in provider || !isKnown(provider.issuer.url)) continue;
    if (isEksCluster(cluster) && provider === cluster.oidcProvider) continue;
    recordOidcProvider(scope, issuerWithoutScheme(provider.issuer.url), provider);
  }
}

function recordCluster(scope: IConstruct, cluster: TrustedCluster): void {
  const { name, node, issuer } = cluster;
  if (node || !isKnown(name)) return;
  if (isEksCluster(cluster)) recordEksCluster(scope, name, cluster);
  else recordExisting(scope, 'clusters', { id: name, name, issuer: issuer?.url });
}
