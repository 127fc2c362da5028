import { AKS_CONTROLLERS, type ServiceAccountReference } from '../../core';
import { keyVaultGrant } from '../grants/key-vault-grant';
import { resourceIdOf } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import type { AksController } from './identity/controller';
import type { VaultOptions } from './identity/controller-options';
import { readVault, vaultUrl } from './identity/vault-grants';

/** Options of {@link externalSecrets}. */
export interface ExternalSecretsOptions extends VaultOptions {
  /** Whether PushSecret writes and deletes secrets of the vault. Default false. */
  readonly push?: boolean;
  /**
   * The service account that the store names, in place of the controller's own: then only who may use the store gets the
   * secrets, and not who may make a store. Default the controller's.
   */
  readonly serviceAccount?: ServiceAccountReference;
}

/** The names of clouds in a store. */
const ENVIRONMENT_TYPES = { public: 'PublicCloud', 'us-government': 'USGovernmentCloud', china: 'ChinaCloud' } as const;

/** The External Secrets operator, which makes Secrets of what is in a key vault. */
export function externalSecrets(options: ExternalSecretsOptions): AksController {
  const { vault, push = false, serviceAccount } = options;
  const id = resourceIdOf(vault, [RESOURCE_KINDS.keyVault], 'externalSecrets vault');
  return {
    ...(serviceAccount ? { name: 'External Secrets', account: serviceAccount } : AKS_CONTROLLERS.externalSecrets),
    source: { where: 'external-secrets/external-secrets, docs/provider/azure-key-vault.md', version: 'cc5bfbc2234a' },
    grants: push
      ? [
          ...(options.secretNames
            ? options.secretNames.map((secretName) => keyVaultGrant.readWriteSecrets(vault, { secretName }))
            : [keyVaultGrant.readWriteSecrets(vault)]),
          ...(options.certificates ? [keyVaultGrant.readCertificates(vault)] : []),
        ]
      : readVault(options),
    object: {
      kinds: ['ClusterSecretStore', 'SecretStore'],
      place: 'spec.provider',
      of: ({ cloud }) => ({
        azurekv: {
          authType: 'WorkloadIdentity',
          environmentType: ENVIRONMENT_TYPES[cloud],
          vaultUrl: vaultUrl(id, cloud),
          ...(serviceAccount
            ? { serviceAccountRef: { name: serviceAccount.name, namespace: serviceAccount.namespace } }
            : {}),
        },
      }),
    },
  };
}
