import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { Fn, type TerraformStack } from 'cdktf';
import type { ClusterConnection } from '../../core';

/** Options of {@link useKubernetes}. */
export interface UseKubernetesOptions {
  /** Needed from the second cluster of a stack on. Default none: the stack's default provider. */
  readonly alias?: string;
}

/**
 * Points a stack's Kubernetes provider at a cluster.
 *
 * Who deploys signs in by the command of the connection, with their own permissions: no token gets into the state. The
 * cluster must be there when Terraform plans, so it is made by another stack, an earlier one.
 */
export function useKubernetes(
  stack: TerraformStack,
  connection: ClusterConnection,
  { alias }: UseKubernetesOptions = {},
): KubernetesProvider {
  const { apiVersion, command, args } = connection.exec;
  return new KubernetesProvider(stack, alias ? `kubernetes-${alias}` : 'kubernetes', {
    alias,
    host: connection.host,
    clusterCaCertificate: Fn.base64decode(connection.certificateAuthority),
    exec: [{ apiVersion, command, args: [...args] }],
  });
}
