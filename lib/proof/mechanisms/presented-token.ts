import type { Cluster } from '../model/cluster/cluster';
import { hasSymbol } from '../model/known/symbol';
import type { Outcome } from './outcome';

/** A token that asks to get in. Its texts may hold symbols. */
export interface PresentedToken {
  /** The whole URL. */
  readonly issuer: string;
  /** The cluster whose issuer it is, where it is one of what was read. */
  readonly cluster?: Cluster;
  readonly subject: string;
  /** One audience. */
  readonly audience: string;
}

/** An unknown issuer by the attribute of the cluster that will give it. */
const OF_CLUSTER =
  /^https:\/\/\uE000[a-z]+:([^\uE001]+)\.(?:identity\[0\]\.oidc\[0\]\.issuer|oidc_issuer_url|output\.properties\.oidcIssuerProfile\.issuerURL)\uE001\/?$/;

/** An issuer in a sentence: the URL, or whose it is while it is not known. */
export function issuerText(issuer: string, cluster?: Cluster): string {
  const owner = cluster && hasSymbol(issuer) ? cluster.id : OF_CLUSTER.exec(issuer)?.[1];
  if (owner === undefined) return JSON.stringify(issuer);
  return owner.startsWith('the issuer of ') ? owner : `the issuer of ${owner}`;
}

/** What a token presents, in a sentence. */
export function presentedText({ issuer, cluster, subject, audience }: PresentedToken): string {
  return `the token presents the subject ${JSON.stringify(subject)} from ${issuerText(issuer, cluster)} with the audience ${JSON.stringify(audience)}`;
}

/** The outcome of a token, with what the token presents where it does not get in. */
export function withToken(outcome: Outcome, token: PresentedToken): Outcome {
  return outcome.admitted ? outcome : { ...outcome, because: [...outcome.because, presentedText(token)] };
}
