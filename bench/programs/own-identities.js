// N identities and their service accounts by podtrust's constructs: roles in one stack, service accounts in a second.
const { App: Charts, Chart } = require('cdk8s');
const { App, TerraformStack } = require('cdktf');
const { AwsProvider } = require('@cdktf/provider-aws/lib/provider');
const { EksCluster } = require('../../dist/lib/aws/cluster/eks-cluster');
const { irsa } = require('../../dist/lib/aws/identity/irsa');
const { PodRole } = require('../../dist/lib/aws/identity/role/pod-role');
const { s3Grant } = require('../../dist/lib/aws/grants/s3-grant');
const { BoundServiceAccount } = require('../../dist/lib/kubernetes/bound-service-account');
const { KubernetesObjects } = require('../../dist/lib/kubernetes/kubernetes-objects');
const { useKubernetes } = require('../../dist/lib/kubernetes/kubernetes-provider');
const { StackOutputs, useStateBackend, withoutTokenStackTraces } = require('../../dist/lib/terraform');
const { REGION, MANAGED_POLICY, identities, outputFolder } = require('./identities');

withoutTokenStackTraces(() => {
  const app = new App({ stackTraces: false, outdir: outputFolder('own') });
  const platform = new TerraformStack(app, 'platform');
  const workloads = new TerraformStack(app, 'workloads');
  for (const stack of [platform, workloads]) {
    useStateBackend(stack);
    StackOutputs.of(stack);
  }
  new AwsProvider(platform, 'aws', { region: REGION });
  const cluster = new EksCluster(platform, 'cluster', {
    name: 'bench',
    region: REGION,
    network: { subnetIds: ['subnet-a', 'subnet-b'] },
    networkAddons: false,
  });
  useKubernetes(workloads, cluster.connection);

  const chart = new Chart(new Charts(), 'accounts');
  for (const { id, serviceAccount, bucketArn } of identities()) {
    const role = new PodRole(platform, id, {
      name: id,
      trusts: [irsa({ cluster, serviceAccount })],
      grants: [s3Grant.read(bucketArn)],
      managedPolicyArns: [MANAGED_POLICY],
    });
    new BoundServiceAccount(chart, id, { bindings: role.bindings });
  }
  new KubernetesObjects(workloads, 'accounts', { objects: chart });
  app.synth();
});
