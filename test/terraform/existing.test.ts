import * as fs from 'node:fs';
import * as path from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { AksCluster } from '../../lib/azure/cluster/aks-cluster';
import { PodManagedIdentity } from '../../lib/azure/identity/pod-managed-identity';
import { workloadIdentity } from '../../lib/azure/identity/workload-identity';
import { EksCluster } from '../../lib/aws/cluster/eks-cluster';
import { IamOidcProvider } from '../../lib/aws/identity/issuers/iam-oidc-provider';
import { irsa } from '../../lib/aws/identity/irsa';
import { podIdentity } from '../../lib/aws/identity/pod-identity/pod-identity';
import { PodRole } from '../../lib/aws/identity/role/pod-role';
import { EXISTING_FILE, type Existing } from '../../lib/core';
import { recordSourcePosition } from '../../lib/terraform';

const ARN = 'arn:aws:eks:eu-west-1:111122223333:cluster/shop';
const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/AAAA';
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;
const GROUP = '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg';
const serviceAccount = { namespace: 'todo', name: 'backend' };

/** What the file beside a stack says, or nothing where there is none. */
function existingOf(make: (stack: TerraformStack) => void): Existing | undefined {
  const app = Testing.app();
  const stack = new TerraformStack(app, 's');
  new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  make(stack);
  app.synth();
  const file = path.join(app.outdir, 'stacks', 's', EXISTING_FILE);
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined;
}

test('a stack that is told of nothing has no file', () => {
  expect(existingOf((stack) => recordSourcePosition(stack))).toBeUndefined();
});

test('an EKS cluster that exists is listed under its construct’s path, with its OIDC provider', () => {
  const existing = existingOf((stack) => {
    EksCluster.fromAttributes(stack, 'shop', {
      name: 'shop',
      arn: ARN,
      region: 'eu-west-1',
      accountId: '111122223333',
      issuerUrl: `https://${ISSUER}`,
      oidcProviderArn: PROVIDER,
      endpoint: 'https://abc.eks.amazonaws.com',
      certificateAuthority: 'LS0',
    });
  });
  expect(existing).toEqual({
    schema: 'podtrust.existing/v1',
    clusters: [
      {
        id: 's/shop',
        cloud: 'aws',
        name: 'shop',
        issuer: `https://${ISSUER}`,
        resourceId: ARN,
        region: 'eu-west-1',
        account: '111122223333',
        endpoint: 'https://abc.eks.amazonaws.com',
      },
    ],
    oidcProviders: [{ id: 's/shop/oidc-provider', arn: PROVIDER, issuer: `https://${ISSUER}` }],
    identities: [],
  });
});

test('a cluster that is no construct is listed where a role trusts it, a provider that exists under its construct’s path', () => {
  const existing = existingOf((stack) => {
    const oidcProvider = IamOidcProvider.fromAttributes(stack, 'provider', {
      arn: PROVIDER,
      issuerUrl: `https://${ISSUER}`,
      audiences: ['sts.amazonaws.com'],
    });
    new PodRole(stack, 'backend-role', {
      trusts: [
        irsa({ oidcProvider, region: 'eu-west-1', serviceAccount }),
        podIdentity({ cluster: { name: 'shop', arn: ARN, region: 'eu-west-1' }, serviceAccount }),
      ],
    });
  });
  expect(existing?.clusters).toEqual([
    { id: 'shop', cloud: 'aws', name: 'shop', resourceId: ARN, region: 'eu-west-1' },
  ]);
  expect(existing?.oidcProviders).toEqual([
    { id: 's/provider', arn: PROVIDER, issuer: `https://${ISSUER}`, audiences: ['sts.amazonaws.com'] },
  ]);
});

test('an AKS cluster that exists is listed under its construct’s path', () => {
  const existing = existingOf((stack) => {
    const cluster = AksCluster.fromAttributes(stack, 'shop', {
      name: 'shop',
      issuerUrl: 'https://westeurope.oic.prod-aks.azure.com/1/2/',
      id: `${GROUP}/providers/Microsoft.ContainerService/managedClusters/shop`,
      endpoint: 'https://shop.hcp.westeurope.azmk8s.io:443',
      certificateAuthority: 'LS0',
    });
    new PodManagedIdentity(stack, 'backend-identity', {
      name: 'id-backend',
      resourceGroupName: 'rg',
      location: 'westeurope',
      trusts: [workloadIdentity({ cluster, serviceAccount })],
    });
  });
  expect(existing?.clusters).toEqual([
    {
      id: 's/shop',
      cloud: 'azure',
      name: 'shop',
      issuer: 'https://westeurope.oic.prod-aks.azure.com/1/2/',
      resourceId: `${GROUP}/providers/Microsoft.ContainerService/managedClusters/shop`,
      endpoint: 'https://shop.hcp.westeurope.azmk8s.io:443',
    },
  ]);
});

test('a cluster that is no construct is listed by its name where a trust names it, whatever its cloud', () => {
  const issuer = { url: 'https://issuer.example/1' };
  const existing = existingOf((stack) => {
    new PodManagedIdentity(stack, 'backend-identity', {
      name: 'id-backend',
      resourceGroupName: 'rg',
      location: 'westeurope',
      trusts: [workloadIdentity({ cluster: { name: 'edge', issuer }, serviceAccount })],
    });
    new PodRole(stack, 'backend-role', {
      trusts: [
        irsa({
          cluster: { name: 'far', issuer: { url: `https://${ISSUER}` } },
          oidcProvider: { arn: PROVIDER, issuer: { url: `https://${ISSUER}` } },
          region: 'eu-west-1',
          serviceAccount,
        }),
      ],
    });
  });
  expect(existing?.clusters).toEqual([
    { id: 'edge', name: 'edge', issuer: issuer.url },
    { id: 'far', name: 'far', issuer: `https://${ISSUER}` },
  ]);
});

test('identities that exist are listed by what pods name them by', () => {
  const existing = existingOf((stack) => {
    PodManagedIdentity.fromAttributes(stack, 'old', {
      id: `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-old`,
      name: 'id-old',
      resourceGroupName: 'rg',
      clientId: '33333333-3333-3333-3333-333333333333',
      principalId: '44444444-4444-4444-4444-444444444444',
      tenantId: '55555555-5555-5555-5555-555555555555',
    });
    const cluster = { name: 'shop', arn: ARN, region: 'eu-west-1' };
    PodRole.fromAttributes(stack, 'role', {
      arn: 'arn:aws:iam::111122223333:role/api',
      trusts: [podIdentity({ cluster, serviceAccount })],
    });
  });
  expect(existing?.identities).toEqual([
    {
      id: 's/old',
      kind: 'managed-identity',
      name: 'id-old',
      resourceId: `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-old`,
      clientId: '33333333-3333-3333-3333-333333333333',
      principalId: '44444444-4444-4444-4444-444444444444',
      resourceGroup: 'rg',
    },
    { id: 's/role', kind: 'iam-role', resourceId: 'arn:aws:iam::111122223333:role/api' },
  ]);
});

test('what is a token is left out, since the JSON has the reference', () => {
  const existing = existingOf((stack) => {
    const arn = new TerraformVariable(stack, 'cluster_arn', { type: 'string' });
    EksCluster.fromAttributes(stack, 'shop', { name: 'shop', arn: arn.stringValue, region: 'eu-west-1' });
  });
  expect(existing?.clusters).toEqual([{ id: 's/shop', cloud: 'aws', name: 'shop', region: 'eu-west-1' }]);
});

test('what an earlier program was told is gone from a directory that is synthesized again', () => {
  const first = Testing.app();
  EksCluster.fromAttributes(new TerraformStack(first, 's'), 'shop', { name: 'shop', arn: ARN, region: 'eu-west-1' });
  first.synth();
  const file = path.join(first.outdir, 'stacks', 's', EXISTING_FILE);
  expect(fs.existsSync(file)).toBe(true);

  const second = Testing.app({ outdir: first.outdir });
  recordSourcePosition(new TerraformStack(second, 's'));
  second.synth();
  expect(fs.existsSync(file)).toBe(false);
});
