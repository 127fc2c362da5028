import { ARN_KINDS } from '../arn-kinds';
import { arnOf } from './arn-of';
import { awsGrant } from './grant-of-statements';
import type { TaggedGrantOptions } from './grant-options';
import type { ArnLike, AwsGrant } from './grant';

/**
 * Grants on a KMS key that a program uses itself. Where a service encrypts for it, give the key as `encryptionKey` to the
 * grant on the resource. Actions as in the service authorization reference of KMS; keys are named by their ARN, since no
 * policy allows a key by its alias.
 */
export const kmsGrant = {
  /** Encrypts, data keys included, and decrypts nothing. */
  encrypt(key: ArnLike, options: TaggedGrantOptions = {}): AwsGrant {
    return use('encrypt', ['kms:Encrypt', 'kms:GenerateDataKey'], key, options, 'kmsGrant.encrypt');
  },

  /** Decrypts what was encrypted under the key. */
  decrypt(key: ArnLike, options: TaggedGrantOptions = {}): AwsGrant {
    return use('decrypt', ['kms:Decrypt'], key, options, 'kmsGrant.decrypt');
  },

  /** Encrypts and decrypts, data keys included. */
  encryptDecrypt(key: ArnLike, options: TaggedGrantOptions = {}): AwsGrant {
    const actions = ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'];
    return use('encrypt and decrypt', actions, key, options, 'kmsGrant.encryptDecrypt');
  },
};

function use(
  verb: string,
  actions: readonly string[],
  key: ArnLike,
  options: TaggedGrantOptions,
  by: string,
): AwsGrant {
  const arn = arnOf(key, ARN_KINDS.key, by);
  return awsGrant(`${verb} with ${arn}`, [{ actions, resources: [arn] }], options);
}
