import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { s3Grant } from '../../lib/aws/grants/s3-grant';
import { secretsManagerGrant } from '../../lib/aws/grants/secrets-manager-grant';
import { sessionTag } from '../../lib/aws/grants/session-tag';
import { podIdentity } from '../../lib/aws/identity/pod-identity/pod-identity';
import { PodRole } from '../../lib/aws/identity/role/pod-role';

const region = 'eu-west-1';
const account = '111122223333';
const app = new App();
const stack = new TerraformStack(app, 'shop');
new AwsProvider(stack, 'aws', { region, allowedAccountIds: [account] });
const cluster = EksCluster.fromAttributes(stack, 'cluster', {
  name: 'shop',
  arn: `arn:aws:eks:${region}:${account}:cluster/shop`,
  region,
});
const admit = (namespace: string, name: string) => podIdentity({ cluster, serviceAccount: { namespace, name } });

// One role for many teams: a namespace reads the secrets that are tagged with its name.
new PodRole(stack, 'teams', {
  name: 'teams',
  trusts: [admit('orders', 'api'), admit('returns', 'api')],
  grants: [
    secretsManagerGrant.read(`arn:aws:secretsmanager:${region}:${account}:secret:*`, {
      whereResourceTag: { team: sessionTag('kubernetes-namespace') },
    }),
  ],
});

// One role for two service accounts: both read, and one writes.
new PodRole(stack, 'catalogue', {
  name: 'catalogue',
  trusts: [admit('catalogue', 'web'), admit('catalogue', 'import')],
  grants: [
    s3Grant.read('arn:aws:s3:::shop-catalogue'),
    s3Grant.write('arn:aws:s3:::shop-catalogue', { whereSessionTag: { 'kubernetes-service-account': 'import' } }),
  ],
});

app.synth();
