import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App as Charts, Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { irsa } from '../../lib/aws/identity/irsa';
import { PodRole } from '../../lib/aws/identity/role/pod-role';
import { s3Grant } from '../../lib/aws/grants/s3-grant';
import { BoundServiceAccount } from '../../lib/kubernetes/pods/bound-service-account';
import { KubernetesObjects } from '../../lib/kubernetes/objects/kubernetes-objects';
import { useKubernetes } from '../../lib/kubernetes/objects/kubernetes-provider';

const region = 'eu-west-1';
const app = new App();

const platform = new TerraformStack(app, 'platform');
new AwsProvider(platform, 'aws', { region });
const network = { subnetIds: ['subnet-0a', 'subnet-0b'] };
const cluster = new EksCluster(platform, 'cluster', { name: 'shop', region, network });
const reports = new PodRole(platform, 'reports', {
  trusts: [irsa({ cluster, serviceAccount: { namespace: 'shop', name: 'reports' } })],
  grants: [s3Grant.read('arn:aws:s3:::shop-reports')],
});

const workloads = new TerraformStack(app, 'workloads');
useKubernetes(workloads, cluster.connection);
const chart = new Chart(new Charts(), 'reports');
new BoundServiceAccount(chart, 'account', { bindings: reports.bindings });
new KubernetesObjects(workloads, 'reports', { objects: chart });

app.synth();
