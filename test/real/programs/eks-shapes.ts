import { App, TerraformStack } from 'cdktf';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import {
  EksCluster,
  EksFargateProfile,
  EksHybridNodesRole,
  EksIdentityProvider,
  EksNetwork,
  EksNodeGroup,
  EksServiceLinkedRoles,
  PodRole,
  irsa,
  podIdentity,
} from '../../../lib/aws';
import { suppressCheck } from '../../../lib/terraform';
import { LOCAL_REGION } from '../aws/moto-front';

/** The shapes of an EKS cluster, all in one network: with add-ons, on Fargate, in Auto Mode, with hybrid nodes. */
const app = new App();
const region = LOCAL_REGION;
const serviceAccount = { namespace: 'shop', name: 'reports' };

const stack = new TerraformStack(app, 'eks-shapes');
new AwsProvider(stack, 'aws', { region });
const network = new EksNetwork(stack, 'network', {
  region,
  availabilityZones: [`${region}a`, `${region}b`],
  natGateways: 'none',
  gatewayEndpoints: [],
  flowLogs: false,
});
const open = { region, network, deletionProtection: false } as const;

const roles = new EksServiceLinkedRoles(stack, 'addons-service-linked-roles', {
  roles: ['cluster', 'node-group', 'fargate'],
});
const cluster = new EksCluster(stack, 'addons-cluster', {
  ...open,
  name: 'addons',

  upgradePolicy: 'STANDARD',
  zonalShift: true,
  controlPlaneTier: 'tier-xl',
  serviceCidr: '172.21.0.0/16',
  dependsOn: roles.dependables,
});
new EksNodeGroup(stack, 'addons-nodes', { cluster });
cluster.addAddon('aws-ebs-csi-driver');
cluster.addAddon('aws-efs-csi-driver', { role: { mechanism: 'irsa' } });
cluster.addAddon('snapshot-controller', { configuration: { replicaCount: 2 } });
const person = new IamRole(stack, 'addons-developers', {
  assumeRolePolicy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  }),
});
cluster.addAccessEntry('developers', {
  principalArn: person.arn,
  kubernetesGroups: ['developers'],
  userName: 'dev:{{SessionName}}',
  access: [{ policy: 'AmazonEKSViewPolicy' }, { policy: 'AmazonEKSEditPolicy', namespaces: ['shop', 'dev-*'] }],
});
new EksIdentityProvider(stack, 'addons-people', {
  cluster,
  name: 'people',
  issuerUrl: 'https://login.example.com',
  clientId: 'kubernetes',
  groupsClaim: 'groups',
  groupsPrefix: 'people:',
});

const serverless = new EksCluster(stack, 'fargate-cluster', {
  ...open,
  name: 'fargate',

  coreDnsOn: 'fargate',
});
const kubeDns = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
new EksFargateProfile(stack, 'fargate-system', { cluster: serverless, name: 'system', selectors: [kubeDns] });
new EksFargateProfile(stack, 'fargate-shop', {
  cluster: serverless,
  name: 'shop',
  selectors: [{ namespace: 'shop' }, { namespace: 'dev-*', labels: { compute: 'fargate' } }],
});
new PodRole(stack, 'fargate-reports', { trusts: [irsa({ cluster: serverless, serviceAccount })] });

const autoMode = new EksCluster(stack, 'auto-cluster', { ...open, name: 'auto', autoMode: {} });
new PodRole(stack, 'auto-reports', { trusts: [podIdentity({ cluster: autoMode, serviceAccount })] });

new EksCluster(stack, 'auto-classes-cluster', {
  ...open,
  name: 'auto-classes',

  autoMode: { nodePools: [] },
});

const hybrid = new EksCluster(stack, 'hybrid-cluster', {
  ...open,
  name: 'hybrid',

  remoteNetworks: { nodeCidrs: ['192.168.10.0/24'], podCidrs: ['192.168.128.0/17'] },
});
new EksHybridNodesRole(stack, 'hybrid-hybrid-nodes', { cluster: hybrid });

suppressCheck(network.resource, 'CKV2_AWS_11', 'The logs of a network are tried in eks-access.');

app.synth();
