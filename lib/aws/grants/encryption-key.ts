import { readArn } from '../arn';
import { ARN_KINDS } from '../arn-kinds';
import { arnOf } from './arn-of';
import type { EncryptedGrantOptions } from './grant-options';
import type { PolicyStatement } from './grant';

/**
 * What a role needs of the key under which a resource is encrypted: these actions, and only where the service asks for the
 * role (`kms:ViaService`).
 *
 * @param service as KMS knows it, such as `sqs`
 * @param by the call, to be named in an error
 */
export function useOfKey(
  { encryptionKey }: EncryptedGrantOptions,
  actions: readonly string[],
  service: string,
  by: string,
): readonly PolicyStatement[] {
  if (encryptionKey === undefined) return [];
  const arn = arnOf(encryptionKey, ARN_KINDS.key, by);
  const conditions = { StringLike: { 'kms:ViaService': `${service}.${readArn(arn)!.region ?? '*'}.*` } };
  return [{ actions, resources: [arn], conditions }];
}
