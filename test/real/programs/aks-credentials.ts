import { App, TerraformStack } from 'cdktf';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { OidcIssuer } from '../../../lib';
import {
  AksCluster,
  PodManagedIdentities,
  PodManagedIdentity,
  roleGrant,
  workloadIdentities,
  workloadIdentity,
} from '../../../lib/azure';
import { useAzurermVersion } from '../../../lib/terraform';

/** More service accounts than one identity has credentials for, and an identity that three issuers' pods share. */
const app = new App();
const stack = new TerraformStack(app, 'aks-credentials');
new AzurermProvider(stack, 'azurerm', { features: [{}] });
useAzurermVersion(stack);

const [resourceGroupName, location] = ['rg-credentials', 'westeurope'];
const group = new ResourceGroup(stack, 'group', { name: resourceGroupName, location });
const place = { resourceGroupName: group.name, location };
const tenant = '11111111-1111-1111-1111-111111111111';
const cluster = AksCluster.fromAttributes(stack, 'shop', {
  name: 'shop',
  issuerUrl: `https://westeurope.oic.prod-aks.azure.com/${tenant}/33333333-3333-3333-3333-333333333333/`,
});
const issuerOf = (url: string) => OidcIssuer.fromUrl(url);
const eks = {
  name: 'eks',
  issuer: issuerOf('https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF'),
};
const edge = { name: 'edge', issuer: issuerOf('https://oidc.edge.example.com') };

const namespaces = Array.from({ length: 23 }, (_, index) => `team-${index + 1}`);
new PodManagedIdentities(stack, 'teams', {
  name: 'id-teams',
  ...place,
  trusts: workloadIdentities({ cluster, namespaces, serviceAccounts: ['reports'] }),
  grants: [roleGrant({ role: 'Reader', scope: group.id })],
});
const serviceAccount = { namespace: 'shop', name: 'exporter' };
new PodManagedIdentity(stack, 'shared', {
  name: 'id-shared',
  ...place,
  trusts: [cluster, eks, edge].map((one) => workloadIdentity({ cluster: one, serviceAccount })),
});

app.synth();
