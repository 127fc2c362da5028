import { ARN_KINDS } from '../arn-kinds';
import { arnOf } from './arn-of';
import { awsGrant } from './grant-of-statements';
import type { EncryptedGrantOptions } from './grant-options';
import { useOfKey } from './encryption-key';
import type { ArnLike, AwsGrant } from './grant';

const READ = ['ssm:GetParameter', 'ssm:GetParameters'];
const WRITE = ['ssm:PutParameter'];
/** A standard parameter is encrypted by KMS itself, an advanced one under a data key. */
const WRITE_UNDER_KEY = ['kms:Encrypt', 'kms:GenerateDataKey'];

/**
 * Grants on parameters of SSM Parameter Store. Actions as in the service authorization reference of Systems Manager. A
 * SecureString under a key of one's own needs that as `encryptionKey`.
 */
export const ssmParameterGrant = {
  /** Reads the parameter. */
  read(parameter: ArnLike, options: EncryptedGrantOptions = {}): AwsGrant {
    return values('read', READ, ['kms:Decrypt'], parameter, options, 'ssmParameterGrant.read');
  },

  /** Writes the parameter, and does not read it. */
  write(parameter: ArnLike, options: EncryptedGrantOptions = {}): AwsGrant {
    return values('write', WRITE, WRITE_UNDER_KEY, parameter, options, 'ssmParameterGrant.write');
  },

  /** Reads and writes the parameter. */
  readWrite(parameter: ArnLike, options: EncryptedGrantOptions = {}): AwsGrant {
    const keyActions = ['kms:Decrypt', ...WRITE_UNDER_KEY];
    const actions = [...READ, ...WRITE];
    return values('read and write', actions, keyActions, parameter, options, 'ssmParameterGrant.readWrite');
  },

  /**
   * Reads all parameters below a path, one by one and together. IAM knows no tags where it decides on a path.
   *
   * @param path the ARN of the path, such as `arn:aws:ssm:eu-west-1:111122223333:parameter/tasks`
   */
  readPath(path: ArnLike, options: Omit<EncryptedGrantOptions, 'whereResourceTag'> = {}): AwsGrant {
    const by = 'ssmParameterGrant.readPath';
    const arn = arnOf(path, ARN_KINDS.parameter, by);
    return awsGrant(
      `read the parameters below ${arn}`,
      [
        { actions: ['ssm:GetParametersByPath'], resources: [arn, `${arn}/*`] },
        { actions: READ, resources: [`${arn}/*`] },
      ],
      options,
      useOfKey(options, ['kms:Decrypt'], 'ssm', by),
    );
  },
};

function values(
  verb: string,
  actions: readonly string[],
  keyActions: readonly string[],
  parameter: ArnLike,
  options: EncryptedGrantOptions,
  by: string,
): AwsGrant {
  const arn = arnOf(parameter, ARN_KINDS.parameter, by);
  const key = useOfKey(options, keyActions, 'ssm', by);
  return awsGrant(`${verb} the parameter ${arn}`, [{ actions, resources: [arn] }], options, key);
}
