import { AKS_CONTROLLERS, isKnown } from '../../core';
import type { AzureGrant } from '../grants/grant';
import { checkGuid } from '../guid';
import type { AksController } from './identity/controller';
import { incomplete } from './identity/controller-scopes';

/** Options of {@link azureServiceOperator}. */
export interface AzureServiceOperatorOptions {
  /** The subscription in which it works, by its id. */
  readonly subscriptionId: string;
  /**
   * What it may make: the roles for the kinds of resources that your objects are of, at their resource groups. Its own
   * documentation gives it Contributor on the subscription.
   */
  readonly grants: readonly AzureGrant[];
  /** The kinds of objects that it watches: `['managedidentity.azure.com/*']`. Default none beyond those there are. */
  readonly crdPattern?: readonly string[];
}

/**
 * The Azure Service Operator, which makes Azure's resources of Kubernetes objects. It exchanges a token that its chart mounts,
 * with no webhook taking part, for the identity that its settings name, or the Secret `aso-credential` of a namespace.
 *
 * @throws PodtrustError `controller-incomplete`, `guid-invalid`
 */
export function azureServiceOperator(options: AzureServiceOperatorOptions): AksController {
  const { subscriptionId, grants, crdPattern = [] } = options;
  if (isKnown(subscriptionId)) checkGuid('the id of a subscription', subscriptionId, 'azureServiceOperator');
  if (grants.length === 0) {
    throw incomplete(
      'azureServiceOperator',
      'no grants are given',
      'Give the roles for what it makes, each at a resource group, by roleGrant or a typed grant.',
    );
  }
  return {
    ...AKS_CONTROLLERS.azureServiceOperator,
    source: {
      where: 'Azure/azure-service-operator, docs/hugo/content/guide/authentication/credential-format.md',
      version: '072db4469e6d',
    },
    grants,
    values: ({ clientId, tenantId }) => ({
      azureSubscriptionID: subscriptionId,
      azureTenantID: tenantId,
      azureClientID: clientId,
      useWorkloadIdentityAuth: true,
      ...(crdPattern.length > 0 ? { crdPattern: crdPattern.join(';') } : {}),
    }),
    object: {
      kinds: ['Secret aso-credential'],
      place: 'stringData',
      of: ({ clientId, tenantId }) => ({
        AZURE_SUBSCRIPTION_ID: subscriptionId,
        AZURE_TENANT_ID: tenantId,
        AZURE_CLIENT_ID: clientId,
      }),
    },
  };
}
