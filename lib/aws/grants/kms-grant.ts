import { arnOf } from './arn-of';
import type { ArnLike, AwsGrant } from './grant';

/** Grants on a KMS key. Actions as in the service authorization reference of KMS. */
export const kmsGrant = {
  /** Decrypts what was encrypted under the key. */
  decrypt(key: ArnLike): AwsGrant {
    const arn = arnOf(key);
    return { description: `decrypt with ${arn}`, statements: [{ actions: ['kms:Decrypt'], resources: [arn] }] };
  },

  /** Encrypts and decrypts, data keys included, as S3 and SQS need it to write under the key. */
  encryptDecrypt(key: ArnLike): AwsGrant {
    const arn = arnOf(key);
    return {
      description: `encrypt and decrypt with ${arn}`,
      statements: [{ actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'], resources: [arn] }],
    };
  },
};
