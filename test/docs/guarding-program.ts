import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App as Charts, Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { EksAudit } from '../../lib/aws/cluster/eks-audit';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { EksEndpoints } from '../../lib/aws/cluster/eks-endpoints';
import { EksNodeGroup } from '../../lib/aws/cluster/nodes/eks-node-group';
import { EksNetwork } from '../../lib/aws/network/eks-network';
import { PodSecurityGroup } from '../../lib/aws/network/pod-security-group';
import { secretsManagerGrant } from '../../lib/aws/grants/secrets-manager-grant';
import { irsa } from '../../lib/aws/identity/irsa';
import { PodRole } from '../../lib/aws/identity/role/pod-role';
import { WebIdentityControlPolicy } from '../../lib/aws/identity/issuers/web-identity-control-policy';
import { ClusterSet } from '../../lib';
import { BoundServiceAccount } from '../../lib/kubernetes/pods/bound-service-account';
import { HostNetworkPolicy } from '../../lib/kubernetes/network/host-network-policy';
import { KubernetesObjects } from '../../lib/kubernetes/objects/kubernetes-objects';
import { useKubernetes } from '../../lib/kubernetes/objects/kubernetes-provider';
import { MetadataNetworkPolicy } from '../../lib/kubernetes/network/metadata-network-policy';
import { SecurityGroupPolicy } from '../../lib/kubernetes/network/security-group-policy';

const region = 'eu-west-1';
const app = new App();

const platform = new TerraformStack(app, 'platform');
new AwsProvider(platform, 'aws', { region });
const network = new EksNetwork(platform, 'network', { region, natGateways: 'none' });
const cluster = new EksCluster(platform, 'cluster', { name: 'shop', region, network, securityGroupsForPods: {} });
new EksNodeGroup(platform, 'nodes', { cluster });
const payments = new PodRole(platform, 'payments', {
  name: 'payments',
  trusts: [irsa({ cluster, serviceAccount: { namespace: 'payments', name: 'api' } })],
  grants: [secretsManagerGrant.read('arn:aws:secretsmanager:eu-west-1:111122223333:secret:payments-AbCdEf')],
});

// Without the internet: an endpoint for each service that nodes call and grants reach.
new EksEndpoints(platform, 'endpoints', { cluster, network, roles: [payments] });

// A firewall of the pods, for the same account as the role.
const group = new PodSecurityGroup(platform, 'payments-pods', {
  vpcId: network.vpcId,
  clusterSecurityGroupId: cluster.clusterSecurityGroupId,
  probePorts: [8080],
  egress: [{ port: 443, cidr: '10.0.0.0/16', description: 'AWS by its endpoints' }],
});

// Who is refused, who changes associations, and who gets in by a pattern.
new EksAudit(platform, 'audit', { name: 'shop-access', region, roles: [payments] });

// In the management account: no token of another issuer becomes a role.
const organisation = new TerraformStack(app, 'organisation');
new AwsProvider(organisation, 'aws', { region: 'us-east-1' });
const clusters = new ClusterSet({ shop: cluster });
new WebIdentityControlPolicy(organisation, 'guard', { clusters, targetIds: ['ou-ab12-34567890'] });

const workloads = new TerraformStack(app, 'workloads');
useKubernetes(workloads, cluster.connection);
const chart = new Chart(new Charts(), 'guards', { namespace: 'payments' });
const account = new BoundServiceAccount(chart, 'account', { bindings: payments.bindings });
new SecurityGroupPolicy(chart, 'groups', { serviceAccount: account, groupIds: [group.securityGroupId] });
// The nodes' credentials: pods with hostNetwork would reach them, and a second barrier for all others.
new HostNetworkPolicy(chart, 'no-host-network', { exceptNamespaces: ['kube-system'] });
new MetadataNetworkPolicy(chart, 'no-metadata', { namespace: 'payments' });
new KubernetesObjects(workloads, 'guards', { objects: chart });

app.synth();
