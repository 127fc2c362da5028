import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { ApiObject, App as Charts, Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { EksCluster, MechanismMove, type MechanismMoveOptions, PodRole, s3Grant } from '../../../lib/aws';
import { bindPodTemplate } from '../../../lib/kubernetes/pods/bind-pod';
import { BoundServiceAccount } from '../../../lib/kubernetes/pods/bound-service-account';
import { KubernetesObjects } from '../../../lib/kubernetes/objects/kubernetes-objects';
import { useKubernetes } from '../../../lib/kubernetes/objects/kubernetes-provider';
import { RolledPods } from '../../../lib/kubernetes/pods/rolled-pods';
import { StackOutputs, useStateBackend } from '../../../lib/terraform';
import { LOCAL_ACCOUNT } from '../aws/local-accounts';
import { LOCAL_REGION } from '../aws/moto-front';

/**
 * Two workloads that move between IRSA and EKS Pod Identity; `PODTRUST_REAL_MOVE` has the step that is deployed and the one that is
 * made, as JSON.
 */
const namespace = 'shop';
const accounts = ['reports', 'orders'].map((name) => ({ namespace, name }));
const image = `registry.example/shop@sha256:${'0'.repeat(64)}`;
const region = LOCAL_REGION;
const move = new MechanismMove(JSON.parse(process.env.PODTRUST_REAL_MOVE!) as MechanismMoveOptions);

const app = new App();
function stackOf(id: string): TerraformStack {
  const stack = new TerraformStack(app, id);
  useStateBackend(stack);
  StackOutputs.of(stack);
  return stack;
}
function awsStack(id: string): TerraformStack {
  const stack = stackOf(id);
  new AwsProvider(stack, 'aws', { region, allowedAccountIds: [LOCAL_ACCOUNT] });
  return stack;
}

const cluster = new EksCluster(awsStack('eks-1-cluster'), 'cluster', {
  name: 'shop',
  region,
  network: { subnetIds: ['subnet-0a', 'subnet-0b'] },
  deletionProtection: false,
});

const rolled = stackOf('eks-2-rolled');
useKubernetes(rolled, cluster.connection);
new RolledPods(rolled, 'pods', { serviceAccounts: accounts, left: move.left });

const identities = awsStack('eks-3-identities');
identities.addDependency(rolled);
const workloads = stackOf('eks-4-workloads');
useKubernetes(workloads, cluster.connection);

const chart = new Chart(new Charts(), namespace);
new ApiObject(chart, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
for (const serviceAccount of accounts) {
  const { name } = serviceAccount;
  const role = new PodRole(identities, name, {
    name: `shop-${name}`,
    trusts: move.trusts({ cluster, serviceAccount }),
    grants: [s3Grant.read(`arn:aws:s3:::shop-${name}`)],
  });
  const bindings = [role.bindingFor(serviceAccount, cluster)];
  new BoundServiceAccount(chart, name, { bindings });
  const labels = { app: name };
  new ApiObject(chart, `${name}-deployment`, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...serviceAccount },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: bindPodTemplate({ metadata: { labels }, spec: { containers: [{ name, image }] } }, bindings),
    },
  });
}
new KubernetesObjects(workloads, 'objects', { objects: chart });

app.synth();
