import { PodtrustError } from '../../../core';
import type { ArnKind } from '../../arn';
import { arnOf } from '../../grants/arn-of';
import type { ArnLike } from '../../grants/grant';

/**
 * The ARNs of resources that a controller may be given.
 *
 * @param by the function and the option, to be named in an error
 * @throws PodtrustError `arn-malformed`, `arn-of-other-kind`
 */
export function arnsOf(resources: readonly ArnLike[] | undefined, kind: ArnKind, by: string): readonly string[] {
  return (resources ?? []).map((resource) => arnOf(resource, kind, by));
}

/**
 * The ARNs of resources without which a controller's role would be of no use.
 *
 * @throws PodtrustError `controller-incomplete` where there are none, and what {@link arnsOf} throws
 */
export function requiredArns(
  resources: readonly ArnLike[] | undefined,
  kind: ArnKind,
  by: string,
): readonly [string, ...string[]] {
  const [first, ...others] = arnsOf(resources, kind, by);
  if (first !== undefined) return [first, ...others];
  throw new PodtrustError({
    code: 'controller-incomplete',
    where: by,
    what: `no ARN of ${kind.name} is given`,
    why: 'The role would be allowed nothing, or everything of its kind; AWS can tell resources apart here.',
    remedy: `Give at least one, such as ${kind.example}.`,
  });
}
