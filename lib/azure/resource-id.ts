import { Fn } from 'cdktf';
import { PodtrustError, isKnown } from '../core';
import type { ResourceKind } from './resource-kinds';

/** A resource by its Azure resource id, which may be a token, or by the object that has one, such as a `KeyVault`. */
export type IdLike = string | { readonly id: string };

const SUBSCRIPTION = /^\/subscriptions\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/|$)/i;
const MANAGEMENT_GROUP = /^\/providers\/Microsoft\.Management\/managementGroups\/[^/\s]+$/i;
/** An extension, such as a role definition, stands behind the resource that it belongs to, and begins as that does. */
const OF_SUBSCRIPTION =
  /^\/subscriptions\/[0-9a-f-]{36}(\/resourceGroups\/[^/\s]+)?((?:\/providers\/[a-z0-9]+(?:\.[a-z0-9]+)+(?:\/(?!providers\/)[a-z0-9]+\/[^/\s]+)+)+)?$/i;

/** The id of a subscription in a known resource id, in lower case. */
export function subscriptionOf(id: string): string | undefined {
  return isKnown(id) ? SUBSCRIPTION.exec(id)?.[1]!.toLowerCase() : undefined;
}

/**
 * The type of what a known resource id names, such as `Microsoft.KeyVault/vaults`.
 *
 * @returns nothing where it is no resource id
 */
function resourceTypeOf(id: string): string | undefined {
  if (MANAGEMENT_GROUP.test(id)) return 'Microsoft.Management/managementGroups';
  const parts = SUBSCRIPTION.test(id) && OF_SUBSCRIPTION.exec(id);
  if (!parts) return undefined;
  const [, group, resource] = parts;
  if (resource === undefined) return `Microsoft.Resources/${group === undefined ? 'subscriptions' : 'resourceGroups'}`;
  const last = resource.slice(resource.toLowerCase().lastIndexOf('/providers/'));
  const [, , namespace, ...rest] = last.split('/');
  return [namespace, ...rest.filter((_, index) => index % 2 === 0)].join('/');
}

/**
 * The resource id of what a grant or a construct is given. What is not known passes.
 *
 * @param resource a value of a program, which may be anything
 * @param kinds what is accepted; nothing for any resource, group or subscription
 * @param where the construct's path, or the function that was called, to be named in an error
 * @throws PodtrustError `resource-id-malformed`, `resource-id-of-other-type`
 */
export function resourceIdOf(resource: IdLike, kinds: readonly ResourceKind[], where: string): string {
  const id = typeof resource === 'string' ? resource : resource?.id;
  const names = kinds.length === 0 ? 'a resource, a resource group or a subscription' : namesOf(kinds);
  const remedy = `Give an id such as ${kinds[0]?.example ?? '/subscriptions/<id>/resourceGroups/<name>'}, a token of one, or the resource itself.`;
  const malformed = (given: string): PodtrustError =>
    new PodtrustError({
      code: 'resource-id-malformed',
      where,
      what: `${given} is not the Azure resource id of ${names}`,
      why: 'Azure finds no resource by a name or a part of an id, and refuses the role assignment.',
      remedy,
    });
  if (typeof id !== 'string') throw malformed(String(id));
  const type = resourceTypeOf(id);
  if (isKnown(id) && type === undefined) throw malformed(`"${id}"`);
  const other = kinds.length === 0 ? undefined : otherKind(resource, type, kinds);
  if (other !== undefined) {
    throw new PodtrustError({
      code: 'resource-id-of-other-type',
      where,
      what: `${isKnown(id) ? `"${id}"` : 'the resource'} is ${other}, not ${names}`,
      why: 'Azure assigns a role at any scope, and one that has nothing of what the role is for permits nothing.',
      remedy,
    });
  }
  return id;
}

/**
 * The resource ids of several of one kind, by their names.
 *
 * @throws PodtrustError `resource-id-malformed`, `resource-id-of-other-type`
 */
export function idsOf(
  resources: Readonly<Record<string, IdLike>>,
  kind: ResourceKind,
  where: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(resources).map(([name, one]) => [name, resourceIdOf(one, [kind], where)]));
}

/** `a key vault`, `a queue, a topic or a namespace`. */
function namesOf(kinds: readonly ResourceKind[]): string {
  const names = kinds.map(({ name }) => name);
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** What a resource is where it is of none of the kinds: by its id's type, or for an object of azurerm by its own. */
function otherKind(resource: IdLike, type: string | undefined, kinds: readonly ResourceKind[]): string | undefined {
  if (type !== undefined) {
    const isOne = kinds.some((kind) => kind.type.toLowerCase() === type.toLowerCase());
    return isOne ? undefined : `of type ${type}`;
  }
  const { terraformResourceType: made } = resource as { readonly terraformResourceType?: unknown };
  if (typeof made !== 'string' || !made.startsWith('azurerm_')) return undefined;
  return kinds.some(({ terraform }) => terraform === made) ? undefined : `an ${made}`;
}

/** Where the parts of a resource id stand in it, between slashes. */
const PART = { subscription: 2, group: 4, name: 8, child: 10 } as const;

/** A part of a resource id: of one that is not known, as Terraform reads it. */
export function partOfId(id: string, part: keyof typeof PART): string {
  return isKnown(id) ? id.split('/')[PART[part]]! : Fn.element(Fn.split('/', id), PART[part]);
}

/** The resource id of the resource group of a resource, a token where that of the resource is. */
export function groupIdOf(id: string): string {
  return beginningOf(id, PART.group);
}

/** The resource id of the virtual network of a subnet, a token where that of the subnet is. */
export function virtualNetworkIdOf(subnetId: string): string {
  return beginningOf(subnetId, PART.name);
}

function beginningOf(id: string, lastPart: number): string {
  const length = lastPart + 1;
  if (isKnown(id)) return id.split('/').slice(0, length).join('/');
  return Fn.join('/', Fn.slice(Fn.split('/', id), 0, length));
}

/**
 * The id of what lies in a resource, by the types and names of its parts.
 *
 * @param parts such as `['secrets', 'api-key']`
 * @throws PodtrustError `name-invalid` where a name would lead to another place
 */
export function childId(id: string, parts: readonly string[], where: string): string {
  for (const part of parts) {
    if (!isKnown(part) || /^[^/\s]+$/.test(part)) continue;
    throw new PodtrustError({
      code: 'name-invalid',
      where,
      what: `"${part}" is not the name of something in an Azure resource`,
      why: 'It becomes a part of the resource id at which the role is assigned, where a slash begins another part.',
      remedy: 'Give the name alone.',
    });
  }
  return [id, ...parts].join('/');
}
