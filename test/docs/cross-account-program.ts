import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { sqsGrant } from '../../lib/aws/grants/sqs-grant';
import { IamOidcProvider } from '../../lib/aws/identity/issuers/iam-oidc-provider';
import { irsa } from '../../lib/aws/identity/irsa';
import { podIdentity } from '../../lib/aws/identity/pod-identity/pod-identity';
import { PodRole } from '../../lib/aws/identity/role/pod-role';
import { TargetRole } from '../../lib/aws/identity/role/target-role';

const region = 'eu-west-1';
const [shop, data] = ['111122223333', '444455556666'];
const invoices = `arn:aws:sqs:${region}:${data}:invoices`;
const issuer = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';

const app = new App();
const stack = new TerraformStack(app, 'shop');
new AwsProvider(stack, 'aws', { region, allowedAccountIds: [shop] });
const inData = new AwsProvider(stack, 'aws-data', {
  alias: 'data',
  region,
  allowedAccountIds: [data],
  assumeRole: [{ roleArn: `arn:aws:iam::${data}:role/deployer` }],
});
const cluster = EksCluster.fromAttributes(stack, 'cluster', {
  name: 'shop',
  arn: `arn:aws:eks:${region}:${shop}:cluster/shop`,
  region,
  issuerUrl: `https://${issuer}`,
});

// 1. A role beside the cluster. The queue's own policy must allow the role as well.
new PodRole(stack, 'sender', {
  name: 'sender',
  trusts: [podIdentity({ cluster, serviceAccount: { namespace: 'shop', name: 'sender' } })],
  grants: [sqsGrant.send(invoices, { crossAccount: true })],
});

// 2. A role beside the queue, by IRSA: the other account registers the cluster's issuer.
const oidcProvider = new IamOidcProvider(stack, 'issuer', { issuer: cluster.issuer!, provider: inData });
new PodRole(stack, 'receiver', {
  name: 'receiver',
  provider: inData,
  trusts: [irsa({ cluster, oidcProvider, serviceAccount: { namespace: 'shop', name: 'receiver' } })],
  grants: [sqsGrant.receive(invoices)],
});

// 3. A role beside the queue, by Pod Identity: EKS assumes it through a role beside the cluster.
const target = new TargetRole(stack, 'archiver-in-data', {
  name: 'archiver',
  provider: inData,
  grants: [sqsGrant.receive(invoices)],
});
new PodRole(stack, 'archiver', {
  name: 'archiver',
  trusts: [podIdentity({ cluster, serviceAccount: { namespace: 'shop', name: 'archiver' }, target })],
});

app.synth();
