import type { Construct } from 'constructs';
import { HELM_CHARTS, PodtrustError, type ServiceAccountReference, type Binding } from '../../../core';
import type { AwsGrant } from '../../grants/grant';
import type { EksClusterReference } from '../../identity/eks-cluster-reference';
import { irsa } from '../../identity/irsa';
import { podIdentity } from '../../identity/pod-identity/pod-identity';
import { PodRole, type PodRoleProps, type PodRoleTrust } from '../../identity/role/pod-role';
import { managedPolicyArn } from '../../partition';
import type { ControllerHome, ControllerValues, EksController } from './controller';
import { controllerHome } from './controller-home';
import { checkGiven } from '../../../core/given';

/** Properties of {@link ControllerRole}. */
export interface ControllerRoleProps extends PodRoleProps {
  readonly cluster: EksClusterReference;
  /** Which one, and what it is for: `externalDns({ hostedZones: [zone] })`. */
  readonly controller: EksController;
  /**
   * How its pods become the role. Default `eks-pod-identity`. With `irsa` the cluster needs an OIDC provider; on Fargate,
   * Windows and hybrid nodes of old it is the one that works.
   */
  readonly mechanism?: 'eks-pod-identity' | 'irsa';
  /** The service account that the controller runs as. Default that of its chart and documentation. */
  readonly serviceAccount?: ServiceAccountReference;
  /**
   * Whether the service account is bound here. With false the role only admits it, as where an EKS add-on associates it by
   * its own argument. Default true.
   */
  readonly bind?: boolean;
  /** Further trusts, such as those of other clusters or of a migration. Default none. */
  readonly trusts?: readonly PodRoleTrust[];
  /** What else it may do. Default nothing. */
  readonly grants?: readonly AwsGrant[];
}

/** A release of the controller's chart, to be given to a `HelmWorkload`. */
export interface ControllerRelease {
  /** The chart's name; where it is published and which values it has is known. */
  readonly chart: string;
  /** The version whose values were read. */
  readonly version: string;
  readonly bindings: readonly Binding[];
  /** What the controller must be told beyond its identity, such as the cluster's name. */
  readonly values: ControllerValues;
}

/**
 * The role of a controller: a {@link PodRole} that its service account becomes, with what the controller needs and no
 * more.
 *
 * @example
 * const dns = new ControllerRole(this, 'external-dns', { cluster, controller: externalDns({ hostedZones: [zone] }) });
 * new HelmWorkload(workloads, 'external-dns', dns.release);
 */
export class ControllerRole extends PodRole {
  public readonly controller: EksController;
  /** The service account that the controller runs as. */
  public readonly serviceAccount: ServiceAccountReference;
  private readonly home: ControllerHome;
  private readonly cluster: EksClusterReference;

  /**
   * @throws PodtrustError `mechanism-unknown`, and what `PodRole` throws; at synthesis what it finds then
   */
  public constructor(scope: Construct, id: string, props: ControllerRoleProps) {
    const { cluster, controller, mechanism, serviceAccount, bind, trusts = [], grants = [], ...role } = props;
    checkGiven(cluster, 'a cluster', `${scope.node.path}/${id}`);
    checkGiven(controller, 'a controller, such as externalDns(…)', `${scope.node.path}/${id}`);
    const account = serviceAccount ?? { ...controller.account };
    const trust = trustOf(`${scope.node.path}/${id}`, { cluster, serviceAccount: account, bind }, mechanism);
    const home = controllerHome(scope, cluster, trust, role.provider);
    const statements = controller.statements(home);
    const own: AwsGrant = {
      description: controller.description,
      statements,
      ...(controller.crossAccount ? { crossAccount: true } : {}),
      ...(controller.crossRegion ? { crossRegion: true } : {}),
      ...(controller.deploymentNeeds ? { deploymentNeeds: controller.deploymentNeeds } : {}),
    };
    super(scope, id, {
      description: `${controller.name} of an EKS cluster`,
      ...role,
      trusts: [trust, ...trusts],
      grants: statements.length > 0 ? [own, ...grants] : grants,
      managedPolicyArns: [
        ...(controller.managedPolicies ?? []).map((name) => managedPolicyArn(home.partition, name)),
        ...(role.managedPolicyArns ?? []),
      ],
    });
    this.controller = controller;
    this.serviceAccount = account;
    this.home = home;
    this.cluster = cluster;
  }

  /**
   * The release of the controller's chart: `new HelmWorkload(workloads, 'external-dns', role.release)`. Values of your own
   * go beside its: `{ ...role.release, values: { ...role.release.values, policy: 'sync' } }`.
   *
   * @throws PodtrustError `helm-chart-unknown` where no chart of it is known, `helm-component-unknown` where its account is
   *   not that of the chart's main component: give its bindings by `components` there, `binding-unknown` with `bind: false`
   */
  public get release(): ControllerRelease {
    const { name, chart, component, values } = this.controller;
    const known = chart === undefined ? undefined : HELM_CHARTS.get(chart);
    if (!known) {
      throw new PodtrustError({
        code: 'helm-chart-unknown',
        where: this.node.path,
        what: `${name} has no chart of its own whose pods run as this role`,
        why: 'The role is for pods that something else makes.',
        remedy: 'Hand role.bindings to the service account of those pods.',
      });
    }
    if (component !== undefined) {
      throw new PodtrustError({
        code: 'helm-component-unknown',
        where: this.node.path,
        what: `${name} is the component ${component} of the chart ${known.name}, and not a release of its own`,
        why: 'One release installs all components of a chart.',
        remedy: `Give { components: { ${component}: role.bindings } } to the HelmWorkload of the chart.`,
      });
    }
    return {
      chart: known.name,
      version: known.version,
      bindings: [this.bindingFor(this.serviceAccount, this.cluster)],
      values: values?.(this.home) ?? {},
    };
  }
}

function trustOf(
  where: string,
  options: { cluster: EksClusterReference; serviceAccount: ServiceAccountReference; bind?: boolean },
  mechanism: ControllerRoleProps['mechanism'] = 'eks-pod-identity',
): PodRoleTrust {
  if (mechanism === 'irsa') return irsa(options);
  if (mechanism === 'eks-pod-identity') return podIdentity(options);
  throw new PodtrustError({
    code: 'mechanism-unknown',
    where,
    what: `"${String(mechanism)}" is not a mechanism by which pods become a role`,
    why: 'EKS has two: the service account’s own token, and EKS Pod Identity.',
    remedy: 'Give irsa or eks-pod-identity, or leave it out.',
  });
}
