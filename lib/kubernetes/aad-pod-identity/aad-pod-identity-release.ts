import { Release } from '@cdktf/provider-helm/lib/release';
import type { ITerraformDependable, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { AAD_POD_IDENTITY, checkName } from '../../core';
import { checkedId, recordSourcePosition } from '../../terraform';
import { checkHelmValues, helmValuesText } from '../helm/helm-values-text';
import { type HelmValues, mergeHelmValues } from '../helm/merge-helm-values';
import { type AadPodIdentityProps, checkKubenetChoice } from './aad-pod-identity';

/** Props of {@link AadPodIdentityRelease}. */
export interface AadPodIdentityReleaseProps extends Omit<AadPodIdentityProps, 'images' | 'installed'> {
  /** The release’s name. Default `aad-pod-identity`. */
  readonly name?: string;
  /** The chart’s version. Default the last one, 4.1.18. */
  readonly version?: string;
  /** Where a copy of the chart is. Default where it was published. */
  readonly repository?: string;
  /** Further values of the chart. Default none. */
  readonly values?: HelmValues;
  /** What must be applied before, such as the roles of the kubelet in the same stack. Default none. */
  readonly dependsOn?: readonly ITerraformDependable[];
  /** The Helm provider, if the stack has several. Default the stack’s. */
  readonly provider?: TerraformProvider;
}

/**
 * AAD Pod Identity by its chart, with its CustomResourceDefinitions: one `helm_release`. Its values say what
 * {@link AadPodIdentity} says by objects.
 *
 * It needs the peer dependency `@cdktf/provider-helm`. Helm does not remove CustomResourceDefinitions with a release.
 */
export class AadPodIdentityRelease extends Construct {
  /** The release itself, for what the props don’t offer. */
  public readonly resource: Release;

  /** @throws PodtrustError `name-invalid`, `aad-pod-identity-kubenet`, `helm-values-conflict`, `helm-values-invalid` */
  public constructor(scope: Construct, id: string, props: AadPodIdentityReleaseProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    const where = this.node.path;
    const { chart } = AAD_POD_IDENTITY;
    const { name = chart.name, namespace = 'kube-system', values = {} } = props;
    checkName('helm-release', name, where);
    checkName('namespace', namespace, where);
    checkKubenetChoice(props.kubenet, where);
    checkHelmValues(values, where);
    this.resource = new Release(this, 'Resource', {
      name,
      chart: chart.name,
      version: props.version ?? chart.version,
      repository: props.repository ?? chart.repository,
      namespace,
      values: [helmValuesText(mergeHelmValues(values, valuesOf(props), where))],
      provider: props.provider,
      dependsOn: props.dependsOn && [...props.dependsOn],
    });
  }
}

function valuesOf({
  mode,
  anyNamespace = false,
  kubenet,
  servicePrincipals = false,
}: AadPodIdentityReleaseProps): HelmValues {
  return {
    operationMode: mode,
    // The chart compares it as text.
    forceNamespaced: mode === 'managed' || !anyNamespace ? 'true' : 'false',
    installMICException: 'true',
    nmi: { allowNetworkPluginKubenet: kubenet !== undefined },
    rbac: { enabled: true, pspEnabled: false, allowAccessToSecrets: servicePrincipals },
  };
}
