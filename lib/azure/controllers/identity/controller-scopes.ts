import { PodtrustError, isKnown } from '../../../core';
import { type IdLike, resourceIdOf } from '../../resource-id';
import type { ResourceKind } from '../../resource-kinds';

/**
 * The ids of resources that a controller may be given.
 *
 * @param by the function and the option, to be named in an error
 * @throws PodtrustError `resource-id-malformed`, `resource-id-of-other-type`
 */
export function idsOf(resources: readonly IdLike[] | undefined, kind: ResourceKind, by: string): readonly string[] {
  return (resources ?? []).map((resource) => resourceIdOf(resource, [kind], by));
}

/**
 * The ids of resources without which a controller's identity would be of no use.
 *
 * @throws PodtrustError `controller-incomplete` where there are none, and what {@link idsOf} throws
 */
export function requiredIds(
  resources: readonly IdLike[] | undefined,
  kind: ResourceKind,
  by: string,
): readonly [string, ...string[]] {
  const [first, ...others] = idsOf(resources, kind, by);
  if (first !== undefined) return [first, ...others];
  throw incomplete(by, `no resource id of ${kind.name} is given`, `Give at least one, such as ${kind.example}.`);
}

/** A controller whose identity would be allowed nothing. */
export function incomplete(by: string, what: string, remedy: string): PodtrustError {
  return new PodtrustError({
    code: 'controller-incomplete',
    where: by,
    what,
    why: 'The identity would be allowed nothing, or everything of a resource group or a subscription.',
    remedy,
  });
}

/**
 * The id of the grant on one of several resources: the resource's name tells them apart where it is known, its place in the
 * list where not. One alone keeps the id of its role.
 */
export function grantIdFor(role: string, ids: readonly string[], index: number): { readonly id?: string } {
  if (ids.length === 1) return {};
  const id = ids[index]!;
  return { id: `${role}-${isKnown(id) ? nameOf(id) : index + 1}` };
}

function nameOf(id: string): string {
  return id
    .split('/')
    .at(-1)!
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
}

/** The name of an Azure cloud as most controllers write it. */
export const ENVIRONMENTS = {
  public: 'AzurePublicCloud',
  'us-government': 'AzureUSGovernmentCloud',
  china: 'AzureChinaCloud',
} as const;
