import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { ApiObject, App as Charts, Chart } from 'cdk8s';
import { App, TerraformStack } from 'cdktf';
import { type AwsGrant, EksCluster, PodRole, type PodRoleTrust, irsa, podIdentity, s3Grant } from '../../lib/aws';
import {
  AksCluster,
  type AzureGrant,
  PodManagedIdentity,
  type WorkloadIdentityTrust,
  storageGrant,
  workloadIdentity,
} from '../../lib/azure';
import {
  type Binding,
  type ClusterConnection,
  ClusterSet,
  PodtrustError,
  type TrustSize,
  type TrustedCluster,
} from '../../lib/core';
import { BoundServiceAccount, KubernetesObjects, bindApiObject, useKubernetes } from '../../lib/kubernetes';
import { type Inventory, prove } from '../../lib/proof';
import { StackOutputs } from '../../lib/terraform';

const API = { namespace: 'shop', name: 'api' };
const ACCOUNT = '111122223333';
const TENANT = '22222222-2222-2222-2222-222222222222';
const PLACE = { resourceGroupName: 'rg', location: 'westeurope' };

type Connected = TrustedCluster & { readonly connection: ClusterConnection };

/** What both clouds' identities do with a set, in the words of either. */
interface Cloud<T, C extends Connected> {
  readonly stack: (app: App, id: string) => TerraformStack;
  readonly cluster: (stack: TerraformStack) => C;
  readonly trust: (cluster: C) => T;
  readonly identity: (
    stack: TerraformStack,
    trusts: readonly T[],
  ) => {
    bindingFor(account: typeof API, cluster?: TrustedCluster): Binding;
    readonly bindings: readonly Binding[];
    trustSize(more?: readonly T[]): TrustSize;
  };
}

const eks: Omit<Cloud<PodRoleTrust, EksCluster>, 'trust'> = {
  stack: (app, id) => {
    const stack = new TerraformStack(app, id);
    new AwsProvider(stack, 'aws', { region: 'eu-west-1', allowedAccountIds: [ACCOUNT] });
    return stack;
  },
  cluster: (stack) =>
    new EksCluster(stack, 'cluster', {
      name: stack.node.id,
      region: 'eu-west-1',
      network: { subnetIds: ['subnet-1', 'subnet-2'] },
    }),
  identity: (stack, trusts) =>
    new PodRole(stack, 'api', { name: 'api', trusts, grants: [s3Grant.read('arn:aws:s3:::reports')] as AwsGrant[] }),
};
const CLOUDS = [
  ['EKS by IRSA', { ...eks, trust: (cluster: EksCluster) => irsa({ cluster, serviceAccount: API }) }],
  ['EKS by Pod Identity', { ...eks, trust: (cluster: EksCluster) => podIdentity({ cluster, serviceAccount: API }) }],
  [
    'AKS',
    {
      stack: (app: App, id: string) => {
        const stack = new TerraformStack(app, id);
        new AzurermProvider(stack, 'azurerm', { features: [{}], subscriptionId: TENANT });
        return stack;
      },
      cluster: (stack: TerraformStack) =>
        new AksCluster(stack, 'cluster', {
          ...PLACE,
          name: stack.node.id,
          tenantId: TENANT,
          network: {
            subnetId: `/subscriptions/${TENANT}/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/nodes`,
          },
        }),
      trust: (cluster: AksCluster) => workloadIdentity({ cluster, serviceAccount: API }),
      identity: (stack: TerraformStack, trusts: readonly WorkloadIdentityTrust[]) =>
        new PodManagedIdentity(stack, 'api', {
          ...PLACE,
          name: 'id-api',
          tenantId: TENANT,
          trusts,
          grants: [
            storageGrant.readBlobs(
              `/subscriptions/${TENANT}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/reports`,
            ),
          ] as AzureGrant[],
        }),
    },
  ],
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each cloud has trusts and clusters of its own
] as readonly [string, Cloud<any, any>][];

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => fs.rmSync(folder, { recursive: true })));

/** A program of two cluster stacks, a stack of identities and a stack of workloads for each cluster that serves them. */
class Program {
  public readonly app: App;
  public readonly blue: Connected;
  public readonly green: Connected;
  public readonly clusters: ClusterSet<string, Connected>;
  public readonly identity: ReturnType<Cloud<unknown, Connected>['identity']>;

  public constructor(
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
    public readonly cloud: Cloud<any, any>,
    names: readonly ('blue' | 'green')[],
    retiring: readonly string[] = [],
  ) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'podtrust-'));
    folders.push(folder);
    this.app = new App({ outdir: folder, stackTraces: false });
    const newStack = (id: string) => {
      const stack = cloud.stack(this.app, id);
      StackOutputs.of(stack);
      return stack;
    };
    this.blue = cloud.cluster(newStack('blue'));
    this.green = cloud.cluster(newStack('green'));
    this.clusters = new ClusterSet(Object.fromEntries(names.map((name) => [name, this[name]])), { retiring });
    this.identity = cloud.identity(newStack('identities'), this.clusters.trusts(cloud.trust));
  }

  public deploy(cluster: Connected, binding: Binding): void {
    const stack = new TerraformStack(this.app, `workloads-${cluster === this.blue ? 'blue' : 'green'}`);
    useKubernetes(stack, cluster.connection);
    const chart = new Chart(new Charts(), 'api');
    new BoundServiceAccount(chart, 'account', { bindings: [binding] });
    const pods = new ApiObject(chart, 'pods', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'api', namespace: API.namespace },
      spec: {
        selector: { matchLabels: { app: 'api' } },
        template: { metadata: { labels: { app: 'api' } }, spec: { containers: [{ name: 'api', image: 'api' }] } },
      },
    });
    bindApiObject(pods, [binding]);
    new KubernetesObjects(stack, 'api', { objects: chart });
  }

  public deployToServing(): void {
    for (const { cluster } of this.clusters.serving()) this.deploy(cluster, this.identity.bindingFor(API, cluster));
  }

  public prove(): Inventory {
    this.app.synth();
    return prove([this.app.outdir]);
  }

  public synthesized(stack: string): string {
    return fs.readFileSync(path.join(this.app.outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8');
  }
}

/** Which clusters' pods get in, whether they are claimed, and what is wrong. */
function seen({ access, findings, undecided }: Inventory) {
  const rows = access.filter(({ serviceAccount }) => serviceAccount === API.name);
  return {
    admitted: Object.fromEntries(
      rows.map(({ cluster, claimed }) => [cluster!.split('/')[0]!, claimed ? 'claimed' : 'unclaimed']).sort(),
    ),
    findings: findings.filter(({ level }) => level !== 'note').map(({ rule, level }) => `${level} ${rule}`),
    undecided,
  };
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

describe.each(CLOUDS)('an identity of %s, in a stack apart from its clusters', (name, cloud) => {
  test('trusts one cluster at first, and the proof decides it over all stacks', () => {
    const program = new Program(cloud, ['blue']);
    program.deployToServing();
    expect(seen(program.prove())).toMatchObject({ admitted: { blue: 'claimed' }, findings: [], undecided: [] });
  });

  test('trusts both clusters once a second one is in the set', () => {
    const program = new Program(cloud, ['blue', 'green']);
    program.deployToServing();
    expect(seen(program.prove())).toMatchObject({
      admitted: { blue: 'claimed', green: 'claimed' },
      findings: [],
      undecided: [],
    });
  });

  test('still admits the pods of a cluster that is retiring, and no service account asks for it there', () => {
    const program = new Program(cloud, ['blue', 'green'], ['blue']);
    program.deployToServing();
    expect(program.identity.bindings).toHaveLength(1);
    expect(seen(program.prove())).toMatchObject({
      // An association, which stays as well, is a claim by itself.
      admitted: { blue: name === 'EKS by Pod Identity' ? 'claimed' : 'unclaimed', green: 'claimed' },
      findings: [],
      undecided: [],
    });
  });

  test('trusts the new cluster alone in the end', () => {
    const program = new Program(cloud, ['green']);
    program.deployToServing();
    expect(seen(program.prove())).toMatchObject({ admitted: { green: 'claimed' }, findings: [], undecided: [] });
    expect(program.synthesized('identities')).not.toContain('input-blue');
  });

  test('reads its clusters’ values from their stacks, which put out what is read and are deployed first', () => {
    const program = new Program(cloud, ['blue', 'green']);
    program.deployToServing();
    program.app.synth();
    const { stacks } = JSON.parse(fs.readFileSync(path.join(program.app.outdir, 'manifest.json'), 'utf8'));
    expect(stacks.identities.dependencies.sort()).toEqual(['blue', 'green']);
    expect(stacks['workloads-blue'].dependencies.sort()).toEqual(['blue', 'identities']);
    expect([stacks.blue.dependencies, stacks.green.dependencies]).toEqual([[], []]);
    for (const member of ['blue', 'green']) {
      const read = new RegExp(`\\binput-${member}\\.outputs\\.([\\w-]+)`, 'g');
      const outputs = Array.from(program.synthesized('identities').matchAll(read), ([, output]) => output);
      expect(outputs.length).toBeGreaterThan(0);
      expect(Object.keys(JSON.parse(program.synthesized(member)).output)).toEqual(expect.arrayContaining(outputs));
    }
  });

  test('keeps what it made for one cluster, at the same address, when another one comes or goes', () => {
    const made = (...names: ('blue' | 'green')[]) => {
      const program = new Program(cloud, names);
      program.app.synth();
      const { resource } = JSON.parse(program.synthesized('identities'));
      return Object.entries(resource).flatMap(([type, all]) => Object.keys(all as object).map((id) => `${type}.${id}`));
    };
    const [blue, both, green] = [made('blue'), made('blue', 'green'), made('green')];
    expect(both).toEqual(expect.arrayContaining(blue));
    expect(both).toEqual(expect.arrayContaining(green));
    expect(new Set(both)).toEqual(new Set([...blue, ...green]));
  });

  test('gives no binding for a workload on a cluster that is retiring', () => {
    const program = new Program(cloud, ['blue', 'green'], ['blue']);
    const error = errorOf(() => program.identity.bindingFor(API, program.blue));
    expect(error).toMatchObject({ code: 'cluster-retiring', where: 'identities/api' });
    expect(error.message).toMatch(/shop\/api of the cluster [^]*blue[^]*retiring[^]*fix: /);
    // Which cluster is meant is clear again.
    expect(program.identity.bindingFor(API)).toEqual(program.identity.bindingFor(API, program.green));
  });

  test('gives no binding for a workload on a cluster that was taken out, and says where to move it', () => {
    const program = new Program(cloud, ['green']);
    const error = errorOf(() => program.identity.bindingFor(API, program.blue));
    expect(error.code).toBe('binding-unknown');
    expect(error.message).toMatch(/, only that of green\n[^]*move the workload to green/);
  });

  test('gives no binding for a workload on a cluster that is not in the set yet', () => {
    const program = new Program(cloud, ['blue']);
    expect(errorOf(() => program.identity.bindingFor(API, program.green)).code).toBe('binding-unknown');
  });

  test('says how large its trust is at each step, before the step is made', () => {
    const program = new Program(cloud, ['blue']);
    const now = program.identity.trustSize();
    const both = program.identity.trustSize(new ClusterSet({ green: program.green }).trusts(cloud.trust));
    expect(now.byCluster.map(({ cluster }) => cluster)).toEqual(['blue']);
    expect(both.byCluster.map(({ cluster }) => cluster)).toEqual(['blue', 'green']);
    expect(both.used - now.used).toBe(both.byCluster[1]!.used);
    expect(both.room).toBe(now.room! - 1);
    expect(both.used).toBe(new Program(cloud, ['blue', 'green']).identity.trustSize().used);
    // Asking changes nothing.
    expect(program.identity.trustSize()).toEqual(now);
  });
});

describe.each(CLOUDS.slice(0, 1).concat(CLOUDS.slice(2)))('workloads of %s', (_, cloud) => {
  test('that stand on a cluster which was taken out, without asking for their binding, are found by the proof', () => {
    const program = new Program(cloud, ['green']);
    program.deployToServing();
    program.deploy(program.blue, program.identity.bindingFor(API, program.green));
    expect(seen(program.prove()).findings).toEqual(['error claim-not-admitted']);
  });
});

describe('the set’s limits', () => {
  const existing = (stack: TerraformStack, index: number) => {
    const issuer = `oidc.eks.eu-west-1.amazonaws.com/id/${String(index).padStart(32, '0')}`;
    return EksCluster.fromAttributes(stack, `cluster-${index}`, {
      name: `shop-${index}`,
      arn: `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/shop-${index}`,
      region: 'eu-west-1',
      issuerUrl: `https://${issuer}`,
      oidcProviderArn: `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}`,
    });
  };
  const setOf = (stack: TerraformStack, count: number) =>
    new ClusterSet(Object.fromEntries(Array.from({ length: count }, (_, i) => [`c${i}`, existing(stack, i)])));

  test('the size of a trust policy is the number of characters that is synthesized', () => {
    const stack = eks.stack(new App({ stackTraces: false }), 'identities');
    const trusts = setOf(stack, 3).trusts((cluster) => irsa({ cluster, serviceAccount: API }));
    const role = new PodRole(stack, 'api', { trusts });
    const size = role.trustSize();
    expect(size).toMatchObject({ limit: 2048, unit: 'characters', exact: true, room: 1 });
    expect(size.used).toBe(role.resource!.assumeRolePolicyInput!.length);
    expect(`${size}`).toMatch(/^\d+ of 2048 characters: c0 (\d+), c1 \1, c2 \1; 1 more cluster fits$/);
  });

  test('as many clusters as there is room for fit, and one more is refused with each one’s size', () => {
    const stack = eks.stack(new App({ stackTraces: false }), 'identities');
    const trusts = setOf(stack, 8).trusts((cluster) => irsa({ cluster, serviceAccount: API }));
    const { room } = new PodRole(stack, 'one', {
      trusts: trusts.slice(0, 1).map((one) => ({ ...one, bind: false })),
    }).trustSize();
    expect(new PodRole(stack, 'all', { trusts: trusts.slice(0, 1 + room!) }).trustSize().room).toBe(0);
    const error = errorOf(
      () => new PodRole(stack, 'more', { trusts: trusts.slice(0, 2 + room!).map((one) => ({ ...one, bind: false })) }),
    );
    expect(error.code).toBe('trust-policy-over-limit');
    expect(error.message).toMatch(/\(c0 \d+, c1 \d+, [^]*8192 where AWS raised the quota/);
  });

  test('a value that is not known yet makes the size the largest that it can get', () => {
    const stack = eks.stack(new App({ stackTraces: false }), 'identities');
    const clusters = new ClusterSet({ blue: eks.cluster(stack) });
    const role = new PodRole(stack, 'api', {
      trusts: clusters.trusts((cluster) => irsa({ cluster, serviceAccount: API })),
    });
    expect(`${role.trustSize()}`).toMatch(/^at most \d+ of 2048 characters: blue \d+; 3 more clusters fit$/);
  });

  test('a role without a trust has no room to count', () => {
    const stack = eks.stack(new App({ stackTraces: false }), 'identities');
    const size = new PodRole(stack, 'api', {}).trustSize();
    expect(size.room).toBeUndefined();
    expect(`${size}`).toMatch(/^\d+ of 2048 characters$/);
  });

  test.each([0, -1, 8193, 2048.5, NaN])('a quota of %p is none that AWS gives', (trustPolicyLimit) => {
    const stack = eks.stack(new App({ stackTraces: false }), 'identities');
    expect(errorOf(() => new PodRole(stack, 'api', { trustPolicyLimit })).code).toBe('trust-policy-limit-invalid');
  });

  test('twenty clusters fit a managed identity, and the twenty-first is refused', () => {
    const stack = CLOUDS[2]![1].stack(new App({ stackTraces: false }), 'identities');
    const clusters = new ClusterSet(
      Object.fromEntries(
        Array.from({ length: 20 }, (_, i) => [
          `c${i}`,
          { name: `shop-${i}`, issuer: { url: `https://issuer.example/${i}` } },
        ]),
      ),
    );
    const identity = new PodManagedIdentity(stack, 'api', {
      ...PLACE,
      name: 'id-api',
      trusts: clusters.trusts((cluster) => workloadIdentity({ cluster, serviceAccount: API })),
    });
    expect(identity.trustSize()).toMatchObject({ used: 20, limit: 20, room: 0, exact: true });
    expect(`${identity.trustSize()}`).toMatch(/^20 of 20 federated credentials: c0 1, [^]*; no more clusters fit$/);
    const [more] = new ClusterSet({ next: { name: 'next', issuer: { url: 'https://issuer.example/20' } } }).trusts(
      (cluster) => workloadIdentity({ cluster, serviceAccount: API }),
    );
    const error = errorOf(() => identity.addTrust(more!));
    expect(error.code).toBe('federated-credentials-over-limit');
    expect(error.message).toContain('21 federated credentials on one identity (c0 1, ');
    expect(error.message).toContain('next 1)');
  });
});
