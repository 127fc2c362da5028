import { type ArnKind, checkArn } from '../arn';
import { ARN_KINDS } from '../arn-kinds';
import { arnOf } from './arn-of';
import { awsGrant } from './grant-of-statements';
import { useOfKey } from './encryption-key';
import type { EncryptedGrantOptions, TaggedGrantOptions } from './grant-options';
import type { ArnLike, AwsGrant, PolicyStatement } from './grant';

const READ = ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const WRITE = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
const READ_STREAM = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];
const READ_KEY = ['kms:Decrypt', 'kms:DescribeKey'];
const WRITE_KEY = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];

/** Options of {@link dynamodbGrant} for items. */
export interface DynamodbGrantOptions extends EncryptedGrantOptions {
  /**
   * Only items with these partition keys, such as `[sessionTag('kubernetes-namespace')]`; nothing that reads all items then.
   * Default all items.
   */
  readonly partitionKeys?: readonly string[];
}

/** The stream of a table, by its ARN or by the table. */
export type DynamodbStreamLike = string | { readonly streamArn: string };

/**
 * Grants on the items of a DynamoDB table and its indexes, and on its stream. Actions as in the service authorization
 * reference of DynamoDB. Under a KMS key of one's own, DynamoDB asks for the key in the name of who reads or writes
 * (developer guide, "Encryption at rest: how it works"; AWS knowledge center, "AccessDeniedException").
 */
export const dynamodbGrant = {
  /** Reads items of the table and of its indexes. */
  read(table: ArnLike, options: DynamodbGrantOptions = {}): AwsGrant {
    const arn = arnOf(table, ARN_KINDS.table, 'dynamodbGrant.read');
    return awsGrant(
      `read items of ${arn}`,
      reading(arn, options),
      options,
      key(READ_KEY, options, 'dynamodbGrant.read'),
    );
  },

  /** Writes and deletes items of the table, and reads none. */
  write(table: ArnLike, options: DynamodbGrantOptions = {}): AwsGrant {
    const arn = arnOf(table, ARN_KINDS.table, 'dynamodbGrant.write');
    const keyUse = key(WRITE_KEY, options, 'dynamodbGrant.write');
    return awsGrant(`write items of ${arn}`, [writing(arn, options)], options, keyUse);
  },

  /** Reads items of the table and of its indexes, and writes and deletes items of the table. */
  readWrite(table: ArnLike, options: DynamodbGrantOptions = {}): AwsGrant {
    const arn = arnOf(table, ARN_KINDS.table, 'dynamodbGrant.readWrite');
    const statements = [...reading(arn, options), writing(arn, options)];
    const keyUse = key(WRITE_KEY, options, 'dynamodbGrant.readWrite');
    return awsGrant(`read and write items of ${arn}`, statements, options, keyUse);
  },

  /** Reads the records of a table's stream. */
  readStream(table: DynamodbStreamLike, options: TaggedGrantOptions = {}): AwsGrant {
    const arn = typeof table === 'string' ? table : table?.streamArn;
    const kind: ArnKind = ARN_KINDS.tableStream;
    checkArn(arn, kind, 'dynamodbGrant.readStream');
    return awsGrant(`read the stream ${arn}`, [{ actions: READ_STREAM, resources: [arn] }], options);
  },
};

function key(actions: readonly string[], options: DynamodbGrantOptions, by: string): readonly PolicyStatement[] {
  return useOfKey(options, actions, 'dynamodb', by);
}

function reading(tableArn: string, { partitionKeys }: DynamodbGrantOptions): PolicyStatement[] {
  const resources = [tableArn, `${tableArn}/index/*`];
  const describe = 'dynamodb:DescribeTable';
  if (partitionKeys === undefined) return [{ actions: [...READ, describe, 'dynamodb:Scan'].sort(), resources }];
  // A scan has no keys to compare, and what describes a table neither.
  return [
    { actions: READ, resources, conditions: ofKeys(partitionKeys) },
    { actions: [describe], resources: [tableArn] },
  ];
}

function writing(tableArn: string, { partitionKeys }: DynamodbGrantOptions): PolicyStatement {
  const conditions = partitionKeys && ofKeys(partitionKeys);
  return { actions: WRITE, resources: [tableArn], conditions };
}

/** ForAllValues alone is also true of a request without any key. */
function ofKeys(partitionKeys: readonly string[]) {
  const key = 'dynamodb:LeadingKeys';
  return { 'ForAllValues:StringEquals': { [key]: partitionKeys }, Null: { [key]: 'false' } };
}
