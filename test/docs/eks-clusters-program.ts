import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { EksFargateProfile } from '../../lib/aws/cluster/nodes/eks-fargate-profile';
import { EksHybridNodesRole } from '../../lib/aws/cluster/nodes/eks-hybrid-nodes-role';
import { EksIdentityProvider } from '../../lib/aws/cluster/eks-identity-provider';
import { EksNodeGroup } from '../../lib/aws/cluster/nodes/eks-node-group';
import { EksServiceLinkedRoles } from '../../lib/aws/cluster/eks-service-linked-roles';
import { irsa } from '../../lib/aws/identity/irsa';
import { podIdentity } from '../../lib/aws/identity/pod-identity/pod-identity';
import { PodRole } from '../../lib/aws/identity/role/pod-role';
import { EksNetwork } from '../../lib/aws/network/eks-network';

const app = new App();
const region = 'eu-west-1';
const accountId = '111122223333';
const deployer = { principalArn: `arn:aws:iam::${accountId}:role/deployer` };
const reports = { namespace: 'shop', name: 'reports' };

/** A stack with a network. */
function stackOf(id: string) {
  const stack = new TerraformStack(app, id);
  new AwsProvider(stack, 'aws', { region });
  return { stack, network: new EksNetwork(stack, 'network', { region }) };
}

// With node groups: add-ons have roles of their own, and people get in by what they may do.
const nodes = stackOf('nodes');
const roles = new EksServiceLinkedRoles(nodes.stack, 'service-linked-roles');
const shop = new EksCluster(nodes.stack, 'cluster', {
  name: 'shop',
  region,
  accountId,
  network: nodes.network,
  deployer,
  upgradePolicy: 'STANDARD',
  dependsOn: roles.dependables,
  // Where the hybrid nodes are, see below.
  remoteNetworks: { nodeCidrs: ['192.168.10.0/24'] },
});
new EksNodeGroup(nodes.stack, 'nodes', { cluster: shop });
shop.addAddon('aws-ebs-csi-driver');
shop.addAddon('snapshot-controller');
shop.addAccessEntry('developers', {
  principalArn: `arn:aws:iam::${accountId}:role/developers`,
  access: [{ policy: 'AmazonEKSViewPolicy' }, { policy: 'AmazonEKSEditPolicy', namespaces: ['shop', 'dev-*'] }],
  kubernetesGroups: ['developers'],
});
new EksIdentityProvider(nodes.stack, 'people', {
  cluster: shop,
  name: 'people',
  issuerUrl: 'https://login.example.com',
  clientId: 'kubernetes',
  groupsClaim: 'groups',
  groupsPrefix: 'people:',
});
new EksHybridNodesRole(nodes.stack, 'hybrid-nodes', { cluster: shop });

// In Auto Mode: no add-on, no node group, and the Pod Identity agent is there.
const auto = stackOf('auto');
const automatic = new EksCluster(auto.stack, 'cluster', {
  name: 'shop-auto',
  region,
  accountId,
  network: auto.network,
  deployer,
  autoMode: {},
});
new PodRole(auto.stack, 'reports', {
  name: 'reports',
  trusts: [podIdentity({ cluster: automatic, serviceAccount: reports })],
});

// On Fargate: roles come by IRSA.
const fargate = stackOf('fargate');
const serverless = new EksCluster(fargate.stack, 'cluster', {
  name: 'shop-fargate',
  region,
  accountId,
  network: fargate.network,
  deployer,
  coreDnsOn: 'fargate',
});
const coreDns = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
new EksFargateProfile(fargate.stack, 'profile', {
  cluster: serverless,
  name: 'shop',
  selectors: [coreDns, { namespace: 'shop' }],
});
new PodRole(fargate.stack, 'reports', {
  name: 'reports-fargate',
  trusts: [irsa({ cluster: serverless, serviceAccount: reports })],
});

app.synth();
