import { PodtrustError, type PublicAccess, isKnown, isPrivate } from '../../core';
import { type IdLike, resourceIdOf } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import { choicesConflict } from './choices-conflict';

/** Where the name of an API server is found. */
interface PrivateName extends PublicAccess {
  readonly location: string;
  readonly privateDnsZone?: 'system' | 'none' | IdLike;
}

/** The zone of one's own; nothing where AKS keeps it, or public DNS has the name. */
export function ownZone({ privateDnsZone }: Pick<PrivateName, 'privateDnsZone'>): IdLike | undefined {
  return privateDnsZone === 'system' || privateDnsZone === 'none' ? undefined : privateDnsZone;
}

/**
 * @throws PodtrustError `cluster-choices-conflict`, `name-invalid`, `resource-id-malformed`, `resource-id-of-other-type`
 * @see AKS, "Create a private AKS cluster", "Configure a private DNS zone"
 */
export function checkPrivateDnsZone(props: PrivateName, where: string): void {
  const { privateDnsZone } = props;
  if (privateDnsZone === undefined) return;
  if (!isPrivate(props)) {
    throw choicesConflict(
      where,
      'privateDnsZone with publicAccessCidrs',
      'The name of a public API server is in public DNS.',
      'Leave one of the two out.',
    );
  }
  const zone = ownZone(props);
  if (zone === undefined) return;
  const id = resourceIdOf(zone, [RESOURCE_KINDS.privateDnsZone], where);
  if (!isKnown(id)) return;
  const name = id.split('/').at(-1)!.toLowerCase();
  const region = props.location.toLowerCase().replaceAll(' ', '');
  const public_ = /(?:^|\.)privatelink\.([a-z0-9]+)\.azmk8s\.io$/.exec(name);
  const other =
    /(?:^|\.)privatelink\.[a-z0-9]+\.(?:cx\.aks\.containerservice\.azure\.us|cx\.prod\.service\.azk8s\.cn)$/;
  if (other.test(name) || (public_ && (!isKnown(props.location) || public_[1] === region))) return;
  throw new PodtrustError({
    code: 'name-invalid',
    where,
    what: `the private DNS zone is called ${name}`,
    why: `AKS accepts privatelink.${region}.azmk8s.io, or a zone below that name, and refuses another one.`,
    remedy: 'Give a zone of such a name, or leave privateDnsZone out.',
  });
}
