import { AKS_CONTROLLERS } from '../../core';
import type { AksController } from './identity/controller';
import type { RegistryOptions } from './identity/controller-options';
import { pullFrom } from './identity/registry-grants';

/**
 * Flux' image reflector, which looks for new tags in container registries.
 *
 * @throws PodtrustError `controller-incomplete`
 */
export function fluxImageReflector(options: RegistryOptions): AksController {
  return {
    ...AKS_CONTROLLERS.fluxImageReflector,
    source: { where: 'fluxcd/website, content/en/flux/integrations/azure.md', version: '6da0f383c334' },
    grants: pullFrom(options, 'fluxImageReflector'),
    object: { kinds: ['ImageRepository'], place: 'spec', of: () => ({ provider: 'azure' }) },
  };
}
