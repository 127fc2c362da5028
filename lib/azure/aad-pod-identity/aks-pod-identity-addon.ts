import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { AAD_POD_IDENTITY, LIMITS, type PodIdentity, PodtrustError, checkName } from '../../core';
import { checkedId, recordSourcePosition } from '../../terraform';
import { AzapiUpdate } from '../azapi-resource';
import { roleGrant } from '../grants/role-grant';
import { resourceIdOf } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import { type PodIdentityCluster, clusterIdOf, principalOf } from './pod-identity-cluster';
import type { NetRawPolicy } from './net-raw-policy';

/** The stable API, which still has the add-on. Microsoft.ContainerService, 2026-04-01. */
const TYPE = 'Microsoft.ContainerService/managedClusters@2026-04-01';

/** What AKS’ API has of the add-on. Microsoft.ContainerService, `ManagedClusterPodIdentityProfile`. */
export interface PodIdentityProfile {
  readonly enabled: boolean;
  readonly allowNetworkPluginKubenet?: boolean;
  readonly userAssignedIdentities?: readonly {
    readonly name: string;
    readonly namespace: string;
    readonly bindingSelector?: string;
    readonly identity: { readonly resourceId: string; readonly clientId: string; readonly objectId: string };
  }[];
  readonly userAssignedIdentityExceptions?: readonly PodIdentityExceptionEntry[];
}

/** An exception of the add-on: pods with any of the labels reach the instance metadata service past NMI. */
export interface PodIdentityExceptionEntry {
  readonly name: string;
  readonly namespace: string;
  readonly podLabels: Readonly<Record<string, string>>;
}

/** A pod identity of the add-on: AKS makes its AzureIdentity and its AzureIdentityBinding. */
export type AddonPodIdentity = Pick<
  PodIdentity,
  'name' | 'namespace' | 'selector' | 'resourceId' | 'clientId' | 'principalId'
>;

/** Properties of {@link AksPodIdentityAddon}. */
export interface AksPodIdentityAddonProps {
  /** An AksCluster, or one that exists with its id and its `controlPlanePrincipalId`. */
  readonly cluster: PodIdentityCluster;
  /** Such as `move.podIdentities`. At most 200. Default none. */
  readonly podIdentities?: readonly AddonPodIdentity[];
  /** Further exceptions than AKS’ own `aks-addon-exception`. At most 200. Default none. */
  readonly exceptions?: readonly PodIdentityExceptionEntry[];
  /** Whether it is on, such as `move.hasPodIdentity`. With false it is switched off. Default true. */
  readonly enabled?: boolean;
  /**
   * Opts in to kubenet, where pods may impersonate others, and says what makes them drop NET_RAW: a {@link NetRawPolicy}, or
   * `gatekeeper` for a constraint K8sPSPCapabilities in the cluster. Default none: a cluster with kubenet is refused.
   */
  readonly kubenet?: { readonly netRawDroppedBy: NetRawPolicy | 'gatekeeper' };
  /** The azapi provider, where the stack has several. Default the stack’s. */
  readonly provider?: TerraformProvider;
}

/**
 * The add-on by which AKS runs AAD Pod Identity, in managed mode: NMI on each Linux node, and the identities of
 * `podIdentities` on the nodes. The cluster’s identity gets Managed Identity Operator over each of them first.
 *
 * AKS patched it through September 2025: describe what runs by it, and leave. Made by the azapi provider, since azurerm has no
 * argument for it: the stack needs an `AzapiProvider`. To take the construct away changes nothing in Azure: say `enabled: false`.
 *
 * @see AKS, “Use Microsoft Entra pod-managed identities in AKS”
 */
export class AksPodIdentityAddon extends Construct {
  /** The underlying resource. */
  public readonly resource: AzapiUpdate;
  /** What workloads wait for. */
  public readonly dependables: readonly ITerraformDependable[];
  /** What must be done before the first deployment, in sentences. */
  public readonly deploymentNeeds: readonly string[];

  /**
   * @throws PodtrustError `cluster-id-missing`, `cluster-principal-missing`, `aad-pod-identity-kubenet`,
   *   `aad-pod-identity-over-limit`, `aad-pod-identity-invalid`, `name-invalid`, `resource-id-malformed`,
   *   `resource-id-of-other-type`
   */
  public constructor(scope: Construct, id: string, props: AksPodIdentityAddonProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const where = this.node.path;
    const { cluster, podIdentities = [], exceptions = [], enabled = true, kubenet, provider } = props;
    const resourceId = clusterIdOf(cluster, where);
    check(podIdentities, exceptions, where);
    // To switch it off is right whatever gives pods their addresses.
    if (enabled) checkKubenet(cluster, kubenet, where);
    const policy = typeof kubenet?.netRawDroppedBy === 'object' ? kubenet.netRawDroppedBy.dependables : [];
    const roles = enabled ? this.letAssign(cluster, podIdentities) : [];
    const profile: PodIdentityProfile = enabled
      ? {
          enabled,
          ...(kubenet ? { allowNetworkPluginKubenet: true } : {}),
          userAssignedIdentities: podIdentities.map(entryOf),
          userAssignedIdentityExceptions: exceptions.map(({ name, namespace, podLabels }) => ({
            name,
            namespace,
            podLabels: { ...podLabels },
          })),
        }
      : { enabled };
    this.resource = new AzapiUpdate(this, 'Resource', {
      type: TYPE,
      resourceId,
      body: { properties: { podIdentityProfile: profile } },
      provider,
      dependsOn: [...(cluster.dependables ?? []), ...policy, ...roles],
    });
    this.dependables = [this.resource, ...roles];
    this.deploymentNeeds = enabled ? needsOf(kubenet) : [];
  }

  /** Each identity once, though several pod identities may be of it. */
  private letAssign(cluster: PodIdentityCluster, podIdentities: readonly AddonPodIdentity[]): ITerraformDependable[] {
    if (podIdentities.length === 0) return [];
    const principalId = principalOf(cluster, 'controlPlane', this.node.path);
    const scope = new Construct(this, 'operator');
    const seen = new Set<string>();
    return podIdentities.flatMap(({ namespace, name, resourceId }) => {
      if (seen.has(resourceId)) return [];
      seen.add(resourceId);
      const identity = resourceIdOf(resourceId, [RESOURCE_KINDS.managedIdentity], this.node.path);
      const grant = roleGrant({ role: 'Managed Identity Operator', scope: identity, id: `${namespace}-${name}` });
      return grant.give(scope, { principalId });
    });
  }
}

function entryOf({ name, namespace, selector, resourceId, clientId, principalId }: AddonPodIdentity) {
  const identity = { resourceId, clientId, objectId: principalId };
  return { name, namespace, bindingSelector: selector, identity };
}

function check(
  podIdentities: readonly AddonPodIdentity[],
  exceptions: readonly PodIdentityExceptionEntry[],
  where: string,
): void {
  for (const [entries, most, words] of [
    [podIdentities, LIMITS.aadPodIdentities, 'pod identities'],
    [exceptions, LIMITS.aadPodIdentityExceptions, 'pod identity exceptions'],
  ] as const) {
    if (entries.length > most) {
      throw new PodtrustError({
        code: 'aad-pod-identity-over-limit',
        where,
        what: `${entries.length} ${words}`,
        why: `AKS accepts ${most} of a cluster, and refuses its update.`,
        remedy: 'Share identities between workloads with the same permissions, or move some to Entra Workload ID.',
      });
    }
    const names = new Set<string>();
    for (const { namespace, name } of entries) {
      checkName('namespace', namespace, where);
      checkName('kubernetes-object', name, where);
      const whole = `${namespace}/${name}`;
      if (names.has(whole)) throw invalid(`two ${words} are called ${whole}`, 'AKS makes one object of a name.', where);
      names.add(whole);
    }
  }
  for (const { selector } of podIdentities) checkName('label-value', selector, where);
  for (const { name, namespace, podLabels } of exceptions) {
    if (Object.keys(podLabels).length === 0) {
      throw invalid(`the exception ${namespace}/${name} has no label`, 'It excepts no pod.', where);
    }
    if (namespace === AAD_POD_IDENTITY.aksException.namespace && name === AAD_POD_IDENTITY.aksException.name) {
      throw invalid(`the exception ${namespace}/${name} is given`, 'AKS makes it itself, with the add-on.', where);
    }
  }
}

function invalid(what: string, why: string, where: string): PodtrustError {
  return new PodtrustError({
    code: 'aad-pod-identity-invalid',
    where,
    what,
    why,
    remedy: 'Give each pod identity and each exception a name of its own, and an exception its labels.',
  });
}

function checkKubenet(cluster: PodIdentityCluster, kubenet: AksPodIdentityAddonProps['kubenet'], where: string): void {
  if (cluster.networkPlugin !== 'kubenet' || kubenet) return;
  throw new PodtrustError({
    code: 'aad-pod-identity-kubenet',
    where,
    what: 'the add-on is switched on in a cluster with kubenet',
    why: 'A pod with NET_RAW can pretend to be another pod (ARP spoofing) and get that pod’s tokens; AKS refuses the add-on unless it is told to allow kubenet.',
    remedy:
      'Use Azure CNI. With kubenet, make pods drop NET_RAW and say kubenet: { netRawDroppedBy: new NetRawPolicy(…) }, or gatekeeper.',
  });
}

/** @see AKS, “Use Microsoft Entra pod-managed identities in AKS”, “Register the EnablePodIdentityPreview” */
function needsOf(kubenet: AksPodIdentityAddonProps['kubenet']): string[] {
  return [
    'The add-on is a preview: register it once a subscription with `az feature register --namespace Microsoft.ContainerService --name EnablePodIdentityPreview`, wait until `az feature show` says Registered, and run `az provider register --namespace Microsoft.ContainerService`.',
    'AKS patched the add-on through September 2025: move its workloads by AadPodIdentityMove.',
    ...(kubenet?.netRawDroppedBy === 'gatekeeper'
      ? [
          'With kubenet every pod must drop NET_RAW before the add-on is on: install Gatekeeper, the template K8sPSPCapabilities and a NetRawConstraint.',
        ]
      : []),
  ];
}
