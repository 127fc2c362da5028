import { AKS_CONTROLLERS } from '../../core';
import type { AksController } from './identity/controller';
import type { RegistryOptions } from './identity/controller-options';
import { pullFrom } from './identity/registry-grants';

/**
 * Argo CD's image updater, which looks for new tags in container registries.
 *
 * @throws PodtrustError `controller-incomplete`
 */
export function argocdImageUpdater(options: RegistryOptions): AksController {
  return {
    ...AKS_CONTROLLERS.argocdImageUpdater,
    source: { where: 'argoproj-labs/argocd-image-updater, docs/configuration/registries.md', version: 'de2cfec67880' },
    grants: pullFrom(options, 'argocdImageUpdater'),
    deploymentNeeds: [
      'The image updater signs in to a registry of Azure by a script that exchanges the pod’s token: config.registries, authScripts and ACR_NAME of its chart, as its page on registries shows.',
    ],
  };
}
