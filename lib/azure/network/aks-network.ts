import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import { Construct } from 'constructs';
import { checkIpRange, checkName } from '../../core';
import { checkedId, recordSourcePosition } from '../../terraform';

/** Where a cluster's nodes live: an {@link AksNetwork}, or a subnet that exists already. */
export interface NodeNetwork {
  /** The node subnet's resource id. */
  readonly subnetId: string;
  /** The virtual network's resource id. Needed with a private DNS zone of one's own, which AKS links to it. */
  readonly virtualNetworkId?: string;
}

/** Properties of {@link AksNetwork}. */
export interface AksNetworkProps {
  /** The virtual network's name; the subnet is called `nodes`. */
  readonly name: string;
  readonly resourceGroupName: string;
  readonly location: string;
  /** Default `["10.224.0.0/12"]`, which keeps clear of AKS' default pod (10.244.0.0/16) and service (10.0.0.0/16) ranges. */
  readonly addressSpace?: readonly string[];
  /** Default `["10.224.0.0/16"]`. With the overlay only nodes take addresses from it, not pods. */
  readonly nodeSubnetPrefixes?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** A virtual network with a subnet for nodes. */
export class AksNetwork extends Construct implements NodeNetwork {
  /** The virtual network. */
  public readonly resource: VirtualNetwork;
  public readonly nodeSubnet: Subnet;
  /** The node subnet's resource id. */
  public readonly subnetId: string;
  public readonly virtualNetworkId: string;

  /** @throws PodtrustError `name-invalid`, `ip-range-invalid` */
  public constructor(scope: Construct, id: string, props: AksNetworkProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    checkName('resource-group', props.resourceGroupName, this.node.path);
    for (const range of props.addressSpace ?? []) checkIpRange('addressSpace', range, this.node.path);
    for (const range of props.nodeSubnetPrefixes ?? []) checkIpRange('nodeSubnetPrefixes', range, this.node.path);
    this.resource = new VirtualNetwork(this, 'virtual-network', {
      name: props.name,
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      addressSpace: [...(props.addressSpace ?? ['10.224.0.0/12'])],
      tags: props.tags,
    });
    this.nodeSubnet = new Subnet(this, 'node-subnet', {
      name: 'nodes',
      resourceGroupName: props.resourceGroupName,
      virtualNetworkName: this.resource.name,
      addressPrefixes: [...(props.nodeSubnetPrefixes ?? ['10.224.0.0/16'])],
    });
    this.virtualNetworkId = this.resource.id;
    this.subnetId = this.nodeSubnet.id;
  }
}
