import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { outboundFederationGrant } from '../../lib/aws/grants/outbound-federation-grant';
import { OutboundFederation } from '../../lib/aws/identity/issuers/outbound-federation';
import { podIdentity } from '../../lib/aws/identity/pod-identity/pod-identity';
import { PodRole } from '../../lib/aws/identity/role/pod-role';
import { storageGrant } from '../../lib/azure/grants/storage-grant';
import { AwsRoleCredential } from '../../lib/azure/identity/aws-role-credential';
import { PodManagedIdentity } from '../../lib/azure/identity/pod-managed-identity';

const app = new App();
const stack = new TerraformStack(app, 'shop');
new AwsProvider(stack, 'aws', { region: 'eu-west-1', allowedAccountIds: ['111122223333'] });
// The bindings of cdktf pin 6.25, and outbound federation is in the provider from 6.26.
stack.addOverride('terraform.required_providers.aws.version', '~> 6.26');
new AzurermProvider(stack, 'azurerm', { features: [{}] });

const network = { subnetIds: ['subnet-0a', 'subnet-0b'] };
const cluster = new EksCluster(stack, 'cluster', { name: 'shop', region: 'eu-west-1', network });
const role = new PodRole(stack, 'exporter', {
  name: 'shop-exporter',
  trusts: [podIdentity({ cluster, serviceAccount: { namespace: 'shop', name: 'exporter' } })],
  grants: [outboundFederationGrant.getToken()],
});

const identity = new PodManagedIdentity(stack, 'target', {
  name: 'id-exporter',
  resourceGroupName: 'rg-shop',
  location: 'westeurope',
  grants: [
    storageGrant.readWriteBlobs(
      '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-shop/providers/Microsoft.Storage/storageAccounts/stshop',
    ),
  ],
});
new AwsRoleCredential(stack, 'exporter-in-entra', {
  identity,
  name: 'shop-exporter',
  issuer: new OutboundFederation(stack, 'federation', { providerFrom626: true }),
  roleArn: role.arn,
});

app.synth();
