import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { TerraformStack, Testing } from 'cdktf';
import type { MovedPods } from '../../../lib/core';
import {
  AadPodIdentity,
  AadPodIdentityDefinitions,
  AadPodIdentityDemo,
  type AadPodIdentityProps,
  AzureIdentity,
  AzureIdentityBinding,
  type AzureIdentityProps,
  AzurePodIdentityException,
  type KubernetesObject,
  NetRawConstraint,
  UnassignedIdentities,
  bindPodTemplate,
  objectsOfChart,
} from '../../../lib/kubernetes';
import { AadPodIdentityRelease } from '../../../lib/kubernetes/aad-pod-identity/aad-pod-identity-release';
import { codeOf } from '../../aws/code-of';

function objectsOf(build: (chart: Chart) => void): KubernetesObject[] {
  const chart = new Chart(new App(), 'chart');
  build(chart);
  return objectsOfChart(chart);
}

const RESOURCE =
  '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/reports';
const IDS = { id: RESOURCE, clientId: 'client' };
const PROPS: AzureIdentityProps = { namespace: 'shop', name: 'reports', identity: IDS };

const only = (props: Partial<AzureIdentityProps>) =>
  objectsOf((chart) => new AzureIdentity(chart, 'identity', { ...PROPS, ...props }))[0]! as unknown as {
    metadata: Record<string, unknown>;
    spec: Record<string, unknown>;
  };

describe('an AzureIdentity', () => {
  test('of a managed identity keeps to its namespace, and has the fields as NMI reads them', () => {
    expect(only({})).toEqual({
      apiVersion: 'aadpodidentity.k8s.io/v1',
      kind: 'AzureIdentity',
      metadata: {
        namespace: 'shop',
        name: 'reports',
        annotations: { 'aadpodidentity.k8s.io/Behavior': 'namespaced' },
      },
      spec: { type: 0, resourceID: RESOURCE, clientID: 'client' },
    });
  });

  test('is for every namespace only where that is said', () => {
    expect(only({ anyNamespace: true }).metadata).toEqual({ namespace: 'shop', name: 'reports' });
  });

  test.each([
    ['secret', 1],
    ['certificate', 2],
  ] as const)('of a service principal by its %s is of type %i, and names the Secret', (by, type) => {
    const secret = { namespace: 'shop', name: 'principal' };
    expect(only({ identity: { clientId: 'client', tenantId: 'tenant', secret, by } }).spec).toEqual({
      type,
      clientID: 'client',
      tenantID: 'tenant',
      clientPassword: secret,
    });
  });

  test.each<[string, Partial<AzureIdentityProps>, string]>([
    ['a name with capitals', { name: 'Reports' }, 'name-invalid'],
    ['a name of more than 253 characters', { name: 'a'.repeat(254) }, 'name-invalid'],
    ['a namespace that is none', { namespace: 'shop.example' }, 'name-invalid'],
    ['a resource id of something else', { identity: { ...IDS, id: '/subscriptions/x' } }, 'aad-pod-identity-invalid'],
    ['no client id', { identity: { ...IDS, clientId: '' } }, 'aad-pod-identity-invalid'],
  ])('is refused %s', (_, props, code) => {
    expect(codeOf(() => only(props))).toBe(code);
  });

  test('is refused from the 201st of a chart on, however deep they are', () => {
    const make = (count: number) =>
      objectsOf((chart) => {
        for (let n = 0; n < count; n += 1) {
          const inner = n % 2 === 0 ? chart : new Chart(chart, `inner-${n}`);
          new AzureIdentity(inner, `identity-${n}`, { ...PROPS, name: `id-${n}` });
        }
      });
    expect(make(200)).toHaveLength(200);
    expect(codeOf(() => make(201))).toBe('aad-pod-identity-over-limit');
  });
});

describe('an AzureIdentityBinding', () => {
  test('names the identity of its namespace, and several of one selector give a pod several', () => {
    const objects = objectsOf((chart) => {
      for (const name of ['reports', 'archive']) {
        const identity = new AzureIdentity(chart, name, { ...PROPS, name });
        new AzureIdentityBinding(chart, `${name}-binding`, { identity, selector: 'Reports_1' });
      }
    }).filter(({ kind }) => kind === 'AzureIdentityBinding');
    expect(objects.map(({ metadata, spec }) => ({ ...metadata, ...(spec as object) }))).toEqual([
      { namespace: 'shop', name: 'reports-binding', azureIdentity: 'reports', selector: 'Reports_1' },
      { namespace: 'shop', name: 'archive-binding', azureIdentity: 'archive', selector: 'Reports_1' },
    ]);
  });

  test.each([
    ['an empty selector', { selector: '' }],
    ['a selector of more than 63 characters', { selector: 'a'.repeat(64) }],
    ['a selector that no label can be', { selector: 'a b' }],
    ['a name that is none', { selector: 'a', name: 'A' }],
  ])('is refused %s', (_, props) => {
    const make = () =>
      objectsOf((chart) => {
        const identity = { namespace: 'shop', name: 'reports' };
        new AzureIdentityBinding(chart, 'binding', { identity, ...props });
      });
    expect(codeOf(make)).toBe('name-invalid');
  });
});

describe('an AzurePodIdentityException', () => {
  test('of AKS’ own add-ons is the one that AKS makes', () => {
    expect(objectsOf((chart) => AzurePodIdentityException.ofAksAddons(chart, 'aks'))).toEqual([
      {
        apiVersion: 'aadpodidentity.k8s.io/v1',
        kind: 'AzurePodIdentityException',
        metadata: { namespace: 'kube-system', name: 'aks-addon-exception' },
        spec: { podLabels: { 'kubernetes.azure.com/managedby': 'aks' } },
      },
    ]);
  });

  test('is refused without labels, and from the 201st on', () => {
    const one = { namespace: 'ops', name: 'agent', podLabels: { app: 'agent' } };
    expect(
      codeOf(() => objectsOf((chart) => new AzurePodIdentityException(chart, 'e', { ...one, podLabels: {} }))),
    ).toBe('aad-pod-identity-invalid');
    const many = () =>
      objectsOf((chart) => {
        for (let n = 0; n < 201; n += 1) new AzurePodIdentityException(chart, `e-${n}`, { ...one, name: `e-${n}` });
      });
    expect(codeOf(many)).toBe('aad-pod-identity-over-limit');
  });
});

describe('AAD Pod Identity as objects', () => {
  const installed = (props: AadPodIdentityProps) =>
    objectsOf((chart) => new AadPodIdentity(chart, 'pod-identity', props));
  const kindsOf = (objects: readonly KubernetesObject[]) =>
    objects.map(({ kind, metadata: { name } }) => `${kind} ${name}`).sort();
  /** The container of NMI or of MIC. */
  const containerOf = (objects: readonly KubernetesObject[], kind: string) =>
    (objects.find((one) => one.kind === kind) as never as { spec: { template: { spec: { containers: unknown[] } } } })
      .spec.template.spec.containers[0] as { args: string[]; env: unknown[]; securityContext: unknown };
  const rulesOf = (objects: readonly KubernetesObject[], name: string) =>
    (
      objects.find(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name === name) as unknown as {
        rules: { resources: string[]; verbs: string[] }[];
      }
    ).rules;

  test('in managed mode is NMI alone, which keeps to namespaces and reads no Secrets', () => {
    const objects = installed({ mode: 'managed' });
    expect(kindsOf(objects)).toEqual([
      'AzurePodIdentityException aks-addon-exception',
      'ClusterRole aad-pod-identity-nmi',
      'ClusterRoleBinding aad-pod-identity-nmi',
      'DaemonSet nmi',
      'ServiceAccount aad-pod-identity-nmi',
    ]);
    expect(containerOf(objects, 'DaemonSet').args).toEqual(
      expect.arrayContaining(['--operation-mode=managed', '--forceNamespaced']),
    );
    const read = rulesOf(objects, 'aad-pod-identity-nmi').flatMap(({ resources }) => resources);
    expect(read).not.toContain('secrets');
    expect(read).not.toContain('azureassignedidentities');
  });

  test('in standard mode has MIC too, its exception, and what RBAC lets it write', () => {
    const objects = installed({ mode: 'standard', namespace: 'pod-identity' });
    expect(kindsOf(objects)).toEqual(
      expect.arrayContaining(['AzurePodIdentityException mic', 'Deployment mic', 'ClusterRole aad-pod-identity-mic']),
    );
    expect(containerOf(objects, 'DaemonSet').args).not.toContain('--operation-mode=managed');
    expect(containerOf(objects, 'DaemonSet').args).toContain('--forceNamespaced');
    expect(containerOf(objects, 'Deployment').env).toContainEqual({ name: 'FORCENAMESPACED', value: 'true' });
    const rules = rulesOf(objects, 'aad-pod-identity-mic');
    expect(rules.flatMap(({ verbs }) => verbs)).not.toContain('*');
    expect(rules.find(({ resources }) => resources.includes('azureassignedidentities'))!.verbs).toContain('delete');
  });

  test('every loosening is one that is said', () => {
    const objects = installed({
      mode: 'standard',
      anyNamespace: true,
      servicePrincipals: true,
      kubenet: { netRawDroppedBy: 'gatekeeper' },
    });
    const { args } = containerOf(objects, 'DaemonSet');
    expect(args).toContain('--allow-network-plugin-kubenet');
    expect(args).not.toContain('--forceNamespaced');
    expect(rulesOf(objects, 'aad-pod-identity-nmi').flatMap(({ resources }) => resources)).toContain('secrets');
    const kubenet = { netRawDroppedBy: 'nothing' as never };
    expect(codeOf(() => installed({ mode: 'managed', kubenet }))).toBe('aad-pod-identity-kubenet');
  });

  test('is refused in a mode that there is not, and without one', () => {
    for (const mode of ['Standard', undefined]) {
      expect(codeOf(() => installed({ mode: mode as 'standard' }))).toBe('input-invalid');
    }
  });

  test('is on Linux nodes alone', () => {
    for (const one of installed({ mode: 'standard' })) {
      if (one.kind !== 'DaemonSet' && one.kind !== 'Deployment') continue;
      const { template } = one.spec as { template: { spec: { nodeSelector: unknown } } };
      expect(template.spec.nodeSelector).toEqual({ 'kubernetes.io/os': 'linux' });
    }
  });

  test('has quantities as the API server writes them, or Terraform stops at a result that is not what it sent', () => {
    // Found by the real API server: 1024Mi comes back as 1Gi.
    for (const kind of ['DaemonSet', 'Deployment']) {
      const { resources } = containerOf(installed({ mode: 'standard' }), kind) as never as {
        resources: Record<string, { memory: string }>;
      };
      for (const { memory } of Object.values(resources)) expect(Number.parseInt(memory) % 1024).not.toBe(0);
    }
  });

  test('makes nothing once it has left', () => {
    expect(installed({ mode: 'standard', installed: false })).toEqual([]);
  });
});

test('by the chart says the same by its values', () => {
  const stack = new TerraformStack(Testing.app(), 'stack');
  new AadPodIdentityRelease(stack, 'managed', { mode: 'managed' });
  new AadPodIdentityRelease(stack, 'open', {
    mode: 'standard',
    name: 'open',
    anyNamespace: true,
    servicePrincipals: true,
    kubenet: { netRawDroppedBy: 'azure-policy' },
    values: { mic: { replicas: 3 } },
  });
  const releases = Object.values(JSON.parse(Testing.synth(stack)).resource.helm_release) as Record<string, string[]>[];
  expect(releases[0]).toMatchObject({ chart: 'aad-pod-identity', version: '4.1.18', namespace: 'kube-system' });
  const [managed, open] = releases.map(({ values }) => JSON.parse(values![0]!));
  expect(managed).toMatchObject({
    operationMode: 'managed',
    forceNamespaced: 'true',
    nmi: { allowNetworkPluginKubenet: false },
    rbac: { allowAccessToSecrets: false },
  });
  expect(open).toMatchObject({
    operationMode: 'standard',
    forceNamespaced: 'false',
    mic: { replicas: 3 },
    nmi: { allowNetworkPluginKubenet: true },
    rbac: { allowAccessToSecrets: true },
  });
});

test('MIC’s own AzureAssignedIdentities stop Terraform before MIC goes, and are not looked up before', () => {
  const lookedUp = (required: boolean) => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    new UnassignedIdentities(stack, 'unassigned', { namespaces: ['shop'], required });
    return JSON.parse(Testing.synth(stack)).data?.kubernetes_resources;
  };
  expect(lookedUp(false)).toBeUndefined();
  // The provider looks into one namespace at a time.
  expect(Object.values(lookedUp(true))).toEqual(
    ['default', 'shop'].map((namespace) =>
      expect.objectContaining({
        namespace,
        api_version: 'aadpodidentity.k8s.io/v1',
        kind: 'AzureAssignedIdentity',
        lifecycle: { postcondition: [expect.objectContaining({ condition: '${length(self.objects) == 0}' })] },
      }),
    ),
  );
});

test('pods whose account changes name it twice, as the API server does, so that Terraform plans what comes back', () => {
  // Found by the real API server: spec.template.spec.serviceAccount was "default", but now "reports".
  const binding = {
    mechanism: 'aad-pod-identity',
    serviceAccount: { namespace: 'shop', name: 'default' },
    identity: 'client',
  } as const;
  const template = { spec: { containers: [{ name: 'a' }] } };
  expect(bindPodTemplate(template, [{ ...binding, changesAccount: true }]).spec).toMatchObject({
    serviceAccountName: 'default',
    serviceAccount: 'default',
  });
  expect(bindPodTemplate(template, [binding]).spec).not.toHaveProperty('serviceAccount');
  const other = { spec: { ...template.spec, serviceAccount: 'other' } };
  expect(codeOf(() => bindPodTemplate(other, [{ ...binding, changesAccount: true }]))).toBe(
    'binding-conflicts-with-pod',
  );
});

describe('the demo', () => {
  const pods: MovedPods = {
    serviceAccount: { namespace: 'demo', name: 'demo' },
    bindings: [
      {
        mechanism: 'aad-pod-identity',
        serviceAccount: { namespace: 'demo', name: 'default' },
        identity: 'client',
        podLabels: { aadpodidbinding: 'demo' },
      },
    ],
    podIdentities: [
      {
        ...{ name: 'demo', bindingName: 'demo-binding', namespace: 'demo', selector: 'demo' },
        ...{ resourceId: RESOURCE, clientId: 'client', principalId: 'principal' },
      },
    ],
  };

  test('is the walkthrough’s: label, three arguments, its own name, namespace and address, Linux', () => {
    const objects = objectsOf(
      (chart) =>
        new AadPodIdentityDemo(chart, 'demo', {
          pods,
          subscriptionId: 'subscription',
          clientId: 'client',
          resourceGroupName: 'nodes',
        }),
    );
    expect(objects.map(({ kind }) => kind)).toEqual(['AzureIdentity', 'AzureIdentityBinding', 'Deployment']);
    const { template } = objects[2]!.spec as { template: { metadata: object; spec: { containers: object[] } } };
    expect(template.metadata).toMatchObject({ labels: { app: 'demo', aadpodidbinding: 'demo' } });
    expect(template.spec).toMatchObject({ nodeSelector: { 'kubernetes.io/os': 'linux' } });
    const fieldOf = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
    expect(template.spec.containers).toEqual([
      expect.objectContaining({
        args: ['--subscription-id=subscription', '--identity-client-id=client', '--resource-group=nodes'],
        env: [
          fieldOf('MY_POD_NAME', 'metadata.name'),
          fieldOf('MY_POD_NAMESPACE', 'metadata.namespace'),
          fieldOf('MY_POD_IP', 'status.podIP'),
        ],
      }),
    ]);
  });
});

test('Gatekeeper’s constraint makes pods of all namespaces but the system’s drop NET_RAW', () => {
  const [constraint] = objectsOf((chart) => new NetRawConstraint(chart, 'net-raw', { exceptNamespaces: ['lab'] }));
  expect(constraint).toEqual({
    apiVersion: 'constraints.gatekeeper.sh/v1beta1',
    kind: 'K8sPSPCapabilities',
    metadata: { name: 'drop-net-raw' },
    spec: {
      enforcementAction: 'deny',
      match: {
        kinds: [{ apiGroups: [''], kinds: ['Pod'] }],
        excludedNamespaces: ['kube-system', 'gatekeeper-system', 'azure-arc', 'lab'],
      },
      parameters: { allowedCapabilities: ['*'], requiredDropCapabilities: ['NET_RAW'] },
    },
  });
});

describe('the definitions', () => {
  test('are of the four kinds, as Terraform applies them', () => {
    const objects = objectsOf((chart) => new AadPodIdentityDefinitions(chart, 'definitions'));
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(
      ['azureassignedidentities', 'azureidentities', 'azureidentitybindings', 'azurepodidentityexceptions'].map(
        (plural) => `CustomResourceDefinition ${plural}.aadpodidentity.k8s.io`,
      ),
    );
    // The API server refuses a group of k8s.io without it.
    expect(objects[0]!.metadata.annotations).toEqual({ 'api-approved.kubernetes.io': 'unapproved' });
  });

  test('are what cdk8s import makes the types of', () => {
    const root = join(__dirname, '../../..');
    const folder = join(root, 'lib/kubernetes/aad-pod-identity/definitions');
    const outdir = mkdtempSync(join(tmpdir(), 'podtrust-import-'));
    const cdk8s = join(root, 'node_modules/cdk8s-cli/bin/cdk8s');
    const importing = ['import', join(folder, 'crds.json'), '--language', 'typescript', '--output', outdir];
    execFileSync(process.execPath, [cdk8s, ...importing, '--no-check-upgrade'], { cwd: outdir, stdio: 'ignore' });
    const file = 'aadpodidentity.k8s.io.ts';
    expect(readFileSync(join(folder, file), 'utf8')).toBe(readFileSync(join(outdir, file), 'utf8'));
  });
});
