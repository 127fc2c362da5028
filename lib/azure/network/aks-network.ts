import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { SubnetNetworkSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import { Construct } from 'constructs';
import { checkIpRange, checkName } from '../../core';
import { checkedId, recordSourcePosition } from '../../terraform';
import { checkTags } from '../tags';

/** Where a cluster's nodes live: an {@link AksNetwork}, or a subnet that exists already. */
export interface NodeNetwork {
  /** The node subnet's resource id. */
  readonly subnetId: string;
  /** The virtual network's resource id: AKS links a private DNS zone of one's own to it. Default that of the subnet. */
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
  /**
   * Whether the node subnet is without a network security group. Default false: it has one with Azure's own rules, by which
   * nothing from the internet reaches nodes or, through them, a Service of type LoadBalancer. Add rules to
   * {@link AksNetwork.securityGroup} for what shall.
   */
  readonly withoutSecurityGroup?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A virtual network with a subnet for nodes, which the internet cannot reach until its security group has a rule. */
export class AksNetwork extends Construct implements NodeNetwork {
  /** The virtual network. */
  public readonly resource: VirtualNetwork;
  public readonly nodeSubnet: Subnet;
  /** Undefined where `withoutSecurityGroup` is set. */
  public readonly securityGroup?: NetworkSecurityGroup;
  /** The node subnet's resource id. */
  public readonly subnetId: string;
  public readonly virtualNetworkId: string;

  /** @throws PodtrustError `name-invalid`, `ip-range-invalid`, `tags-invalid` */
  public constructor(scope: Construct, id: string, props: AksNetworkProps) {
    super(scope, checkedId(scope, id));
    recordSourcePosition(this);
    checkName('resource-group', props.resourceGroupName, this.node.path);
    checkTags(props.tags, this.node.path);
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
    if (!props.withoutSecurityGroup) {
      this.securityGroup = new NetworkSecurityGroup(this, 'node-security-group', {
        name: `${props.name}-nodes`,
        resourceGroupName: props.resourceGroupName,
        location: props.location,
        tags: props.tags,
      });
      new SubnetNetworkSecurityGroupAssociation(this, 'node-security-group-association', {
        subnetId: this.nodeSubnet.id,
        networkSecurityGroupId: this.securityGroup.id,
      });
    }
  }
}
