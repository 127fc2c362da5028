import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { ControllerRole } from '../../lib/aws/controllers/role/controller-role';
import { externalDns } from '../../lib/aws/controllers/external-dns-controller';
import { karpenter } from '../../lib/aws/controllers/karpenter-controller';
import { KarpenterNodes } from '../../lib/aws/controllers/karpenter-nodes';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { useHelm } from '../../lib/kubernetes/helm/helm-provider';
import { HelmWorkload } from '../../lib/kubernetes/helm/helm-workload';

const issuer = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
const app = new App();

const platform = new TerraformStack(app, 'platform');
new AwsProvider(platform, 'aws', { region: 'eu-west-1', allowedAccountIds: ['111122223333'] });
const cluster = EksCluster.fromAttributes(platform, 'shop', {
  name: 'shop',
  arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
  region: 'eu-west-1',
  issuerUrl: `https://${issuer}`,
  oidcProviderArn: `arn:aws:iam::111122223333:oidc-provider/${issuer}`,
  endpoint: 'https://EXAMPLED539D.gr7.eu-west-1.eks.amazonaws.com',
  certificateAuthority: 'LS0tLS1CRUdJTg==',
});

const dns = new ControllerRole(platform, 'external-dns', {
  cluster,
  controller: externalDns({ hostedZones: ['arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ'] }),
  mechanism: 'irsa',
});
const nodes = new KarpenterNodes(platform, 'karpenter-nodes', { cluster, roleName: 'shop-nodes' });
const scaler = new ControllerRole(platform, 'karpenter', {
  cluster,
  // EKS Pod Identity, the default.
  controller: karpenter({ nodeRole: nodes.role, interruptionQueue: nodes.queue }),
});

const workloads = new TerraformStack(app, 'workloads');
workloads.addDependency(platform);
useHelm(workloads, cluster.connection);
new HelmWorkload(workloads, 'external-dns', {
  ...dns.release,
  values: { ...dns.release.values, policy: 'upsert-only' },
});
new HelmWorkload(workloads, 'karpenter', scaler.release);

app.synth();
