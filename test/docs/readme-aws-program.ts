import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { podIdentity } from '../../lib/aws/identity/pod-identity/pod-identity';
import { PodRole } from '../../lib/aws/identity/role/pod-role';
import { s3Grant } from '../../lib/aws/grants/s3-grant';

const app = new App();
const stack = new TerraformStack(app, 'shop');
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
const cluster = EksCluster.fromAttributes(stack, 'cluster', {
  name: 'shop',
  arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
  region: 'eu-west-1',
});
new PodRole(stack, 'reports', {
  name: 'reports',
  trusts: [podIdentity({ cluster, serviceAccount: { namespace: 'shop', name: 'reports' } })],
  grants: [s3Grant.read('arn:aws:s3:::shop-reports')],
});

app.synth();
