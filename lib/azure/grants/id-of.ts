import type { IdLike } from './grant';

/** The Azure resource id of a resource. */
export function idOf(resource: IdLike): string {
  return typeof resource === 'string' ? resource : resource.id;
}
