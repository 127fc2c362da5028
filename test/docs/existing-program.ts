import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App as Charts, Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { irsa } from '../../lib/aws/identity/irsa';
import { PodRole } from '../../lib/aws/identity/role/pod-role';
import { BoundServiceAccount } from '../../lib/kubernetes/pods/bound-service-account';
import { KubernetesObjects } from '../../lib/kubernetes/objects/kubernetes-objects';
import { useKubernetes } from '../../lib/kubernetes/objects/kubernetes-provider';

const issuer = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
const app = new App();

const platform = new TerraformStack(app, 'platform');
new AwsProvider(platform, 'aws', { region: 'eu-west-1', allowedAccountIds: ['111122223333'] });
const shop = EksCluster.fromAttributes(platform, 'shop', {
  name: 'shop',
  arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
  region: 'eu-west-1',
  issuerUrl: `https://${issuer}`,
  oidcProviderArn: `arn:aws:iam::111122223333:oidc-provider/${issuer}`,
  endpoint: 'https://EXAMPLED539D.gr7.eu-west-1.eks.amazonaws.com',
  certificateAuthority: 'LS0tLS1CRUdJTg==',
});
const reports = new PodRole(platform, 'reports', {
  trusts: [irsa({ cluster: shop, serviceAccount: { namespace: 'shop', name: 'reports' } })],
});

const workloads = new TerraformStack(app, 'workloads');
useKubernetes(workloads, shop.connection);
const chart = new Chart(new Charts(), 'reports');
new BoundServiceAccount(chart, 'account', { bindings: reports.bindings });
new KubernetesObjects(workloads, 'reports', { objects: chart });

app.synth();
