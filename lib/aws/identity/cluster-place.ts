import { PodtrustError, knownNameOf } from '../../core';
import { type EksPlace, isEksCluster } from './eks-cluster-reference';
import type { IrsaTrust } from './irsa';
import type { PodIdentityTrust } from './pod-identity/pod-identity';

/** Places without a mechanism, and why. Amazon EKS, "EKS Pod Identity restrictions", "Local clusters on AWS Outposts". */
const WITHOUT: Readonly<
  Record<(IrsaTrust | PodIdentityTrust)['mechanism'], Readonly<Partial<Record<EksPlace, string>>>>
> = {
  irsa: {
    'local-outpost':
      'Its issuer is served inside the Outpost only, so STS cannot read the keys and accepts none of its tokens. The pods of a local cluster have what their node’s role may do.',
  },
  'eks-pod-identity': {
    'local-outpost': 'EKS Pod Identity is not available on AWS Outposts.',
    anywhere: 'EKS Pod Identity is not available on EKS Anywhere: its agent asks EKS for credentials of EC2 nodes.',
  },
};

const CALLED: Readonly<Record<EksPlace, string>> = {
  region: 'an EKS cluster of a region',
  'local-outpost': 'a local cluster on AWS Outposts',
  anywhere: 'an EKS Anywhere cluster',
};

/**
 * Refuses a trust whose mechanism does not exist where the cluster runs.
 *
 * @throws PodtrustError `mechanism-unavailable`
 */
export function checkPlace({ mechanism, cluster }: IrsaTrust | PodIdentityTrust, where: string): void {
  if (!isEksCluster(cluster)) return;
  const place = cluster.place ?? 'region';
  const why = WITHOUT[mechanism][place];
  if (why === undefined) return;
  throw new PodtrustError({
    code: 'mechanism-unavailable',
    where,
    what: `${mechanism === 'irsa' ? 'irsa' : 'podIdentity'} trusts pods of ${knownNameOf(cluster)}, ${CALLED[place]}`,
    why,
    remedy:
      place === 'anywhere'
        ? 'Use irsa({ cluster }): publish the cluster’s issuer, and register it by an IamOidcProvider.'
        : 'Run the workload on a cluster of the region, which may have nodes on the Outpost, or give the node’s role what the pods need.',
  });
}
