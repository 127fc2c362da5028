import { acrGrant } from '../../grants/acr-grant';
import type { AzureGrant } from '../../grants/grant';
import { RESOURCE_KINDS } from '../../resource-kinds';
import type { RegistryOptions } from './controller-options';
import { grantIdFor, requiredIds } from './controller-scopes';

/**
 * The role to pull, on each registry.
 *
 * @param by the function, to be named in an error
 * @throws PodtrustError `controller-incomplete`
 */
export function pullFrom({ registries, repositoryPermissions }: RegistryOptions, by: string): readonly AzureGrant[] {
  const ids = requiredIds(registries, RESOURCE_KINDS.registry, `${by} registries`);
  const role = repositoryPermissions ? 'container-registry-repository-reader' : 'acrpull';
  return ids.map((id, index) => acrGrant.pull(id, { repositoryPermissions, ...grantIdFor(role, ids, index) }));
}
