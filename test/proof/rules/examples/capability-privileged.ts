import { ack } from '../capability-example';
import { terraform } from '../example';
import type { RuleExample } from '../example';

export const example: RuleExample = {
  bad: [terraform(ack({ may: { Effect: 'Allow', Action: '*', Resource: '*' } }))],
  good: [
    terraform(
      ack({
        may: { Effect: 'Allow', Action: ['s3:CreateBucket', 's3:PutBucketTagging'], Resource: 'arn:aws:s3:::shop-*' },
      }),
    ),
  ],
};
