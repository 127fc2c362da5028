import { type ArnKind, checkArn } from '../arn';
import type { ArnLike } from './grant';

/**
 * The ARN of a resource that a grant is given.
 *
 * @param by the call, such as `s3Grant.read`, to be named in an error
 * @throws PodtrustError `arn-malformed`, `arn-of-other-kind`
 */
export function arnOf(resource: ArnLike, kind: ArnKind | readonly ArnKind[], by: string): string {
  const arn = typeof resource === 'string' ? resource : resource?.arn;
  checkArn(arn, kind, by);
  return arn;
}
