import type { Instance } from '../../terraform/configuration/instances/instance';
import type { TerraformProgram } from '../../terraform/configuration/program';
import type { DeclaredAadPodIdentity } from '../objects/aad-pod-identity-objects';
import type { HelmValue } from './helm-values';

/**
 * Reads a release of the chart `aad-pod-identity`: its values say in which mode it runs. Identities that it makes itself
 * (`azureIdentities`) are not read; a Helm release may always make more than is known.
 */
export function readAadPodIdentityChart(
  program: TerraformProgram,
  instance: Instance,
  clusters: readonly string[],
  into: DeclaredAadPodIdentity,
  values: readonly HelmValue[],
): void {
  if (!/(^|\/)aad-pod-identity$/.test(program.text(instance, 'chart') ?? '')) return;
  const value = (path: string): string | undefined => values.filter(([name]) => name === path).at(-1)?.[1];
  const managed = value('operationMode') === 'managed';
  into.installations.push({
    clusters,
    addon: false,
    managed,
    namespaced: managed || value('forceNamespaced') === 'true',
    allowsKubenet: value('nmi.allowNetworkPluginKubenet') === 'true',
    source: instance.id,
    at: instance.at,
  });
}
