import type { AzureRoleName } from '../../core';
import type { Grant } from './grant';
import { roleGrant } from './role-grant';

const ROLES = {
  send: 'Azure Service Bus Data Sender',
  receive: 'Azure Service Bus Data Receiver',
} as const satisfies Record<string, AzureRoleName>;

/** Sending to, or receiving from, a queue, a topic or all of a namespace. */
export interface ServiceBusGrantOptions {
  /** The queue's, topic's, subscription's or namespace's resource id. */
  readonly scope: string;
  /** Who needs both takes two grants; Data Owner, which also manages the entities, only comes by `roleGrant`. */
  readonly access: keyof typeof ROLES;
  /** Unique among the grants of one identity. Default the role's name. */
  readonly id?: string;
}

/** Messages of Service Bus. */
export function serviceBusGrant({ scope, access, id }: ServiceBusGrantOptions): Grant {
  return roleGrant({ role: ROLES[access], scope, id });
}
