import type { IdLike } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import type { AzureGrant, AzureGrantOptions } from './grant';
import { grantOfRole } from './grant-of-role';

const { eventHub, eventHubsConsumerGroup: consumerGroup, eventHubsNamespace: namespace } = RESOURCE_KINDS;

/**
 * Grants on the events of Event Hubs: of one hub, or all of a namespace. A consumer that keeps its checkpoints in blobs
 * needs `storageGrant.readWriteBlobs` beside {@link eventHubsGrant.receive}. Roles as in "Authorize access to Azure Event
 * Hubs".
 */
export const eventHubsGrant = {
  /** Sends events. */
  send(hub: IdLike, options: AzureGrantOptions = {}): AzureGrant {
    const role = { by: 'eventHubsGrant.send', role: 'Azure Event Hubs Data Sender', verb: 'send events to' } as const;
    return grantOfRole({ ...role, kinds: [eventHub, namespace] }, hub, options);
  },

  /** Receives events, of all consumer groups or of one. */
  receive(hub: IdLike, options: AzureGrantOptions = {}): AzureGrant {
    const by = 'eventHubsGrant.receive';
    const role = { by, role: 'Azure Event Hubs Data Receiver', verb: 'receive events from' } as const;
    return grantOfRole({ ...role, kinds: [eventHub, consumerGroup, namespace] }, hub, options);
  },
};
