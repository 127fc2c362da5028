import { Construct } from 'constructs';
import { AAD_POD_IDENTITY_KEYS, PodtrustError, checkName, isKnown } from '../../core';
import { AzureIdentity as Resource, type AzureIdentitySpec } from './definitions/aadpodidentity.k8s.io';
import { countIn } from './counted';

/** A user-assigned managed identity: a `PodManagedIdentity`, or its ids. Values may be tokens. */
export interface ManagedIdentityIds {
  /** Azure resource id. */
  readonly id: string;
  readonly clientId: string;
}

/** A service principal, whose secret or certificate somebody must renew: a managed identity has none. */
export interface ServicePrincipalIds {
  readonly clientId: string;
  readonly tenantId: string;
  /** The Secret that holds its secret, or its certificate and the certificate's password. */
  readonly secret: { readonly namespace: string; readonly name: string };
  /** What the Secret holds. */
  readonly by: 'secret' | 'certificate';
}

/** Props of {@link AzureIdentity}. */
export interface AzureIdentityProps {
  /** The namespace whose pods may have the identity. */
  readonly namespace: string;
  /** A DNS subdomain of at most 253 characters. */
  readonly name: string;
  readonly identity: ManagedIdentityIds | ServicePrincipalIds;
  /**
   * Lets pods of every namespace have the identity by a label, in standard mode. Default false: the object is annotated with
   * `aadpodidentity.k8s.io/Behavior: namespaced`.
   */
  readonly anyNamespace?: boolean;
}

/** What NMI reads of the kind of an identity. aad-pod-identity, "AzureIdentity". */
const TYPES = { managed: 0, secret: 1, certificate: 2 } as const;

/**
 * An identity that AAD Pod Identity gives to pods, as its object AzureIdentity. An {@link AzureIdentityBinding} says to which. A
 * cdk8s construct; it lives in a chart.
 */
export class AzureIdentity extends Construct {
  /** The AzureIdentity itself. */
  public readonly resource: Resource;
  public readonly namespace: string;
  public readonly name: string;

  /** @throws PodtrustError `name-invalid`, `aad-pod-identity-invalid`, `aad-pod-identity-over-limit` */
  public constructor(scope: Construct, id: string, props: AzureIdentityProps) {
    super(scope, id);
    const { namespace, name, identity, anyNamespace = false } = props;
    const where = this.node.path;
    checkName('namespace', namespace, where);
    checkName('kubernetes-object', name, where);
    countIn(this, 'identities');
    this.namespace = namespace;
    this.name = name;
    this.resource = new Resource(this, 'Resource', {
      metadata: {
        namespace,
        name,
        annotations: anyNamespace ? undefined : { [AAD_POD_IDENTITY_KEYS.behavior]: 'namespaced' },
      },
      spec: specOf(identity, where),
    });
  }
}

function specOf(identity: ManagedIdentityIds | ServicePrincipalIds, where: string): AzureIdentitySpec {
  if ('secret' in identity) {
    const { clientId, tenantId, secret, by } = identity;
    checkName('namespace', secret.namespace, where);
    checkName('kubernetes-object', secret.name, where);
    if (by !== 'secret' && by !== 'certificate') throw invalid(`the Secret holds ${JSON.stringify(by)}`, where);
    return { type: TYPES[by], clientId, tenantId, clientPassword: { ...secret } };
  }
  const { id, clientId } = identity;
  if (typeof id !== 'string' || (isKnown(id) && !RESOURCE_ID.test(id))) {
    throw invalid(`the resource id is ${JSON.stringify(id)}`, where);
  }
  if (typeof clientId !== 'string' || clientId === '') throw invalid('there is no client id', where);
  return { type: TYPES.managed, resourceId: id, clientId };
}

const RESOURCE_ID =
  /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/microsoft\.managedidentity\/userassignedidentities\/[^/]+$/i;

function invalid(what: string, where: string): PodtrustError {
  return new PodtrustError({
    code: 'aad-pod-identity-invalid',
    where,
    what,
    why: 'The API server accepts it, and its pods get no token.',
    remedy:
      'Give the resource id and the client id of a user-assigned managed identity; of a service principal its client id, its tenant, and its Secret by secret or certificate.',
  });
}
