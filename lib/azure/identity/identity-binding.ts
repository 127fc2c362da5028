import { type ITerraformDependable, type TerraformProvider, TerraformStack } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { createHash } from 'node:crypto';
import {
  AZURE_KEYS,
  Binding,
  type ClusterPermission,
  IDENTITY_BINDING_CREDENTIAL,
  IDENTITY_BINDING_PERMISSION,
  IMAGE_PULL_KEYS,
  LIMITS,
  PodtrustError,
  type ServiceAccountReference,
  type TrustSize,
  checkName,
  checkServiceAccount,
  isKnown,
  knownNameOf,
} from '../../core';
import { checkedId, recordSourcePosition } from '../../terraform';
import { AzapiResource } from '../azapi-resource';
import { resourceIdOf } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import type { AksClusterReference } from './aks-cluster-reference';
import { bindServiceAccount } from './bound-service-accounts';
import { recordCluster } from './record-existing';
import { checkTokenExpiration } from './workload-identity-binding';

/** The stable API, the first that has identity bindings. Microsoft.ContainerService, 2026-04-01. */
const TYPE = 'Microsoft.ContainerService/managedClusters/identityBindings@2026-04-01';

/** What AKS' API sends for an identity binding. Neither can be changed: another identity makes a new one. */
interface IdentityBindingBody {
  readonly properties: { readonly managedIdentity: { readonly resourceId: string } };
}

/** A managed identity that clusters are bound to: a `PodManagedIdentity`, or what is known of another one. */
export interface ManagedIdentityReference {
  /** Azure resource id. */
  readonly id: string;
  readonly name: string;
  readonly resourceGroupName: string;
  readonly clientId: string;
  readonly tenantId: string;
  readonly node?: IConstruct['node'];
  /** The federated credentials that it has by the program. */
  readonly credentials?: readonly (ITerraformDependable & IConstruct)[];
  readonly trustSize?: () => TrustSize;
}

/** A service account that is let in. */
export interface AdmittedServiceAccount extends ServiceAccountReference {
  /** The token's life in seconds, 3600 to 86400. Default 3600. */
  readonly tokenExpirationSeconds?: number;
}

/** Properties of {@link IdentityBinding}. */
export interface IdentityBindingProps {
  /** An AKS cluster with its resource id, whose pods get the identity. */
  readonly cluster: AksClusterReference;
  readonly identity: ManagedIdentityReference;
  /** Whose pods become the identity. Default none yet; see {@link IdentityBinding.addServiceAccount}. */
  readonly serviceAccounts?: readonly AdmittedServiceAccount[];
  /** For whose pods the kubelet pulls images as the identity. Default none yet; see {@link IdentityBinding.addImagePull}. */
  readonly imagePulls?: readonly ServiceAccountReference[];
  /**
   * 1-63 lower-case letters, digits and `-`, unique in the cluster, such as to take over one that exists. Default made of the
   * identity's name.
   */
  readonly name?: string;
  /** The azapi provider, where the stack has several. Default the stack's. */
  readonly provider?: TerraformProvider;
}

/**
 * An AKS identity binding: pods of a cluster become a managed identity without a federated credential each. AKS makes one
 * credential of the identity for all clusters that are bound to it, and the cluster's RBAC says which service accounts get in.
 *
 * `bindingFor` gives what a service account and its pods carry. `BoundServiceAccount` makes the ClusterRole and the
 * ClusterRoleBinding of it, and pods get the label and the annotation by `bindWorkload`. The application needs an Azure Identity
 * library that knows AKS' token proxy, and switches it on; see {@link deploymentNeeds}.
 *
 * Made by the azapi provider, since azurerm has no resource for it: the stack needs an `AzapiProvider`. For managed identities
 * only.
 *
 * @see AKS, "Identity bindings concepts" and "Set up identity bindings"
 */
export class IdentityBinding extends Construct {
  /** The underlying resource. */
  public readonly resource: AzapiResource;
  public readonly name: string;
  public readonly cluster: AksClusterReference;
  public readonly identity: ManagedIdentityReference;
  private readonly admitted = new Map<string, AdmittedServiceAccount>();
  private readonly pulls = new Map<string, ServiceAccountReference>();

  /**
   * @throws PodtrustError `cluster-id-missing`, `resource-id-malformed`, `resource-id-of-other-type`, `identity-binding-without-webhook`,
   *   `name-invalid`, `duplicate-identity-binding`, `federated-credentials-over-limit`, and what {@link addServiceAccount} throws
   */
  public constructor(scope: Construct, id: string, props: IdentityBindingProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const { cluster, identity, serviceAccounts = [], imagePulls = [], provider } = props;
    const where = this.node.path;
    const parentId = clusterIdOf(cluster, where);
    const resourceId = identityIdOf(identity, where);
    this.name = props.name ?? nameFor(identity);
    checkName('identity-binding', this.name, where);
    checkCredentials(identity, where);
    bindOnce(cluster, this.name, resourceId, where);
    this.cluster = cluster;
    this.identity = identity;
    const body: IdentityBindingBody = { properties: { managedIdentity: { resourceId } } };
    const previous = lastWrite(identity, this);
    this.resource = new AzapiResource(this, 'Resource', {
      type: TYPE,
      name: this.name,
      parentId,
      body: { ...body },
      provider,
      dependsOn: previous && [previous],
    });
    LAST_WRITES.set(identity, this.resource);
    recordCluster(this, cluster);
    for (const account of serviceAccounts) this.addServiceAccount(account);
    for (const account of imagePulls) this.addImagePull(account);
  }

  /** Whose pods become the identity. */
  public get serviceAccounts(): readonly AdmittedServiceAccount[] {
    return [...this.admitted.values()];
  }

  /** For whose pods the kubelet pulls images as the identity. */
  public get imagePulls(): readonly ServiceAccountReference[] {
    return [...this.pulls.values()];
  }

  /** What service accounts and their pods carry: one of each service account, and one of each image pull. */
  public get bindings(): readonly Binding[] {
    return [
      ...this.serviceAccounts.map((account) => this.bindingFor(account)),
      ...this.imagePulls.map((account) => this.imagePullFor(account)),
    ];
  }

  /** What workloads wait for: without it AKS refuses their tokens. */
  public get dependables(): readonly ITerraformDependable[] {
    return [this.resource];
  }

  /** What a person must do before pods can work, in sentences. */
  public get deploymentNeeds(): readonly string[] {
    const { name, resourceGroupName } = this.identity;
    const accounts = this.serviceAccounts.map(accountText);
    const odd = [name, resourceGroupName].find((part) => isKnown(part) && /[^a-zA-Z0-9-]/.test(part));
    return [
      ...(accounts.length === 0
        ? []
        : [
            `Pods of ${listed(accounts)} become ${name} by an identity binding: let their applications use WorkloadIdentityCredential with AKS' token proxy switched on, which DefaultAzureCredential and ManagedIdentityCredential never do.`,
          ]),
      ...(this.cluster.isApiServerInNetwork === true
        ? [
            'AKS’ page on identity bindings said in August 2026 that a cluster with its API server in the network, as each automatic one is, does not have them yet: try it, or let the identity trust the service accounts by workloadIdentity.',
          ]
        : []),
      ...(odd === undefined
        ? []
        : [
            `AKS' API describes the name and the resource group of a bound identity with letters, digits and - alone: try whether AKS accepts "${odd}".`,
          ]),
    ];
  }

  /**
   * Lets the pods of one more service account become the identity.
   *
   * @throws PodtrustError `subject-invalid`, `subject-wildcard`, `token-expiration-invalid`, `duplicate-binding`
   */
  public addServiceAccount(account: AdmittedServiceAccount): void {
    const where = this.node.path;
    checkServiceAccount(account, where);
    checkTokenExpiration(account, where);
    bindServiceAccount({ cluster: this.cluster, serviceAccount: account, webhook: true, bind: true }, where);
    this.admitted.set(accountText(account), account);
  }

  /**
   * Lets the kubelet pull the images of one more service account's pods as the identity: the annotation
   * `kubernetes.azure.com/acr-client-id` names it. Nothing gives it to a container, though RBAC would let one that asks AKS for it. Grant it `acrGrant.pull(registry)`,
   * and switch the cluster to it by a `ServiceAccountImagePull`.
   *
   * @throws PodtrustError `subject-invalid`, `subject-wildcard`, `duplicate-binding`
   */
  public addImagePull(account: ServiceAccountReference): void {
    const where = this.node.path;
    checkServiceAccount(account, where);
    const use = { cluster: this.cluster, serviceAccount: account, webhook: true, bind: true };
    bindServiceAccount(use, where, 'image-pull');
    this.pulls.set(accountText(account), account);
  }

  /**
   * What a service account and its pods carry to become the identity.
   *
   * @throws PodtrustError `binding-unknown` where the service account was not let in
   */
  public bindingFor(account: ServiceAccountReference): Binding {
    const admitted = this.admitted.get(accountText(account));
    if (!admitted) throw this.unknown(account, 'serviceAccounts');
    const { namespace, name, tokenExpirationSeconds: seconds } = admitted;
    const { clientId, tenantId } = this.identity;
    return new Binding({
      mechanism: 'entra-workload-identity',
      serviceAccount: { namespace, name },
      identity: clientId,
      serviceAccountAnnotations: {
        [AZURE_KEYS.clientId]: clientId,
        [AZURE_KEYS.tenantId]: tenantId,
        ...(seconds === undefined ? {} : { [AZURE_KEYS.tokenExpiration]: `${seconds}` }),
      },
      podLabels: { [AZURE_KEYS.useLabel]: 'true' },
      podAnnotations: { [AZURE_KEYS.useIdentityBinding]: 'true' },
      clusterPermissions: [this.permissionFor(admitted)],
    });
  }

  /**
   * What a service account carries so that the kubelet pulls the images of its pods as the identity.
   *
   * @throws PodtrustError `binding-unknown` where the service account was not given as an image pull
   */
  public imagePullFor(account: ServiceAccountReference): Binding {
    const pull = this.pulls.get(accountText(account));
    if (!pull) throw this.unknown(account, 'imagePulls');
    const { clientId, tenantId } = this.identity;
    return new Binding({
      mechanism: 'entra-workload-identity',
      via: 'image-pull',
      serviceAccount: { namespace: pull.namespace, name: pull.name },
      identity: clientId,
      serviceAccountAnnotations: {
        [IMAGE_PULL_KEYS.acrClient]: clientId,
        [IMAGE_PULL_KEYS.acrTenant]: tenantId,
      },
      clusterPermissions: [this.permissionFor(pull)],
    });
  }

  /** A ClusterRole of each service account's own, so that to take one out changes nothing for the others. */
  private permissionFor({ namespace, name }: ServiceAccountReference): ClusterPermission {
    const { verb, apiGroup } = IDENTITY_BINDING_PERMISSION;
    const identity = isKnown(this.identity.name) ? this.identity.name : this.node.id;
    return {
      // Names of RBAC may have colons, which nothing else in this one has.
      name: ['use-managed-identity', namespace, name, identity].join(':'),
      verbs: [verb],
      apiGroups: [apiGroup],
      resources: [this.identity.clientId],
    };
  }

  private unknown(account: ServiceAccountReference, prop: 'serviceAccounts' | 'imagePulls'): PodtrustError {
    return new PodtrustError({
      code: 'binding-unknown',
      where: this.node.path,
      what: `the identity binding does not let in the service account ${accountText(account)}`,
      why: 'RBAC would not name it, and AKS refuses the token of a service account that RBAC does not name.',
      remedy: `Add it to \`${prop}\`.`,
    });
  }
}

/** What last wrote a federated credential of an identity. Azure answers 409 to concurrent writes on one identity. */
const LAST_WRITES = new WeakMap<object, AzapiResource>();

function lastWrite(identity: ManagedIdentityReference, own: IConstruct): ITerraformDependable | undefined {
  const writes = [identity.credentials?.at(-1), LAST_WRITES.get(identity)];
  // What is in another stack has been written before.
  return writes.filter((one) => one !== undefined && TerraformStack.of(one) === TerraformStack.of(own)).at(-1);
}

/** The identity bindings of a cluster: the construct of each, by the binding's name and by the identity. */
const BOUND = new WeakMap<AksClusterReference, Map<string, string>>();

/** Azure knows a binding by its name alone, and who gets in is not for a second one of the identity to say. */
function bindOnce(cluster: AksClusterReference, name: string, identity: string, where: string): void {
  const bound = BOUND.get(cluster) ?? new Map<string, string>();
  BOUND.set(cluster, bound);
  for (const [key, what] of [
    [`identity ${identity}`, 'is bound to this identity already'],
    [`name ${name}`, `has an identity binding called "${name}" already`],
  ] as const) {
    const other = bound.get(key);
    if (other !== undefined) {
      throw new PodtrustError({
        code: 'duplicate-identity-binding',
        where,
        what: `the cluster ${knownNameOf(cluster)} ${what}, by ${other}`,
        why: 'The name is the binding’s resource id, and a second binding of an identity lets in nobody more, since RBAC says who gets in: whoever takes one away would shut out nobody.',
        remedy: 'Let one IdentityBinding have all the service accounts, or give one of them a `name` of its own.',
      });
    }
  }
  bound.set(`identity ${identity}`, where).set(`name ${name}`, where);
}

function clusterIdOf(cluster: AksClusterReference, where: string): string {
  if (cluster.id === undefined) {
    throw new PodtrustError({
      code: 'cluster-id-missing',
      where,
      what: `the cluster ${knownNameOf(cluster)} was named without its resource id`,
      why: 'An identity binding is a resource of an AKS cluster, which is found by its resource id.',
      remedy: 'Give id to AksCluster.fromAttributes: az aks show --query id. A cluster that is not of AKS has none.',
    });
  }
  if (cluster.workloadIdentityWebhook !== true) {
    throw new PodtrustError({
      code: 'identity-binding-without-webhook',
      where,
      what: `the cluster ${knownNameOf(cluster)} has no azure-workload-identity webhook`,
      why: 'It tells pods where AKS exchanges their tokens, by an address that is the cluster’s own. A pod cannot carry it by itself.',
      remedy: 'Switch workload identity on, and say workloadIdentityWebhook: true.',
    });
  }
  return resourceIdOf({ id: cluster.id }, [RESOURCE_KINDS.aksCluster], where);
}

function identityIdOf(identity: ManagedIdentityReference, where: string): string {
  if (typeof identity.resourceGroupName === 'string') {
    return resourceIdOf(identity, [RESOURCE_KINDS.managedIdentity], where);
  }
  throw new PodtrustError({
    code: 'resource-id-of-other-type',
    where,
    what: `${isKnown(identity.name) ? identity.name : 'the identity'} is in no resource group, and so not a managed identity`,
    why: 'AKS binds user-assigned managed identities. Entra applications have federated credentials alone.',
    remedy: 'Give a PodManagedIdentity, or let a PodApplication trust the service account by workloadIdentity.',
  });
}

function checkCredentials(identity: ManagedIdentityReference, where: string): void {
  const limit = LIMITS.federatedCredentials;
  const used = identity.trustSize?.().used ?? 0;
  if (used < limit) return;
  throw new PodtrustError({
    code: 'federated-credentials-over-limit',
    where,
    what: `the identity has ${used} federated credentials, and AKS would make ${IDENTITY_BINDING_CREDENTIAL} beside them`,
    why: `Azure accepts at most ${limit} of an identity, and AKS fails to make the binding.`,
    remedy: 'Let one of its service accounts in by the identity binding, in place of a credential of its own.',
  });
}

/** The identity's name without what AKS' API has not in its pattern, and a hash by which no two are the same. */
function nameFor({ name, resourceGroupName, node }: ManagedIdentityReference): string {
  const text = isKnown(name) && isKnown(resourceGroupName) ? `${resourceGroupName}/${name}` : (node?.path ?? name);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  const plain = (isKnown(name) ? name : (node?.id ?? ''))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '')
    .replace(/^[0-9]+/, '');
  return `${plain || 'identity'}`.slice(0, 63 - hash.length) + hash;
}

/** The first of some texts, and how many more there are. */
function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, 5);
  const more = texts.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function accountText({ namespace, name }: ServiceAccountReference): string {
  return `${namespace}/${name}`;
}
