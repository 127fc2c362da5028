import { PodtrustError } from '../errors';
import { isKnown } from '../unknown';

/**
 * Who signs a cluster's service account tokens, as other constructs take it.
 *
 * Structural on purpose: an EKS cluster's, an AKS cluster's and a foreign issuer all fit.
 */
export interface IssuerLike {
  /**
   * The OIDC issuer URL, exactly as the token's `iss` claim has it: AKS' ends in a slash, EKS' does not, and both
   * AWS and Entra compare it character by character. May be a token.
   */
  readonly url: string;
}

/** An OIDC issuer that is known by its URL alone. */
export class OidcIssuer implements IssuerLike {
  private constructor(public readonly url: string) {}

  /**
   * @param url the `iss` of the tokens, `https://` included, or a token of it
   * @param where the construct's path or the file to name in an error
   * @throws PodtrustError `issuer-not-https`, `issuer-slash-lost`
   */
  public static fromUrl(url: string, where?: string): OidcIssuer {
    checkIssuerUrl(url, where);
    return new OidcIssuer(url);
  }
}

/** AKS' issuers without the slash at their end, and EKS' with one. */
const SLASH_LOST = /^https:\/\/[a-z0-9-]+\.oic\.prod-aks\.azure\.[a-z]+\/[^/]+\/[^/]+$/;
const SLASH_ADDED = /^https:\/\/oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/id\/[^/]+\/$/;

/**
 * @throws PodtrustError `issuer-not-https` where a known URL is not an https URL without query and fragment,
 *   `issuer-slash-lost` where one of AKS has no slash at its end, or one of EKS has
 */
export function checkIssuerUrl(url: string, where?: string): void {
  if (typeof url === 'string' && !isKnown(url)) return;
  if (typeof url === 'string' && /^https:\/\/[^\s/?#]+(\/[^\s?#]*)?$/.test(url)) {
    const lost = SLASH_LOST.test(url);
    if (!lost && !SLASH_ADDED.test(url)) return;
    throw new PodtrustError({
      code: 'issuer-slash-lost',
      where,
      what: `the issuer "${url}" ${lost ? 'of AKS has no slash at its end' : 'of EKS has a slash at its end'}`,
      why: 'AWS and Entra compare the whole URL with the token’s iss claim, character by character: no token would match.',
      remedy: `Give "${lost ? `${url}/` : url.slice(0, -1)}".`,
    });
  }
  throw new PodtrustError({
    code: 'issuer-not-https',
    where,
    what: `the issuer "${url}" is not an https URL without query and fragment`,
    why: 'AWS and Entra fetch <issuer>/.well-known/openid-configuration over TLS and compare the whole URL with the token’s iss claim.',
    remedy:
      'Give the cluster’s OIDC issuer URL exactly as the cluster shows it, https:// and any trailing slash included.',
  });
}

/**
 * An issuer as IAM names it: without its scheme, all else kept, a trailing slash too.
 *
 * @param url a known issuer URL
 */
export function issuerWithoutScheme(url: string): string {
  return url.replace(/^https:\/\//, '');
}
