import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prove } from '../../lib/proof';
import type { Access, InMemoryDocument, Inventory } from '../../lib/proof';
import { DEFAULT_SETTINGS } from '../../stacks/settings/settings';
import type { Settings } from '../../stacks/settings/settings';
import { documentOf, sampleProgram } from './sample-program';
import type { Json } from './sample-program';

/** The sample as `npm run real:fixtures` deployed it: what the settings there change of the defaults. */
const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  aws: {
    ...DEFAULT_SETTINGS.aws,
    deployerPrincipalArn: 'arn:aws:iam::123456789012:role/deployer',
    publicAccessCidrs: ['203.0.113.0/24'],
    deletionProtection: false,
  },
  azure: {
    ...DEFAULT_SETTINGS.azure,
    azurermVersion: 5,
    deployerObjectId: '44444444-4444-4444-4444-444444444444',
    publicAccessCidrs: ['203.0.113.0/24'],
  },
};

const CLOUDS = ['eks', 'aks'] as const;
const program = sampleProgram(SETTINGS);

/** A stack of the cdktf.out. */
const synthesized = (stack: string): InMemoryDocument => documentOf(stack, program[stack]);

/** A plan, a state or the objects of a real deploy. */
const deployed = (name: string, change: (shown: Json) => void = () => {}): InMemoryDocument => {
  const shown: Json = JSON.parse(readFileSync(join(__dirname, 'fixtures/real', `${name}.json`), 'utf8'));
  change(shown);
  return { file: `${name}.json`, text: JSON.stringify(shown) };
};

/** The EKS cluster that was deployed: its address and its issuer are others in each deploy. */
const EKS: { readonly endpoint: string; readonly issuer: string } = (() => {
  const { resources }: Json = JSON.parse(deployed('eks-platform.state').text).values.root_module;
  const { values } = resources.find(({ type }: Json) => type === 'aws_eks_cluster');
  return { endpoint: values.endpoint, issuer: values.identity[0].oidc[0].issuer };
})();

const plans = (cloud: string): InMemoryDocument[] => [
  deployed(`${cloud}-platform.plan`),
  deployed(`${cloud}-workloads.plan`),
];
const states = (cloud: string): InMemoryDocument[] => [
  deployed(`${cloud}-platform.state`),
  deployed(`${cloud}-workloads.state`),
];

/** An id of the cdktf.out as a plan or a state has it: without the stack. */
const plainId = (id: string): string => id.replace(/\b(?:eks|aks)-(?:platform|workloads)\//g, '');

/** All of the access, with the ids of a plan; of the pods and replica sets that Kubernetes adds, those that are written. */
const accessOf = ({ access }: Inventory): Access[] =>
  access
    .map((entry) => ({
      ...entry,
      identity: plainId(entry.identity),
      cluster: plainId(entry.cluster),
      ...(entry.claimUncertain === undefined ? {} : { claimUncertain: plainId(entry.claimUncertain) }),
      workloads: entry.workloads.filter((workload) => !/^(?:Pod|ReplicaSet)\//.test(workload)),
    }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const permissionsOf = ({ permissions }: Inventory): string[] =>
  permissions.map((permission) => plainId(JSON.stringify(permission))).sort();

/** The rules that have found something, each with its subject. */
const findingsOf = ({ findings }: Inventory): string[] =>
  findings.map(({ rule, level, subject }) => `${level} ${rule} ${subject}`).sort();

/** A permission with the values that a state has for what the cdktf.out refers to. */
const withValuesOf = (cloud: string, text: string): string => {
  const { resources }: Json = JSON.parse(deployed(`${cloud}-platform.state`).text).values.root_module;
  return text.replace(/\$\{([^}]+)\.([^.}]+)\}/g, (_, address: string, attribute: string) => {
    return String(resources.find((resource: Json) => resource.address === address).values[attribute]);
  });
};

/** The plan as Terraform prints it of a program in its own language: of an expression only what it refers to. */
const withoutTemplates = (value: Json): void => {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value.references)) delete value.constant_value;
  Object.values(value).forEach(withoutTemplates);
};

/** The plan with the provider of the sample; the deploys on loopback lead it elsewhere by an override file. */
const withOwnProvider =
  (stack: string) =>
  (plan: Json): void => {
    const [settings]: Json[] = program[stack].provider.kubernetes;
    plan.configuration.provider_config.kubernetes.expressions = Object.fromEntries(
      Object.entries(settings).map(([name, value]: [string, Json]) => {
        if (typeof value !== 'string') return [name, value.map(constants)];
        const [reference] = /data\.terraform_remote_state\.[\w.-]+/.exec(value)!;
        return [name, { constant_value: value, references: [reference, reference.replace(/\.[^.]*$/, '')] }];
      }),
    );
  };

const constants = (block: Json): Json =>
  Object.fromEntries(Object.entries(block).map(([name, value]) => [name, { constant_value: value }]));

describe.each(CLOUDS)('the sample on %s', (cloud) => {
  const whole = prove([synthesized(`${cloud}-platform`), synthesized(`${cloud}-workloads`)]);

  test('is decided whole in its cdktf.out, with all that its workloads ask for', () => {
    expect(whole.undecided).toEqual([]);
    expect(whole.findings).toEqual([]);
    const claimed = whole.access.filter((entry) => entry.claimed).flatMap((entry) => entry.workloads);
    expect(claimed.sort()).toEqual(['Deployment/todo/backend', 'Deployment/todo/frontend']);
  });

  test('gives the same access, permissions and ids in the plans made before anything was there', () => {
    const planned = prove(plans(cloud));
    expect(planned.undecided).toEqual([]);
    expect(accessOf(planned)).toEqual(accessOf(whole));
    expect(permissionsOf(planned)).toEqual(permissionsOf(whole));
    expect(planned.clusters.map(({ issuer }) => issuer)).toEqual(whole.clusters.map(({ issuer }) => plainId(issuer)));
    // The workloads were planned when the platform was there: the plan of the platform does not know what they name.
    const assumed = planned.findings.filter(({ rule }) => rule === 'claim-assumed');
    expect(findingsOf(planned)).toEqual(findingsOf({ ...whole, findings: assumed }));
    expect(assumed.map(({ level }) => level)).toEqual(assumed.map(() => 'note'));
  });

  test('gives the same access with nobody claiming it in the plan of the platform alone', () => {
    const planned = accessOf(prove([deployed(`${cloud}-platform.plan`)]));
    const platform = accessOf(prove([synthesized(`${cloud}-platform`)]));
    expect(planned).toEqual(platform);
    expect(planned).toHaveLength(whole.access.length);
  });

  test('gives the same access, and permissions on what was made, in the applied states', () => {
    const applied = prove(states(cloud));
    expect(applied.undecided).toEqual([]);
    expect(applied.findings).toEqual([]);
    expect(accessOf(applied)).toEqual(accessOf(whole));
    expect(permissionsOf(applied)).toEqual(permissionsOf(whole).map((text) => withValuesOf(cloud, text)));
  });

  test('gives the same access with the objects that the API server holds', () => {
    for (const documents of [states(cloud), [deployed(`${cloud}-platform.state`)]]) {
      const running = prove([...documents, deployed(`${cloud}-objects`)]);
      expect(running.undecided).toEqual([]);
      expect(running.findings).toEqual([]);
      expect(accessOf(running)).toEqual(accessOf(whole));
      // Beside a Deployment the replica set and the pods that it made.
      const kinds = running.access.flatMap(({ workloads }) => workloads.map((workload) => workload.split('/')[0]));
      expect([...new Set(kinds)].sort()).toEqual(['Deployment', 'Pod', 'ReplicaSet']);
    }
  });

  test('gives the same access in the plan of its workloads on a platform that is there', () => {
    const mixed = prove([deployed(`${cloud}-platform.state`), deployed(`${cloud}-workloads.plan`)]);
    expect(mixed.undecided).toEqual([]);
    expect(mixed.findings).toEqual([]);
    expect(accessOf(mixed)).toEqual(accessOf(whole));
  });

  test('gives no other access in plans that keep no templates, and names what is missing with the reason', () => {
    const planned = prove([
      deployed(`${cloud}-platform.plan`, withoutTemplates),
      deployed(`${cloud}-workloads.plan`, withoutTemplates),
    ]);
    const entries = accessOf(planned).map((entry) => JSON.stringify(entry));
    const expected = accessOf(whole);
    expect(expected.map((entry) => JSON.stringify(entry))).toEqual(expect.arrayContaining(entries));
    const missing = expected.filter((entry) => !entries.includes(JSON.stringify(entry)));
    // Trusts of Entra are references and texts apart from each other; those of IAM are texts with references in them.
    expect(missing).toHaveLength(cloud === 'eks' ? expected.length : 0);
    for (const { identity } of missing) {
      expect(planned.undecided).toContainEqual(
        expect.objectContaining({
          about: identity,
          because: expect.stringMatching(
            /^assume_role_policy is not known before apply, and a plan keeps only that it refers to aws_.*; the configuration tells, or the state once it is applied$/,
          ),
        }),
      );
    }
    expect(planned.findings.filter(({ level }) => level !== 'note')).toEqual([]);
  });

  test('given twice, as the cdktf.out and as its plans or states, stands there twice', () => {
    const configuration = [synthesized(`${cloud}-platform`), synthesized(`${cloud}-workloads`)];
    for (const again of [plans(cloud), states(cloud)]) {
      const both = prove([...configuration, ...again]);
      expect(both.findings.filter(({ level }) => level !== 'note')).toEqual([]);
      const own = (inStack: boolean): Access[] =>
        accessOf({
          ...both,
          access: both.access.filter(({ identity }) => identity.includes('-platform/') === inStack),
        });
      expect(own(true)).toEqual(accessOf(whole));
      expect(own(false)).toEqual(accessOf(whole));
    }
  });
});

describe('both clouds at once', () => {
  const everything = Object.keys(program).map(synthesized);
  const whole = accessOf(prove(everything));
  const platforms = CLOUDS.map((cloud) => deployed(`${cloud}-platform.state`));
  const workloads = (form: 'plan' | 'state', change: (stack: string) => (shown: Json) => void): InMemoryDocument[] =>
    CLOUDS.map((cloud) => deployed(`${cloud}-workloads.${form}`, change(`${cloud}-workloads`)));
  const asItIs = () => (): void => {};

  test('a plan’s provider leads to the cluster whose address it has from the other state', () => {
    const mixed = prove([...platforms, ...workloads('plan', withOwnProvider)]);
    expect(mixed.undecided).toEqual([]);
    expect(mixed.findings).toEqual([]);
    expect(accessOf(mixed)).toEqual(whole);
  });

  test('a plan’s provider leads to the cluster of a cdktf.out whose state it reads', () => {
    const planned = prove([
      ...CLOUDS.map((cloud) => synthesized(`${cloud}-platform`)),
      ...workloads('plan', withOwnProvider),
    ]);
    expect(planned.undecided).toEqual([]);
    expect(accessOf(planned)).toEqual(whole);
  });

  test('a provider that has the address written out leads there too', () => {
    const endpoints: Record<string, string> = {
      // As people write it: in lower case, without the slash.
      'eks-workloads': EKS.endpoint.toLowerCase().replace(/\/$/, ''),
      'aks-workloads': 'https://todo-dev-local.hcp.westeurope.azmk8s.local.test',
    };
    const mixed = prove([
      ...platforms,
      ...workloads('plan', (stack) => ({ configuration }) => {
        configuration.provider_config.kubernetes.expressions.host = { constant_value: endpoints[stack] };
      }),
    ]);
    expect(mixed.undecided).toEqual([]);
    expect(accessOf(mixed)).toEqual(whole);
  });

  test('a provider with an address that no cluster has is said to lead nowhere, until --cluster tells', () => {
    const documents = [...platforms, ...workloads('plan', asItIs)];
    const loopback = prove(documents);
    expect(loopback.undecided.map(({ about }) => about)).toEqual([
      'aks-workloads.plan.json',
      'eks-workloads.plan.json',
    ]);
    expect(loopback.undecided[0]!.because).toMatch(/^nothing says which of the clusters .* \(say --cluster ID=PATH\)$/);
    expect(accessOf(loopback)).toEqual(whole);
    const clusterOfPath = new Map([
      ['eks-workloads.plan.json', 'aws_eks_cluster.Cluster_EB0386A7'],
      ['aks-workloads.plan.json', 'azurerm_kubernetes_cluster.Cluster_EB0386A7'],
    ]);
    const told = prove(documents, { clusterOfPath });
    expect(told.undecided).toEqual([]);
    expect(accessOf(told)).toEqual(whole);
  });

  test('a state’s objects are in the one cluster whose address it has read', () => {
    const applied = prove([...platforms, ...workloads('state', asItIs)]);
    expect(applied.undecided).toEqual([]);
    expect(accessOf(applied)).toEqual(whole);
  });

  test('a state that has read the addresses of both tells nothing', () => {
    const confused = prove([
      ...platforms,
      ...workloads('state', (stack) => ({ values }) => {
        const { values: read } = values.root_module.resources.find(({ mode }: Json) => mode === 'data');
        if (stack === 'eks-workloads')
          read.outputs.other = 'https://todo-dev-local.hcp.westeurope.azmk8s.local.test:443';
      }),
    ]);
    expect(confused.undecided.map(({ about }) => about)).toEqual(['eks-workloads.state.json']);
  });
});

describe('two accounts with a cluster of the same name', () => {
  /** What tells an account's deploy from another's; names are the same. */
  const inOtherAccount = ({ file, text }: InMemoryDocument): InMemoryDocument => ({
    file: `other/${file}`,
    text: text
      .replaceAll('123456789012', '999999999999')
      .replaceAll(EKS.issuer.split('/').pop()!, 'OTHER')
      .replaceAll(EKS.endpoint.split(/\/\/|\./)[1]!, 'OTHER'),
  });
  /** Without what tells equal addresses apart. */
  const withoutFile = (text: string): string => text.replace(/(?:other\/)?eks-platform\.state\.json\//g, '');
  const platforms = [deployed('eks-platform.state'), inOtherAccount(deployed('eks-platform.state'))];

  test.each([
    ['state', deployed('eks-workloads.state')],
    ['plan', deployed('eks-workloads.plan', withOwnProvider('eks-workloads'))],
  ])('the workloads of a %s run in their own account’s cluster, and not in the other’s', (_, workloads) => {
    const inventory = prove([...platforms, workloads]);
    expect(inventory.undecided).toEqual([]);
    const of = (other: boolean): string[] =>
      inventory.access
        .filter(({ cluster }) => cluster.startsWith('other/') === other)
        .map(({ namespace, serviceAccount, workloads: own }) => `${namespace}/${serviceAccount} [${own.join()}]`)
        .sort();
    expect(of(false)).toEqual([
      'kube-system/aws-node []',
      'todo/backend [Deployment/todo/backend]',
      'todo/frontend [Deployment/todo/frontend]',
    ]);
    expect(of(true)).toEqual(['kube-system/aws-node []', 'todo/backend []', 'todo/frontend []']);
  });

  test('both accounts’ workloads run each in their own', () => {
    const inventory = prove([
      ...platforms,
      deployed('eks-workloads.state'),
      inOtherAccount(deployed('eks-workloads.state')),
    ]);
    expect(inventory.undecided).toEqual([]);
    expect(inventory.findings).toEqual([]);
    expect(inventory.access).toHaveLength(6);
    const own = permissionsOf(prove([platforms[0]!]));
    const ofOther = own.map((text) => inOtherAccount({ file: '', text }).text);
    expect(permissionsOf(inventory).map(withoutFile).sort()).toEqual([...own, ...ofOther].sort());
    expect(inventory.access.every(({ claimed }) => claimed)).toBe(true);
    expect(inventory.access.every(({ identity, cluster }) => identity.split('/')[0] === cluster.split('/')[0])).toBe(
      true,
    );
  });
});
