import type { IdLike } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import type { AzureGrant, AzureGrantOptions } from './grant';
import { grantOfRole } from './grant-of-role';

const {
  serviceBusNamespace: namespace,
  serviceBusQueue: queue,
  serviceBusSubscription: subscription,
  serviceBusTopic: topic,
} = RESOURCE_KINDS;

/**
 * Grants on the messages of Service Bus: of a queue, a topic, a subscription, or all of a namespace. Who sends and receives
 * needs both; Data Owner, which also manages the entities, is to be had by {@link roleGrant} only.
 */
export const serviceBusGrant = {
  /** Sends messages, to a queue, a topic, or all of a namespace. */
  send(entity: IdLike, options: AzureGrantOptions = {}): AzureGrant {
    const role = {
      by: 'serviceBusGrant.send',
      role: 'Azure Service Bus Data Sender',
      verb: 'send messages to',
    } as const;
    return grantOfRole({ ...role, kinds: [queue, topic, namespace] }, entity, options);
  },

  /** Receives messages, keeps them for a while, and deletes them. */
  receive(entity: IdLike, options: AzureGrantOptions = {}): AzureGrant {
    const by = 'serviceBusGrant.receive';
    const role = { by, role: 'Azure Service Bus Data Receiver', verb: 'receive messages from' } as const;
    return grantOfRole({ ...role, kinds: [queue, topic, subscription, namespace] }, entity, options);
  },
};
