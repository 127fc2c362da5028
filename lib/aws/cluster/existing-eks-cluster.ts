import type { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { Construct } from 'constructs';
import { type ClusterConnection, type IssuerLike, PodtrustError, checkIssuerUrl, checkName, isKnown } from '../../core';
import { checkedId, recordSourcePosition } from '../../terraform';
import { readArn, checkArn } from '../arn';
import { ARN_KINDS } from '../arn-kinds';
import { checkAccountId, checkRegion } from '../cluster-home';
import { checkOidcProvider } from '../identity/issuers/check-oidc-provider';
import type { EksAccessEntryProps } from './access/eks-access-entry';
import type { EksClusterReference, EksPlace, OidcProviderReference } from '../identity/eks-cluster-reference';
import { eksConnection } from './eks-connection';
import { makeAccessEntry } from './access/make-access-entry';
import { recordEksCluster, recordOidcProvider } from '../identity/record-existing';

/** What `EksCluster.fromAttributes` must know of a cluster. Values may be tokens. */
export interface EksClusterAttributes {
  readonly name: string;
  /** `arn:aws:eks:<region>:<account>:cluster/<name>` */
  readonly arn: string;
  readonly region: string;
  /** The OIDC issuer's URL, `https://` included. Needed for IRSA. */
  readonly issuerUrl?: string;
  /** The issuer's registration in IAM, where there is one. Needed for IRSA. */
  readonly oidcProviderArn?: string;
  /** The API server's URL. Needed for {@link ExistingEksCluster.connection}. */
  readonly endpoint?: string;
  /** Base64 of PEM, as EKS gives it. Needed for {@link ExistingEksCluster.connection}. */
  readonly certificateAuthority?: string;
  /** Twelve digits. Where given, Pod Identity trusts also ask for `aws:SourceAccount`. */
  readonly accountId?: string;
  /** Where it runs: some mechanisms don't work on Outposts and on EKS Anywhere. Default `region`. */
  readonly place?: EksPlace;
  /** The subnets of its nodes, for an {@link EksNodeGroup}. */
  readonly subnetIds?: readonly string[];
  /** Whether AWS runs nodes of it (EKS Auto Mode). Default false. */
  readonly autoMode?: boolean;
  /** The networks of its hybrid nodes. Needed for an {@link EksHybridNodesRole}. */
  readonly remoteNetworks?: { readonly nodeCidrs: readonly string[] };
}

/**
 * An EKS cluster that somebody else made. Its Pod Identity agent, where Pod Identity is used, is theirs too.
 *
 * @throws PodtrustError `name-invalid`, `region-invalid`, `account-id-invalid`, `issuer-not-https`, `arn-malformed`, `arn-of-other-kind`, `arn-mismatch`,
 *   `issuer-mismatch`
 */
export class ExistingEksCluster extends Construct implements EksClusterReference {
  public readonly name: string;
  public readonly arn: string;
  public readonly region: string;
  public readonly accountId?: string;
  public readonly place?: EksPlace;
  public readonly subnetIds?: readonly string[];
  public readonly issuer?: IssuerLike;
  public readonly oidcProvider?: OidcProviderReference;
  public readonly autoMode?: boolean;
  public readonly remoteNetworks?: { readonly nodeCidrs: readonly string[] };
  private readonly attributes: EksClusterAttributes;

  public constructor(scope: Construct, id: string, attributes: EksClusterAttributes) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { name, arn, region, accountId, issuerUrl, oidcProviderArn } = attributes;
    checkName('eks-cluster', name, this.node.path);
    checkRegion(region, this.node.path);
    checkAccountId(accountId, this.node.path);
    if (oidcProviderArn !== undefined) checkArn(oidcProviderArn, ARN_KINDS.oidcProvider, this.node.path);
    if (issuerUrl !== undefined) checkIssuerUrl(issuerUrl, this.node.path);
    this.attributes = attributes;
    this.name = name;
    this.arn = arn;
    this.region = region;
    this.accountId = accountId;
    this.place = attributes.place;
    this.subnetIds = attributes.subnetIds;
    this.autoMode = attributes.autoMode;
    this.remoteNetworks = attributes.remoteNetworks;
    this.issuer = issuerUrl === undefined ? undefined : { url: issuerUrl };
    this.oidcProvider = this.issuer && oidcProviderArn ? { arn: oidcProviderArn, issuer: this.issuer } : undefined;
    checkClusterArn(attributes, this.node.path);
    if (this.oidcProvider) checkOidcProvider(this.oidcProvider, undefined, this.node.path);
    recordEksCluster(this, this.node.path, { ...this.attributes, issuer: this.issuer });
    if (this.oidcProvider) recordOidcProvider(this, `${this.node.path}/oidc-provider`, this.oidcProvider);
  }

  /**
   * Lets a person, a program or nodes into the cluster, whose authentication mode must accept access entries.
   *
   * @param id unique in the cluster
   * @throws PodtrustError `construct-id-invalid`, `arn-malformed`, `arn-of-other-kind`, `partition-mismatch`,
   *   `account-mismatch`, `name-invalid`, `access-entry-invalid`, `access-entry-duplicate`
   */
  public addAccessEntry(id: string, props: EksAccessEntryProps): EksAccessEntry {
    return makeAccessEntry(this, id, this, props).entry;
  }

  /** @throws PodtrustError `connection-unknown` without endpoint and certificate authority */
  public get connection(): ClusterConnection {
    const { endpoint, certificateAuthority } = this.attributes;
    if (endpoint === undefined || certificateAuthority === undefined) {
      throw new PodtrustError({
        code: 'connection-unknown',
        where: this.node.path,
        what: 'the cluster was named without its endpoint or its certificate authority',
        why: 'A Kubernetes client needs both.',
        remedy: 'Give endpoint and certificateAuthority to EksCluster.fromAttributes.',
      });
    }
    return eksConnection({ endpoint, certificateAuthority, clusterName: this.name, region: this.region });
  }
}

/** An ARN that says something else than what stands beside it would make trusts that admit nobody. */
function checkClusterArn({ arn, name, region, accountId }: EksClusterAttributes, where: string): void {
  checkArn(arn, ARN_KINDS.cluster, where);
  const parts = readArn(arn)!;
  const said = [
    ['name', name, parts.resource?.replace(/^cluster\//, '')],
    ['region', region, parts.region],
    ['accountId', accountId, parts.account],
  ] as const;
  const other = said.find(
    ([, given, inArn]) => given !== undefined && inArn !== undefined && isKnown(given) && given !== inArn,
  );
  if (!other) return;
  const [field, given, inArn] = other;
  throw new PodtrustError({
    code: 'arn-mismatch',
    where,
    what: `${field} is "${given}", and the ARN ${arn} says "${inArn}"`,
    why: 'Trusts name the cluster by its ARN, and clients reach it by name and region: one of the two would be another cluster’s.',
    remedy: `Give the ${field} and the arn of one cluster.`,
  });
}
