import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail';
import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import { EksCluster as EksClusterResource } from '@cdktf/provider-aws/lib/eks-cluster';
import { EksFargateProfile } from '@cdktf/provider-aws/lib/eks-fargate-profile';
import { EksIdentityProviderConfig } from '@cdktf/provider-aws/lib/eks-identity-provider-config';
import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { OrganizationsPolicy } from '@cdktf/provider-aws/lib/organizations-policy';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { App, TerraformStack } from 'cdktf';
import { EksCluster, EksNetwork } from '../../../lib/aws';
import { LOCAL_ACCOUNT } from '../aws/local-accounts';
import { LOCAL_REGION } from '../aws/moto-front';

/**
 * What podtrust's constructs never write, one wrong resource for each, so that the cloud's own refusal is seen: by the provider's
 * resources, since a construct refuses it before. A cluster and a network are there and right.
 */
const region = LOCAL_REGION;
const app = new App();
const stack = new TerraformStack(app, 'eks-refused');
new AwsProvider(stack, 'aws', { region });
const network = new EksNetwork(stack, 'network', {
  region,
  availabilityZones: [`${region}a`, `${region}b`],
  natGateways: 'none',
  gatewayEndpoints: [],
  interfaceEndpoints: ['sts'],
  flowLogs: false,
});
const subnetIds = [...network.subnetIds];
const cluster = new EksCluster(stack, 'cluster', { name: 'shop', region, network, deletionProtection: false });
const trust = (principal: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  });
const role = new IamRole(stack, 'role', { assumeRolePolicy: trust({ Service: 'eks.amazonaws.com' }) });
const hybridNodes = new IamRole(stack, 'hybrid-nodes', { assumeRolePolicy: trust({ Service: 'ssm.amazonaws.com' }) });
const missing = `arn:aws:iam::${LOCAL_ACCOUNT}:role/missing`;
const clusterName = cluster.name;

new EksClusterResource(stack, 'pools-without-role', {
  name: 'auto',
  roleArn: role.arn,
  vpcConfig: { subnetIds },
  accessConfig: { authenticationMode: 'API' },
  bootstrapSelfManagedAddons: false,
  computeConfig: { enabled: true, nodePools: ['system'] },
  storageConfig: { blockStorage: { enabled: true } },
  kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
});
new EksNodeGroup(stack, 'nodes-without-role', {
  clusterName,
  nodeGroupName: 'nodes',
  nodeRoleArn: missing,
  subnetIds,
  scalingConfig: { desiredSize: 1, minSize: 1, maxSize: 1 },
});
new EksFargateProfile(stack, 'reserved-profile', {
  clusterName,
  fargateProfileName: 'eks-shop',
  podExecutionRoleArn: role.arn,
  subnetIds,
  selector: [{ namespace: 'shop' }],
});
new EksAccessEntry(stack, 'masters', { clusterName, principalArn: role.arn, kubernetesGroups: ['system:masters'] });
new EksAccessEntry(stack, 'hybrid-nodes-with-groups', {
  clusterName,
  principalArn: hybridNodes.arn,
  type: 'HYBRID_LINUX',
  kubernetesGroups: ['nodes'],
});
new EksIdentityProviderConfig(stack, 'own-issuer', {
  clusterName,
  oidc: { identityProviderConfigName: 'own', clientId: 'sts.amazonaws.com', issuerUrl: cluster.issuer!.url },
});
new EksAddon(stack, 'addon-without-role', {
  clusterName,
  addonName: 'aws-ebs-csi-driver',
  podIdentityAssociation: [{ serviceAccount: 'ebs-csi-controller-sa', roleArn: missing }],
});
const association = { clusterName, namespace: 'shop', serviceAccount: 'reports' };
const first = new EksPodIdentityAssociation(stack, 'first', { ...association, roleArn: role.arn });
new EksPodIdentityAssociation(stack, 'second', { ...association, roleArn: role.arn, dependsOn: [first] });
new EksPodIdentityAssociation(stack, 'association-without-role', {
  ...association,
  serviceAccount: 'orders',
  roleArn: missing,
});
new IamOpenidConnectProvider(stack, 'second-provider', {
  url: cluster.issuer!.url,
  clientIdList: ['sts.amazonaws.com'],
  dependsOn: [...cluster.dependables],
});
new IamRole(stack, 'long-trust', {
  assumeRolePolicy: trust({ Service: Array.from({ length: 100 }, (_, index) => `service-${index}.amazonaws.com`) }),
});
new IamRole(stack, 'trust-of-nobody', { assumeRolePolicy: trust({ AWS: missing }) });
const linked = new IamServiceLinkedRole(stack, 'linked', { awsServiceName: 'eks-nodegroup.amazonaws.com' });
new IamServiceLinkedRole(stack, 'linked-again', {
  awsServiceName: 'eks-nodegroup.amazonaws.com',
  dependsOn: [linked],
});
new VpcEndpoint(stack, 'second-endpoint', {
  vpcId: network.vpcId,
  serviceName: `com.amazonaws.${region}.sts`,
  vpcEndpointType: 'Interface',
  privateDnsEnabled: true,
  subnetIds,
  dependsOn: [...network.endpoints],
});
const group = new SecurityGroup(stack, 'group', { vpcId: network.vpcId, description: 'Pods' });
const rule = { securityGroupId: group.id, ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIpv4: '10.0.0.0/16' };
const firstRule = new VpcSecurityGroupIngressRule(stack, 'first-rule', rule);
new VpcSecurityGroupIngressRule(stack, 'second-rule', { ...rule, dependsOn: [firstRule] });
new Cloudtrail(stack, 'trail-to-a-closed-bucket', {
  name: 'closed',
  s3BucketName: new S3Bucket(stack, 'closed', { bucketPrefix: 'closed-' }).bucket,
});
new CloudwatchLogGroup(stack, 'logs-under-a-closed-key', {
  name: 'closed',
  kmsKeyId: new KmsKey(stack, 'closed-key', {}).arn,
});
new OrganizationsPolicy(stack, 'allowing-control-policy', {
  name: 'allowing',
  type: 'RESOURCE_CONTROL_POLICY',
  content: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRoleWithWebIdentity', Resource: '*' }],
  }),
});

app.synth();
