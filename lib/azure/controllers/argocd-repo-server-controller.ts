import { AKS_CONTROLLERS } from '../../core';
import type { AksController } from './identity/controller';
import type { RegistryOptions } from './identity/controller-options';
import { pullFrom } from './identity/registry-grants';

/**
 * Argo CD's repository server, which pulls charts and manifests from container registries: the component `repo-server` of
 * the chart.
 *
 * @throws PodtrustError `controller-incomplete`
 */
export function argocdRepoServer(options: RegistryOptions): AksController {
  return {
    ...AKS_CONTROLLERS.argocdRepoServer,
    source: { where: 'argoproj/argo-cd, docs/user-guide/private-repositories.md', version: '2026-11-29' },
    grants: pullFrom(options, 'argocdRepoServer'),
    object: {
      kinds: ['Secret of a repository'],
      place: 'stringData',
      // The address goes beside them.
      of: () => ({ type: 'helm', enableOCI: 'true', useAzureWorkloadIdentity: 'true' }),
    },
  };
}
