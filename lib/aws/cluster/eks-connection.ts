import type { ClusterConnection } from '../../core';

/** What a connection to an EKS cluster is made of. */
export interface EksConnectionOptions {
  /** The API server's URL. */
  readonly endpoint: string;
  /** Base64 of PEM. */
  readonly certificateAuthority: string;
  readonly clusterName: string;
  readonly region: string;
}

/** A connection that signs in with the AWS credentials of whoever runs Terraform, through the AWS command line. */
export function eksConnection(options: EksConnectionOptions): ClusterConnection {
  return {
    host: options.endpoint,
    certificateAuthority: options.certificateAuthority,
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      command: 'aws',
      args: ['eks', 'get-token', '--cluster-name', options.clusterName, '--region', options.region],
    },
  };
}
