import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { PrivateDnsZone } from '@cdktf/provider-azurerm/lib/private-dns-zone';
import { PrivateDnsZoneVirtualNetworkLink } from '@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link';
import { PrivateEndpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { SubnetNetworkSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { Construct } from 'constructs';
import type { AksNetwork } from '../../lib/azure/network/aks-network';

/** What the sample reaches privately: Azure's name of the part of a service, and the DNS zone of its private addresses. */
const SERVICES = {
  vault: { subresource: 'vault', zone: 'privatelink.vaultcore.azure.net' },
  blob: { subresource: 'blob', zone: 'privatelink.blob.core.windows.net' },
  cosmos: { subresource: 'Sql', zone: 'privatelink.documents.azure.com' },
} as const;

export interface AksPrivateEndpointsProps {
  readonly location: string;
  readonly resourceGroupName: string;
  readonly network: AksNetwork;
  /** Resource ids of what is reached, by the service. */
  readonly resourceIds: Readonly<Record<keyof typeof SERVICES, string>>;
}

/**
 * Private addresses of services, in a subnet beside the nodes' that answers the nodes alone, and over HTTPS alone. The
 * services' ordinary names lead to them inside the network.
 */
export class AksPrivateEndpoints extends Construct {
  public constructor(scope: Construct, id: string, props: AksPrivateEndpointsProps) {
    super(scope, id);
    const { location, resourceGroupName, network } = props;
    const place = { location, resourceGroupName };
    const { nodeSubnet, resource: virtualNetwork } = network;
    const subnet = new Subnet(this, 'Subnet', {
      name: 'private-endpoints',
      resourceGroupName,
      virtualNetworkName: virtualNetwork.name,
      addressPrefixes: ['10.225.0.0/24'],
      // Without it the rules below would not count for private endpoints.
      privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled',
    });
    const rule = { direction: 'Inbound', sourcePortRange: '*', destinationAddressPrefix: '*' };
    const securityGroup = new NetworkSecurityGroup(this, 'SecurityGroup', {
      ...place,
      name: `${virtualNetwork.nameInput}-private-endpoints`,
      securityRule: [
        {
          ...rule,
          name: 'https-from-nodes',
          priority: 100,
          access: 'Allow',
          protocol: 'Tcp',
          sourceAddressPrefixes: nodeSubnet.addressPrefixes,
          destinationPortRange: '443',
        },
        {
          ...rule,
          name: 'nothing-else',
          priority: 4096,
          access: 'Deny',
          protocol: '*',
          sourceAddressPrefix: '*',
          destinationPortRange: '*',
        },
      ],
    });
    const rules = new SubnetNetworkSecurityGroupAssociation(this, 'Rules', {
      subnetId: subnet.id,
      networkSecurityGroupId: securityGroup.id,
    });
    for (const [name, { subresource, zone }] of Object.entries(SERVICES)) {
      const dnsZone = new PrivateDnsZone(this, `${name}-zone`, { name: zone, resourceGroupName });
      const link = new PrivateDnsZoneVirtualNetworkLink(this, `${name}-link`, {
        name: 'nodes',
        resourceGroupName,
        privateDnsZoneName: dnsZone.name,
        virtualNetworkId: virtualNetwork.id,
      });
      new PrivateEndpoint(this, name, {
        ...place,
        name: `${virtualNetwork.nameInput}-${name}`,
        subnetId: subnet.id,
        privateServiceConnection: {
          name,
          privateConnectionResourceId: props.resourceIds[name as keyof typeof SERVICES],
          subresourceNames: [subresource],
          isManualConnection: false,
        },
        privateDnsZoneGroup: { name, privateDnsZoneIds: [dnsZone.id] },
        dependsOn: [rules, link],
      });
    }
  }
}
