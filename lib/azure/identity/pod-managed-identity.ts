import { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import { PodtrustError, checkName, isKnown } from '../../core';
import { recordExisting } from '../../terraform';
import type { AzureGrant, AzurePrincipal } from '../grants/grant';
import { checkGuid } from '../guid';
import { checkSubscription } from './check-subscription';
import { EntraIdentity, type EntraIdentityOptions } from './entra-identity';
import type { FederatedCredential } from './federated-credential';
import { useAzureName } from '../name-uses';
import type { WorkloadIdentityTrust } from './workload-identity';

/** What a managed identity trusts and may do. */
export interface PodManagedIdentityOptions extends EntraIdentityOptions {
  /** The azurerm provider of the identity's subscription, where it is not the cluster's. Default the stack's. */
  readonly provider?: TerraformProvider;
}

/** Properties of {@link PodManagedIdentity}. */
export interface PodManagedIdentityProps extends PodManagedIdentityOptions {
  /** 3-128 letters, digits, `-`, `_`. */
  readonly name: string;
  readonly resourceGroupName: string;
  readonly location: string;
  /** The identity's Entra tenant. Default as Azure answers, known after apply. */
  readonly tenantId?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What is known of a managed identity that exists. */
export interface PodManagedIdentityAttributes extends PodManagedIdentityOptions {
  /** Azure resource id. */
  readonly id: string;
  readonly name: string;
  readonly resourceGroupName: string;
  readonly clientId: string;
  /** The object id of its service principal. */
  readonly principalId: string;
  readonly tenantId: string;
}

/**
 * A user-assigned managed identity that pods become by Entra Workload ID: no secret, no node's identity.
 *
 * Give each workload its own. Azure lets one identity have 20 federated credentials.
 */
export class PodManagedIdentity extends EntraIdentity<FederatedIdentityCredential> {
  /** An identity that exists, to give it trusts and grants. Its own resource stays where it is managed. */
  public static fromAttributes(
    scope: Construct,
    id: string,
    attributes: PodManagedIdentityAttributes,
  ): PodManagedIdentity {
    return new PodManagedIdentity(scope, id, attributes);
  }

  /** Undefined for an identity that exists elsewhere. */
  public readonly resource?: UserAssignedIdentity;

  /** As given, so that nothing needs a token for them. */
  public readonly name: string;
  public readonly resourceGroupName: string;

  private readonly provider?: TerraformProvider;
  private readonly source: PodManagedIdentityAttributes | UserAssignedIdentity;
  private readonly values: { id?: string; clientId?: string; principalId?: string; tenantId?: string };

  /**
   * @param props what to make, or the attributes of an identity that exists, for which {@link fromAttributes} reads better
   * @throws PodtrustError `name-invalid`, `name-taken`, `guid-invalid`, `authority-host-invalid`, and what {@link addTrust} and
   *   {@link addGrant} throw
   */
  public constructor(scope: Construct, id: string, props: PodManagedIdentityProps | PodManagedIdentityAttributes) {
    super(scope, id, props);
    checkName('managed-identity', props.name, this.node.path);
    checkName('resource-group', props.resourceGroupName, this.node.path);
    if (props.tenantId !== undefined) checkGuid('the id of an Entra tenant', props.tenantId, this.node.path);
    this.provider = props.provider;
    if ('principalId' in props) {
      this.source = props;
      const { name, id: resourceId, clientId, principalId, resourceGroupName: resourceGroup } = props;
      recordExisting(this, 'identities', {
        id: this.node.path,
        kind: 'managed-identity',
        name,
        resourceId,
        clientId,
        principalId,
        resourceGroup,
      });
    } else {
      const { name, resourceGroupName, location, tags, provider } = props;
      useAzureName(this, name, {
        kind: 'a managed identity',
        once: 'a resource group',
        within: resourceGroupName,
        provider,
      });
      this.resource = new UserAssignedIdentity(this, 'Resource', { name, resourceGroupName, location, tags, provider });
      this.source = this.resource;
    }
    this.name = props.name;
    this.resourceGroupName = props.resourceGroupName;
    this.values = { tenantId: props.tenantId };
    this.give(props);
  }

  /** Azure resource id. Made when it is asked for, as those below are: each token costs a stack trace. */
  public get id(): string {
    return (this.values.id ??= this.source.id);
  }

  public get clientId(): string {
    return (this.values.clientId ??= this.source.clientId);
  }

  /** The object id of the identity's service principal. */
  public get principalId(): string {
    return (this.values.principalId ??= this.source.principalId);
  }

  public get tenantId(): string {
    return (this.values.tenantId ??= this.source.tenantId);
  }

  protected override makeCredential(
    scope: Construct,
    id: string,
    { name, issuer, subject, audience }: FederatedCredential,
    dependsOn: ITerraformDependable[] | undefined,
  ): FederatedIdentityCredential {
    return new FederatedIdentityCredential(scope, id, {
      name,
      // azurerm 4 makes the credential's id of the group and not of the parent (#30825): both are the identity's own.
      resourceGroupName: this.resourceGroupName,
      parentId: this.id,
      issuer,
      subject,
      audience: [audience],
      provider: this.provider,
      dependsOn,
    });
  }

  protected override principal(): AzurePrincipal {
    const { principalId, provider } = this;
    return { principalId, provider };
  }

  protected override checkGrant(grant: AzureGrant): void {
    checkSubscription(this, grant, { id: this.resource ? undefined : this.id, provider: this.provider });
  }

  protected override checkTenant({ tenantId, serviceAccount }: WorkloadIdentityTrust): void {
    const own = this.values.tenantId;
    if (tenantId === undefined || tenantId === own || !isKnown(tenantId) || (own !== undefined && !isKnown(own)))
      return;
    throw new PodtrustError({
      code: 'tenant-mismatch',
      where: this.node.path,
      what: `pods of ${serviceAccount.namespace}/${serviceAccount.name} are to sign in to the tenant ${tenantId}`,
      why: `A managed identity is in the tenant of its subscription alone${own === undefined ? '' : `, ${own}`}: Entra answers AADSTS700016 anywhere else.`,
      remedy: 'Leave `tenantId` out of the trust, or use a PodApplication, which several tenants can have.',
    });
  }
}
