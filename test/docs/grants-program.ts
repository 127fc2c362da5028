import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { dynamodbGrant } from '../../lib/aws/grants/dynamodb-grant';
import { s3Grant } from '../../lib/aws/grants/s3-grant';
import { sessionTag } from '../../lib/aws/grants/session-tag';
import { sqsGrant } from '../../lib/aws/grants/sqs-grant';
import { podIdentity } from '../../lib/aws/identity/pod-identity/pod-identity';
import { PodRole } from '../../lib/aws/identity/role/pod-role';

const app = new App();
const stack = new TerraformStack(app, 'shop');
new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
const cluster = EksCluster.fromAttributes(stack, 'cluster', {
  name: 'shop',
  arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
  region: 'eu-west-1',
});
const namespace = sessionTag('kubernetes-namespace');
new PodRole(stack, 'teams', {
  name: 'teams',
  trusts: ['orders', 'returns'].map((team) =>
    podIdentity({ cluster, serviceAccount: { namespace: team, name: 'api' } }),
  ),
  grants: [
    // Each namespace what lies under its own name.
    s3Grant.readWrite('arn:aws:s3:::shop-uploads', { prefix: `${namespace}/` }),
    dynamodbGrant.read('arn:aws:dynamodb:eu-west-1:111122223333:table/shop', { partitionKeys: [namespace] }),
    // Each namespace the queues that are tagged with its name.
    sqsGrant.receive('arn:aws:sqs:eu-west-1:111122223333:shop-*', { whereResourceTag: { team: namespace } }),
    // A queue of another account, under a key of that account.
    sqsGrant.send('arn:aws:sqs:eu-west-1:444455556666:invoices', {
      crossAccount: true,
      encryptionKey: 'arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    }),
  ],
});
app.synth();
