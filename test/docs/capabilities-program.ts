import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { EksCapability } from '../../lib/aws/cluster/addons/eks-capability';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { statementGrant } from '../../lib/aws/grants/statement-grant';
import { KubernetesObjects } from '../../lib/kubernetes/objects/kubernetes-objects';
import { useKubernetes } from '../../lib/kubernetes/objects/kubernetes-provider';

const app = new App();

const platform = new TerraformStack(app, 'platform');
new AwsProvider(platform, 'aws', { region: 'eu-west-1', allowedAccountIds: ['111122223333'] });
const cluster = EksCluster.fromAttributes(platform, 'shop', {
  name: 'shop',
  arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
  region: 'eu-west-1',
  endpoint: 'https://EXAMPLED539D.gr7.eu-west-1.eks.amazonaws.com',
  certificateAuthority: 'LS0tLS1CRUdJTg==',
});

const ack = new EksCapability(platform, 'ack', { cluster, type: 'ACK' });
const uploads = ack.addRole('uploads', {
  namespaces: ['shop'],
  resourceTypes: [{ group: 's3.services.k8s.aws', kind: 'Bucket' }],
  grants: [
    statementGrant({
      actions: ['s3:CreateBucket', 's3:DeleteBucket', 's3:PutBucketTagging'],
      resources: ['arn:aws:s3:::shop-*'],
    }),
  ],
});

new EksCapability(platform, 'argo-cd', {
  cluster,
  type: 'ARGOCD',
  argoCd: {
    identityCenterArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef',
    people: [{ role: 'ADMIN', groupIds: ['906dc7a0-1234-5678-9abc-def012345678'] }],
  },
  // Beside what EKS gives it, which is its own kinds alone.
  access: [{ policy: 'AmazonEKSEditPolicy', namespaces: ['shop'] }],
});

const workloads = new TerraformStack(app, 'workloads');
workloads.addDependency(platform);
useKubernetes(workloads, cluster.connection);
new KubernetesObjects(workloads, 'selectors', { objects: [uploads.selector] });

app.synth();
