import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App as Charts, Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { ClusterSet } from '../../lib';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { irsa } from '../../lib/aws/identity/irsa';
import { PodRole } from '../../lib/aws/identity/role/pod-role';
import { s3Grant } from '../../lib/aws/grants/s3-grant';
import { BoundServiceAccount } from '../../lib/kubernetes/pods/bound-service-account';
import { KubernetesObjects } from '../../lib/kubernetes/objects/kubernetes-objects';
import { useKubernetes } from '../../lib/kubernetes/objects/kubernetes-provider';
import { StackOutputs } from '../../lib/terraform/stack-outputs';

const app = new App();
const region = 'eu-west-1';
const serviceAccount = { namespace: 'shop', name: 'reports' };

function awsStack(id: string): TerraformStack {
  const stack = new TerraformStack(app, id);
  StackOutputs.of(stack);
  new AwsProvider(stack, 'aws', { region, allowedAccountIds: ['111122223333'] });
  return stack;
}
function clusterIn(stack: TerraformStack): EksCluster {
  const network = { subnetIds: ['subnet-0a', 'subnet-0b'] };
  return new EksCluster(stack, 'cluster', { name: `shop-${stack.node.id}`, region, network });
}
const blue = clusterIn(awsStack('blue'));
const green = clusterIn(awsStack('green'));
const clusters = new ClusterSet({ blue, green });

const reports = new PodRole(awsStack('identities'), 'reports', {
  name: 'shop-reports',
  trusts: clusters.trusts((cluster) => irsa({ cluster, serviceAccount })),
  grants: [s3Grant.read('arn:aws:s3:::shop-reports')],
});
console.log(`${reports.trustSize()}`);

for (const { name, cluster } of clusters.serving()) {
  const workloads = new TerraformStack(app, `workloads-${name}`);
  useKubernetes(workloads, cluster.connection);
  const chart = new Chart(new Charts(), 'reports');
  new BoundServiceAccount(chart, 'account', { bindings: [reports.bindingFor(serviceAccount, cluster)] });
  new KubernetesObjects(workloads, 'reports', { objects: chart });
}

app.synth();
