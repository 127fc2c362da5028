import { KubernetesClusterExtension } from '@cdktf/provider-azurerm/lib/kubernetes-cluster-extension';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { PodtrustError, checkName, isKnown } from '../../../core';
import { AKS_EXTENSIONS } from '../../../core/kubernetes/addon-accounts';
import { checkedId, recordSourcePosition } from '../../../terraform';
import type { AzureGrant } from '../../grants/grant';
import { choicesConflict } from '../choices-conflict';
import type { AksClusterReference } from '../../identity/aks-cluster-reference';
import { PodManagedIdentity } from '../../identity/pod-managed-identity';
import { workloadIdentity } from '../../identity/workload-identity';
import { placeOfCluster, useAzureName } from '../../name-uses';
import { resourceIdOf } from '../../resource-id';
import { RESOURCE_KINDS } from '../../resource-kinds';

/** An identity that is made for an extension, and for nothing else. */
export interface AksExtensionIdentity {
  /** Its name. Default `<cluster>-<extension>`. */
  readonly name?: string;
  readonly resourceGroupName: string;
  readonly location: string;
  /** What it may do: for Flux, pull from a registry. */
  readonly grants: readonly AzureGrant[];
  /** The extension's service accounts that get it. Default for Flux its `source-controller`, which fetches. */
  readonly serviceAccounts?: readonly string[];
}

/** Properties of {@link AksExtension}. */
export interface AksExtensionProps {
  /** The cluster, which must know its resource id. */
  readonly cluster: AksClusterReference;
  /** The extension's own name in the cluster, such as `flux`. */
  readonly name: string;
  /** Such as `microsoft.flux`, `microsoft.argocd` or `microsoft.dapr`. */
  readonly type: string;
  /** What `az k8s-extension create` is given by `--configuration-settings`. */
  readonly configuration?: Readonly<Record<string, string>>;
  /** Default the extension's own: `flux-system`, `argocd`. Needed with {@link identity} where podtrust does not know it. */
  readonly namespace?: string;
  /** Default Azure keeps it up to date. */
  readonly version?: string;
  /** Such as `stable` or `preview`. Default Azure's, stable. */
  readonly releaseTrain?: string;
  /** An identity for its pods, by Entra Workload ID. Default none: AKS makes one for the extension itself, without a role. */
  readonly identity?: AksExtensionIdentity;
}

/** What is known of how an extension is told of its identity. */
interface KnownExtension {
  readonly accounts?: readonly string[];
  settings(clientId: string): Readonly<Record<string, string>>;
}

/**
 * @see Azure, "Deploy applications using GitOps with Flux v2", "Workload identity in AKS clusters"; AKS, "Argo CD extension"
 */
const KNOWN: Readonly<Record<string, KnownExtension>> = {
  'microsoft.flux': {
    accounts: ['source-controller'],
    settings: (clientId) => ({ 'workloadIdentity.enable': 'true', 'workloadIdentity.azureClientId': clientId }),
  },
  'microsoft.argocd': {
    settings: (clientId) => ({
      'azure.workloadIdentity.enabled': 'true',
      'azure.workloadIdentity.clientId': clientId,
    }),
  },
};

/** What AKS Automatic does not run. AKS, "Create an AKS Automatic cluster", "Limitations". */
const NOT_OF_AUTOMATIC: readonly string[] = ['microsoft.dapr', 'microsoft.azureml.kubernetes'];

/** Reserved by cluster extensions, or by AKS. */
const NAME = /^[a-zA-Z0-9]([-a-zA-Z0-9]{0,251}[a-zA-Z0-9])?$/;

/**
 * An extension of an AKS cluster, such as Flux or Argo CD, which Azure installs and keeps up to date, with an identity for its
 * pods where it is to have one.
 */
export class AksExtension extends Construct {
  /** The underlying resource, for what the props don't offer. */
  public readonly resource: KubernetesClusterExtension;
  /** Whose pods' it is, where it is made here. */
  public readonly identity?: PodManagedIdentity;
  /** What must exist before objects for the extension can. */
  public readonly dependables: readonly ITerraformDependable[];

  /**
   * @throws PodtrustError `name-invalid`, `name-taken`, `input-invalid`, `cluster-choices-conflict`, `addon-role-incomplete`, `addon-identity-ambiguous`, `cluster-id-missing`, and what
   *   a {@link PodManagedIdentity} throws
   */
  public constructor(scope: Construct, id: string, props: AksExtensionProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const where = this.node.path;
    const type = extensionType(props.type, where);
    const known = KNOWN[type];
    checkExtensionName(props.name, where);
    checkOfAutomatic(type, props.cluster, where);
    useAzureName(this, props.name, { kind: 'an extension', once: 'a cluster', within: placeOfCluster(props.cluster) });
    if (props.namespace !== undefined) checkName('namespace', props.namespace, where);
    this.identity = props.identity && this.makeIdentity(props, props.identity, type, known);
    const own = this.identity && known ? known.settings(this.identity.clientId) : {};
    const settings = { ...own, ...props.configuration };
    for (const [key, value] of Object.entries(own)) {
      if (settings[key] === value) continue;
      throw new PodtrustError({
        code: 'addon-identity-ambiguous',
        where,
        what: `configuration says ${key}, and identity does`,
        why: 'The extension has one identity, and the other one would silently do nothing.',
        remedy: `Leave ${key} out of configuration, or identity out.`,
      });
    }
    this.resource = new KubernetesClusterExtension(this, 'Resource', {
      name: props.name,
      clusterId: clusterId(props.cluster, where),
      extensionType: type,
      releaseNamespace: props.namespace ?? AKS_EXTENSIONS.get(type)?.namespace,
      version: props.version,
      releaseTrain: props.releaseTrain,
      configurationSettings: Object.keys(settings).length > 0 ? settings : undefined,
      dependsOn: this.identity && [...this.identity.dependables],
    });
    this.dependables = [this.resource];
  }

  private makeIdentity(
    props: AksExtensionProps,
    identity: AksExtensionIdentity,
    type: string,
    known: KnownExtension | undefined,
  ): PodManagedIdentity {
    const { cluster } = props;
    const namespace = props.namespace ?? AKS_EXTENSIONS.get(type)?.namespace;
    const accounts = identity.serviceAccounts ?? known?.accounts ?? [];
    const missing = [
      ...(known ? [] : ['a setting that tells it its identity']),
      ...(namespace === undefined ? ['namespace'] : []),
      ...(accounts.length === 0 ? ['identity.serviceAccounts'] : []),
    ];
    if (missing.length > 0) {
      throw new PodtrustError({
        code: 'addon-role-incomplete',
        where: this.node.path,
        what: `an identity for the extension ${props.type} without ${missing.join(' and ')}`,
        why: 'Which service accounts an extension has, and how it is told its identity, is known of a few alone.',
        remedy: known
          ? 'Give them: kubectl get serviceaccounts lists them once it is installed.'
          : 'Make a PodManagedIdentity for its accounts, and name it in configuration.',
      });
    }
    return new PodManagedIdentity(this, 'identity', {
      name: identity.name ?? `${cluster.name}-${props.name}`,
      resourceGroupName: identity.resourceGroupName,
      location: identity.location,
      tenantId: cluster.tenantId,
      // The extension annotates its accounts itself.
      trusts: accounts.map((name) =>
        workloadIdentity({ cluster, serviceAccount: { namespace: namespace!, name }, bind: false }),
      ),
      grants: identity.grants,
    });
  }
}

function checkOfAutomatic(type: string, { isAutomatic }: AksClusterReference, where: string): void {
  if (isAutomatic !== true || !NOT_OF_AUTOMATIC.includes(type)) return;
  throw choicesConflict(
    where,
    `the extension ${type} in an automatic cluster`,
    'AKS Automatic does not have it.',
    'Take an AksCluster for it, or leave the extension out.',
  );
}

function extensionType(type: string, where: string): string {
  if (typeof type === 'string' && type !== '') return type.toLowerCase();
  throw new PodtrustError({
    code: 'input-invalid',
    where,
    what: `the type of the extension is ${JSON.stringify(type) ?? 'undefined'}`,
    why: 'Azure knows an extension by its type.',
    remedy: 'Give type, such as microsoft.flux.',
  });
}

function checkExtensionName(name: string, where: string): void {
  if (!isKnown(name) || NAME.test(name)) return;
  throw new PodtrustError({
    code: 'name-invalid',
    where,
    what: `"${name}" is not the name of an extension`,
    why: 'Azure accepts 1 to 253 letters, digits and hyphens, which begin and end with a letter or digit.',
    remedy: 'Give such a name.',
  });
}

function clusterId({ id, name }: AksClusterReference, where: string): string {
  if (id !== undefined) return resourceIdOf(id, [RESOURCE_KINDS.aksCluster], where);
  throw new PodtrustError({
    code: 'cluster-id-missing',
    where,
    what: `the cluster${isKnown(name) ? ` ${name}` : ''} was named without its resource id`,
    why: 'azurerm installs an extension in a cluster by the cluster’s resource id.',
    remedy: 'Give id to AksCluster.fromAttributes: az aks show --query id.',
  });
}
