/** An add-on or an extension of a managed cluster, which the cloud installs. */
export interface ClusterAddon {
  /** What switches it on: the cluster, or the extension. */
  readonly source: string;
  /** The cluster's id; nothing where it is not in the input. */
  readonly cluster?: string;
  /** Such as `application-routing`; of an extension its type, such as `microsoft.flux`. */
  readonly name: string;
  /** The id of the identity that the cloud makes for it; nothing where it needs none. */
  readonly identity?: string;
  /** Where its pods are, as far as it is documented. */
  readonly namespace?: string;
  /** The service accounts that ask for an identity, or have its own, as far as they are documented. */
  readonly accounts?: readonly string[];
}
