import { Testing } from 'cdktf';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import {
  type AwsGrant,
  PodRole,
  cloudwatchGrant,
  dynamodbGrant,
  ecrGrant,
  podIdentity,
  s3Grant,
  sessionTag,
  sqsGrant,
} from '../../../lib/aws';
import { type Inventory, prove } from '../../../lib/proof';
import { awsStack } from '../synthesized';

const API = { namespace: 'shop', name: 'api' };
const PLACE = 'eu-west-1:111122223333';

/** What the proof finds of a role with these grants, after synthesis. */
function proven(grants: (stack: ReturnType<typeof awsStack>) => AwsGrant[]): Inventory {
  const stack = awsStack();
  const cluster = { name: 'shop', arn: `arn:aws:eks:${PLACE}:cluster/shop`, region: 'eu-west-1' };
  new PodRole(stack, 'api', {
    name: 'api',
    trusts: [podIdentity({ cluster, serviceAccount: API })],
    grants: grants(stack),
  });
  return prove([{ file: 'cdk.tf.json', text: Testing.synth(stack, true) }]);
}
const lines = ({ permissions }: Inventory) =>
  permissions.map(({ actions, resource, conditions = [] }) => [actions.join(' '), resource, ...conditions]);

test('the proof finds what was granted, and nothing else', () => {
  const inventory = proven(() => [
    s3Grant.read('arn:aws:s3:::reports', { prefix: `${sessionTag('kubernetes-namespace')}/` }),
    dynamodbGrant.write(`arn:aws:dynamodb:${PLACE}:table/orders`, { whereResourceTag: { team: 'shop' } }),
    cloudwatchGrant.publishMetrics({ namespace: 'Shop' }),
    ecrGrant.pull(`arn:aws:ecr:${PLACE}:repository/shop`),
  ]);

  expect(lines(inventory)).toEqual([
    ['cloudwatch:PutMetricData', '*', 'StringEquals cloudwatch:namespace: Shop'],
    ['ecr:GetAuthorizationToken', '*'],
    [
      'dynamodb:BatchWriteItem dynamodb:DeleteItem dynamodb:PutItem dynamodb:UpdateItem',
      `arn:aws:dynamodb:${PLACE}:table/orders`,
      'StringEquals aws:ResourceTag/team: shop',
    ],
    [
      'ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer',
      `arn:aws:ecr:${PLACE}:repository/shop`,
    ],
    ['s3:ListBucket', 'arn:aws:s3:::reports', 'StringLike s3:prefix: ${aws:PrincipalTag/kubernetes-namespace}/*'],
    ['s3:GetObject', 'arn:aws:s3:::reports/${aws:PrincipalTag/kubernetes-namespace}/*'],
  ]);
  expect(inventory.undecided.filter(({ about }) => about.startsWith('aws_iam_role_policy'))).toEqual([]);
  expect(inventory.findings.filter(({ level }) => level === 'error')).toEqual([]);
});

test('the proof finds the queue and the key of the same program by reference', () => {
  const inventory = proven((stack) => {
    const key = new KmsKey(stack, 'key', {});
    const queue = new SqsQueue(stack, 'orders', { kmsMasterKeyId: key.arn });
    return [sqsGrant.receive(queue, { encryptionKey: key })];
  });

  expect(lines(inventory)).toEqual([
    ['kms:Decrypt', '${aws_kms_key.key.arn}', 'StringLike kms:ViaService: sqs.*.*'],
    [
      'sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ReceiveMessage',
      '${aws_sqs_queue.orders.arn}',
    ],
  ]);
});
