import type { Grant } from './grant';

const KNOW = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl'];

/** Grants on an SQS queue. Actions as in the service authorization reference of SQS. */
export const sqsGrant = {
  /** Sends messages. */
  send(queueArn: string): Grant {
    return {
      description: `send messages to ${queueArn}`,
      statements: [{ actions: ['sqs:SendMessage', ...KNOW], resources: [queueArn] }],
    };
  },

  /** Receives messages, keeps them for a while, and deletes them. */
  consume(queueArn: string): Grant {
    return {
      description: `receive messages from ${queueArn}`,
      statements: [
        {
          actions: ['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', ...KNOW],
          resources: [queueArn],
        },
      ],
    };
  },
};
