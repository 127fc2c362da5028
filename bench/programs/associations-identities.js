// N Pod Identity associations of one cluster, a role each, and the workloads' service accounts.
const { App, TerraformStack } = require('cdktf');
const { AwsProvider } = require('@cdktf/provider-aws/lib/provider');
const { EksCluster } = require('../../dist/lib/aws/cluster/eks-cluster');
const { plannedAssociations } = require('../../dist/lib/aws/identity/pod-identity/pod-identities');
const { podIdentity } = require('../../dist/lib/aws/identity/pod-identity/pod-identity');
const { PodRole } = require('../../dist/lib/aws/identity/role/pod-role');
const { s3Grant } = require('../../dist/lib/aws/grants/s3-grant');
const { withoutTokenStackTraces } = require('../../dist/lib/terraform');
const { REGION, identities, outputFolder } = require('./identities');

withoutTokenStackTraces(() => {
  const app = new App({ stackTraces: false, outdir: outputFolder('associations') });
  const stack = new TerraformStack(app, 'platform');
  new AwsProvider(stack, 'aws', { region: REGION });
  const network = { subnetIds: ['subnet-a', 'subnet-b'] };
  const cluster = new EksCluster(stack, 'cluster', { name: 'bench', region: REGION, network, networkAddons: false });
  for (const { id, serviceAccount, bucketArn } of identities()) {
    const trusts = [podIdentity({ cluster, serviceAccount })];
    new PodRole(stack, id, { name: id, trusts, grants: [s3Grant.read(bucketArn)] });
  }
  const { used } = plannedAssociations(cluster);
  if (used !== Number(process.argv[2])) throw new Error(`${used} associations`);
  app.synth();
});
