import { ARN_KINDS } from '../arn-kinds';
import { arnOf } from './arn-of';
import { awsGrant } from './grant-of-statements';
import type { EncryptedGrantOptions } from './grant-options';
import { useOfKey } from './encryption-key';
import type { ArnLike, AwsGrant } from './grant';

const KNOW = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl'];

/** Grants on an SQS queue. Actions as in the service authorization reference of SQS. */
export const sqsGrant = {
  /** Sends messages. */
  send(queue: ArnLike, options: EncryptedGrantOptions = {}): AwsGrant {
    const arn = arnOf(queue, ARN_KINDS.queue, 'sqsGrant.send');
    return awsGrant(
      `send messages to ${arn}`,
      [{ actions: ['sqs:SendMessage', ...KNOW], resources: [arn] }],
      options,
      useOfKey(options, ['kms:Decrypt', 'kms:GenerateDataKey'], 'sqs', 'sqsGrant.send'),
    );
  },

  /** Receives messages, keeps them for a while, and deletes them. */
  receive(queue: ArnLike, options: EncryptedGrantOptions = {}): AwsGrant {
    const arn = arnOf(queue, ARN_KINDS.queue, 'sqsGrant.receive');
    const actions = ['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', ...KNOW];
    return awsGrant(
      `receive messages from ${arn}`,
      [{ actions, resources: [arn] }],
      options,
      useOfKey(options, ['kms:Decrypt'], 'sqs', 'sqsGrant.receive'),
    );
  },
};
