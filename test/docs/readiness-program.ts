import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { ApiObject, App as Charts, Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { s3Grant } from '../../lib/aws/grants/s3-grant';
import { podIdentity } from '../../lib/aws/identity/pod-identity/pod-identity';
import { PodRole } from '../../lib/aws/identity/role/pod-role';
import { waitForAgent } from '../../lib/kubernetes/pods/agent-wait';
import { bindPodTemplate } from '../../lib/kubernetes/pods/bind-pod';
import { BindingCanary } from '../../lib/kubernetes/pods/binding-canary';
import { BoundServiceAccount } from '../../lib/kubernetes/pods/bound-service-account';
import { KubernetesObjects } from '../../lib/kubernetes/objects/kubernetes-objects';
import { useKubernetes } from '../../lib/kubernetes/objects/kubernetes-provider';
import { StackOutputs } from '../../lib/terraform/stack-outputs';

const app = new App();
const region = 'eu-west-1';
const serviceAccount = { namespace: 'shop', name: 'reports' };
// Give the digests of the images that you use: a tag may be moved.
const digest = `sha256:${'0'.repeat(64)}`;

const platform = new TerraformStack(app, 'platform');
StackOutputs.of(platform);
new AwsProvider(platform, 'aws', { region, allowedAccountIds: ['111122223333'] });
const network = { subnetIds: ['subnet-0a', 'subnet-0b'] };
const cluster = new EksCluster(platform, 'cluster', { name: 'shop', region, network });
const reports = new PodRole(platform, 'reports', {
  name: 'shop-reports',
  trusts: [podIdentity({ cluster, serviceAccount })],
  grants: [s3Grant.read('arn:aws:s3:::shop-reports')],
});

const workloads = new TerraformStack(app, 'workloads');
useKubernetes(workloads, cluster.connection);
const chart = new Chart(new Charts(), 'reports');
const binding = reports.bindingFor(serviceAccount);
new BoundServiceAccount(chart, 'account', { bindings: [binding] });
new BindingCanary(chart, 'canary', { binding, image: `public.ecr.aws/aws-cli/aws-cli@${digest}` });

const container = { name: 'reports', image: `registry.example/reports@${digest}` };
const template = bindPodTemplate({ metadata: {}, spec: { restartPolicy: 'Never', containers: [container] } }, [
  binding,
]);
new ApiObject(chart, 'nightly', {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { ...serviceAccount },
  spec: {
    schedule: '0 3 * * *',
    jobTemplate: {
      spec: { template: waitForAgent(template, { image: `public.ecr.aws/docker/library/busybox@${digest}` }) },
    },
  },
});
new KubernetesObjects(workloads, 'reports', { objects: chart });

app.synth();
