// N service accounts that PodRoles share out, and the binding of each.
const { App, TerraformStack } = require('cdktf');
const { AwsProvider } = require('@cdktf/provider-aws/lib/provider');
const { EksCluster } = require('../../dist/lib/aws/cluster/eks-cluster');
const { irsa } = require('../../dist/lib/aws/identity/irsa');
const { PodRoles } = require('../../dist/lib/aws/identity/role/pod-roles');
const { s3Grant } = require('../../dist/lib/aws/grants/s3-grant');
const { withoutTokenStackTraces } = require('../../dist/lib/terraform');
const { REGION, identities, outputFolder } = require('./identities');

withoutTokenStackTraces(() => {
  const app = new App({ stackTraces: false, outdir: outputFolder('shared') });
  const stack = new TerraformStack(app, 'platform');
  new AwsProvider(stack, 'aws', { region: REGION });
  const network = { subnetIds: ['subnet-a', 'subnet-b'] };
  const cluster = new EksCluster(stack, 'cluster', { name: 'bench', region: REGION, network, networkAddons: false });
  const accounts = [...identities()].map(({ serviceAccount }) => serviceAccount);
  const roles = new PodRoles(stack, 'reports', {
    name: 'reports',
    trusts: accounts.map((serviceAccount) => irsa({ cluster, serviceAccount })),
    grants: [s3Grant.read('arn:aws:s3:::reports')],
  });
  for (const serviceAccount of accounts) roles.bindingFor(serviceAccount);
  app.synth();
});
