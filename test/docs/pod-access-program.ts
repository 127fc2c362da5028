import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App as Charts, ApiObject, Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { ecrGrant } from '../../lib/aws/grants/ecr-grant';
import { s3Grant } from '../../lib/aws/grants/s3-grant';
import { ecrImagePull } from '../../lib/aws/identity/ecr-image-pull';
import { podAccess } from '../../lib/aws/identity/pod-access';
import { podIdentities, plannedAssociations } from '../../lib/aws/identity/pod-identity/pod-identities';
import { PodRole } from '../../lib/aws/identity/role/pod-role';
import { PodRoles } from '../../lib/aws/identity/role/pod-roles';
import { bindApiObject } from '../../lib/kubernetes/pods/bind-pod';
import { BoundServiceAccount } from '../../lib/kubernetes/pods/bound-service-account';
import { KubernetesObjects } from '../../lib/kubernetes/objects/kubernetes-objects';
import { useKubernetes } from '../../lib/kubernetes/objects/kubernetes-provider';

const [region, account] = ['eu-west-1', '111122223333'];
const issuer = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
const app = new App();
const roles = new TerraformStack(app, 'roles');
new AwsProvider(roles, 'aws', { region, allowedAccountIds: [account] });
const cluster = EksCluster.fromAttributes(roles, 'shop', {
  name: 'shop',
  arn: `arn:aws:eks:${region}:${account}:cluster/shop`,
  region,
  issuerUrl: `https://${issuer}`,
  oidcProviderArn: `arn:aws:iam::${account}:oidc-provider/${issuer}`,
  endpoint: 'https://EXAMPLED539D.gr7.eu-west-1.eks.amazonaws.com',
  certificateAuthority: 'LS0tLS1CRUdJTg==',
});
const grants = [s3Grant.read('arn:aws:s3:::shop-reports')];

// Pods of this account run on nodes and on Fargate: IRSA, without an association. Those of the other run on Linux nodes only.
const web = { namespace: 'shop', name: 'web' };
const batch = { namespace: 'shop', name: 'batch' };
const webRole = new PodRole(roles, 'web', {
  name: 'web',
  trusts: [podAccess({ cluster, serviceAccount: web, runsOn: ['linux-ec2', 'fargate'] })],
  grants,
});
const batchRole = new PodRole(roles, 'batch', {
  name: 'batch',
  trusts: [podAccess({ cluster, serviceAccount: batch, runsOn: 'linux-ec2' })],
  grants,
});

// The images of `web` are pulled by a role of their own, and not by the node's.
const pull = new PodRole(roles, 'pull', {
  name: 'web-images',
  trusts: [ecrImagePull({ cluster, serviceAccount: web })],
  grants: [ecrGrant.pull(`arn:aws:ecr:${region}:${account}:repository/web`)],
});

// A service account of each team. They share one role as long as its trust policy holds them, and then a second one.
const namespaces = ['catalogue', 'orders', 'returns'];
const teams = new PodRoles(roles, 'teams', {
  name: 'team-reports',
  trusts: podIdentities({ cluster, namespaces, serviceAccounts: ['reports'] }),
  grants,
});
console.log(`${teams}`);
console.log(`${plannedAssociations(cluster).used} of 1000 associations`);

const workloads = new TerraformStack(app, 'workloads');
useKubernetes(workloads, cluster.connection);
const chart = new Chart(new Charts(), 'shop');
const accounts = [[webRole.bindingFor(web), pull.bindingFor(web)], [batchRole.bindingFor(batch)]];
for (const bindings of [...accounts, ...teams.bindings.map((binding) => [binding])]) {
  const { namespace, name } = bindings[0]!.serviceAccount;
  new BoundServiceAccount(chart, `${namespace}-${name}`, { bindings });
  const metadata = { name, namespace };
  const spec = { containers: [{ name, image: `${account}.dkr.ecr.${region}.amazonaws.com/${name}:1` }] };
  bindApiObject(
    new ApiObject(chart, `${namespace}-${name}-pod`, { apiVersion: 'v1', kind: 'Pod', metadata, spec }),
    bindings,
  );
}
new KubernetesObjects(workloads, 'shop', { objects: chart });

app.synth();
