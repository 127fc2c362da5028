import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { App as Charts } from 'cdk8s';
import { type App, TerraformStack } from 'cdktf';
import { EksCluster } from 'podtrust/aws/eks-cluster';
import { EksNetwork } from 'podtrust/aws/eks-network';
import { EksNodeGroup } from 'podtrust/aws/eks-node-group';
import { podIdentity } from 'podtrust/aws/pod-identity';
import { PodRole } from 'podtrust/aws/pod-role';
import { s3Grant } from 'podtrust/aws/s3-grant';
import { KubernetesObjects } from 'podtrust/kubernetes/kubernetes-objects';
import { useKubernetes } from 'podtrust/kubernetes/kubernetes-provider';
import { useStateBackend } from 'podtrust/terraform/state-backend';
import { suppressCheck } from 'podtrust/terraform/suppress-check';
import { REPORTS, ReportsChart } from './reports-chart';

const region = 'eu-west-1';

/**
 * Adds the stacks `eks-platform` (network, cluster, nodes, a bucket, a role that may read it) and `eks-workloads` (the
 * pods that get the role).
 *
 * @returns what deploying still needs, in sentences
 */
export function addEks(app: App): readonly string[] {
  const platform = new TerraformStack(app, 'eks-platform');
  useStateBackend(platform);
  new AwsProvider(platform, 'aws', { region });
  const network = new EksNetwork(platform, 'network', { region, interfaceEndpoints: ['eks-auth'] });
  const cluster = new EksCluster(platform, 'cluster', {
    name: 'shop',
    region,
    network,
    // Who runs Terraform, and from where. The API server is private without publicAccessCidrs.
    // deployer: { principalArn: 'arn:aws:iam::111122223333:role/deployer' },
    // publicAccessCidrs: ['203.0.113.7/32'],
  });
  new EksNodeGroup(platform, 'nodes', { cluster });
  const bucket = addBucket(platform);
  const reports = new PodRole(platform, 'reports', {
    name: 'reports',
    trusts: [podIdentity({ cluster, serviceAccount: REPORTS })],
    grants: [s3Grant.read(bucket)],
  });

  const workloads = new TerraformStack(app, 'eks-workloads');
  useStateBackend(workloads);
  useKubernetes(workloads, cluster.connection);
  const chart = new ReportsChart(new Charts(), 'reports', {
    bindings: reports.bindings,
    environment: { BUCKET_NAME: bucket.bucket },
  });
  new KubernetesObjects(workloads, 'reports', { objects: chart });
  return cluster.deploymentNeeds.map((need) => `${platform.node.id}: ${need}`);
}

/** A bucket that nobody reads without a policy, encrypted under S3's key in KMS, with thirty days of earlier versions. */
function addBucket(platform: TerraformStack): S3Bucket {
  const resource = new S3Bucket(platform, 'bucket', { bucketPrefix: 'shop-reports-' });
  const bucket = resource.id;
  new S3BucketPublicAccessBlock(platform, 'bucket-access', {
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new S3BucketServerSideEncryptionConfigurationA(platform, 'bucket-encryption', {
    bucket,
    rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms' }, bucketKeyEnabled: true }],
  });
  const versioning = new S3BucketVersioningA(platform, 'bucket-versions', {
    bucket,
    versioningConfiguration: { status: 'Enabled' },
  });
  new S3BucketLifecycleConfiguration(platform, 'bucket-lifecycle', {
    bucket,
    rule: [
      {
        id: 'expire-versions',
        status: 'Enabled',
        filter: [{ prefix: '' }],
        noncurrentVersionExpiration: [{ noncurrentDays: 30 }],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
      },
    ],
    dependsOn: [versioning],
  });
  // What checkov asks for and a first project does not need.
  suppressCheck(resource, 'CKV_AWS_18', 'Access logs need a bucket of their own, and are paid by what they hold.');
  suppressCheck(resource, 'CKV_AWS_144', 'Versions guard against loss. A copy in a second region doubles the cost.');
  suppressCheck(resource, 'CKV2_AWS_62', 'Nothing listens to events of this bucket.');
  return resource;
}
