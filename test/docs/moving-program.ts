import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App as Charts, Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { s3Grant } from '../../lib/aws/grants/s3-grant';
import { MechanismMove } from '../../lib/aws/identity/mechanism-move';
import { PodRole } from '../../lib/aws/identity/role/pod-role';
import { BoundServiceAccount } from '../../lib/kubernetes/pods/bound-service-account';
import { KubernetesObjects } from '../../lib/kubernetes/objects/kubernetes-objects';
import { useKubernetes } from '../../lib/kubernetes/objects/kubernetes-provider';
import { RolledPods } from '../../lib/kubernetes/pods/rolled-pods';
import { StackOutputs } from '../../lib/terraform/stack-outputs';

const app = new App();
const region = 'eu-west-1';
const accounts = ['reports', 'orders'].map((name) => ({ namespace: 'shop', name }));

const move = new MechanismMove({ deployed: 'irsa', step: 'associated' });

function awsStack(id: string): TerraformStack {
  const stack = new TerraformStack(app, id);
  StackOutputs.of(stack);
  new AwsProvider(stack, 'aws', { region, allowedAccountIds: ['111122223333'] });
  return stack;
}
const network = { subnetIds: ['subnet-0a', 'subnet-0b'] };
const cluster = new EksCluster(awsStack('cluster'), 'cluster', { name: 'shop', region, network });

// Terraform stops here while pods are left that the step would take the credentials from.
const rolled = new TerraformStack(app, 'rolled');
useKubernetes(rolled, cluster.connection);
new RolledPods(rolled, 'pods', { serviceAccounts: accounts, left: move.left });

const identities = awsStack('identities');
identities.addDependency(rolled);
const workloads = new TerraformStack(app, 'workloads');
useKubernetes(workloads, cluster.connection);

for (const serviceAccount of accounts) {
  const { name } = serviceAccount;
  const role = new PodRole(identities, name, {
    name: `shop-${name}`,
    trusts: move.trusts({ cluster, serviceAccount }),
    grants: [s3Grant.read(`arn:aws:s3:::shop-${name}`)],
  });
  const chart = new Chart(new Charts(), name);
  new BoundServiceAccount(chart, 'account', { bindings: [role.bindingFor(serviceAccount, cluster)] });
  new KubernetesObjects(workloads, name, { objects: chart });
}

app.synth();
