import { arnOf } from './arn-of';
import type { ArnLike, AwsGrant } from './grant';

const READ = ['dynamodb:BatchGetItem', 'dynamodb:DescribeTable', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'];
const WRITE = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

/** Grants on the items of a DynamoDB table and its indexes. Actions as in the service authorization reference of DynamoDB. */
export const dynamodbGrant = {
  /** Reads items of the table and of its indexes. */
  read(table: ArnLike): AwsGrant {
    const arn = arnOf(table);
    return {
      description: `read items of ${arn}`,
      statements: [{ actions: READ, resources: withIndexes(arn) }],
    };
  },

  /** Reads items of the table and of its indexes, and writes and deletes items of the table. */
  readWrite(table: ArnLike): AwsGrant {
    const arn = arnOf(table);
    return {
      description: `read and write items of ${arn}`,
      statements: [
        { actions: READ, resources: withIndexes(arn) },
        { actions: WRITE, resources: [arn] },
      ],
    };
  },
};

function withIndexes(tableArn: string): string[] {
  return [tableArn, `${tableArn}/index/*`];
}
