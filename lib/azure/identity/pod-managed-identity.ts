import { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import {
  type Binding,
  LIMITS,
  type NamedCluster,
  PodtrustError,
  type ServiceAccountReference,
  TrustSize,
  bindingTrust,
  checkName,
  clusterNameOf,
  givesBinding,
  sizesByCluster,
} from '../../core';
import { type GivenGrant, checkedId, recordExisting, recordSourcePosition } from '../../terraform';
import { bindServiceAccount } from './bound-service-accounts';
import { checkSubscription } from './check-subscription';
import { type FederatedCredential, federatedCredentialOf } from './federated-credential';
import type { AzureGrant } from '../grants/grant';
import { checkGuid } from '../guid';
import { recordCluster } from './record-existing';
import type { WorkloadIdentityTrust } from './workload-identity';
import { PUBLIC_AUTHORITY_HOST, checkTokenExpiration, workloadIdentityBinding } from './workload-identity-binding';

/** What a managed identity trusts and may do. */
export interface PodManagedIdentityOptions {
  /** Whose pods become this identity, at most 20. Default none yet; see {@link PodManagedIdentity.addTrust}. */
  readonly trusts?: readonly WorkloadIdentityTrust[];
  /** What it may do. Default nothing. */
  readonly grants?: readonly AzureGrant[];
  /** Entra's sign-in host, for pods without the webhook. Default the public cloud's. */
  readonly authorityHost?: string;
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
export class PodManagedIdentity extends Construct {
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
  public readonly authorityHost: string;

  /** As given, so that nothing needs a token for them. */
  public readonly name: string;
  public readonly resourceGroupName: string;

  private readonly provider?: TerraformProvider;
  private readonly source: PodManagedIdentityAttributes | UserAssignedIdentity;
  private readonly values: { id?: string; clientId?: string; principalId?: string; tenantId?: string };
  private readonly trustList: WorkloadIdentityTrust[] = [];
  private readonly credentialList: {
    readonly credential: FederatedCredential;
    readonly resource: FederatedIdentityCredential;
  }[] = [];
  private readonly grantList: GivenGrant<AzureGrant>[] = [];
  private readonly grantIds = new Set<string>();

  /**
   * @param props what to make, or the attributes of an identity that exists, for which {@link fromAttributes} reads better
   * @throws PodtrustError `name-invalid`, `guid-invalid`, and what {@link addTrust} and {@link addGrant} throw
   */
  public constructor(scope: Construct, id: string, props: PodManagedIdentityProps | PodManagedIdentityAttributes) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
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
      this.resource = new UserAssignedIdentity(this, 'Resource', { name, resourceGroupName, location, tags, provider });
      this.source = this.resource;
    }
    this.name = props.name;
    this.resourceGroupName = props.resourceGroupName;
    this.values = { tenantId: props.tenantId };
    this.authorityHost = props.authorityHost ?? PUBLIC_AUTHORITY_HOST;
    for (const trust of props.trusts ?? []) this.addTrust(trust);
    for (const grant of props.grants ?? []) this.addGrant(grant);
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

  /** Whose pods become this identity. */
  public get trusts(): readonly WorkloadIdentityTrust[] {
    return this.trustList;
  }

  /** What it may do. */
  public get grants(): readonly GivenGrant<AzureGrant>[] {
    return this.grantList;
  }

  /** The federated credentials, in the order that they are made in. */
  public get credentials(): readonly FederatedIdentityCredential[] {
    return this.credentialList.map(({ resource }) => resource);
  }

  /** What service accounts and their pods carry, one for each trust that binds; none for a cluster that is retiring. */
  public get bindings(): readonly Binding[] {
    return this.trustList.filter(givesBinding).map((trust) => workloadIdentityBinding(trust, this));
  }

  /** What a person must do before pods can work, in sentences. */
  public get deploymentNeeds(): readonly string[] {
    return this.grantList.flatMap(({ grant }) => [
      ...(grant.deploymentNeeds ?? []),
      ...(grant.needsOf?.(this.name) ?? []),
    ]);
  }

  /** What workloads wait for: without it a pod's first token or call is refused. */
  public get dependables(): readonly ITerraformDependable[] {
    return [...this.credentials, ...this.grantList.flatMap(({ dependables }) => dependables)];
  }

  /**
   * Lets the pods of one more service account become this identity.
   *
   * @throws PodtrustError `federated-credentials-over-limit`, `duplicate-federated-credential`,
   * `token-expiration-invalid`, `issuer-not-https`, `subject-wildcard`,
   * `subject-invalid`, `federated-credential-audience-wrong`, `federated-credential-field-too-long`,
   * `federated-credential-unnamed`, `name-invalid`, `duplicate-binding`
   */
  public addTrust(trust: WorkloadIdentityTrust): void {
    const where = this.node.path;
    checkTokenExpiration(trust, where);
    const credential = federatedCredentialOf(trust, where);
    this.checkBesideOthers(trust, credential, where);
    bindServiceAccount(trust, where);
    const previous = this.credentialList.at(-1);
    const resource = new FederatedIdentityCredential(this, checkedId(this, credential.name), {
      name: credential.name,
      // azurerm 4 makes the credential's id of the group and not of the parent (#30825): both are the identity's own.
      resourceGroupName: this.resourceGroupName,
      parentId: this.id,
      issuer: credential.issuer,
      subject: credential.subject,
      audience: [credential.audience],
      provider: this.provider,
      // Azure answers 409 to concurrent writes on one identity, and the provider's lock ends with its process.
      dependsOn: previous ? [previous.resource] : undefined,
    });
    if (trust.cluster) recordCluster(this, trust.cluster);
    this.trustList.push(trust);
    this.credentialList.push({ credential, resource });
  }

  /**
   * Lets this identity do one more thing.
   *
   * @throws PodtrustError `grant-id-taken`, `subscription-mismatch`, `construct-id-invalid`
   */
  public addGrant(grant: AzureGrant): GivenGrant<AzureGrant> {
    if (this.grantIds.has(grant.id)) {
      throw new PodtrustError({
        code: 'grant-id-taken',
        where: this.node.path,
        what: `two grants have the id "${grant.id}"`,
        why: 'The id names the role assignment in the state; a number in its place would move when grants are reordered.',
        remedy: 'Give one of them an `id` of its own.',
      });
    }
    checkSubscription(this, grant, { id: this.resource ? undefined : this.id, provider: this.provider });
    this.grantIds.add(grant.id);
    const { principalId, provider } = this;
    const given = { grant, grantee: principalId, dependables: grant.give(this, { principalId, provider }) };
    this.grantList.push(given);
    return given;
  }

  /**
   * What a service account and its pods carry to become this identity.
   *
   * @param cluster the cluster, where the same service account of several is trusted
   * @throws PodtrustError `binding-unknown` where no trust binds it, `cluster-retiring` where its cluster is retiring,
   *   `binding-ambiguous` where several trusts bind it
   */
  public bindingFor(serviceAccount: ServiceAccountReference, cluster?: NamedCluster): Binding {
    const trust = bindingTrust(this.trustList, serviceAccount, cluster, {
      where: this.node.path,
      refusal: 'Entra answers AADSTS700213',
      trust: 'workloadIdentity({ cluster, serviceAccount })',
    });
    return workloadIdentityBinding(trust, this);
  }

  /**
   * How many federated credentials it has, by cluster, and how many Azure accepts: to be read before a deployment, or held by
   * a test. Of an identity that exists it counts the trusts that are given here, and not what else it has.
   *
   * @param more trusts to count as well, such as those of a cluster to come
   */
  public trustSize(more: readonly WorkloadIdentityTrust[] = []): TrustSize {
    for (const trust of more) federatedCredentialOf(trust, this.node.path);
    return sizeOf([...this.trustList, ...more]);
  }

  private checkBesideOthers(trust: WorkloadIdentityTrust, credential: FederatedCredential, where: string): void {
    const limit = LIMITS.federatedCredentials;
    if (this.credentialList.length >= limit) {
      const trusts = [...this.trustList, trust];
      throw new PodtrustError({
        code: 'federated-credentials-over-limit',
        where,
        what: `${this.credentialList.length + 1} federated credentials on one identity (${sizeOf(trusts)
          .byCluster.map(({ cluster, used }) => `${cluster} ${used}`)
          .join(', ')})`,
        why: `Azure accepts at most ${limit} of an identity.`,
        remedy:
          'Make a second PodManagedIdentity with the same grants for some of the service accounts. A cluster that is replaced is trusted beside its successor for a while: take out one that is gone.',
      });
    }
    for (const { credential: other } of this.credentialList) {
      const sameName = other.name.toLowerCase() === credential.name.toLowerCase();
      if (other.subject === credential.subject && other.issuer === credential.issuer) {
        throw new PodtrustError({
          code: 'duplicate-federated-credential',
          where,
          what: `${credential.subject} of ${credential.issuer} is trusted twice`,
          why: 'Issuer and subject are unique in an identity; Azure refuses the second credential.',
          remedy: 'Remove one of the two trusts.',
        });
      }
      if (sameName) {
        throw new PodtrustError({
          code: 'duplicate-federated-credential',
          where,
          what: `two federated credentials are called "${credential.name}"`,
          why: 'Names are unique in an identity, whatever their case: two clusters share a name, or one is trusted twice.',
          remedy: 'Give one trust a `credentialName`, or remove it.',
        });
      }
    }
  }
}

function sizeOf(trusts: readonly WorkloadIdentityTrust[]): TrustSize {
  const sizes = trusts.map((trust) => ({ cluster: clusterNameOf(trust), used: 1 }));
  return new TrustSize(
    trusts.length,
    LIMITS.federatedCredentials,
    'federated credentials',
    sizesByCluster(sizes),
    true,
  );
}
