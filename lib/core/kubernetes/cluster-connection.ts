/**
 * How a Kubernetes client reaches a cluster and signs in, as plain data: a cloud hands it out, the kubernetes provider
 * takes it. Values may be tokens. There is no token or certificate of a person in it: who deploys signs in by the
 * command, with the permissions of their own.
 */
export interface ClusterConnection {
  /** The API server's URL. */
  readonly host: string;
  /** The authority's certificate, base64 of PEM, as both clouds give it. */
  readonly certificateAuthority: string;
  /** The command that prints an ExecCredential. */
  readonly exec: {
    readonly apiVersion: string;
    readonly command: string;
    readonly args: readonly string[];
  };
}
