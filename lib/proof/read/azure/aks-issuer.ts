import { symbolOf } from '../../model/known/symbol';

/** The reference by which an AKS cluster gives its issuer. */
export const AKS_ISSUER = 'oidc_issuer_url';

/** The issuer of an AKS cluster. It ends in a slash, and AWS and Entra both compare that slash. */
export function aksIssuer(id: string): string {
  return `https://${symbolOf(`${id}.${AKS_ISSUER}`, 'issuer')}/`;
}
