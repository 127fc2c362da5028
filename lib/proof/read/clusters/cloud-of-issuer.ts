import { AWS_PARTITIONS } from '../../../core/aws/aws-partition';
import type { Cloud } from '../../model/cluster/cluster';

/** The cloud whose clusters have an issuer. EKS and AKS documentation of the OIDC issuer. */
export function cloudOfIssuer(issuer: string): Cloud {
  if (EKS.test(issuer)) return 'aws';
  if (/^https:\/\/[a-z0-9-]+\.oic\.prod-aks\.azure\.[a-z]+\//.test(issuer)) return 'azure';
  return 'other';
}

const SUFFIXES = [...AWS_PARTITIONS.map(({ dnsSuffix }) => dnsSuffix), 'api.aws'].map((suffix) =>
  suffix.replaceAll('.', '\\.'),
);
const EKS = new RegExp(`^https://oidc[.-]eks\\.[a-z0-9-]+\\.(${SUFFIXES.join('|')})/`);
