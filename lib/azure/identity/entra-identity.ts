import type { ITerraformDependable, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import {
  type AzureCloud,
  type Binding,
  ENTRA_AUTHORITY_HOSTS,
  LIMITS,
  type NamedCluster,
  PodtrustError,
  type ServiceAccountReference,
  TrustSize,
  bindingTrust,
  clusterNameOf,
  givesBinding,
  isKnown,
  sizesByCluster,
} from '../../core';
import { type GivenGrant, checkedId, recordSourcePosition } from '../../terraform';
import type { AzureGrant, AzurePrincipal } from '../grants/grant';
import { bindServiceAccount } from './bound-service-accounts';
import { type FederatedCredential, federatedCredentialOf } from './federated-credential';
import { recordCluster } from './record-existing';
import type { WorkloadIdentityTrust } from './workload-identity';
import { checkPods, workloadIdentityBinding } from './workload-identity-binding';

/** What every identity of Entra trusts and may do. */
export interface EntraIdentityOptions {
  /** Whose pods become this identity, at most 20. Default none yet; see {@link EntraIdentity.addTrust}. */
  readonly trusts?: readonly WorkloadIdentityTrust[];
  /** What it may do. Default nothing. */
  readonly grants?: readonly AzureGrant[];
  /** The cloud in which pods without the webhook sign in; a webhook tells its own. Default `public`. */
  readonly cloud?: AzureCloud;
  /** Entra’s sign-in host, for pods without the webhook, where it is in none of the clouds. Default that of `cloud`. */
  readonly authorityHost?: string;
}

/**
 * An identity of Entra that pods become by their service account’s token: a {@link PodManagedIdentity}, or a
 * {@link PodApplication}. Both have the same shape.
 */
export abstract class EntraIdentity<R extends TerraformResource = TerraformResource> extends Construct {
  /** Azure resource id of a managed identity, `/applications/<object id>` of an application. */
  public abstract readonly id: string;
  public abstract readonly name: string;
  public abstract readonly clientId: string;
  /** The object id of its service principal, which roles are given to. */
  public abstract readonly principalId: string;
  public abstract readonly tenantId: string;
  /** Where pods without the webhook sign in. */
  public readonly authorityHost: string;

  private readonly trustList: WorkloadIdentityTrust[] = [];
  private readonly credentialList: { readonly credential: FederatedCredential; readonly resource: R }[] = [];
  private readonly grantList: GivenGrant<AzureGrant>[] = [];
  private readonly grantIds = new Set<string>();
  private readonly given = new Set<string>();

  /** @throws PodtrustError `construct-id-invalid`, `authority-host-invalid` */
  protected constructor(scope: Construct, id: string, { cloud, authorityHost }: EntraIdentityOptions) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    this.authorityHost = authorityHostOf(cloud, authorityHost, this.node.path);
  }

  /** Whose pods become this identity. */
  public get trusts(): readonly WorkloadIdentityTrust[] {
    return this.trustList;
  }

  /** What it may do. */
  public get grants(): readonly GivenGrant<AzureGrant>[] {
    return this.grantList;
  }

  /** The federated credentials, in the order that they are made in, each after the one before it. */
  public get credentials(): readonly R[] {
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
   * `federated-credential-unnamed`, `name-invalid`, `duplicate-binding`, `tenant-mismatch`, `proxy-sidecar-invalid`
   */
  public addTrust(trust: WorkloadIdentityTrust): void {
    const where = this.node.path;
    checkPods(trust, where);
    this.checkTenant(trust);
    const credential = federatedCredentialOf(trust, where);
    this.checkBesideOthers(credential, where, trust);
    bindServiceAccount(trust, where);
    this.put(this, checkedId(this, credential.name), credential);
    if (trust.cluster) recordCluster(this, trust.cluster);
    this.trustList.push(trust);
  }

  /**
   * Trusts what a credential names, whoever signs and whoever gets in: checked beside the others, and written after them.
   *
   * @param scope where its resource is made
   * @throws PodtrustError `federated-credentials-over-limit`, `duplicate-federated-credential`
   */
  public addCredential(scope: Construct, id: string, credential: FederatedCredential): R {
    this.checkBesideOthers(credential, scope.node.path);
    return this.put(scope, id, credential);
  }

  private put(scope: Construct, id: string, credential: FederatedCredential): R {
    const previous = this.credentialList.at(-1);
    // Azure answers 409 to concurrent writes on one identity, and the provider's lock ends with its process.
    const resource = this.makeCredential(scope, id, credential, previous ? [previous.resource] : undefined);
    this.credentialList.push({ credential, resource });
    return resource;
  }

  /**
   * Lets this identity do one more thing.
   *
   * @throws PodtrustError `grant-id-taken`, `scope-given-twice`, `subscription-mismatch`, `construct-id-invalid`
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
    this.checkGrant(grant);
    this.checkOnce(grant);
    this.grantIds.add(grant.id);
    const { principalId } = this;
    const given = { grant, grantee: principalId, dependables: grant.give(this, this.principal()) };
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
    return workloadIdentityBinding(boundTrust(this.trustList, serviceAccount, cluster, this.node.path), this);
  }

  /**
   * How many federated credentials it has, by cluster, and how many Azure accepts: to be read before a deployment, or held by
   * a test. Of an identity that exists it counts the trusts that are given here, and not what else it has.
   *
   * @param more trusts to count as well, such as those of a cluster to come
   */
  public trustSize(more: readonly WorkloadIdentityTrust[] = []): TrustSize {
    for (const trust of more) federatedCredentialOf(trust, this.node.path);
    return this.sizeOf([...this.trustList, ...more]);
  }

  /** Trusts and grants that were given with the rest; called when all else of the identity is known. */
  protected give({ trusts = [], grants = [] }: EntraIdentityOptions): void {
    for (const trust of trusts) this.addTrust(trust);
    for (const grant of grants) this.addGrant(grant);
  }

  protected abstract makeCredential(
    scope: Construct,
    id: string,
    credential: FederatedCredential,
    dependsOn: ITerraformDependable[] | undefined,
  ): R;

  /** Who is given a grant, and by which provider. */
  protected abstract principal(): AzurePrincipal;

  /** Refuses a grant that this kind of identity should not get. */
  protected abstract checkGrant(grant: AzureGrant): void;

  /** Refuses a trust whose pods would sign in to a tenant that this identity is not in. */
  protected abstract checkTenant(trust: WorkloadIdentityTrust): void;

  /** Azure has a role of an identity once at a scope, by whatever grant. */
  private checkOnce({ role, scope }: AzureGrant): void {
    const key = `${role}\n${scope}`.toLowerCase();
    if (!this.given.has(key)) {
      this.given.add(key);
      return;
    }
    throw new PodtrustError({
      code: 'scope-given-twice',
      where: this.node.path,
      what: `two grants give ${role} at ${isKnown(scope) ? scope : 'one scope'}`,
      why: 'Azure has a role of an identity once at a scope, and answers RoleAssignmentExists to the second.',
      remedy: 'Give one of the two.',
    });
  }

  private checkBesideOthers(credential: FederatedCredential, where: string, trust?: WorkloadIdentityTrust): void {
    const limit = LIMITS.federatedCredentials;
    if (this.credentialList.length >= limit) {
      const { byCluster } = this.sizeOf([...this.trustList, ...(trust ? [trust] : [])]);
      throw new PodtrustError({
        code: 'federated-credentials-over-limit',
        where,
        what: `${this.credentialList.length + 1} federated credentials on one identity (${byCluster
          .map(({ cluster, used }) => `${cluster} ${used}`)
          .join(', ')})`,
        why: `Azure accepts at most ${limit} of an identity.`,
        remedy:
          'Let PodManagedIdentities or PodApplications share them out over several identities with the same grants. A cluster that is replaced is trusted beside its successor for a while: take out one that is gone.',
      });
    }
    for (const { credential: other } of this.credentialList) {
      if (other.subject === credential.subject && other.issuer === credential.issuer) {
        throw new PodtrustError({
          code: 'duplicate-federated-credential',
          where,
          what: `${credential.subject} of ${credential.issuer} is trusted twice`,
          why: 'Issuer and subject are unique in an identity; Azure refuses the second credential.',
          remedy: 'Remove one of the two trusts.',
        });
      }
      if (other.name.toLowerCase() === credential.name.toLowerCase()) {
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

  /** How large trusts are, beside the credentials that belong to none, such as those of roles of AWS. */
  private sizeOf(trusts: readonly WorkloadIdentityTrust[]): TrustSize {
    const others = this.credentialList.length - this.trustList.length;
    const sizes = trusts.map((trust) => ({ cluster: clusterNameOf(trust), used: 1 }));
    if (others > 0) sizes.push({ cluster: 'no cluster', used: others });
    const used = trusts.length + others;
    return new TrustSize(used, LIMITS.federatedCredentials, 'federated credentials', sizesByCluster(sizes), true);
  }
}

/**
 * The one trust that binds a service account, of an identity’s or of several identities’.
 *
 * @throws PodtrustError `binding-unknown`, `cluster-retiring`, `binding-ambiguous`
 */
export function boundTrust(
  trusts: readonly WorkloadIdentityTrust[],
  serviceAccount: ServiceAccountReference,
  cluster: NamedCluster | undefined,
  where: string,
): WorkloadIdentityTrust {
  return bindingTrust(trusts, serviceAccount, cluster, {
    where,
    refusal: 'Entra answers AADSTS700213',
    trust: 'workloadIdentity({ cluster, serviceAccount })',
  });
}

function authorityHostOf(cloud: AzureCloud | undefined, given: string | undefined, where: string): string {
  const problem = hostProblem(cloud, given);
  if (!problem) return given ?? ENTRA_AUTHORITY_HOSTS[cloud ?? 'public'];
  throw new PodtrustError({
    code: 'authority-host-invalid',
    where,
    what: problem,
    why: 'Pods without the webhook exchange their token where AZURE_AUTHORITY_HOST says.',
    remedy: `Give \`cloud\` (${Object.keys(ENTRA_AUTHORITY_HOSTS).join(', ')}), or \`authorityHost\` where Entra is in none of them: https://<host>/, without a tenant.`,
  });
}

function hostProblem(cloud: AzureCloud | undefined, given: string | undefined): string | undefined {
  if (cloud !== undefined && given !== undefined) return 'both `cloud` and `authorityHost` are given';
  if (cloud !== undefined && !Object.hasOwn(ENTRA_AUTHORITY_HOSTS, cloud)) return `there is no cloud "${cloud}"`;
  if (given === undefined || !isKnown(given) || /^https:\/\/[^\s/?#]+\/?$/.test(given)) return undefined;
  return `${JSON.stringify(given)} is not a sign-in host`;
}
