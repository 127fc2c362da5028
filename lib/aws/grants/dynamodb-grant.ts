import type { Grant } from './grant';

const READ = ['dynamodb:BatchGetItem', 'dynamodb:DescribeTable', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'];
const WRITE = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

/** Grants on the items of a DynamoDB table and its indexes. Actions as in the service authorization reference of DynamoDB. */
export const dynamodbGrant = {
  /** Reads items of the table and of its indexes. */
  read(tableArn: string): Grant {
    return {
      description: `read items of ${tableArn}`,
      statements: [{ actions: READ, resources: withIndexes(tableArn) }],
    };
  },

  /** Reads items of the table and of its indexes, and writes and deletes items of the table. */
  readWrite(tableArn: string): Grant {
    return {
      description: `read and write items of ${tableArn}`,
      statements: [
        { actions: READ, resources: withIndexes(tableArn) },
        { actions: WRITE, resources: [tableArn] },
      ],
    };
  },
};

function withIndexes(tableArn: string): string[] {
  return [tableArn, `${tableArn}/index/*`];
}
