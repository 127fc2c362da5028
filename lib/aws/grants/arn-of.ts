import type { ArnLike } from './grant';

/** The ARN of a resource. */
export function arnOf(resource: ArnLike): string {
  return typeof resource === 'string' ? resource : resource.arn;
}
