import { isKnown } from '../unknown';
import { checkIssuerUrl, type IssuerLike } from './issuer';

/** Where an issuer publishes what a verifier of its tokens needs. */
export interface PublishedKeys {
  /** The discovery document, whose `jwks_uri` is the address of the keys, whatever issuer it is. */
  readonly discovery: string;
  /** The keys, of an issuer of EKS or AKS whose URL is known. */
  readonly keys?: string;
  /** After how many days the issuer signs with a new key, where its cloud says so. Old keys stay until their tokens expire. */
  readonly rotationDays?: number;
}

const EKS = /^https:\/\/oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/id\/[^/]+$/;
const AKS = /^https:\/\/[a-z0-9-]+\.oic\.prod-aks\.azure\.[a-z]+\/[^/]+\/[^/]+\/$/;

/**
 * Where clients outside of the cloud find the public keys of a cluster's tokens. They have to read them again, since EKS signs
 * with a new key every seven days: whenever a token has a `kid` that they don't know, and not for each token, since EKS
 * throttles the address.
 *
 * @throws PodtrustError `issuer-not-https`, `issuer-slash-lost`
 * @see Amazon EKS, "Fetch signing keys to validate OIDC tokens"
 */
export function publishedKeys({ url }: IssuerLike): PublishedKeys {
  checkIssuerUrl(url, 'publishedKeys');
  const base = url.endsWith('/') ? url : `${url}/`;
  const discovery = `${base}.well-known/openid-configuration`;
  if (!isKnown(url)) return { discovery };
  if (EKS.test(url)) return { discovery, keys: `${url}/keys`, rotationDays: 7 };
  return AKS.test(url) ? { discovery, keys: `${url}openid/v1/jwks` } : { discovery };
}
