import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App as Charts, Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { s3Grant } from '../../lib/aws/grants/s3-grant';
import { IamOidcProvider } from '../../lib/aws/identity/issuers/iam-oidc-provider';
import { irsa } from '../../lib/aws/identity/irsa';
import { PodRole } from '../../lib/aws/identity/role/pod-role';
import { AksCluster } from '../../lib/azure/cluster/aks-cluster';
import { storageGrant } from '../../lib/azure/grants/storage-grant';
import { PodManagedIdentity } from '../../lib/azure/identity/pod-managed-identity';
import { workloadIdentity } from '../../lib/azure/identity/workload-identity';
import { bindWorkload } from '../../lib/kubernetes/pods/bind-pod';
import { BoundServiceAccount } from '../../lib/kubernetes/pods/bound-service-account';
import { KubernetesObjects } from '../../lib/kubernetes/objects/kubernetes-objects';
import { useKubernetes } from '../../lib/kubernetes/objects/kubernetes-provider';

const app = new App();
const identities = new TerraformStack(app, 'identities');
new AwsProvider(identities, 'aws', { region: 'eu-west-1', allowedAccountIds: ['111122223333'] });
new AzurermProvider(identities, 'azurerm', { features: [{}] });
const eks = EksCluster.fromAttributes(identities, 'eks', {
  name: 'shop',
  arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
  region: 'eu-west-1',
  issuerUrl: 'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE',
  endpoint: 'https://EXAMPLED539D.gr7.eu-west-1.eks.amazonaws.com',
  certificateAuthority: 'LS0tLS1CRUdJTg==',
});
const aks = AksCluster.fromAttributes(identities, 'aks', {
  name: 'shop-aks',
  issuerUrl: 'https://westeurope.oic.prod-aks.azure.com/11111111-2222-3333-4444-555555555555/66666666/',
  endpoint: 'https://shop-1a2b3c4d.hcp.westeurope.azmk8s.io:443',
  certificateAuthority: 'LS0tLS1CRUdJTg==',
});

// A pod on AKS into AWS: IAM registers the issuer of AKS, and a role trusts it.
const importer = new PodRole(identities, 'importer', {
  name: 'importer',
  trusts: [
    irsa({
      cluster: aks,
      oidcProvider: new IamOidcProvider(identities, 'aks-issuer', { issuer: aks.issuer }),
      region: 'eu-west-1',
      serviceAccount: { namespace: 'shop', name: 'importer' },
    }),
  ],
  grants: [s3Grant.read('arn:aws:s3:::shop-exports')],
});

// A pod on EKS into Entra: a federated credential names the issuer of EKS, and nothing is registered.
const exporter = new PodManagedIdentity(identities, 'exporter', {
  name: 'id-exporter',
  resourceGroupName: 'rg-shop',
  location: 'westeurope',
  trusts: [workloadIdentity({ cluster: eks, serviceAccount: { namespace: 'shop', name: 'exporter' } })],
  grants: [
    storageGrant.readWriteBlobs(
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-shop/providers/Microsoft.Storage/storageAccounts/stshop',
    ),
  ],
});

for (const [id, cluster, bindings] of [
  ['importer', aks, importer.bindings],
  ['exporter', eks, exporter.bindings],
] as const) {
  const workloads = new TerraformStack(app, `${id}-workloads`);
  useKubernetes(workloads, cluster.connection);
  const chart = new Chart(new Charts(), id);
  new BoundServiceAccount(chart, 'account', { bindings });
  const job = bindWorkload(
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { namespace: 'shop', name: id },
      spec: {
        schedule: '0 3 * * *',
        jobTemplate: {
          spec: {
            template: {
              spec: { restartPolicy: 'Never', containers: [{ name: id, image: `registry.example.com/${id}:1.4.2` }] },
            },
          },
        },
      },
    },
    bindings,
  );
  new KubernetesObjects(workloads, 'objects', { objects: [...chart.toJson(), job] });
}

app.synth();
