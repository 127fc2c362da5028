import { PodtrustError, isKnown, issuerWithoutScheme } from '../../../core';
import { readArn, checkArn } from '../../arn';
import { ARN_KINDS } from '../../arn-kinds';
import type { OidcProviderReference } from '../eks-cluster-reference';
import type { IssuerLike } from '../../../core';

/**
 * Refuses an OIDC provider whose ARN is not one, or that registers another issuer than it is said to, or than the cluster
 * that it is to be used for has. Tokens pass.
 *
 * @throws PodtrustError `arn-malformed`, `arn-of-other-kind`, `issuer-mismatch`
 */
export function checkOidcProvider(
  { arn, issuer }: OidcProviderReference,
  cluster: { readonly issuer?: IssuerLike } | undefined,
  where: string,
): void {
  checkArn(arn, ARN_KINDS.oidcProvider, where);
  const registered = readArn(arn)?.resource?.replace(/^oidc-provider\//, '');
  for (const { url } of [issuer, ...(cluster?.issuer ? [cluster.issuer] : [])]) {
    if (!isKnown(url)) continue;
    const expected = issuerWithoutScheme(url);
    const other = registered ?? (isKnown(issuer.url) ? issuerWithoutScheme(issuer.url) : expected);
    if (other === expected) continue;
    throw new PodtrustError({
      code: 'issuer-mismatch',
      where,
      what: `the OIDC provider ${isKnown(arn) ? arn : `of ${issuer.url}`} registers another issuer than ${url}`,
      why: 'A trust would name an issuer that its principal is not, and STS would refuse every token of the cluster.',
      remedy:
        'Give the provider of the cluster’s own issuer: the ARN ends in it, without https:// and with any trailing slash.',
    });
  }
}
