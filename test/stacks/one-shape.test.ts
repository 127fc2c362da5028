import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { TerraformStack, Testing } from 'cdktf';
import { type AwsGrant, EksCluster, PodRole, type PodRoleTrust, irsa, podIdentity, s3Grant } from '../../lib/aws';
import {
  AksCluster,
  type AzureGrant,
  PodManagedIdentity,
  type WorkloadIdentityTrust,
  storageGrant,
  workloadIdentity,
} from '../../lib/azure';
import { PodtrustError, type ServiceAccountReference, type TrustedCluster } from '../../lib/core';

const GROUP = '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg';
const API = { namespace: 'shop', name: 'api' };
const WORKER = { namespace: 'shop', name: 'worker' };

/** What both clouds' identities do, in the words of either. */
interface Cloud<T, G> {
  /** An identity that admits nobody and may do nothing yet. */
  readonly identity: (stack: TerraformStack) => {
    addTrust(trust: T): void;
    addGrant(grant: G): { readonly grant: G; readonly grantee: string; readonly dependables: readonly unknown[] };
    bindingFor(account: ServiceAccountReference, cluster?: TrustedCluster): object;
    readonly bindings: readonly object[];
    readonly trusts: readonly T[];
    readonly grants: readonly object[];
    readonly dependables: readonly unknown[];
    readonly deploymentNeeds: readonly string[];
  };
  readonly cluster: (stack: TerraformStack, name: string) => TrustedCluster;
  readonly trust: (cluster: TrustedCluster, serviceAccount: ServiceAccountReference, bind?: boolean) => T;
  readonly grant: (needs?: string[]) => G;
}

const eksCluster = (stack: TerraformStack, name: string) => {
  const issuer = `oidc.eks.eu-west-1.amazonaws.com/id/${name.padEnd(32, '0')}`;
  return EksCluster.fromAttributes(stack, name, {
    name,
    arn: `arn:aws:eks:eu-west-1:111122223333:cluster/${name}`,
    region: 'eu-west-1',
    issuerUrl: `https://${issuer}`,
    oidcProviderArn: `arn:aws:iam::111122223333:oidc-provider/${issuer}`,
  });
};
const role = (stack: TerraformStack) => new PodRole(stack, 'identity', { name: 'api' });
const bucket = (deploymentNeeds?: string[]) => ({ ...s3Grant.read('arn:aws:s3:::reports'), deploymentNeeds });

const withIrsa: Cloud<PodRoleTrust, AwsGrant> = {
  identity: role,
  cluster: eksCluster,
  trust: (cluster, serviceAccount, bind) => irsa({ cluster: cluster as EksCluster, serviceAccount, bind }),
  grant: bucket,
};
const withPodIdentity: Cloud<PodRoleTrust, AwsGrant> = {
  ...withIrsa,
  trust: (cluster, serviceAccount, bind) => podIdentity({ cluster: cluster as EksCluster, serviceAccount, bind }),
};
const withWorkloadIdentity: Cloud<WorkloadIdentityTrust, AzureGrant> = {
  identity: (stack) =>
    new PodManagedIdentity(stack, 'identity', { name: 'id-api', resourceGroupName: 'rg', location: 'westeurope' }),
  cluster: (stack, name) =>
    AksCluster.fromAttributes(stack, name, {
      name,
      issuerUrl: `https://westeurope.oic.prod-aks.azure.com/11111111-1111-1111-1111-111111111111/${name}/`,
    }),
  trust: (cluster, serviceAccount, bind) => workloadIdentity({ cluster, serviceAccount, bind }),
  grant: (deploymentNeeds) => ({
    ...storageGrant.readBlobs(`${GROUP}/providers/Microsoft.Storage/storageAccounts/todo`),
    deploymentNeeds,
  }),
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each cloud has trusts and grants of its own
type AnyCloud = Cloud<any, any>;

function stackOfBothClouds(): TerraformStack {
  const stack = new TerraformStack(Testing.app(), 's');
  new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  return stack;
}

function errorOf(run: () => unknown): PodtrustError {
  try {
    run();
  } catch (error) {
    if (PodtrustError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe.each<[string, AnyCloud]>([
  ['a role, by IRSA', withIrsa],
  ['a role, by Pod Identity', withPodIdentity],
  ['a managed identity', withWorkloadIdentity],
])('%s', (_, cloud) => {
  const stack = stackOfBothClouds();
  const one = cloud.cluster(stack, 'blue');
  const other = cloud.cluster(stack, 'green');
  const identity = cloud.identity(stack);
  const refused = (run: () => unknown) => {
    const { code, where, why, remedy } = errorOf(run);
    expect([where, typeof why, typeof remedy]).toEqual(['s/identity', 'string', 'string']);
    return code;
  };

  test('is made without a trust and a grant, and gets them later', () => {
    expect([identity.trusts, identity.grants, identity.bindings]).toEqual([[], [], []]);

    const trust = cloud.trust(one, API);
    identity.addTrust(trust);
    const grant = cloud.grant(['Run this.']);
    const given = identity.addGrant(grant);

    expect(identity.trusts).toEqual([trust]);
    expect(identity.grants).toEqual([given]);
    expect(given.grant).toBe(grant);
    expect(identity.dependables).toEqual(expect.arrayContaining([...given.dependables]));
    expect(identity.deploymentNeeds).toEqual(['Run this.']);
  });

  test('gives the one binding of a service account, with or without its cluster', () => {
    expect(identity.bindingFor(API)).toEqual(identity.bindings[0]);
    expect(identity.bindingFor(API, one)).toEqual(identity.bindings[0]);
  });

  test('refuses the binding of a service account, or of a cluster, that no trust names', () => {
    expect(refused(() => identity.bindingFor(WORKER))).toBe('binding-unknown');
    expect(refused(() => identity.bindingFor(API, other))).toBe('binding-unknown');
  });

  test('admits a service account and does not bind it, where that is said', () => {
    identity.addTrust(cloud.trust(one, WORKER, false));

    expect(identity.trusts).toHaveLength(2);
    expect(identity.bindings).toHaveLength(1);
    expect(refused(() => identity.bindingFor(WORKER))).toBe('binding-unknown');
    expect(errorOf(() => identity.bindingFor(WORKER)).message).toContain('bind: false');
  });

  test('refuses to choose among two clusters, and takes the one that is named', () => {
    const trust = cloud.trust(other, API);
    identity.addTrust(trust);

    expect(refused(() => identity.bindingFor(API))).toBe('binding-ambiguous');
    expect(errorOf(() => identity.bindingFor(API)).message).toMatch(/2 trusts bind [^]*, of blue and green/);
    expect(identity.bindingFor(API, one)).toEqual(identity.bindings[0]);
    expect(identity.bindingFor(API, other)).toEqual(identity.bindings[1]);
    expect(identity.bindingFor(API, { name: 'green' })).toEqual(identity.bindings[1]);
  });

  test('binds a service account of one cluster once', () => {
    const second = cloud.identity(new TerraformStack(stack.node.root, 'second'));

    expect(errorOf(() => second.addTrust(cloud.trust(one, API))).code).toMatch(/^duplicate-(binding|association)$/);
    second.addTrust(cloud.trust(one, API, false));
    expect(second.bindings).toEqual([]);
  });

  test('synthesizes whole', () => {
    expect(() => Testing.synth(stack, true)).not.toThrow();
  });
});
