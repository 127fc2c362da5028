import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { Fn, type TerraformStack } from 'cdktf';
import type { ClusterConnection } from '../../core';

/** Options of {@link useHelm}. */
export interface UseHelmOptions {
  /** Needed from the second cluster of a stack on. Default none: the stack's default provider. */
  readonly alias?: string;
}

/**
 * Points a stack's Helm provider at a cluster, as `useKubernetes` does with the Kubernetes provider: who deploys signs in
 * by the command of the connection, and no token gets into the state.
 *
 * It needs the peer dependency `@cdktf/provider-helm`.
 */
export function useHelm(
  stack: TerraformStack,
  connection: ClusterConnection,
  { alias }: UseHelmOptions = {},
): HelmProvider {
  const { apiVersion, command, args } = connection.exec;
  return new HelmProvider(stack, alias ? `helm-${alias}` : 'helm', {
    alias,
    kubernetes: {
      host: connection.host,
      clusterCaCertificate: Fn.base64decode(connection.certificateAuthority),
      exec: { apiVersion, command, args: [...args] },
    },
  });
}
