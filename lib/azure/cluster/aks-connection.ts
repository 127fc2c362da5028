import type { ClusterConnection } from '../../core';

/** The Entra application that AKS' API servers accept tokens for, the same in every tenant (kubelogin, "AKS"). */
const AKS_SERVER_APPLICATION = '6dae42f8-4368-4678-94ff-3960e28e3630';

/** What a connection to an AKS cluster is made of. */
export interface AksConnectionOptions {
  /** The API server's URL. */
  readonly endpoint: string;
  /** Base64 of PEM. */
  readonly certificateAuthority: string;
}

/** A connection that signs in with the session of `az login` of whoever runs Terraform, through kubelogin. */
export function aksConnection({ endpoint, certificateAuthority }: AksConnectionOptions): ClusterConnection {
  return {
    host: endpoint,
    certificateAuthority,
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      command: 'kubelogin',
      args: ['get-token', '--login', 'azurecli', '--server-id', AKS_SERVER_APPLICATION],
    },
  };
}
