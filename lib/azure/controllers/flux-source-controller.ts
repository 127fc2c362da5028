import { AKS_CONTROLLERS } from '../../core';
import type { AksController } from './identity/controller';
import type { RegistryOptions } from './identity/controller-options';
import { pullFrom } from './identity/registry-grants';

/**
 * Flux' source controller, which pulls charts and manifests from container registries. Flux has no chart of its own: the
 * bindings are put on by a patch of what `flux bootstrap` writes, or by the settings of AKS' extension.
 *
 * @throws PodtrustError `controller-incomplete`
 */
export function fluxSource(options: RegistryOptions): AksController {
  return {
    ...AKS_CONTROLLERS.fluxSource,
    source: { where: 'fluxcd/website, content/en/flux/integrations/azure.md', version: '6da0f383c334' },
    grants: pullFrom(options, 'fluxSource'),
    object: { kinds: ['OCIRepository'], place: 'spec', of: () => ({ provider: 'azure' }) },
  };
}
