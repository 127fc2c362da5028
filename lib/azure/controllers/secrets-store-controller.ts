import type { ServiceAccountReference } from '../../core';
import { partOfId, resourceIdOf } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import type { AksController } from './identity/controller';
import { ENVIRONMENTS } from './identity/controller-scopes';
import type { VaultOptions } from './identity/controller-options';
import { readVault } from './identity/vault-grants';

/** Options of {@link secretsStoreProvider}. */
export interface SecretsStoreProviderOptions extends VaultOptions {
  /** The service account of the pods that mount the secrets. */
  readonly serviceAccount: ServiceAccountReference;
}

/**
 * Pods that mount secrets by the Azure provider of the Secrets Store CSI driver. The kubelet hands the driver a token of the
 * pod's own account, and the client id stands in the SecretProviderClass: no label, no annotation and no webhook takes part.
 * So this is the identity of a workload, and no chart's, with the AKS add-on and with the driver's own chart alike.
 */
export function secretsStoreProvider(options: SecretsStoreProviderOptions): AksController {
  const id = resourceIdOf(options.vault, [RESOURCE_KINDS.keyVault], 'secretsStoreProvider vault');
  return {
    name: 'Secrets Store CSI driver',
    account: options.serviceAccount,
    source: {
      where: 'Azure/secrets-store-csi-driver-provider-azure, Workload Identity; issues #952, #1022',
      version: '2026-11-29',
    },
    grants: readVault(options),
    object: {
      kinds: ['SecretProviderClass'],
      place: 'spec',
      of: ({ clientId, tenantId, cloud }) => ({
        provider: 'azure',
        // The list of objects goes beside them.
        parameters: {
          usePodIdentity: 'false',
          clientID: clientId,
          tenantId,
          keyvaultName: partOfId(id, 'name'),
          cloudName: ENVIRONMENTS[cloud],
        },
      }),
    },
  };
}
