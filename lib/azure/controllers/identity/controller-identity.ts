import type { Construct } from 'constructs';
import { type AzureCloud, type Binding, HELM_CHARTS, PodtrustError, type ServiceAccountReference } from '../../../core';
import type { AzureGrant } from '../../grants/grant';
import type { AksClusterReference } from '../../identity/aks-cluster-reference';
import { PodManagedIdentity, type PodManagedIdentityProps } from '../../identity/pod-managed-identity';
import { type WorkloadIdentityTrust, workloadIdentity } from '../../identity/workload-identity';
import type { AksController, ControllerData, OwnIdentity } from './controller';

/** Properties of {@link ControllerIdentity}. */
export interface ControllerIdentityProps extends PodManagedIdentityProps {
  readonly cluster: AksClusterReference;
  /** Which one, and what it is for: `certManager({ zones: [zone] })`. */
  readonly controller: AksController;
  /** The service account that the controller runs as. Default that of its chart and documentation. */
  readonly serviceAccount?: ServiceAccountReference;
  /**
   * Whether the service account is bound here. With false the identity only admits it, as where the controller's own object
   * names the identity and the account already has another. Default true.
   */
  readonly bind?: boolean;
  /** Further trusts, such as those of other clusters. Default none. */
  readonly trusts?: readonly WorkloadIdentityTrust[];
  /** What else it may do. Default nothing. */
  readonly grants?: readonly AzureGrant[];
}

/** A release of the controller's chart, to be given to a `HelmWorkload`. */
export interface ControllerIdentityRelease {
  /** The chart's name; where it is published and which values it has is known. */
  readonly chart: string;
  /** The version whose values were read. */
  readonly version: string;
  readonly bindings: readonly Binding[];
  /** What the controller must be told beyond its identity, such as the zone's resource group. */
  readonly values: ControllerData;
}

/**
 * The identity of a controller: a {@link PodManagedIdentity} that its service account becomes, with what the controller
 * needs and no more.
 *
 * @example
 * const issuer = new ControllerIdentity(this, 'cert-manager', {
 *   name: 'id-cert-manager', resourceGroupName: 'rg-shop', location: 'westeurope',
 *   cluster, controller: certManager({ zones: [zone] }),
 * });
 * new HelmWorkload(workloads, 'cert-manager', issuer.release);
 */
export class ControllerIdentity extends PodManagedIdentity {
  public readonly controller: AksController;
  /** The service account that the controller runs as. */
  public readonly serviceAccount: ServiceAccountReference;
  private readonly cluster: AksClusterReference;
  private readonly cloud: AzureCloud;

  /** @throws PodtrustError what `PodManagedIdentity` throws */
  public constructor(scope: Construct, id: string, props: ControllerIdentityProps) {
    const { cluster, controller, serviceAccount, bind, trusts = [], grants = [], ...identity } = props;
    const account = serviceAccount ?? { ...controller.account };
    super(scope, id, {
      ...identity,
      trusts: [workloadIdentity({ cluster, serviceAccount: account, bind }), ...trusts],
      grants: [...controller.grants, ...grants],
    });
    this.controller = controller;
    this.serviceAccount = account;
    this.cluster = cluster;
    this.cloud = props.cloud ?? 'public';
  }

  /** What a person must do before the controller works, in sentences. */
  public override get deploymentNeeds(): readonly string[] {
    return [...super.deploymentNeeds, ...(this.controller.deploymentNeeds ?? [])];
  }

  /** What the values of the controller's chart say beyond its identity; nothing where they need not. */
  public get chartValues(): ControllerData {
    return this.controller.values?.(this.own) ?? {};
  }

  /**
   * The part of the controller's own object that names this identity; where it goes is `controller.object.place`.
   *
   * @throws PodtrustError `controller-object-unknown` where it has none
   */
  public get object(): ControllerData | readonly ControllerData[] {
    const { name, object } = this.controller;
    if (object) return object.of(this.own);
    throw new PodtrustError({
      code: 'controller-object-unknown',
      where: this.node.path,
      what: `${name} has no object of its own that names an identity`,
      why: 'It is the identity that its service account’s annotation names.',
      remedy: 'Hand identity.bindings to the service account, or identity.release to a HelmWorkload.',
    });
  }

  /**
   * The release of the controller's chart: `new HelmWorkload(workloads, 'external-dns', identity.release)`. Values of your
   * own go beside its: `{ ...identity.release, values: { ...identity.chartValues, policy: 'sync' } }`.
   *
   * @throws PodtrustError `helm-chart-unknown` where no chart of it is known, `helm-component-unknown` where its account is
   *   not that of the chart's main component: give its bindings by `components` there, `binding-unknown` with `bind: false`
   */
  public get release(): ControllerIdentityRelease {
    const { name, chart, component } = this.controller;
    const known = chart === undefined ? undefined : HELM_CHARTS.get(chart);
    if (!known) {
      throw new PodtrustError({
        code: 'helm-chart-unknown',
        where: this.node.path,
        what: `no chart is known whose pods run as this identity for ${name}`,
        why: 'Something else makes its pods, or its chart has no values for what a pod must carry.',
        remedy: 'Hand identity.bindings to the service account of those pods, and identity.object to its object.',
      });
    }
    if (component !== undefined) {
      throw new PodtrustError({
        code: 'helm-component-unknown',
        where: this.node.path,
        what: `${name} is the component ${component} of the chart ${known.name}, and not a release of its own`,
        why: 'One release installs all components of a chart.',
        remedy: `Give { components: { ${component}: identity.bindings } } to the HelmWorkload of the chart.`,
      });
    }
    return {
      chart: known.name,
      version: known.version,
      bindings: [this.bindingFor(this.serviceAccount, this.cluster)],
      values: this.chartValues,
    };
  }

  private get own(): OwnIdentity {
    const { clientId, tenantId, cloud } = this;
    return { clientId, tenantId, cloud };
  }
}
