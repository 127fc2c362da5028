import type { IdLike } from '../../resource-id';

/** Container registries that a controller pulls from. */
export interface RegistryOptions {
  /** At least one. */
  readonly registries: readonly IdLike[];
  /** The registries' mode is "RBAC Registry + ABAC Repository Permissions", which honours other roles. Default false. */
  readonly repositoryPermissions?: boolean;
}

/** What of a key vault a controller reads. */
export interface VaultOptions {
  readonly vault: IdLike;
  /** The secrets that it reads, by their names. Default all of the vault. */
  readonly secretNames?: readonly string[];
  /** Whether it reads certificates, their private keys included. Default false. */
  readonly certificates?: boolean;
}
