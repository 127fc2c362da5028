import type { Cluster } from '../model/cluster';

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

/** An issuer in a sentence: the URL, or whose it is while it is not known. */
export function issuerText(issuer: string, cluster: Cluster | undefined): string {
  return cluster && issuer.includes('\uE000') ? `the issuer of ${cluster.id}` : JSON.stringify(issuer);
}

/** What a token presents, in a sentence. */
export function presentedText({ issuer, cluster, subject, audience }: PresentedToken): string {
  return `the token presents the subject ${JSON.stringify(subject)} from ${issuerText(issuer, cluster)} with the audience ${JSON.stringify(audience)}`;
}
