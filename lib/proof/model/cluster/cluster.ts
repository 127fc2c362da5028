import type { AwsAccount } from '../aws-account';
import type { Place } from '../place';
import type { ServiceIssuer } from './service-issuer';

/** The cloud that runs a cluster or keeps an identity. */
export type Cloud = 'aws' | 'azure' | 'other';

/** A Kubernetes cluster, or a foreign issuer that some identity trusts. */
export interface Cluster {
  /** The Terraform address with its stack; of a foreign issuer, the issuer itself. */
  readonly id: string;
  readonly cloud: Cloud;
  /** The issuer as it is compared: a URL that may hold symbols. */
  readonly issuer: string;
  /** The issuer as it is printed: the URL, or `ref:<id>.<attribute>`. */
  readonly issuerText: string;
  /** The cluster's name in its cloud. */
  readonly name?: string;
  /** The cluster's ARN or resource id; a symbol before apply. */
  readonly resourceId?: string;
  /** The resource group of an AKS cluster; may hold symbols, nothing where it is not told. */
  readonly resourceGroup?: string;
  /** Of an EKS cluster the partition of AWS; nothing where it is not known. */
  readonly partition?: string;
  /** Of an EKS cluster the region of AWS; may hold symbols, nothing where it is not told. */
  readonly region?: string;
  /** Set for whatever stands behind a principal whose text is not known: it may turn out to be one of the others. */
  readonly unread?: true;
  /** What an issuer belongs to that is known to be no cluster's, such as GitHub Actions. */
  readonly service?: ServiceIssuer;
  /** The account of an EKS cluster; nothing where nothing tells. */
  readonly account?: AwsAccount;
  /** The Entra tenant of an AKS cluster, which its webhook gives pods by default; may hold symbols. */
  readonly tenantId?: string;
  /** An AKS cluster's network plugin; nothing where it is not known. */
  readonly networkPlugin?: string;
  /** An AKS cluster's API server is known to be in the nodes' network (API server VNet integration). */
  readonly isApiServerInNetwork?: boolean;
  /** A data source reads it, or a construct was told of it: the program does not make it, and it may be any cluster. */
  readonly existing?: true;
  /** `false` where podtrust.yaml alone tells of it, and no file that was read makes it or looks it up. */
  readonly isDeclared?: false;
  readonly at: Place;
}

/**
 * Whether others made a cluster, which the input only looks up or podtrust.yaml tells of: nobody sees all that hangs on it, so
 * that what is not in the input may still be there.
 */
export function isLookedUp({ existing, isDeclared }: Cluster): boolean {
  return existing === true || isDeclared === false;
}

/** Where Kubernetes objects are of which no cluster was read: all in one and the same, of which nothing else is known. */
export const NO_CLUSTER = '(no cluster given)';

/**
 * The clusters that objects and pods are in where nothing says which: those of the program; else those that the user says
 * exist; else the issuers that something trusts and that may be a cluster's.
 */
export function clustersOfObjects(clusters: readonly Cluster[]): readonly Cluster[] {
  const real = clusters.filter(({ name, resourceId }) => name !== undefined || resourceId !== undefined);
  const declared = real.filter(({ isDeclared }) => isDeclared !== false);
  if (declared.length > 0) return declared;
  return real.length > 0 ? real : clusters.filter(({ service }) => !service);
}
