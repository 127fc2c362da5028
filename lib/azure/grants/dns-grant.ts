import type { IdLike } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import type { AzureGrant, AzureGrantOptions } from './grant';
import { grantOfRole } from './grant-of-role';

/** Grants on a zone of Azure DNS and its records, as external-dns and cert-manager need them. */
export const dnsGrant = {
  /** Reads and writes the records of a public zone, and the zone. */
  readWrite(zone: IdLike, options: AzureGrantOptions = {}): AzureGrant {
    const role = { by: 'dnsGrant.readWrite', role: 'DNS Zone Contributor', verb: 'read and write records of' } as const;
    return grantOfRole({ ...role, kinds: [RESOURCE_KINDS.dnsZone] }, zone, options);
  },

  /** Reads and writes the records of a private zone, and the zone. */
  readWritePrivate(zone: IdLike, options: AzureGrantOptions = {}): AzureGrant {
    const by = 'dnsGrant.readWritePrivate';
    const role = { by, role: 'Private DNS Zone Contributor', verb: 'read and write records of' } as const;
    return grantOfRole({ ...role, kinds: [RESOURCE_KINDS.privateDnsZone] }, zone, options);
  },
};
