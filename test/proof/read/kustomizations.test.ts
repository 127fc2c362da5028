import { mkdtempSync, mkdirSync, writeFileSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { prove } from '../../../lib/proof';
import type { Inventory } from '../../../lib/proof';
import { accessRows, aks, federated, rulesOf, undecidedOf } from '../kubernetes-program';

const TERRAFORM = aks() + federated('app', 'shop/app');
const CLIENT = 'azure.workload.identity/client-id: 33333333-3333-4333-8333-333333333333';

const ACCOUNT = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: app, namespace: shop }\n';
const ANNOTATED = `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: app, namespace: shop, annotations: { ${CLIENT} } }\n`;
const deployment = (labels: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: app, namespace: shop }
spec: { template: { metadata: { labels: ${labels} }, spec: { serviceAccountName: app, containers: [{ name: app, image: "app:1" }] } } }
`;
const LABEL_PATCH = `apiVersion: apps/v1
kind: Deployment
metadata: { name: app, namespace: shop }
spec: { template: { metadata: { labels: { azure.workload.identity/use: "true" } } } }
`;

/** Files without a disk. */
function proved(files: Record<string, string>): Inventory {
  return prove(Object.entries(files).map(([file, text]) => ({ file, text })));
}

describe('a kustomization that patches its files', () => {
  const files = {
    'main.tf': TERRAFORM,
    'k8s/base.yaml': `${ACCOUNT}---\n${deployment('{ app: x }')}`,
    'k8s/account.yaml': ANNOTATED,
    'k8s/label.yaml': LABEL_PATCH,
    'k8s/kustomization.yaml': 'resources: [base.yaml]\npatches: [{ path: account.yaml }, { path: label.yaml }]\n',
  };

  test('is said to be unbuilt, once and with the command; neither patch nor base is taken for an object', () => {
    const inventory = proved(files);
    expect(rulesOf(inventory)).toEqual([]);
    expect(undecidedOf(inventory)).toEqual([expect.stringContaining('kubectl kustomize k8s')]);
  });

  test('may make the account that a trust waits for', () => {
    const other = { 'other.yaml': ACCOUNT.replaceAll('app', 'web') };
    const inventory = proved({ ...files, ...other });
    expect(rulesOf(inventory)).not.toContain('warning admission-not-claimed');
  });

  test.each([
    'patchesStrategicMerge: [account.yaml]',
    'namespace: other',
    'namePrefix: dev-',
    'commonLabels: { app: x }',
    'components: [../component]',
  ])('or changes them by %s', (change) => {
    const { 'main.tf': terraform, 'k8s/base.yaml': base } = files;
    const inventory = proved({
      'main.tf': terraform,
      'k8s/base.yaml': base,
      'k8s/kustomization.yaml': `resources: [base.yaml]\n${change}\n`,
    });
    expect(undecidedOf(inventory)).toEqual([expect.stringContaining('kubectl kustomize k8s')]);
    expect(rulesOf(inventory)).toEqual([]);
  });
});

test('what an overlay patches is not whole where it lies in another directory either', () => {
  const inventory = proved({
    'main.tf': TERRAFORM,
    'base/all.yaml': `${ACCOUNT}---\n${deployment('{ azure.workload.identity/use: "true" }')}`,
    'base/kustomization.yaml': 'resources: [all.yaml]\n',
    'overlay/account.yaml': ANNOTATED,
    'overlay/kustomization.yaml': 'resources: [../base]\npatches: [{ path: account.yaml }]\n',
  });
  expect(rulesOf(inventory)).toEqual([]);
  expect(undecidedOf(inventory)).toEqual([expect.stringContaining('kubectl kustomize overlay')]);
});

test('a kustomization that takes its files as they are is read', () => {
  const inventory = proved({
    'main.tf': TERRAFORM,
    'k8s/all.yaml': `${ANNOTATED}---\n${deployment('{ azure.workload.identity/use: "true" }')}`,
    'k8s/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [all.yaml]\n',
  });
  expect(accessRows(inventory)).toEqual([
    'shop/app -> azurerm_user_assigned_identity.app entra-workload-identity claimed',
  ]);
  expect(inventory.undecided).toEqual([]);
});

test('of one with a remote base the files are read, and that the base was not is said', () => {
  const inventory = proved({
    'main.tf': TERRAFORM,
    'k8s/all.yaml': `${ANNOTATED}---\n${deployment('{ azure.workload.identity/use: "true" }')}`,
    'k8s/kustomization.yaml': 'resources: [all.yaml, "https://github.com/org/base?ref=v1"]\n',
  });
  expect(accessRows(inventory)).toEqual([
    'shop/app -> azurerm_user_assigned_identity.app entra-workload-identity claimed',
  ]);
  expect(undecidedOf(inventory)).toEqual([expect.stringContaining('kubectl kustomize k8s')]);
});

describe('with the option kustomize', () => {
  let directory: string;
  const path = process.env.PATH;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'kustomize-'));
    const files = {
      'k8s/kustomization.yaml': 'resources: [base.yaml]\npatches: [{ path: account.yaml }]\n',
      'k8s/base.yaml': ACCOUNT,
      'k8s/account.yaml': ANNOTATED,
      'main.tf': TERRAFORM,
    };
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, file)), { recursive: true });
      writeFileSync(join(directory, file), text);
    }
  });
  afterEach(() => {
    process.env.PATH = path;
    rmSync(directory, { recursive: true });
  });

  /** A program of that name that prints what a build would. */
  function install(name: string, script: string): void {
    const bin = join(directory, 'bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
    process.env.PATH = `${bin}${delimiter}/usr/bin${delimiter}/bin`;
  }

  const all = (): Inventory => prove([join(directory, 'main.tf'), join(directory, 'k8s')], { kustomize: true });

  test('what the program prints is read', () => {
    install(
      'kustomize',
      `[ "$1" = build ] && [ -f "$2/kustomization.yaml" ] && cat <<'END'\n${ANNOTATED}---\n${deployment('{ azure.workload.identity/use: "true" }')}END`,
    );
    const inventory = all();
    expect(inventory.access.filter(({ mechanism }) => mechanism !== 'node')).toMatchObject([
      { serviceAccount: 'app', claimed: true, workloads: ['Deployment/shop/app'] },
    ]);
    expect(inventory.undecided).toEqual([]);
  });

  test('a build that fails is an error with what the program said', () => {
    install('kubectl', 'echo "no such base" >&2; exit 1');
    expect(all).toThrow(
      expect.objectContaining({ code: 'kustomize-failed', message: expect.stringContaining('no such base') }),
    );
  });

  test('a machine without either program is told what to install', () => {
    process.env.PATH = join(directory, 'nothing');
    expect(all).toThrow(expect.objectContaining({ code: 'kustomize-missing' }));
  });
});

test('a directory with a kustomization and values of its charts alone is read: nothing but the build is missing', () => {
  const directory = mkdtempSync(join(tmpdir(), 'kustomization-'));
  try {
    writeFileSync(join(directory, 'kustomization.yaml'), 'helmCharts: [{ name: keda, valuesFile: values.yaml }]\n');
    writeFileSync(join(directory, 'values.yaml'), 'operator: { replicaCount: 2 }\n');
    expect(undecidedOf(prove([directory]))).toEqual([expect.stringContaining('it is a kustomization')]);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
