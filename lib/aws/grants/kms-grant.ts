import type { Grant } from './grant';

/** Grants on a KMS key. Actions as in the service authorization reference of KMS. */
export const kmsGrant = {
  /** Decrypts what was encrypted under the key. */
  decrypt(keyArn: string): Grant {
    return { description: `decrypt with ${keyArn}`, statements: [{ actions: ['kms:Decrypt'], resources: [keyArn] }] };
  },

  /** Encrypts and decrypts, data keys included, as S3 and SQS need it to write under the key. */
  encryptDecrypt(keyArn: string): Grant {
    return {
      description: `encrypt and decrypt with ${keyArn}`,
      statements: [{ actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'], resources: [keyArn] }],
    };
  },
};
