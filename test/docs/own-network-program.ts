import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { EksNodeGroup } from '../../lib/aws/cluster/nodes/eks-node-group';
import { podIdentity } from '../../lib/aws/identity/pod-identity/pod-identity';
import { PodRole } from '../../lib/aws/identity/role/pod-role';
import { EksNetwork } from '../../lib/aws/network/eks-network';
import { AksCluster } from '../../lib/azure/cluster/aks-cluster';

const app = new App();

// On AWS, a VPC without a way to the internet: what nodes and pods need is reached by endpoints.
const eks = new TerraformStack(app, 'eks');
const region = 'eu-west-1';
new AwsProvider(eks, 'aws', { region });
const network = new EksNetwork(eks, 'network', {
  region,
  cidr: '10.20.0.0/16',
  availabilityZones: ['eu-west-1a', 'eu-west-1b'],
  natGateways: 'none',
  interfaceEndpoints: ['ec2', 'ecr.api', 'ecr.dkr', 'eks', 'eks-auth', 'logs', 'sts'],
});
const cluster = new EksCluster(eks, 'cluster', { name: 'shop', region, network });
new EksNodeGroup(eks, 'nodes', { cluster });
new PodRole(eks, 'reports', {
  name: 'reports',
  trusts: [podIdentity({ cluster, serviceAccount: { namespace: 'shop', name: 'reports' } })],
});

// On Azure, a subnet that somebody else made, as in a hub and spoke network, with ranges that keep clear of it.
const aks = new TerraformStack(app, 'aks');
new AzurermProvider(aks, 'azurerm', { features: [{}] });
const spoke =
  '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/spoke';
new AksCluster(aks, 'cluster', {
  name: 'shop',
  resourceGroupName: 'rg-shop',
  location: 'westeurope',
  tenantId: '11111111-2222-3333-4444-555555555555',
  network: { subnetId: `${spoke}/subnets/nodes`, virtualNetworkId: spoke },
  networking: { plugin: 'overlay', podCidr: '192.168.0.0/16' },
  services: { cidr: '172.16.0.0/16', dnsServiceIp: '172.16.0.10' },
  privateDnsZone:
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-net/providers/Microsoft.Network/privateDnsZones/privatelink.westeurope.azmk8s.io',
});

app.synth();
