import { arnOf } from './arn-of';
import type { ArnLike, AwsGrant } from './grant';

const KNOW = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl'];

/** Grants on an SQS queue. Actions as in the service authorization reference of SQS. */
export const sqsGrant = {
  /** Sends messages. */
  send(queue: ArnLike): AwsGrant {
    const arn = arnOf(queue);
    return {
      description: `send messages to ${arn}`,
      statements: [{ actions: ['sqs:SendMessage', ...KNOW], resources: [arn] }],
    };
  },

  /** Receives messages, keeps them for a while, and deletes them. */
  receive(queue: ArnLike): AwsGrant {
    const arn = arnOf(queue);
    return {
      description: `receive messages from ${arn}`,
      statements: [
        {
          actions: ['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', ...KNOW],
          resources: [arn],
        },
      ],
    };
  },
};
