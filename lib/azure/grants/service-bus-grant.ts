import type { AzureGrant, AzureGrantOptions, IdLike } from './grant';
import { idOf } from './id-of';
import { roleGrant } from './role-grant';

/**
 * Grants on the messages of Service Bus: of a queue, a topic, a subscription, or all of a namespace. Who sends and receives
 * needs both; Data Owner, which also manages the entities, is to be had by {@link roleGrant} only.
 */
export const serviceBusGrant = {
  /** Sends messages. */
  send(entity: IdLike, { id }: AzureGrantOptions = {}): AzureGrant {
    const scope = idOf(entity);
    return roleGrant({ role: 'Azure Service Bus Data Sender', scope, description: `send messages to ${scope}`, id });
  },

  /** Receives messages, keeps them for a while, and deletes them. */
  receive(entity: IdLike, { id }: AzureGrantOptions = {}): AzureGrant {
    const scope = idOf(entity);
    const description = `receive messages from ${scope}`;
    return roleGrant({ role: 'Azure Service Bus Data Receiver', scope, description, id });
  },
};
