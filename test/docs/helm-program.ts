import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { irsa } from '../../lib/aws/identity/irsa';
import { podIdentity } from '../../lib/aws/identity/pod-identity/pod-identity';
import { PodRole } from '../../lib/aws/identity/role/pod-role';
import { s3Grant } from '../../lib/aws/grants/s3-grant';
import { useHelm } from '../../lib/kubernetes/helm/helm-provider';
import { HelmWorkload } from '../../lib/kubernetes/helm/helm-workload';

const issuer = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
const app = new App();

const platform = new TerraformStack(app, 'platform');
new AwsProvider(platform, 'aws', { region: 'eu-west-1', allowedAccountIds: ['111122223333'] });
const shop = EksCluster.fromAttributes(platform, 'shop', {
  name: 'shop',
  arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
  region: 'eu-west-1',
  issuerUrl: `https://${issuer}`,
  oidcProviderArn: `arn:aws:iam::111122223333:oidc-provider/${issuer}`,
  endpoint: 'https://EXAMPLED539D.gr7.eu-west-1.eks.amazonaws.com',
  certificateAuthority: 'LS0tLS1CRUdJTg==',
});
const dns = new PodRole(platform, 'dns', {
  trusts: [irsa({ cluster: shop, serviceAccount: { namespace: 'external-dns', name: 'external-dns' } })],
});
const backups = new PodRole(platform, 'backups', {
  trusts: [podIdentity({ cluster: shop, serviceAccount: { namespace: 'velero', name: 'velero' } })],
  grants: [s3Grant.readWrite('arn:aws:s3:::shop-backups')],
});

const workloads = new TerraformStack(app, 'workloads');
workloads.addDependency(platform);
useHelm(workloads, shop.connection);
new HelmWorkload(workloads, 'external-dns', {
  chart: 'external-dns',
  version: '1.21.1',
  bindings: dns.bindings,
  values: { policy: 'upsert-only', domainFilters: ['shop.example.com'] },
});
new HelmWorkload(workloads, 'velero', {
  chart: 'velero',
  version: '12.1.0',
  bindings: backups.bindings,
});
// A chart of your own, which keeps what `helm create` scaffolds but for the variables.
new HelmWorkload(workloads, 'reports', {
  chart: 'oci://registry.example.com/charts/reports',
  version: '3.4.0',
  bindings: new PodRole(platform, 'reports', {
    trusts: [irsa({ cluster: shop, serviceAccount: { namespace: 'shop', name: 'reports' } })],
  }).bindings,
  shape: {
    serviceAccount: {
      name: 'serviceAccount.name',
      create: 'serviceAccount.create',
      annotations: 'serviceAccount.annotations',
    },
    podLabels: 'podLabels',
    podAnnotations: 'podAnnotations',
    environment: 'extraEnv',
  },
});

app.synth();
