import { ApiObject, Chart, Testing as Cdk8sTesting } from 'cdk8s';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { TerraformOutput, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import {
  BindingCanary,
  type BindingCanaryProps,
  BoundServiceAccount,
  KubernetesObjects,
  type KubernetesObject,
  bindPodTemplate,
  plainManifests,
  waitForAgent,
} from '../../lib/kubernetes';
import { codeOf } from '../aws/code-of';
import { backend, foreignRole, identityBinding, imagePull, irsa, podIdentity, workloadIdentity } from './bindings';

const image = `registry.example/tool@sha256:${'0'.repeat(64)}`;
const deployment = (binding = podIdentity) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { ...backend },
  spec: {
    selector: { matchLabels: { app: 'backend' } },
    template: bindPodTemplate(
      { metadata: { labels: { app: 'backend' } }, spec: { containers: [{ name: 'app', image }] } },
      [binding],
    ),
  },
});

function chartWith(props: Partial<BindingCanaryProps> = {}) {
  const chart = new Chart(Cdk8sTesting.app(), 'shop');
  const binding = props.binding ?? podIdentity;
  new ApiObject(chart, 'deployment', deployment(binding as typeof podIdentity));
  new BoundServiceAccount(chart, 'account', { bindings: [binding] });
  new BindingCanary(chart, 'canary', { image, ...props, binding });
  return chart;
}
/** The canary's Job of a chart. */
const jobOf = (props: Partial<BindingCanaryProps> = {}) =>
  (chartWith(props).node.findChild('canary') as BindingCanary).resource.toJson();

function synthesized(props: Partial<BindingCanaryProps> = {}, more: (stack: TerraformStack) => void = () => undefined) {
  const stack = new TerraformStack(Testing.app(), 'workloads');
  new KubernetesProvider(stack, 'kubernetes', {});
  more(stack);
  new KubernetesObjects(stack, 'objects', { objects: chartWith(props) });
  const manifests = Object.values(JSON.parse(Testing.synth(stack)).resource.kubernetes_manifest) as {
    manifest: KubernetesObject;
    wait?: object;
    computed_fields?: string[];
    depends_on?: string[];
  }[];
  return (kind: string) => manifests.find(({ manifest }) => manifest.kind === kind)!;
}

test('a canary is a Job whose pods are never restarted, with the binding of the service account', () => {
  const { spec } = jobOf();
  expect(spec).toMatchObject({
    backoffLimit: 6,
    activeDeadlineSeconds: 540,
    template: {
      metadata: { annotations: { 'podtrust/canary': podIdentity.identity } },
      spec: { restartPolicy: 'Never', serviceAccountName: 'backend', automountServiceAccountToken: false },
    },
  });
  const [container] = spec.template.spec.containers;
  expect(container.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
  });
  expect(container.env).toContainEqual({ name: 'PODTRUST_IDENTITY', value: podIdentity.identity });
});

test('a binding with a volume and variables of its own brings them into the canary', () => {
  const { volumes, containers } = jobOf({ binding: foreignRole }).spec.template.spec;
  expect(volumes.map(({ name }: { name: string }) => name)).toEqual(['tmp', 'aws-token']);
  expect(containers[0].env.map(({ name }: { name: string }) => name)).toContain('AWS_ROLE_ARN');
});

test('Terraform waits for the canary after the service account, and the workload for the canary', () => {
  const of = synthesized();
  expect(of('Job').wait).toEqual({ condition: [{ type: 'Complete', status: 'True' }] });
  expect(of('Job').computed_fields).toEqual([
    'metadata.annotations',
    'metadata.labels',
    'spec.selector',
    'spec.template.metadata.labels',
  ]);
  expect(of('Job').depends_on).toEqual([expect.stringMatching(/serviceaccount-todo-backend/)]);
  expect(of('Deployment').depends_on).toEqual([
    expect.stringMatching(/serviceaccount-todo-backend/),
    expect.stringMatching(/job-todo-backend-canary/),
  ]);
});

test('a workload of another service account does not wait', () => {
  const stack = new TerraformStack(Testing.app(), 'workloads');
  new KubernetesProvider(stack, 'kubernetes', {});
  const chart = chartWith();
  const frontend = { ...podIdentity, serviceAccount: { namespace: 'todo', name: 'frontend' } };
  new ApiObject(chart, 'other', {
    ...deployment(),
    metadata: { namespace: 'todo', name: 'frontend' },
    spec: { template: bindPodTemplate({ spec: { containers: [{ name: 'app', image }] } }, [frontend]) },
  });
  new KubernetesObjects(stack, 'objects', { objects: chart });
  const manifests = JSON.parse(Testing.synth(stack)).resource.kubernetes_manifest;
  const other = Object.keys(manifests).find((id) => id.includes('deployment-todo-frontend'))!;
  expect(manifests[other]).not.toHaveProperty('depends_on');
});

describe('the name of the Job', () => {
  const nameOf = (props: Partial<BindingCanaryProps> = {}) => synthesized(props)('Job').manifest.metadata.name;

  test('changes with the binding, the identity that is expected, and the image', () => {
    const names = [
      nameOf(),
      nameOf({ binding: irsa }),
      nameOf({ binding: { ...podIdentity, identity: 'arn:aws:iam::111122223333:role/other' } }),
      nameOf({ identity: 'arn:aws:iam::444455556666:role/target' }),
      nameOf({ image: image.replaceAll('0', '1') }),
    ];
    expect(new Set(names).size).toBe(5);
    for (const name of names) expect(name).toMatch(/^backend-canary-[0-9a-f]{10}$/);
    expect(nameOf()).toBe(names[0]);
  });

  test('is the same in plain manifests', () => {
    const stack = new TerraformStack(Testing.app(), 'workloads');
    const { text } = plainManifests([{ stack, charts: [chartWith()] }], {})[0]!;
    expect(text).toContain(`name: ${nameOf()}\n`);
    // The canary comes before the workload there too.
    expect(text.indexOf('kind: Job')).toBeLessThan(text.indexOf('kind: Deployment'));
  });

  test('of an identity that is a token is an expression, in which the token’s number does not count', () => {
    const named = (tokensBefore: number) => {
      const stack = new TerraformStack(Testing.app(), 'workloads');
      new KubernetesProvider(stack, 'kubernetes', {});
      for (let index = 0; index < tokensBefore; index++) {
        new TerraformOutput(stack, `o${index}`, { value: new TerraformVariable(stack, `v${index}`, {}).value });
      }
      const identity = new TerraformVariable(stack, 'role', {}).stringValue;
      new KubernetesObjects(stack, 'objects', { objects: chartWith({ binding: { ...podIdentity, identity } }) });
      const manifests = JSON.parse(Testing.synth(stack)).resource.kubernetes_manifest as Record<
        string,
        { manifest: KubernetesObject }
      >;
      return Object.values(manifests).find(({ manifest }) => manifest.kind === 'Job')!.manifest.metadata.name;
    };
    expect(named(0)).toMatch(
      /^backend-canary-\$\{substr\(sha256\(join\("", \["eks-pod-identity ", var\.role, " ", var\.role, " [0-9a-f]{10}"\]\)\), 0, 10\)\}$/,
    );
    expect(named(3)).toBe(named(0));
  });
});

test.each<[string, Partial<BindingCanaryProps>, string]>([
  ['an image by its tag', { image: 'amazon/aws-cli:2' }, 'image-without-digest'],
  ['a name that leaves no room for the hash', { name: 'a'.repeat(53) }, 'name-invalid'],
  ['a name that Kubernetes refuses', { name: 'Canary' }, 'name-invalid'],
  ['an AKS identity binding, which az does not know', { binding: identityBinding }, 'canary-unsupported'],
  ['image pulls, which no pod does', { binding: imagePull }, 'canary-unsupported'],
  ['AAD Pod Identity', { binding: { ...workloadIdentity, mechanism: 'aad-pod-identity' } }, 'canary-unsupported'],
])('%s is refused', (_, props, code) => {
  expect(codeOf(() => chartWith(props))).toBe(code);
});

describe('what the container does', () => {
  const role = 'arn:aws-cn:iam::111122223333:role/pods/backend';
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'podtrust-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs the script with a program in the place of the cloud's command line. */
  function run(props: Partial<BindingCanaryProps>, tool: 'aws' | 'az', does: string, env: Record<string, string>) {
    writeFileSync(join(folder, tool), `#!/bin/sh\n${does}\n`);
    chmodSync(join(folder, tool), 0o755);
    const [{ command }] = jobOf(props).spec.template.spec.containers;
    const { status, stdout, stderr } = spawnSync(command[0], command.slice(1), {
      encoding: 'utf8',
      env: { PATH: `${folder}:${process.env.PATH}`, ...env },
    });
    return { status, said: stdout + stderr };
  }
  const injected = { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials' };
  const answers = (arn: string) => `echo ${arn}`;

  test.each([
    ['the role, whose path a session does not have', 'arn:aws-cn:sts::111122223333:assumed-role/backend/eks-1', 0],
    ['the node', 'arn:aws-cn:sts::111122223333:assumed-role/node/i-0123', 1],
    ['a role with a longer name', 'arn:aws-cn:sts::111122223333:assumed-role/backend-2/eks-1', 1],
    ['a role of another account', 'arn:aws-cn:sts::444455556666:assumed-role/backend/eks-1', 1],
    ['a user', 'arn:aws-cn:iam::111122223333:user/backend', 1],
  ])('on AWS: where the pod is %s', (_, arn, status) => {
    const env = { ...injected, PODTRUST_IDENTITY: role };
    expect(run({}, 'aws', answers(arn), env)).toEqual({ status, said: expect.stringContaining(arn) });
  });

  test('on AWS: fails where nothing was injected, without asking anybody', () => {
    const { status, said } = run({}, 'aws', 'echo asked', { PODTRUST_IDENTITY: role });
    expect([status, said]).toEqual([1, expect.stringMatching(/given no credentials/)]);
  });

  test('on AWS: fails where STS refuses', () => {
    expect(run({}, 'aws', 'echo AccessDenied >&2; exit 254', { ...injected, PODTRUST_IDENTITY: role }).status).toBe(1);
  });

  test('on Azure: passes where Entra exchanges the token for the client id of the binding, and only then', () => {
    const token = join(folder, 'token');
    writeFileSync(token, 'the-token');
    const env = {
      PODTRUST_IDENTITY: 'client',
      AZURE_CLIENT_ID: 'client',
      AZURE_TENANT_ID: 'tenant',
      AZURE_FEDERATED_TOKEN_FILE: token,
    };
    const login = '[ "$4" = client ] && [ "$6" = tenant ] && [ "$8" = the-token ]';
    expect(run({ binding: workloadIdentity }, 'az', login, env).status).toBe(0);
    expect(run({ binding: workloadIdentity }, 'az', 'exit 1', env).status).toBe(1);
    expect(run({ binding: workloadIdentity }, 'az', login, { ...env, AZURE_CLIENT_ID: 'other' })).toMatchObject({
      status: 1,
      said: expect.stringMatching(/told other, and not client/),
    });
  });
});

describe('the wait for the agent', () => {
  const template = { metadata: {}, spec: { containers: [{ name: 'app', image }], initContainers: [{ name: 'own' }] } };

  test('is the first init container, and an annotation that the proof reads', () => {
    const { metadata, spec } = waitForAgent(template, { image, timeoutSeconds: 30 });
    expect(metadata.annotations).toEqual({ 'podtrust/agent-wait': '30' });
    expect(spec.initContainers!.map(({ name }) => name)).toEqual(['podtrust-agent-wait', 'own']);
    expect(template.spec.initContainers).toHaveLength(1);
  });

  test.each<[string, () => unknown, string]>([
    ['an image by its tag', () => waitForAgent(template, { image: 'busybox' }), 'image-without-digest'],
    ['no time at all', () => waitForAgent(template, { image, timeoutSeconds: 0 }), 'agent-wait-invalid'],
    ['a fraction', () => waitForAgent(template, { image, timeoutSeconds: 1.5 }), 'agent-wait-invalid'],
    [
      'a second wait',
      () => waitForAgent(waitForAgent(template, { image }), { image }) as unknown,
      'agent-wait-invalid',
    ],
    [
      'a pod that is bound by IRSA alone',
      () => waitForAgent(bindPodTemplate(template, [irsa]), { image }) as unknown,
      'agent-wait-invalid',
    ],
  ])('%s is refused', (_, run, code) => {
    expect(codeOf(run)).toBe(code);
  });

  test('is for a pod that is bound by EKS Pod Identity', () => {
    const { spec } = waitForAgent(bindPodTemplate(template, [podIdentity]), { image });
    expect(spec.initContainers).toHaveLength(2);
  });

  test.each([
    ['http://169.254.170.23/v1/credentials', 'exit 0', 0, '-z -w 1 169.254.170.23 80'],
    ['http://[fd00:ec2::23]/v1/credentials', 'exit 0', 0, '-z -w 1 fd00:ec2::23 80'],
    ['http://169.254.170.23/v1/credentials', 'exit 1', 1, 'does not answer at 169.254.170.23'],
    ['', 'exit 0', 1, 'given no credentials'],
  ])('asks the address of the variable %p (nc: %s)', (uri, does, status, said) => {
    const folder = mkdtempSync(join(tmpdir(), 'podtrust-'));
    writeFileSync(join(folder, 'nc'), `#!/bin/sh\necho "$@"\n${does}\n`);
    chmodSync(join(folder, 'nc'), 0o755);
    const { command } = waitForAgent(template, { image }).spec.initContainers![0] as unknown as { command: string[] };
    const { status: exit, stdout } = spawnSync(command[0]!, command.slice(1), {
      encoding: 'utf8',
      env: {
        PATH: `${folder}:${process.env.PATH}`,
        AWS_CONTAINER_CREDENTIALS_FULL_URI: uri,
        PODTRUST_TIMEOUT: '1',
      },
    });
    rmSync(folder, { recursive: true });
    expect([exit, stdout]).toEqual([status, expect.stringContaining(said)]);
  });
});
