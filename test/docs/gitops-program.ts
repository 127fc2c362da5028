import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App as Charts, Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { s3Grant } from '../../lib/aws/grants/s3-grant';
import { irsa } from '../../lib/aws/identity/irsa';
import { PodRole } from '../../lib/aws/identity/role/pod-role';
import { BoundServiceAccount } from '../../lib/kubernetes/pods/bound-service-account';
import { deployTimeValues } from '../../lib/kubernetes/objects/deploy-time-values';
import { plainManifests, writePlainManifests } from '../../lib/kubernetes/objects/plain-manifests';
import { StackOutputs } from '../../lib/terraform/stack-outputs';

const issuer = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
const app = new App();
const platform = new TerraformStack(app, 'platform');
new AwsProvider(platform, 'aws', { region: 'eu-west-1', allowedAccountIds: ['111122223333'] });
const cluster = EksCluster.fromAttributes(platform, 'cluster', {
  name: 'shop',
  arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
  region: 'eu-west-1',
  issuerUrl: `https://${issuer}`,
  oidcProviderArn: `arn:aws:iam::111122223333:oidc-provider/${issuer}`,
});
const reports = new PodRole(platform, 'reports', {
  name: 'reports',
  trusts: [irsa({ cluster, serviceAccount: { namespace: 'shop', name: 'reports' } })],
  grants: [s3Grant.read('arn:aws:s3:::shop-reports')],
});
StackOutputs.of(platform).expose('reports_role_arn', reports.arn);
app.synth();

const chart = new Chart(new Charts(), 'reports');
new BoundServiceAccount(chart, 'account', { bindings: reports.bindings });
// What the chart asks of the platform is an output of it, as for any other stack. This one is never synthesized.
const stack = new TerraformStack(app, 'manifests');
const values = deployTimeValues({ valuesFile: 'outputs.json' });
writePlainManifests('manifests', plainManifests([{ stack, charts: [chart] }], values));
