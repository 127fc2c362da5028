import { Fn } from 'cdktf';
import { isKnown } from '../../core';
import { ARN_KINDS } from '../arn-kinds';
import { arnOf } from './arn-of';
import { awsGrant } from './grant-of-statements';
import type { EncryptedGrantOptions } from './grant-options';
import { useOfKey } from './encryption-key';
import type { ArnLike, AwsGrant } from './grant';

/** What both who writes and who reads must know of a stream. */
const KNOW = ['kinesis:DescribeStreamSummary', 'kinesis:ListShards'];
const READ = ['kinesis:GetRecords', 'kinesis:GetShardIterator'];
const WRITE = ['kinesis:PutRecord', 'kinesis:PutRecords'];

/** Grants on a data stream of Kinesis. Actions as in the service authorization reference of Kinesis Data Streams. */
export const kinesisGrant = {
  /** Reads records, and shares the stream's throughput with others that do. */
  read(stream: ArnLike, options: EncryptedGrantOptions = {}): AwsGrant {
    return records('read', [...READ, ...KNOW], ['kms:Decrypt'], stream, options, 'kinesisGrant.read');
  },

  /** Writes records, and reads none. */
  write(stream: ArnLike, options: EncryptedGrantOptions = {}): AwsGrant {
    return records('write', [...WRITE, ...KNOW], ['kms:GenerateDataKey'], stream, options, 'kinesisGrant.write');
  },

  /** Reads and writes records. */
  readWrite(stream: ArnLike, options: EncryptedGrantOptions = {}): AwsGrant {
    const keyActions = ['kms:Decrypt', 'kms:GenerateDataKey'];
    const actions = [...READ, ...WRITE, ...KNOW];
    return records('read and write', actions, keyActions, stream, options, 'kinesisGrant.readWrite');
  },

  /** Is pushed the records of a stream as its registered consumer, with a throughput of its own. */
  subscribe(consumer: ArnLike, options: EncryptedGrantOptions = {}): AwsGrant {
    const by = 'kinesisGrant.subscribe';
    const arn = arnOf(consumer, ARN_KINDS.streamConsumer, by);
    const stream = isKnown(arn) ? arn.replace(/\/consumer\/.*/, '') : Fn.replace(arn, '//consumer/.*/', '');
    return awsGrant(
      `subscribe to records as ${arn}`,
      [
        { actions: ['kinesis:DescribeStreamConsumer', 'kinesis:SubscribeToShard'], resources: [arn] },
        { actions: KNOW, resources: [stream] },
      ],
      options,
      useOfKey(options, ['kms:Decrypt'], 'kinesis', by),
    );
  },
};

function records(
  verb: string,
  actions: readonly string[],
  keyActions: readonly string[],
  stream: ArnLike,
  options: EncryptedGrantOptions,
  by: string,
): AwsGrant {
  const arn = arnOf(stream, ARN_KINDS.stream, by);
  const key = useOfKey(options, keyActions, 'kinesis', by);
  return awsGrant(`${verb} records of ${arn}`, [{ actions, resources: [arn] }], options, key);
}
