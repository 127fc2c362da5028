import { isKnown } from '../../../core';
import { dnsGrant } from '../../grants/dns-grant';
import type { AzureGrant } from '../../grants/grant';
import { keyVaultGrant } from '../../grants/key-vault-grant';
import { type IdLike, groupIdOf, idsOf } from '../../resource-id';
import { RESOURCE_KINDS } from '../../resource-kinds';
import { checkScopesOnce } from '../choices-conflict';
import { addonInvalid } from './addon-invalid';
import type { AksApplicationRouting } from './aks-addon';

/** Zones of a kind that application routing accepts. AKS, "Set up a custom domain name", "Attach multiple DNS zones". */
const MOST_ZONES = 5;

/** The vaults and zones of application routing. */
type VaultsAndZones = Pick<AksApplicationRouting, 'vaults' | 'dnsZones' | 'privateDnsZones'>;

/**
 * The ids of the zones that application routing writes records in.
 *
 * @throws PodtrustError `addon-invalid`, `scope-given-twice`, `resource-id-malformed`, `resource-id-of-other-type`
 */
export function routedZones(
  { vaults = {}, dnsZones = {}, privateDnsZones = {} }: VaultsAndZones,
  where: string,
): string[] {
  checkScopesOnce('vaults', idsOf(vaults, RESOURCE_KINDS.keyVault, where), where);
  return [
    ...checkZones('dnsZones', dnsZones, 'dnsZone', where),
    ...checkZones('privateDnsZones', privateDnsZones, 'privateDnsZone', where),
  ];
}

/** What the identity of application routing needs: to read certificates, and to write records. */
export function routingGrants({ vaults = {}, dnsZones = {}, privateDnsZones = {} }: VaultsAndZones): AzureGrant[] {
  return [
    ...Object.entries(vaults).map(([id, vault]) => keyVaultGrant.readSecrets(vault, { id: `vault-${id}` })),
    ...Object.entries(dnsZones).map(([id, zone]) => dnsGrant.readWrite(zone, { id: `dns-zone-${id}` })),
    ...Object.entries(privateDnsZones).map(([id, zone]) =>
      dnsGrant.readWritePrivate(zone, { id: `private-dns-zone-${id}` }),
    ),
  ];
}

/** AKS looks in one resource group for all zones of a kind, and accepts five. */
function checkZones(
  field: string,
  zones: Readonly<Record<string, IdLike>>,
  kind: 'dnsZone' | 'privateDnsZone',
  where: string,
): string[] {
  const byName = idsOf(zones, RESOURCE_KINDS[kind], where);
  checkScopesOnce(field, byName, where);
  const ids = Object.values(byName);
  if (ids.length > MOST_ZONES) {
    throw addonInvalid(where, `${ids.length} ${field}`, `AKS accepts ${MOST_ZONES} of a kind: give fewer.`);
  }
  const groups = new Set(ids.filter(isKnown).map((id) => groupIdOf(id).toLowerCase()));
  if (groups.size > 1) {
    throw addonInvalid(
      where,
      `${field} are in ${groups.size} resource groups`,
      'AKS looks in one for all zones of a kind: give zones of one resource group.',
    );
  }
  return ids;
}
