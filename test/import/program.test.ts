import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { prove } from '../../lib/proof';
import type { InMemoryDocument } from '../../lib/proof';
import { programFiles } from '../../lib/import/program';
import { readPodIdentityAccess } from '../../lib/import/read-access';
import { importedProjectFiles } from '../../lib/cli/init/project-files';
import { writeProject } from '../../lib/cli/init/write-project';
import {
  azureIdentity,
  azureIdentityBinding,
  azurePodIdentityException,
  clientId,
  dump,
  serviceAccount,
  workload,
} from './dump';
import { accessOf, load, proveAt, STEPS } from './run-program';

type Json = Readonly<Record<string, unknown>>;

const REPOSITORY = join(__dirname, '../..');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'program-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes the project of what was read. */
function written(...documents: readonly InMemoryDocument[]): string {
  const access = readPodIdentityAccess(documents);
  const files = programFiles(access, { paths: documents.map(({ file }) => file) });
  writeProject(folder, importedProjectFiles(files, 'cdktf', 'shop', REPOSITORY));
  return folder;
}

const bound = (namespace: string, name: string, number: number, selector = name): Json[] => [
  azureIdentity([namespace, name], number),
  azureIdentityBinding([namespace, name], name, selector),
];

/** A cluster with several of everything that can be carried over. */
const SHOP = dump(
  ...bound('shop', 'demo', 1),
  ...bound('shop', 'more', 2, 'demo'),
  azureIdentity(['shop', 'open'], 3, { namespaced: false }),
  azureIdentityBinding(['shop', 'open'], 'open', 'open'),
  serviceAccount(['shop', 'tick'], { imagePullSecrets: [{ name: 'registry' }] }),
  workload('Deployment', ['shop', 'api'], { selector: 'demo' }),
  workload('CronJob', ['shop', 'tick'], { selector: 'demo', account: 'tick' }),
  workload('Pod', ['shop', 'bare'], { selector: 'open', spec: { nodeName: 'node-1' } }),
  workload('DaemonSet', ['other', 'agent'], { selector: 'open', spec: { hostNetwork: true } }),
  workload('StatefulSet', ['other', 'without']),
);

test.each(STEPS)('the workloads have the same identities as before at the step $step', (step) => {
  const { inventory } = proveAt(written(SHOP), step);
  expect(accessOf(inventory)).toEqual(accessOf(prove([SHOP])));
  expect(
    inventory.findings.filter(({ level }) => level === 'error').map(({ rule, subject }) => [rule, subject]),
  ).toEqual([]);
});

test('AAD Pod Identity gives nothing any more at the last step, and workload identity nothing at the first', () => {
  const mechanismsAt = (step: (typeof STEPS)[number]) =>
    [...new Set(proveAt(folder, step).inventory.access.map(({ mechanism }) => mechanism))]
      .filter((mechanism) => mechanism !== 'node')
      .sort();
  written(SHOP);
  expect(STEPS.map(mechanismsAt)).toEqual([
    ['aad-pod-identity'],
    ['aad-pod-identity', 'entra-workload-identity'],
    ['aad-pod-identity', 'entra-workload-identity'],
    ['entra-workload-identity'],
  ]);
});

describe('the demo of the articles', () => {
  /** What AKS’ walkthrough of pod-managed identity deploys, beside what the add-on makes of its command. */
  const demo = dump(
    ...bound('my-app', 'my-pod-identity', 1),
    workload('Pod', ['my-app', 'demo'], {
      selector: 'my-pod-identity',
      spec: {
        containers: [
          {
            name: 'demo',
            image: 'mcr.microsoft.com/oss/azure/aad-pod-identity/demo:v1.6.3',
            args: ['--subscription-id=s', '--client-id=c', '--resource-group=g'],
            env: ['metadata.name', 'metadata.namespace', 'status.podIP'].map((fieldPath, index) => ({
              name: ['MY_POD_NAME', 'MY_POD_NAMESPACE', 'MY_POD_IP'][index],
              valueFrom: { fieldRef: { fieldPath } },
            })),
          },
        ],
        nodeSelector: { 'kubernetes.io/os': 'linux' },
      },
    }),
  );

  test.each(STEPS)('has its identity at the step $step, by an account of its own from the third on', (step) => {
    const { inventory } = proveAt(written(demo), step);
    expect(accessOf(inventory)).toEqual(['Pod/my-app/demo -> id-1']);
    expect(accessOf(inventory)).toEqual(accessOf(prove([demo])));
    const [row] = inventory.access.filter(({ workloads }) => workloads.includes('Pod/my-app/demo'));
    const isSwitched = ['switched', 'left'].includes(step.step);
    expect(row).toMatchObject(
      isSwitched
        ? { mechanism: 'entra-workload-identity', namespace: 'my-app', serviceAccount: 'id-1' }
        : { mechanism: 'aad-pod-identity', selector: 'my-pod-identity' },
    );
  });
});

test('on the way back from the last step Terraform makes anew what is gone, and imports what is there', () => {
  written(SHOP);
  const importedAt = (options: { deployed: string; step: string }): string[] => {
    const loaded = load(folder, 'move') as { addMove: (app: App, options: object) => unknown };
    const outdir = mkdtempSync(join(tmpdir(), 'back-'));
    const app = new App({ outdir, stackTraces: false });
    loaded.addMove(app, { mode: 'standard', ...options });
    app.synth();
    const text = readFileSync(join(outdir, 'stacks/workloads/cdk.tf.json'), 'utf8');
    rmSync(outdir, { recursive: true });
    const { import: blocks = [] } = JSON.parse(text) as { import?: { id: string }[] };
    return [...new Set(blocks.map(({ id }) => /kind=(\w+)/.exec(id)![1]!))].sort();
  };
  const workloads = ['CronJob', 'DaemonSet', 'Deployment', 'Pod', 'ServiceAccount'];
  expect(importedAt({ deployed: 'credentials', step: 'switched' })).toEqual([
    ...['AzureIdentity', 'AzureIdentityBinding'],
    ...workloads,
  ]);
  expect(importedAt({ deployed: 'left', step: 'switched' })).toEqual(workloads);
});

describe('an application, as which NMI signs in with a secret,', () => {
  const application = (name: string, number: number): Json[] => [
    azureIdentity(['shop', name], number, {
      spec: { type: number, tenantID: clientId(9), resourceID: undefined, clientPassword: { name, namespace: 'shop' } },
    }),
    azureIdentityBinding(['shop', name], name, name),
  ];
  const dumped = dump(
    ...application('first', 1),
    ...application('second', 2),
    workload('Deployment', ['shop', 'api'], { selector: 'first' }),
    workload('Deployment', ['shop', 'web'], { selector: 'second' }),
    ...bound('shop', 'beside', 3, 'second'),
  );

  test.each(STEPS)('is that of the same pods at the step $step, without the secret', (step) => {
    const { inventory, needs } = proveAt(written(dumped), step);
    expect(accessOf(inventory)).toEqual([
      'Deployment/shop/api -> first',
      'Deployment/shop/web -> id-3',
      'Deployment/shop/web -> second',
    ]);
    expect(accessOf(inventory)).toEqual(accessOf(prove([dumped])));
    expect(inventory.findings.filter(({ level }) => level === 'error')).toEqual([]);
    expect(needs).toContain('Say in access.ts which applications these are.');
  });

  test('is in the table of its own, with zeros for what the dump does not tell', () => {
    written(dumped);
    expect(load(folder, 'access').APPLICATIONS).toEqual({
      first: {
        ...{ name: 'first', clientId: clientId(1), tenantId: clientId(9) },
        ...{ objectId: expect.stringMatching(/^0{8}-.*0001$/), principalId: expect.stringMatching(/^0{8}-.*0002$/) },
      },
      second: expect.objectContaining({ objectId: expect.stringMatching(/0003$/) }),
    });
  });
});

test('the last step is refused while somebody would lose an identity', () => {
  const left = dump(
    ...bound('shop', 'demo', 1),
    workload('Deployment', ['shop', 'api'], { selector: 'demo' }),
    workload('Deployment', ['shop', 'rollout'], { selector: 'demo', owner: 'Rollout/rollout' }),
  );
  written(left);
  expect(() => proveAt(folder, { deployed: 'switched', step: 'left' })).toThrow(
    'Deployment/shop/rollout has, or may have, an identity by AAD Pod Identity and is not in this program',
  );
  expect(() => proveAt(folder, { deployed: 'credentials', step: 'switched' })).not.toThrow();
});

test('NMI is taken over, and gone at the last step', () => {
  const nmi = (mode: string): Json =>
    workload('DaemonSet', ['kube-system', 'nmi'], {
      spec: {
        hostNetwork: true,
        containers: [{ name: 'nmi', image: 'mcr.microsoft.com/oss/azure/aad-pod-identity/nmi:v1.8.17', args: [mode] }],
      },
    });
  const dumped = dump(
    nmi('--forceNamespaced'),
    azureIdentity(['shop', 'demo'], 1, { namespaced: false }),
    azureIdentityBinding(['shop', 'demo'], 'demo', 'demo'),
    workload('Deployment', ['shop', 'api'], { selector: 'demo' }),
    workload('Deployment', ['other', 'stranger'], { selector: 'demo' }),
  );
  written(dumped);
  expect(load(folder, 'access').INSTALLATION).toEqual(['kube-system/daemonset.nmi']);
  const accesses = STEPS.slice(0, 3).map((step) => accessOf(proveAt(folder, step).inventory));
  expect(accesses).toEqual(Array(3).fill(['Deployment/shop/api -> id-1']));
});

test('the add-on keeps its list until the last step, and AKS’ own objects are not taken over', () => {
  const addon = workload('DaemonSet', ['kube-system', 'nmi'], {
    metadata: { labels: { 'kubernetes.azure.com/managedby': 'aks' } },
    spec: { containers: [{ name: 'nmi', image: 'mcr.microsoft.com/oss/azure/aad-pod-identity/nmi:v1.8.17' }] },
  });
  const dumped = dump(
    addon,
    ...bound('shop', 'demo', 1),
    ...bound('shop', 'idle', 2),
    azurePodIdentityException(['shop', 'agents'], { tier: 'agent' }),
    azurePodIdentityException(['kube-system', 'aks-addon-exception'], { 'kubernetes.azure.com/managedby': 'aks' }),
    workload('Deployment', ['shop', 'api'], { selector: 'demo' }),
  );
  written(dumped);
  const { MODE, POD_IDENTITIES, INSTALLATION, ADDON } = load(folder, 'access');
  expect([MODE, POD_IDENTITIES, INSTALLATION]).toEqual(['addon', [], []]);
  expect(ADDON).toEqual({
    podIdentities: [
      { name: 'demo', namespace: 'shop', selector: 'demo', identity: 'id-1' },
      { name: 'idle', namespace: 'shop', selector: 'idle', identity: 'id-2' },
    ],
    exceptions: [{ name: 'agents', namespace: 'shop', podLabels: { tier: 'agent' } }],
  });
  for (const step of STEPS) {
    expect(accessOf(proveAt(folder, step).inventory)).toEqual(['Deployment/shop/api -> id-1']);
  }
});

describe('the objects of the program', () => {
  const objectsAt = (step: (typeof STEPS)[number]) => {
    written(SHOP);
    const { objectAt, workloadWith, accountWith } = load(folder, 'objects') as Record<
      string,
      (...args: unknown[]) => unknown
    >;
    const binding = {
      mechanism: step.step === 'switched' ? 'entra-workload-identity' : 'aad-pod-identity',
      serviceAccount: { namespace: 'shop', name: 'tick' },
      identity: clientId(1),
      podLabels: { 'azure.workload.identity/use': 'true' },
      serviceAccountAnnotations: { 'azure.workload.identity/client-id': clientId(1) },
    };
    return {
      objectAt: objectAt!,
      workload: workloadWith!('shop/cronjob.tick', [binding]),
      account: accountWith!('shop/serviceaccount.tick', [binding]),
    };
  };

  test('are as they are in the cluster until they are switched, without what the cluster adds', () => {
    const { objectAt, workload: before } = objectsAt(STEPS[1]);
    expect(before).toEqual(objectAt('shop/cronjob.tick'));
    const pod = objectAt('shop/pod.bare') as { spec: Json; metadata: Json };
    expect(Object.keys(pod.spec)).toEqual(['containers']);
  });

  test('have the account and the label of workload identity in place of the old label when they are', () => {
    const { workload: after } = objectsAt(STEPS[2]);
    const template = (after as { spec: { jobTemplate: { spec: { template: Json } } } }).spec.jobTemplate.spec.template;
    expect(template).toMatchObject({
      metadata: { labels: { app: 'tick', 'azure.workload.identity/use': 'true' } },
      spec: { serviceAccountName: 'tick' },
    });
    expect(JSON.stringify(template)).not.toContain('aadpodidbinding');
  });

  test('keep their account’s secrets for pulling images beside the annotation', () => {
    const { account } = objectsAt(STEPS[1]);
    expect(account).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: {
          name: 'tick',
          namespace: 'shop',
          annotations: { 'azure.workload.identity/client-id': clientId(1) },
        },
        imagePullSecrets: [{ name: 'registry' }],
      },
    ]);
  });

  test('keep the old label where their selector names it', () => {
    const api = workload('Deployment', ['shop', 'api'], { selector: 'demo' }) as { spec: Json };
    const named = { ...api, spec: { ...api.spec, selector: { matchLabels: { aadpodidbinding: 'demo' } } } };
    written(dump(...bound('shop', 'demo', 1), named));
    const { workloadWith } = load(folder, 'objects') as Record<string, (...args: unknown[]) => unknown>;
    const binding = {
      mechanism: 'entra-workload-identity',
      serviceAccount: { namespace: 'shop', name: 'id-1' },
      identity: clientId(1),
    };
    expect(workloadWith!('shop/deployment.api', [binding])).toMatchObject({
      spec: { template: { metadata: { labels: { aadpodidbinding: 'demo' } } } },
    });
  });
});
