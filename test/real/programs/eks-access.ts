import { OrganizationsOrganization } from '@cdktf/provider-aws/lib/organizations-organization';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { ClusterSet } from '../../../lib';
import {
  EksAudit,
  EksCapability,
  EksCluster,
  EksEndpoints,
  EksNetwork,
  EksNodeGroup,
  IamOidcProvider,
  PodRole,
  PodSecurityGroup,
  TargetRole,
  WebIdentityControlPolicy,
  irsa,
  podIdentity,
  secretsManagerGrant,
  sqsGrant,
  statementGrant,
} from '../../../lib/aws';
import { suppressCheck } from '../../../lib/terraform';
import { LOCAL_REGION } from '../aws/moto-front';
import { DATA_ACCOUNT, LOCAL_ACCOUNT, ORGANISATION_ACCOUNT } from '../aws/local-accounts';

/**
 * Who gets in, and what is in the way: a private cluster with endpoints, security groups of its pods and an audit; a role for the
 * pods of two clusters; every way into another account; a capability; and the organisation's guard.
 */
const region = LOCAL_REGION;
const app = new App();
const stack = new TerraformStack(app, 'eks-access');
new AwsProvider(stack, 'aws', { region, allowedAccountIds: [LOCAL_ACCOUNT] });
const providerOf = (alias: string, account: string) =>
  new AwsProvider(stack, `aws-${alias}`, {
    alias,
    region,
    allowedAccountIds: [account],
    assumeRole: [{ roleArn: `arn:aws:iam::${account}:role/deployer` }],
  });
const data = providerOf('data', DATA_ACCOUNT);

// A cluster without the internet: an endpoint for each service that nodes call and grants reach.
const network = new EksNetwork(stack, 'network', {
  region,
  availabilityZones: [`${region}a`, `${region}b`],
  natGateways: 'none',
});
const blue = new EksCluster(stack, 'blue', {
  name: 'blue',
  region,
  network,
  deletionProtection: false,
  securityGroupsForPods: {},
});
new EksNodeGroup(stack, 'blue-nodes', { cluster: blue });
const payments = new PodRole(stack, 'payments', {
  name: 'payments',
  trusts: [irsa({ cluster: blue, serviceAccount: { namespace: 'payments', name: 'api' } })],
  grants: [secretsManagerGrant.read(`arn:aws:secretsmanager:${region}:${LOCAL_ACCOUNT}:secret:payments-AbCdEf`)],
});
const previews = new PodRole(stack, 'previews', {
  name: 'previews',
  trusts: [irsa({ cluster: blue, serviceAccount: { namespace: 'preview-*', name: 'web' }, allowPattern: true })],
});
const group = new PodSecurityGroup(stack, 'payments-pods', {
  vpcId: network.vpcId,
  clusterSecurityGroupId: blue.clusterSecurityGroupId,
  probePorts: [8080],
  egress: [{ port: 443, cidr: network.cidr, description: 'AWS by its endpoints' }],
});
const ledgers = new PodSecurityGroup(stack, 'ledger-pods', {
  vpcId: network.vpcId,
  clusterSecurityGroupId: blue.clusterSecurityGroupId,
  ingress: [{ port: 8443, securityGroupId: group.securityGroupId, description: 'Payments' }],
});
const audit = new EksAudit(stack, 'audit', { name: 'blue-access', region, roles: [payments, previews] });

// One role for the pods of two clusters, by IRSA and by Pod Identity.
const green = new EksCluster(stack, 'green', { name: 'green', region, network, deletionProtection: false });
const clusters = new ClusterSet({ blue, green });
const reports = { namespace: 'shop', name: 'reports' };
new PodRole(stack, 'reports', {
  name: 'reports',
  trusts: clusters.trusts((cluster) => irsa({ cluster, serviceAccount: reports })),
});
const orders = { namespace: 'shop', name: 'orders' };
new PodRole(stack, 'orders', {
  name: 'orders',
  trusts: clusters.trusts((cluster) => podIdentity({ cluster, serviceAccount: orders })),
});

// Into another account: by its own provider, by a target of Pod Identity, and by a chain with an external id.
const invoices = `arn:aws:sqs:${region}:${DATA_ACCOUNT}:invoices`;
const oidcProvider = new IamOidcProvider(stack, 'blue-in-data', { issuer: blue.issuer!, provider: data });
const receiver = new PodRole(stack, 'receiver', {
  name: 'receiver',
  provider: data,
  trusts: [irsa({ cluster: blue, oidcProvider, serviceAccount: { namespace: 'shop', name: 'receiver' } })],
  grants: [sqsGrant.receive(invoices)],
});
const target = new TargetRole(stack, 'archiver-in-data', {
  name: 'archiver-in-data',
  provider: data,
  grants: [sqsGrant.receive(invoices)],
});
new PodRole(stack, 'archiver', {
  name: 'archiver',
  trusts: [podIdentity({ cluster: blue, serviceAccount: { namespace: 'shop', name: 'archiver' }, target })],
});
const chained = new TargetRole(stack, 'sender-in-data', {
  name: 'sender-in-data',
  provider: data,
  grants: [sqsGrant.send(invoices)],
});
const sender = new PodRole(stack, 'sender', {
  name: 'sender',
  trusts: [irsa({ cluster: blue, serviceAccount: { namespace: 'shop', name: 'sender' } })],
});
chained.admitRole(sender, { externalId: 'shop/sender' });

// A capability, with a role for what it makes in one namespace.
const ack = new EksCapability(stack, 'ack', {
  cluster: blue,
  type: 'ACK',
  access: [{ policy: 'AmazonEKSViewPolicy', namespaces: ['shop'] }],
});
ack.addRole('uploads', {
  namespaces: ['shop'],
  resourceTypes: [{ group: 's3.services.k8s.aws', kind: 'Bucket' }],
  grants: [statementGrant({ actions: ['s3:CreateBucket'], resources: ['arn:aws:s3:::shop-*'] })],
});

new EksEndpoints(stack, 'endpoints', { cluster: blue, network, roles: [payments, receiver, target, chained] });

// In the management account: no token of another issuer becomes a role.
const management = providerOf('organisation', ORGANISATION_ACCOUNT);
const organisation = new OrganizationsOrganization(stack, 'organisation', {
  featureSet: 'ALL',
  enabledPolicyTypes: ['RESOURCE_CONTROL_POLICY'],
  provider: management,
});
new WebIdentityControlPolicy(stack, 'guard', {
  clusters,
  targetIds: [organisation.roots.get(0).id],
  provider: management,
});

for (const { resource } of [group, ledgers]) {
  suppressCheck(resource, 'CKV2_AWS_5', 'The VPC resource controller attaches it to the interfaces of pods.');
}
const { bucket, resource: trail } = audit.trail!;
suppressCheck(
  trail,
  'CKV_AWS_252',
  'Its metric filters and alarms tell people; a topic would tell of each file of logs.',
);
suppressCheck(
  bucket,
  'CKV_AWS_18',
  'CloudTrail alone writes to it; reads would be recorded by data events, which AWS bills one by one.',
);
suppressCheck(
  bucket,
  'CKV2_AWS_61',
  'How long an audit is kept is a rule of the organisation’s: nothing is deleted by itself.',
);
suppressCheck(bucket, 'CKV2_AWS_62', 'Nobody processes its files: the log group has the same events.');
suppressCheck(bucket, 'CKV_AWS_144', 'The trail is of all regions, and the log group has the same events.');

app.synth();
