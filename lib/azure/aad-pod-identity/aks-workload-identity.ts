import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { type ClusterConnection, type IssuerLike, OidcIssuer, PodtrustError, checkName } from '../../core';
import { checkedId, recordSourcePosition } from '../../terraform';
import { AzapiUpdate } from '../azapi-resource';
import type { AksClusterReference } from '../identity/aks-cluster-reference';
import { recordAksCluster } from '../identity/record-existing';
import { clusterIdOf } from './pod-identity-cluster';

const TYPE = 'Microsoft.ContainerService/managedClusters@2026-04-01';

/** Properties of {@link AksWorkloadIdentity}. */
export interface AksWorkloadIdentityProps {
  /** The cluster, by its name and its Azure resource id. */
  readonly cluster: { readonly name: string; readonly id: string };
  /** Whether it is switched on, such as `move.hasWorkloadIdentity`. With false nothing is made. Default true. */
  readonly enabled?: boolean;
  /**
   * The issuer’s URL, once it is switched on: `az aks show --query oidcIssuerProfile.issuerUrl`. Credentials and the proof have it
   * then before apply. Default as Azure answers, known after apply.
   */
  readonly issuerUrl?: string;
  /** How the kubernetes provider reaches the cluster. Default not known. */
  readonly connection?: ClusterConnection;
  /** The azapi provider, where the stack has several. Default the stack’s. */
  readonly provider?: TerraformProvider;
}

/**
 * Switches the OIDC issuer and workload identity of an AKS cluster on that exists, beside AAD Pod Identity: the first step of a
 * move. What it is stands for the cluster, whose issuer is known after apply. An AksCluster has both from the start.
 *
 * Made by the azapi provider: the stack needs an `AzapiProvider`. To take it away changes nothing in Azure, where the issuer
 * cannot be switched off again.
 *
 * @see AKS, “Create an OpenID Connect provider on AKS”
 */
export class AksWorkloadIdentity extends Construct implements AksClusterReference {
  public readonly name: string;
  /** Azure resource id. */
  public readonly id: string;
  public readonly workloadIdentityWebhook = true;
  public readonly connection?: ClusterConnection;
  /** The underlying resource. Undefined where it is not switched on. */
  public readonly resource?: AzapiUpdate;
  private readonly url?: string;

  /** @throws PodtrustError `name-invalid`, `cluster-id-missing`, `resource-id-malformed`, `resource-id-of-other-type`, `issuer-not-https`, `issuer-slash-lost` */
  public constructor(scope: Construct, id: string, props: AksWorkloadIdentityProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { cluster, enabled = true, issuerUrl, connection, provider } = props;
    checkName('aks-cluster', cluster.name, this.node.path);
    this.name = cluster.name;
    this.id = clusterIdOf(cluster, this.node.path);
    this.connection = connection;
    if (issuerUrl !== undefined) OidcIssuer.fromUrl(issuerUrl);
    if (!enabled) return;
    this.resource = new AzapiUpdate(this, 'Resource', {
      type: TYPE,
      resourceId: this.id,
      body: {
        properties: {
          oidcIssuerProfile: { enabled: true },
          securityProfile: { workloadIdentity: { enabled: true } },
        },
      },
      responseExportValues: ['properties.oidcIssuerProfile.issuerURL'],
      provider,
    });
    this.url = issuerUrl ?? this.resource.outputText('properties.oidcIssuerProfile.issuerURL');
    recordAksCluster(this, this.node.path, { name: this.name, issuer: { url: this.url }, id: this.id });
  }

  /** @throws PodtrustError `issuer-missing` where it is not switched on */
  public get issuer(): IssuerLike {
    if (this.url !== undefined) return { url: this.url };
    throw new PodtrustError({
      code: 'issuer-missing',
      where: this.node.path,
      what: 'the cluster’s issuer is asked for before it is switched on',
      why: 'A federated credential compares the token’s iss claim with the issuer’s URL.',
      remedy: 'Take the step beside first.',
    });
  }
}
