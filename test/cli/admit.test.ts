import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import { podtrust } from './run-command';

const ROLE = 'arn:aws:iam::111122223333:role/backend';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'podtrust-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function file(name: string, content: unknown): string {
  const path = join(directory, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function manifests(...objects: object[]): string {
  return file('app.yaml', objects.map((object) => stringify(object)).join('---\n'));
}

function admit(...args: string[]) {
  const { out, err, exit } = podtrust('admit', ...args);
  return { stdout: out, stderr: err, code: exit };
}

const lines = (stdout: string) =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown> & { object: Record<string, unknown> });

const account = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: {
    name: 'backend',
    namespace: 'todo',
    annotations: { 'eks.amazonaws.com/role-arn': ROLE, 'azure.workload.identity/client-id': 'client' },
  },
};
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'backend', namespace: 'todo' },
  spec: {
    template: {
      metadata: { labels: { 'azure.workload.identity/use': 'true' } },
      spec: { serviceAccountName: 'backend', containers: [{ name: 'api' }] },
    },
  },
};
const pod = (name: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'todo', labels: { 'azure.workload.identity/use': 'true' } },
  spec: { containers: [{ name: 'api' }], ...spec },
});

describe('podtrust admit', () => {
  test('prints a line of JSON a pod, sorted, a workload as its pod', () => {
    const path = manifests(pod('z', { serviceAccountName: 'ghost' }), account, deployment);
    const { stdout, code } = admit(path, '--webhook', 'azure', '--format', 'json');
    expect(code).toBe(0);
    expect(lines(stdout)).toMatchObject([
      { pod: 'Deployment/todo/backend', webhook: 'azure', result: 'mutated', object: { kind: 'Pod' } },
      { pod: 'Pod/todo/z', webhook: 'azure', result: 'refused' },
    ]);
    expect(Object.keys(lines(stdout)[0]!)).toEqual(['pod', 'webhook', 'result', 'because', 'object']);
    expect(admit(path, '--webhook', 'azure', '--format', 'json').stdout).toBe(stdout);
  });

  test('prints YAML that reads back, each pod below what happened to it, a refused one only told', () => {
    const path = manifests(account, deployment, pod('z', { serviceAccountName: 'ghost' }));
    const { stdout } = admit(path, '--webhook', 'azure');
    expect(stdout).toContain('# Deployment/todo/backend: mutated by the azure webhook');
    expect(stdout).toContain('# Pod/todo/z: refused by the azure webhook');
    expect(stdout).not.toContain('name: z');
    const [first, second] = parseAllDocuments(stdout);
    expect(first?.toJS()).toMatchObject({ kind: 'Pod', metadata: { generateName: 'backend-' } });
    expect(second?.toJS()).toBeNull();
  });

  test('takes the default account to be there, as it is in each namespace', () => {
    const { stdout } = admit(manifests(pod('p')), '--webhook', 'azure', '--format', 'json');
    expect(lines(stdout)).toMatchObject([{ result: 'mutated' }]);
  });

  test('says that the webhook is not known where no cluster is', () => {
    const { stderr, code, stdout } = admit(manifests(account, deployment));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('webhook-unknown');
  });

  test('follows the cluster, and its associations, where Terraform tells them', () => {
    file('main.tf.json', {
      resource: {
        aws_eks_cluster: { main: { name: 'main' } },
        aws_eks_pod_identity_association: {
          backend: {
            cluster_name: '${aws_eks_cluster.main.name}',
            namespace: 'todo',
            service_account: 'backend',
            role_arn: ROLE,
          },
        },
      },
    });
    manifests(account, deployment);
    const [line] = lines(admit(directory, '--format', 'json').stdout);
    expect(line).toMatchObject({ webhook: 'eks', result: 'mutated' });
    expect(JSON.stringify(line)).toContain('AWS_CONTAINER_CREDENTIALS_FULL_URI');
  });

  test('takes the cluster of a path by a short name, where there are several', () => {
    const eks = { aws_eks_cluster: { main: { name: 'prod' } } };
    const aks = { azurerm_kubernetes_cluster: { main: { name: 'test' } } };
    const terraform = file('main.tf.json', { resource: { ...eks, ...aks } });
    const path = manifests(account, deployment);
    const webhooks = (...options: string[]) =>
      lines(admit(terraform, path, '--format', 'json', ...options).stdout).map(({ webhook }) => webhook);
    expect(webhooks()).toEqual(['azure', 'eks']);
    expect(webhooks('--cluster', `prod=${path}`)).toEqual(['eks']);
    expect(webhooks('--cluster', `azurerm_kubernetes_cluster.main=${path}`)).toEqual(['azure']);
    expect(admit(terraform, path, '--cluster', `main=${path}`)).toMatchObject({ code: 2, stdout: '' });
  });

  test('answers for typed resources of Terraform as for manifests', () => {
    // GIVEN
    const typed = {
      resource: {
        aws_eks_cluster: { main: { name: 'main' } },
        kubernetes_service_account_v1: {
          backend: { metadata: account.metadata },
        },
        kubernetes_deployment_v1: {
          backend: {
            metadata: deployment.metadata,
            spec: {
              template: {
                metadata: deployment.spec.template.metadata,
                spec: { service_account_name: 'backend', container: [{ name: 'api' }] },
              },
            },
          },
        },
      },
    };

    // WHEN
    const ofTyped = admit(file('main.tf.json', typed), '--format', 'json');
    const ofManifests = admit(manifests(account, deployment), '--webhook', 'eks', '--format', 'json');

    // THEN
    expect(ofTyped).toMatchObject({ code: 0, stderr: '' });
    expect(lines(ofTyped.stdout)).toMatchObject([{ pod: 'Deployment/todo/backend', result: 'mutated' }]);
    expect(lines(ofTyped.stdout)).toEqual(lines(ofManifests.stdout));
  });

  test('shows a pod that asks for an identity binding with what is public of it', () => {
    const template = {
      ...deployment.spec.template,
      metadata: {
        ...deployment.spec.template.metadata,
        annotations: { 'azure.workload.identity/use-identity-binding': 'true' },
      },
    };
    const path = manifests(account, { ...deployment, spec: { template } });
    const { stdout } = admit(path, '--webhook', 'azure');
    expect(stdout).toContain('audience: api://AKSIdentityBinding');
    expect(stdout).toMatch(/^# .*AZURE_KUBERNETES_TOKEN_PROXY.*not public/m);
    const settings = file('settings.json', { customTokenEndpoint: { tokenProxy: 'https://api.example' } });
    expect(admit(path, '--webhook', 'azure', '--settings', settings).stdout).toContain('value: https://api.example');
  });

  test('takes the webhook’s own flags, of either webhook or of both, from one file', () => {
    const settings = file('settings.json', { region: 'eu-west-1', tenantId: 'tenant' });
    const path = manifests(account, deployment);
    expect(admit(path, '--webhook', 'eks', '--settings', settings).stdout).toContain('value: eu-west-1');
    expect(admit(path, '--webhook', 'azure', '--settings', settings).stdout).toContain('value: tenant');
  });

  test.each([
    [{ nope: 1 }, '"nope" is not a setting of either webhook'],
    [{ tokenExpiration: 'x' }, 'Give tokenExpiration a number'],
    ['{', 'are not JSON'],
    [[], 'not a JSON object'],
  ])('settings %j are unreadable input', (content, message) => {
    const settings = file('settings.json', content);
    const { stderr, code } = admit(manifests(account), '--webhook', 'eks', '--settings', settings);
    expect(code).toBe(2);
    expect(stderr).toContain('admission-settings');
    expect(stderr).toContain(message);
  });

  test('a file that is not there, and an option that is none, are unreadable input', () => {
    expect(admit(join(directory, 'none.yaml'), '--webhook', 'eks').code).toBe(2);
    const settings = join(directory, 'none.json');
    expect(admit(manifests(account), '--webhook', 'eks', '--settings', settings).stderr).toContain(
      'there is no such file',
    );
    expect(admit(manifests(account), '--webhook', 'gke').code).toBe(2);
    expect(admit(manifests(account), '--webhook', 'eks', '--format', 'xml').code).toBe(2);
  });

  test('objects that make no pod print nothing', () => {
    expect(admit(manifests(account), '--webhook', 'eks')).toMatchObject({ stdout: '', code: 0 });
  });
});
