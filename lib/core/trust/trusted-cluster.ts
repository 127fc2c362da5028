import type { IssuerLike } from './issuer';
import { isKnown } from '../unknown';

/**
 * A cluster whose pods an identity admits. Structural on purpose: an EKS cluster, an AKS cluster, what `fromAttributes`
 * gives and an object of your own all fit.
 */
export interface TrustedCluster {
  /** The cluster's name, or a token of it. */
  readonly name: string;
  /** What every construct has. It tells clusters apart that share a name or whose name is a token. */
  readonly node?: { readonly path: string };
  /** Who signs the tokens of its service accounts. A trust in such a token needs one. */
  readonly issuer?: IssuerLike;
  /**
   * Whether the azure-workload-identity webhook runs in it and injects tokens into labelled pods. AKS brings it with
   * workload identity; elsewhere its chart does. Default false: pods then carry their token volume themselves.
   */
  readonly workloadIdentityWebhook?: boolean;
}

/** A cluster as `bindingFor` is given it: enough to tell it from others. */
export type NamedCluster = Pick<TrustedCluster, 'name' | 'node' | 'issuer'>;

/** A cluster's name as the program knows it: stable, and known before apply wherever that is possible. */
export function knownNameOf({ name, node }: Pick<TrustedCluster, 'name' | 'node'>): string {
  return isKnown(name) ? name : (node?.path ?? name);
}

/** Whether two objects mean one cluster: the same construct, or where one of them is none, the same name and no other issuer. */
export function isSameCluster(one: NamedCluster, other: NamedCluster): boolean {
  if (one === other) return true;
  if (one.node && other.node) return one.node.path === other.node.path;
  return knownNameOf(one) === knownNameOf(other) && !haveOtherIssuers(one, other);
}

function haveOtherIssuers({ issuer: one }: NamedCluster, { issuer: other }: NamedCluster): boolean {
  return one !== undefined && other !== undefined && isKnown(one.url) && isKnown(other.url) && one.url !== other.url;
}
