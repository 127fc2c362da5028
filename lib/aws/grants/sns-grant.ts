import { ARN_KINDS } from '../arn-kinds';
import { arnOf } from './arn-of';
import { awsGrant } from './grant-of-statements';
import type { EncryptedGrantOptions } from './grant-options';
import { useOfKey } from './encryption-key';
import type { ArnLike, AwsGrant } from './grant';

/** Grants on an SNS topic. Actions as in the service authorization reference of SNS. */
export const snsGrant = {
  /** Publishes messages. */
  publish(topic: ArnLike, options: EncryptedGrantOptions = {}): AwsGrant {
    const arn = arnOf(topic, ARN_KINDS.topic, 'snsGrant.publish');
    return awsGrant(
      `publish messages to ${arn}`,
      [{ actions: ['sns:Publish'], resources: [arn] }],
      options,
      useOfKey(options, ['kms:Decrypt', 'kms:GenerateDataKey'], 'sns', 'snsGrant.publish'),
    );
  },
};
