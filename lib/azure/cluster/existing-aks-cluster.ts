import { Construct } from 'constructs';
import { type ClusterConnection, type IssuerLike, PodtrustError, checkIssuerUrl, checkName } from '../../core';
import { checkedId, recordSourcePosition } from '../../terraform';
import type { AksClusterReference } from '../identity/aks-cluster-reference';
import { recordAksCluster } from '../identity/record-existing';
import { aksConnection } from './aks-connection';

/** What `AksCluster.fromAttributes` must know of a cluster. Values may be tokens. */
export interface AksClusterAttributes {
  readonly name: string;
  /** `az aks show --query oidcIssuerProfile.issuerUrl`, its trailing slash included. */
  readonly issuerUrl: string;
  /** Azure resource id. */
  readonly id?: string;
  /** The Entra tenant that signs people in. */
  readonly tenantId?: string;
  /** The node subnet's resource id, for an {@link AksNodePool}. */
  readonly subnetId?: string;
  /** The API server's URL. Needed for {@link ExistingAksCluster.connection}. */
  readonly endpoint?: string;
  /** Base64 of PEM, as AKS gives it. Needed for {@link ExistingAksCluster.connection}. */
  readonly certificateAuthority?: string;
}

/**
 * An AKS cluster that somebody else made, with workload identity on.
 *
 * @throws PodtrustError `name-invalid`, `issuer-not-https`
 */
export class ExistingAksCluster extends Construct implements AksClusterReference {
  public readonly name: string;
  public readonly issuer: IssuerLike;
  public readonly id?: string;
  public readonly tenantId?: string;
  public readonly subnetId?: string;
  public readonly workloadIdentityWebhook = true;
  private readonly attributes: AksClusterAttributes;

  public constructor(scope: Construct, id: string, attributes: AksClusterAttributes) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { name, issuerUrl, endpoint } = attributes;
    checkName('aks-cluster', name, this.node.path);
    checkIssuerUrl(issuerUrl, this.node.path);
    this.attributes = attributes;
    this.name = name;
    this.issuer = { url: issuerUrl };
    this.id = attributes.id;
    this.tenantId = attributes.tenantId;
    this.subnetId = attributes.subnetId;
    recordAksCluster(this, this.node.path, { name, issuer: this.issuer, id: this.id, endpoint });
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
        remedy: 'Give endpoint and certificateAuthority to AksCluster.fromAttributes.',
      });
    }
    return aksConnection({ endpoint, certificateAuthority });
  }
}
