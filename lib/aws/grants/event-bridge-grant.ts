import { ARN_KINDS } from '../arn-kinds';
import { arnOf } from './arn-of';
import { awsGrant } from './grant-of-statements';
import type { TaggedGrantOptions } from './grant-options';
import type { ArnLike, AwsGrant, Conditions } from './grant';

/** Options of {@link eventBridgeGrant}. */
export interface EventBridgeGrantOptions extends TaggedGrantOptions {
  /** Only events that say they are of these sources. Default any. */
  readonly sources?: readonly string[];
  /** Only events of these types. Default any. */
  readonly detailTypes?: readonly string[];
}

/** Grants on an event bus of EventBridge. Actions as in the service authorization reference of EventBridge. */
export const eventBridgeGrant = {
  /** Publishes events. */
  publish(bus: ArnLike, options: EventBridgeGrantOptions = {}): AwsGrant {
    const arn = arnOf(bus, ARN_KINDS.eventBus, 'eventBridgeGrant.publish');
    const { sources, detailTypes } = options;
    const equals = {
      ...(sources ? { 'events:source': sources } : {}),
      ...(detailTypes ? { 'events:detail-type': detailTypes } : {}),
    };
    const conditions: Conditions | undefined = sources || detailTypes ? { StringEquals: equals } : undefined;
    const statement = { actions: ['events:PutEvents'], resources: [arn], conditions };
    return awsGrant(`publish events to ${arn}`, [statement], options);
  },
};
