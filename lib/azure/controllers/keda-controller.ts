import { AKS_CONTROLLERS } from '../../core';
import { eventHubsGrant } from '../grants/event-hubs-grant';
import type { AzureGrant, IdLike } from '../grants/grant';
import { monitorGrant } from '../grants/monitor-grant';
import { roleGrant } from '../grants/role-grant';
import { serviceBusGrant } from '../grants/service-bus-grant';
import { storageGrant } from '../grants/storage-grant';
import { resourceIdOf } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import type { AksController } from './identity/controller';
import { grantIdFor, incomplete } from './identity/controller-scopes';

/** Options of {@link keda}: what its triggers look at. At least one. */
export interface KedaOptions {
  /** Queues, topics, subscriptions or namespaces of Service Bus whose messages it counts. Default none. */
  readonly serviceBus?: readonly IdLike[];
  /** Storage accounts whose queues it looks at. Default none. */
  readonly storageQueues?: readonly IdLike[];
  /** Storage accounts whose blobs it counts, and those with the checkpoints of event hubs. Default none. */
  readonly storageBlobs?: readonly IdLike[];
  /** Event hubs, or namespaces of them, whose events it counts. Default none. */
  readonly eventHubs?: readonly IdLike[];
  /** Resources whose metrics it asks Azure Monitor for. Default none. */
  readonly metrics?: readonly IdLike[];
  /** Log Analytics workspaces that it queries. Default none. */
  readonly logAnalytics?: readonly IdLike[];
}

/**
 * KEDA, which scales by what it counts in Azure. Its operator exchanges its own token for the identity that a
 * TriggerAuthentication names, whatever namespace that is in.
 *
 * To count messages of Service Bus is to read the entity, which the Data Receiver may; there is no role that may read and not
 * receive. A custom role with `queues/read` and `topics/read` goes by `grants` of the identity.
 *
 * @throws PodtrustError `controller-incomplete`
 */
export function keda(options: KedaOptions): AksController {
  const { logAnalyticsWorkspace } = RESOURCE_KINDS;
  const grants: readonly AzureGrant[] = [
    ...each(options.serviceBus, 'azure-service-bus-data-receiver', serviceBusGrant.receive),
    ...each(options.storageQueues, 'storage-queue-data-reader', storageGrant.readQueues),
    ...each(options.storageBlobs, 'storage-blob-data-reader', storageGrant.readBlobs),
    ...each(options.eventHubs, 'azure-event-hubs-data-receiver', eventHubsGrant.receive),
    ...each(options.metrics, 'monitoring-reader', monitorGrant.read),
    ...each(options.logAnalytics, 'log-analytics-data-reader', (workspace, own) => {
      const scope = resourceIdOf(workspace, [logAnalyticsWorkspace], 'keda logAnalytics');
      return roleGrant({ ...own, role: 'Log Analytics Data Reader', scope, description: `query ${scope}` });
    }),
  ];
  if (grants.length === 0) {
    throw incomplete('keda', 'nothing is given that its triggers look at', 'Give the ids of what they count.');
  }
  return {
    ...AKS_CONTROLLERS.keda,
    source: {
      where:
        'kedacore/keda-docs, content/docs/2.21/authentication-providers/azure-ad-workload-identity.md; kedacore/keda#7822',
      version: 'a55c5d345e2c',
    },
    grants,
    object: {
      kinds: ['TriggerAuthentication', 'ClusterTriggerAuthentication'],
      place: 'spec.podIdentity',
      of: ({ clientId }) => ({ provider: 'azure-workload', identityId: clientId }),
    },
  };
}

/** A grant on each, told apart where there are several. */
function each(
  resources: readonly IdLike[] | undefined = [],
  role: string,
  grant: (resource: IdLike, options: { readonly id?: string }) => AzureGrant,
): readonly AzureGrant[] {
  const ids = resources.map((one) => (typeof one === 'string' ? one : one.id));
  return resources.map((one, index) => grant(one, grantIdFor(role, ids, index)));
}
