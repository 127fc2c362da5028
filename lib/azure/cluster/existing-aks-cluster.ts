import { Construct } from 'constructs';
import type { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { type ClusterConnection, type IssuerLike, PodtrustError, checkIssuerUrl, checkName, isKnown } from '../../core';
import { checkOneOf } from '../../core/given';
import { checkedId, recordSourcePosition } from '../../terraform';
import { checkGuid } from '../guid';
import type { AksClusterReference } from '../identity/aks-cluster-reference';
import { recordAksCluster } from '../identity/record-existing';
import { resourceIdOf } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import { type AksAccessProps, makeAccess } from './access/aks-access';
import { AksExtension, type AksExtensionProps } from './addons/aks-extension';
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
  /** The subnet of pods, where they have one of their own, for an {@link AksNodePool}. */
  readonly podSubnetId?: string;
  /**
   * Whether the webhook of Entra Workload ID runs in it: `az aks show --query securityProfile.workloadIdentity.enabled`. Without
   * it pods carry their token volume and variables themselves. Default true.
   */
  readonly workloadIdentityWebhook?: boolean;
  /** How it knows what somebody may do: `az aks show --query aadProfile.enableAzureRbac`. Default `azure-rbac`. */
  readonly authorization?: 'azure-rbac' | 'kubernetes-rbac';
  /** The object id of the control plane's identity, which roles are given to: `az aks show --query identity.principalId`. */
  readonly controlPlanePrincipalId?: string;
  /** The object id of the kubelet's: `az aks show --query identityProfile.kubeletidentity.objectId`. */
  readonly kubeletPrincipalId?: string;
  /** What gives pods their addresses: `az aks show --query networkProfile.networkPlugin`. */
  readonly networkPlugin?: 'azure' | 'kubenet' | 'none';
  /** Whether it is an AKS Automatic cluster: `az aks show --query sku.name`. Default false. */
  readonly isAutomatic?: boolean;
  /**
   * Whether its API server is in a subnet of the network: `az aks show --query apiServerAccessProfile.enableVnetIntegration`.
   * Default not known; true of an automatic one.
   */
  readonly isApiServerInNetwork?: boolean;
  /** The API server's URL. Needed for {@link ExistingAksCluster.connection}. */
  readonly endpoint?: string;
  /** Base64 of PEM, as AKS gives it. Needed for {@link ExistingAksCluster.connection}. */
  readonly certificateAuthority?: string;
}

/**
 * An AKS cluster that somebody else made, whose OIDC issuer is on.
 *
 * @throws PodtrustError `name-invalid`, `issuer-not-https`, `issuer-slash-lost`, `guid-invalid`, `resource-id-malformed`,
 *   `resource-id-of-other-type`, `resource-id-mismatch`
 */
export class ExistingAksCluster extends Construct implements AksClusterReference {
  public readonly name: string;
  public readonly issuer: IssuerLike;
  public readonly id?: string;
  public readonly tenantId?: string;
  public readonly subnetId?: string;
  public readonly podSubnetId?: string;
  public readonly workloadIdentityWebhook: boolean;
  public readonly authorization?: 'azure-rbac' | 'kubernetes-rbac';
  public readonly controlPlanePrincipalId?: string;
  public readonly kubeletPrincipalId?: string;
  public readonly networkPlugin?: 'azure' | 'kubenet' | 'none';
  public readonly isAutomatic: boolean;
  public readonly isApiServerInNetwork?: boolean;
  private readonly attributes: AksClusterAttributes;

  public constructor(scope: Construct, id: string, attributes: AksClusterAttributes) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { name, issuerUrl, endpoint } = attributes;
    checkName('aks-cluster', name, this.node.path);
    checkAttributes(attributes, this.node.path);
    this.attributes = attributes;
    this.name = name;
    this.issuer = { url: issuerUrl };
    this.id = attributes.id;
    this.tenantId = attributes.tenantId;
    this.subnetId = attributes.subnetId;
    this.podSubnetId = attributes.podSubnetId;
    this.workloadIdentityWebhook = attributes.workloadIdentityWebhook ?? true;
    this.authorization = attributes.authorization;
    this.controlPlanePrincipalId = attributes.controlPlanePrincipalId;
    this.kubeletPrincipalId = attributes.kubeletPrincipalId;
    checkOneOf('networkPlugin', attributes.networkPlugin, ['azure', 'kubenet', 'none'], this.node.path);
    this.networkPlugin = attributes.networkPlugin;
    this.isAutomatic = attributes.isAutomatic ?? false;
    this.isApiServerInNetwork = attributes.isApiServerInNetwork ?? (this.isAutomatic ? true : undefined);
    recordAksCluster(this, this.node.path, { name, issuer: this.issuer, id: this.id, endpoint });
  }

  /**
   * Lets a person, a group or a program into the cluster, by a role of Azure RBAC.
   *
   * @param id unique in the cluster
   * @throws PodtrustError `cluster-id-missing`, and what {@link AksCluster.addAccess} throws
   */
  public addAccess(id: string, props: AksAccessProps): RoleAssignment[] {
    return makeAccess(this, id, this, props);
  }

  /**
   * Installs an extension, such as Flux or Argo CD.
   *
   * @param name its name in the cluster, and unique in it
   * @throws PodtrustError `cluster-id-missing`, and what {@link AksCluster.addExtension} throws
   */
  public addExtension(name: string, props: Omit<AksExtensionProps, 'cluster' | 'name'>): AksExtension {
    return new AksExtension(this, `extension-${name}`, { ...props, name, cluster: this });
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

function checkAttributes(attributes: AksClusterAttributes, where: string): void {
  const { name, issuerUrl, id, tenantId, subnetId, podSubnetId, controlPlanePrincipalId, kubeletPrincipalId } =
    attributes;
  checkIssuerUrl(issuerUrl, where);
  if (isKnown(issuerUrl) && /^https:\/\/[^/]+\.oic\.[^/]+\/[^/]+\/[^/]+$/i.test(issuerUrl)) {
    throw new PodtrustError({
      code: 'issuer-slash-lost',
      where,
      what: `the issuer ${issuerUrl} of an AKS cluster has no slash at its end`,
      why: 'Tokens of AKS name their issuer with the slash, and Entra and IAM both compare it.',
      remedy: `Give ${issuerUrl}/, as \`az aks show --query oidcIssuerProfile.issuerUrl\` does.`,
    });
  }
  if (tenantId !== undefined) checkGuid('the id of an Entra tenant', tenantId, where);
  if (controlPlanePrincipalId !== undefined) {
    checkGuid('the object id of the control plane’s identity', controlPlanePrincipalId, where);
  }
  if (kubeletPrincipalId !== undefined) checkGuid('the object id of the kubelet’s identity', kubeletPrincipalId, where);
  for (const subnet of [subnetId, podSubnetId]) {
    if (subnet !== undefined) resourceIdOf(subnet, [RESOURCE_KINDS.subnet], where);
  }
  if (id === undefined) return;
  resourceIdOf(id, [RESOURCE_KINDS.aksCluster], where);
  const inId = id.split('/').at(-1)!;
  if (!isKnown(id) || !isKnown(name) || inId.toLowerCase() === name.toLowerCase()) return;
  throw new PodtrustError({
    code: 'resource-id-mismatch',
    where,
    what: `name is "${name}", and the id says "${inId}"`,
    why: 'Roles and pools would be made for one cluster, and trusts be told of another.',
    remedy: 'Give the name and the id of one cluster.',
  });
}
