import { ARN_KINDS } from '../arn-kinds';
import { arnOf } from './arn-of';
import { awsGrant } from './grant-of-statements';
import type { EncryptedGrantOptions } from './grant-options';
import { useOfKey } from './encryption-key';
import type { ArnLike, AwsGrant } from './grant';

const DESCRIBE = 'secretsmanager:DescribeSecret';
const READ = 'secretsmanager:GetSecretValue';
const WRITE = 'secretsmanager:PutSecretValue';

/**
 * Grants on a secret of Secrets Manager, by its whole ARN, the six characters that AWS adds to the name included. Actions as
 * in the service authorization reference of Secrets Manager.
 */
export const secretsManagerGrant = {
  /** Reads the secret's value. */
  read(secret: ArnLike, options: EncryptedGrantOptions = {}): AwsGrant {
    return values('read', [READ, DESCRIBE], ['kms:Decrypt'], secret, options, 'secretsManagerGrant.read');
  },

  /** Gives the secret new values, and reads none. */
  write(secret: ArnLike, options: EncryptedGrantOptions = {}): AwsGrant {
    const keyActions = ['kms:Decrypt', 'kms:GenerateDataKey'];
    return values('write', [WRITE, DESCRIBE], keyActions, secret, options, 'secretsManagerGrant.write');
  },

  /** Reads the secret's value and gives it new ones. */
  readWrite(secret: ArnLike, options: EncryptedGrantOptions = {}): AwsGrant {
    const keyActions = ['kms:Decrypt', 'kms:GenerateDataKey'];
    const actions = [READ, WRITE, DESCRIBE];
    return values('read and write', actions, keyActions, secret, options, 'secretsManagerGrant.readWrite');
  },
};

function values(
  verb: string,
  actions: readonly string[],
  keyActions: readonly string[],
  secret: ArnLike,
  options: EncryptedGrantOptions,
  by: string,
): AwsGrant {
  const arn = arnOf(secret, ARN_KINDS.secret, by);
  const key = useOfKey(options, keyActions, 'secretsmanager', by);
  return awsGrant(`${verb} the secret ${arn}`, [{ actions, resources: [arn] }], options, key);
}
