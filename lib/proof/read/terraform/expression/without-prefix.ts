import { isUnknown, opaque, referenceOf } from './value';

/**
 * Unknown texts that are known to have no scheme: an EKS issuer is `https://` and such a symbol, the AWS provider gives the
 * `url` of an OIDC provider without its scheme, and what was trimmed once is not trimmed again.
 */
const WITHOUT_SCHEME =
  /\.identity\[0\]\.oidc\[0\]\.issuer$|aws_iam_openid_connect_provider\.[^.[]+(\[[^\]]*\])?\.url$|^trimprefix\(.*, "https:\/\/"\)$/;

/**
 * A text without its prefix. Of an unknown text, one symbol whichever way the program says it: issuers lose their scheme
 * by `replace`, `trimprefix` or `split`, and all mean the same.
 */
export function withoutPrefix(text: string, prefix: string): string {
  if (text.startsWith(prefix)) return text.slice(prefix.length);
  if (prefix === 'https://' && isUnknown(text) && WITHOUT_SCHEME.test(referenceOf(text))) return text;
  return isUnknown(text) ? opaque((describe) => `trimprefix(${describe(text)}, ${JSON.stringify(prefix)})`) : text;
}
