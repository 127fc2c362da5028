import { AKS_CONTROLLERS } from '../../core';
import { dnsGrant } from '../grants/dns-grant';
import { type IdLike, partOfId } from '../resource-id';
import { RESOURCE_KINDS } from '../resource-kinds';
import type { AksController } from './identity/controller';
import { ENVIRONMENTS, grantIdFor, requiredIds } from './identity/controller-scopes';

/** Options of {@link certManager}. */
export interface CertManagerOptions {
  /** The public zones in which it proves that a domain is yours. */
  readonly zones: readonly IdLike[];
}

/**
 * cert-manager, which answers ACME's DNS-01 challenges in Azure DNS. It takes the client id from its issuer: a solver for
 * each zone.
 *
 * @throws PodtrustError `controller-incomplete`
 */
export function certManager({ zones }: CertManagerOptions): AksController {
  const ids = requiredIds(zones, RESOURCE_KINDS.dnsZone, 'certManager zones');
  return {
    ...AKS_CONTROLLERS.certManager,
    source: {
      where: 'cert-manager/website, content/docs/configuration/acme/dns01/azuredns.md',
      version: '776e5dba5651',
    },
    grants: ids.map((id, index) => dnsGrant.readWrite(id, grantIdFor('dns-zone-contributor', ids, index))),
    object: {
      // Those of a namespace are not given the controller's own identity, unless a flag says so.
      kinds: ['ClusterIssuer'],
      place: 'spec.acme.solvers',
      of: ({ clientId, cloud }) =>
        ids.map((id) => ({
          ...(ids.length > 1 ? { selector: { dnsZones: [partOfId(id, 'name')] } } : {}),
          dns01: {
            azureDNS: {
              hostedZoneName: partOfId(id, 'name'),
              resourceGroupName: partOfId(id, 'group'),
              subscriptionID: partOfId(id, 'subscription'),
              environment: ENVIRONMENTS[cloud],
              managedIdentity: { clientID: clientId },
            },
          },
        })),
    },
  };
}
