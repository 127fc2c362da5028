import type { Cloud } from '../model/cluster';

/** The cloud whose clusters have an issuer. EKS and AKS documentation of the OIDC issuer. */
export function cloudOfIssuer(issuer: string): Cloud {
  if (/^https:\/\/oidc[.-]eks\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|api\.aws)\//.test(issuer)) return 'aws';
  if (/^https:\/\/[a-z0-9-]+\.oic\.prod-aks\.azure\.[a-z]+\//.test(issuer)) return 'azure';
  return 'other';
}
