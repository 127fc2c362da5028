import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import { PodtrustError, checkName, isKnown } from '../../core';
import { recordExisting } from '../../terraform';
import type { AzureGrant, AzurePrincipal } from '../grants/grant';
import { checkGuid } from '../guid';
import { AzureadApplication, AzureadServicePrincipal, type SignInAudience } from '../azuread/application';
import { AzureadApplicationCredential } from '../azuread/application-credential';
import { checkSubscription } from './check-subscription';
import { EntraIdentity, type EntraIdentityOptions } from './entra-identity';
import type { FederatedCredential } from './federated-credential';
import type { WorkloadIdentityTrust } from './workload-identity';

/** What an application trusts and may do. */
export interface PodApplicationOptions extends EntraIdentityOptions {
  /** The azuread provider of the application's tenant. Default the stack's. */
  readonly provider?: TerraformProvider;
  /** The azurerm provider that assigns roles. Default the stack's. */
  readonly roleProvider?: TerraformProvider;
  /**
   * Who may have the application: its own tenant, or several, each with a service principal of its own. Default
   * `AzureADMyOrg`.
   */
  readonly signInAudience?: SignInAudience;
}

/** Properties of {@link PodApplication}. */
export interface PodApplicationProps extends PodApplicationOptions {
  /** What people see, at most 120 characters. It can be changed; the application stays. */
  readonly name: string;
  /** Object ids of who may change it. Default whoever deploys. */
  readonly owners?: readonly string[];
  /** The application's Entra tenant. Default as Entra answers, known after apply. */
  readonly tenantId?: string;
}

/** What is known of an application that exists. */
export interface PodApplicationAttributes extends PodApplicationOptions {
  /** `/applications/<object id>`. */
  readonly id: string;
  readonly name: string;
  readonly clientId: string;
  /** The object id of its service principal, not the application's. */
  readonly principalId: string;
  readonly tenantId: string;
}

/**
 * A registered application of Entra that pods become by Entra Workload ID, without a client secret. It has the shape of a
 * `PodManagedIdentity`, which is the simpler one: an application is for what a managed identity cannot do, such as to act in
 * several tenants. Made by the azuread provider: give the stack an `AzureadProvider`.
 *
 * Give each workload its own. Entra lets one application have 20 federated credentials.
 */
export class PodApplication extends EntraIdentity<AzureadApplicationCredential> {
  /** An application that exists, to give it trusts and grants. It stays where it is managed. */
  public static fromAttributes(scope: Construct, id: string, attributes: PodApplicationAttributes): PodApplication {
    return new PodApplication(scope, id, attributes);
  }

  /** The application. Undefined where it exists elsewhere. */
  public readonly resource?: AzureadApplication;
  /** Its principal in its own tenant. Undefined where it exists elsewhere. */
  public readonly servicePrincipal?: AzureadServicePrincipal;

  /** As given. */
  public readonly name: string;
  public readonly signInAudience: SignInAudience;

  private readonly provider?: TerraformProvider;
  private readonly roleProvider?: TerraformProvider;
  private readonly values: { id?: string; clientId?: string; principalId?: string; tenantId?: string };

  /**
   * @param props what to make, or the attributes of an application that exists, for which {@link fromAttributes} reads better
   * @throws PodtrustError `name-invalid`, `guid-invalid`, `resource-id-malformed`, `authority-host-invalid`, and what
   *   {@link addTrust} and {@link addGrant} throw
   */
  public constructor(scope: Construct, id: string, props: PodApplicationProps | PodApplicationAttributes) {
    super(scope, id, props);
    const where = this.node.path;
    checkName('entra-application', props.name, where);
    if (props.tenantId !== undefined) checkGuid('the id of an Entra tenant', props.tenantId, where);
    const { name, provider, roleProvider, signInAudience = 'AzureADMyOrg' } = props;
    this.name = name;
    this.signInAudience = signInAudience;
    this.provider = provider;
    this.roleProvider = roleProvider;
    if ('principalId' in props) {
      const { id: applicationId, clientId, principalId, tenantId } = props;
      checkApplicationId(applicationId, where);
      checkGuid('the client id of an application', clientId, where);
      checkGuid('the object id of a service principal', principalId, where);
      this.values = { id: applicationId, clientId, principalId, tenantId };
      recordExisting(this, 'identities', {
        id: where,
        kind: 'entra-application',
        name,
        resourceId: applicationId,
        clientId,
        principalId,
      });
    } else {
      const { owners, tenantId } = props;
      for (const owner of owners ?? []) checkGuid('the object id of an owner', owner, where);
      this.resource = new AzureadApplication(this, 'Resource', { displayName: name, signInAudience, owners, provider });
      const { clientId } = this.resource;
      this.servicePrincipal = new AzureadServicePrincipal(this, 'principal', { clientId, owners, provider });
      this.values = { clientId, tenantId };
    }
    this.give(props);
  }

  /** `/applications/<object id>`. */
  public get id(): string {
    return (this.values.id ??= this.resource!.id);
  }

  public get clientId(): string {
    return (this.values.clientId ??= this.resource!.clientId);
  }

  /** The object id of its service principal. */
  public get principalId(): string {
    return (this.values.principalId ??= this.servicePrincipal!.objectId);
  }

  public get tenantId(): string {
    return (this.values.tenantId ??= this.servicePrincipal!.applicationTenantId);
  }

  public override get deploymentNeeds(): readonly string[] {
    const may = this.resource
      ? `make applications in Entra: Application.ReadWrite.OwnedBy of Microsoft Graph, or the role Application Developer`
      : `change the application ${this.name}: be its owner, or have the role Cloud Application Administrator`;
    return [`Let whoever deploys ${may}.`, ...super.deploymentNeeds];
  }

  public override get dependables(): readonly ITerraformDependable[] {
    // Entra knows nobody in the tenant before the principal is there, whatever the application trusts.
    return [...(this.servicePrincipal ? [this.servicePrincipal] : []), ...super.dependables];
  }

  protected override makeCredential(
    scope: Construct,
    id: string,
    { name, issuer, subject, audience }: FederatedCredential,
    dependsOn: ITerraformDependable[] | undefined,
  ): AzureadApplicationCredential {
    return new AzureadApplicationCredential(scope, id, {
      applicationId: this.id,
      displayName: name,
      issuer,
      subject,
      audience,
      provider: this.provider,
      dependsOn,
    });
  }

  protected override principal(): AzurePrincipal {
    return { principalId: this.principalId, provider: this.roleProvider };
  }

  protected override checkGrant(grant: AzureGrant): void {
    checkSubscription(this, grant, { provider: this.roleProvider });
  }

  protected override checkTenant({ tenantId, serviceAccount }: WorkloadIdentityTrust): void {
    const own = this.values.tenantId;
    if (tenantId === undefined || tenantId === own || this.signInAudience !== 'AzureADMyOrg') return;
    if (!isKnown(tenantId) || (own !== undefined && !isKnown(own))) return;
    throw new PodtrustError({
      code: 'tenant-mismatch',
      where: this.node.path,
      what: `pods of ${serviceAccount.namespace}/${serviceAccount.name} are to sign in to the tenant ${tenantId}`,
      why: 'The application is for its own tenant alone: Entra answers AADSTS700016 anywhere else.',
      remedy:
        'Leave `tenantId` out of the trust, or say signInAudience: "AzureADMultipleOrgs" and let that tenant’s administrator consent.',
    });
  }
}

function checkApplicationId(id: string, where: string): void {
  if (
    typeof id === 'string' &&
    (!isKnown(id) || /^\/applications\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
  )
    return;
  throw new PodtrustError({
    code: 'resource-id-malformed',
    where,
    what: `${JSON.stringify(id) ?? 'nothing'} is not the id of an application`,
    why: 'azuread finds an application by its object id, which is neither its client id nor that of its principal.',
    remedy: 'Give /applications/<object id>: az ad app show --id <client id> --query id.',
  });
}
