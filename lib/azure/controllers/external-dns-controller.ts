import { AKS_CONTROLLERS, PodtrustError, isKnown } from '../../core';
import { dnsGrant } from '../grants/dns-grant';
import { roleGrant } from '../grants/role-grant';
import { type IdLike, groupIdOf, partOfId } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import type { AksController } from './identity/controller';
import { ENVIRONMENTS, grantIdFor, requiredIds } from './identity/controller-scopes';

/** Options of {@link externalDns}. */
export interface ExternalDnsOptions {
  /** The zones whose records it writes, all in one resource group: it is told of one alone. */
  readonly zones: readonly IdLike[];
  /** Whether they are private zones, which it writes by another provider. Default false. */
  readonly privateZones?: boolean;
}

/**
 * external-dns, which writes records of Azure DNS for services and ingresses. It finds its zones by a list of their resource
 * group, for which a role on the zones alone is not enough: so it reads that group.
 *
 * @throws PodtrustError `controller-incomplete`, `controller-invalid` where the zones are in several resource groups
 */
export function externalDns({ zones, privateZones = false }: ExternalDnsOptions): AksController {
  const by = 'externalDns zones';
  const kind = privateZones ? RESOURCE_KINDS.privateDnsZone : RESOURCE_KINDS.dnsZone;
  const ids = requiredIds(zones, kind, by);
  const groups = new Set(ids.filter(isKnown).map((id) => groupIdOf(id).toLowerCase()));
  if (groups.size > 1) {
    throw new PodtrustError({
      code: 'controller-invalid',
      where: by,
      what: `the zones are in ${groups.size} resource groups: ${[...groups].join(', ')}`,
      why: 'external-dns is told of one resource group, and finds no zone of another.',
      remedy: 'Make a second external-dns, with a name of its own, for the zones of the other group.',
    });
  }
  const write = privateZones ? dnsGrant.readWritePrivate : dnsGrant.readWrite;
  const role = privateZones ? 'private-dns-zone-contributor' : 'dns-zone-contributor';
  return {
    ...AKS_CONTROLLERS.externalDns,
    source: {
      where: `kubernetes-sigs/external-dns, docs/tutorials/${privateZones ? 'azure-private-dns' : 'azure'}.md`,
      version: '2bf1bf8af2b7',
    },
    grants: [
      ...ids.map((id, index) => write(id, grantIdFor(role, ids, index))),
      roleGrant({ role: 'Reader', scope: groupIdOf(ids[0]), description: `find the zones of ${groupIdOf(ids[0])}` }),
    ],
    values: ({ tenantId, cloud }) => ({
      provider: { name: privateZones ? 'azure-private-dns' : 'azure' },
      // No secret, but the chart has no other place for the file.
      secretConfiguration: {
        enabled: true,
        mountPath: '/etc/kubernetes/',
        data: {
          'azure.json': JSON.stringify({
            cloud: ENVIRONMENTS[cloud],
            tenantId,
            subscriptionId: partOfId(ids[0], 'subscription'),
            resourceGroup: partOfId(ids[0], 'group'),
            useWorkloadIdentityExtension: true,
          }),
        },
      },
    }),
  };
}
