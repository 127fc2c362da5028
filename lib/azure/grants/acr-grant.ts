import type { IdLike } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import type { AzureGrant, AzureGrantOptions } from './grant';
import { grantOfRole } from './grant-of-role';

/** Options of {@link acrGrant}. */
export interface AcrGrantOptions extends AzureGrantOptions {
  /**
   * The registry's role assignment mode is "RBAC Registry + ABAC Repository Permissions", which honours other roles.
   * Default false.
   */
  readonly repositoryPermissions?: boolean;
}

const kinds = [RESOURCE_KINDS.registry];

/**
 * Grants on the images of a container registry, for pods that pull or push themselves; nodes pull by the kubelet's
 * identity, see `AksClusterProps.registries`. Roles as in "Azure Container Registry Entra permissions and roles overview".
 */
export const acrGrant = {
  /** Pulls images. */
  pull(registry: IdLike, options: AcrGrantOptions = {}): AzureGrant {
    const role = options.repositoryPermissions ? 'Container Registry Repository Reader' : 'AcrPull';
    return grantOfRole({ by: 'acrGrant.pull', role, verb: 'pull images of', kinds }, registry, options);
  },

  /** Pulls and pushes images. */
  push(registry: IdLike, options: AcrGrantOptions = {}): AzureGrant {
    const role = options.repositoryPermissions ? 'Container Registry Repository Writer' : 'AcrPush';
    return grantOfRole({ by: 'acrGrant.push', role, verb: 'pull and push images of', kinds }, registry, options);
  },
};
