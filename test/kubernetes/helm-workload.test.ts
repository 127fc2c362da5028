import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { HELM_CREATE } from '../../lib/core';
import { HelmWorkload, type HelmWorkloadProps } from '../../lib/kubernetes/helm/helm-workload';
import { useHelm } from '../../lib/kubernetes/helm/helm-provider';
import { irsa, podIdentity, workloadIdentity } from './bindings';

const dns = { chart: 'external-dns', version: '1.21.1', bindings: [irsa] };

function synthesized(props: HelmWorkloadProps, stack = new TerraformStack(Testing.app(), 'workloads')) {
  const workload = new HelmWorkload(stack, 'dns', props);
  return JSON.parse(Testing.synth(stack)).resource.helm_release[workload.resource.friendlyUniqueId];
}

const refused = (code: string, what: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(what) as string });

describe('a release', () => {
  test('of a known chart has its repository, its namespace and the binding in its values', () => {
    const release = synthesized({ ...dns, values: { policy: 'sync', env: [{ name: 'A', value: 'b' }] } });
    expect(release).toMatchObject({
      name: 'external-dns',
      chart: 'external-dns',
      version: '1.21.1',
      repository: 'https://kubernetes-sigs.github.io/external-dns',
      namespace: 'todo',
    });
    expect(JSON.parse(release.values[0])).toEqual({
      env: [{ name: 'A', value: 'b' }],
      policy: 'sync',
      podAnnotations: { 'podtrust/binding': expect.stringContaining(irsa.identity) as string },
      serviceAccount: { create: true, name: 'backend', annotations: irsa.serviceAccountAnnotations },
    });
  });

  test('has the same text whatever the order of the keys', () => {
    const one = synthesized({ ...dns, values: { a: 1, b: { c: 1, d: 2 } } });
    const other = synthesized({ ...dns, values: { b: { d: 2, c: 1 }, a: 1 } });
    expect(one.values).toEqual(other.values);
  });

  test('passes tokens of any type, and escapes what Terraform would read as a template', () => {
    const stack = new TerraformStack(Testing.app(), 'workloads');
    const role = new IamRole(stack, 'role', { assumeRolePolicy: '{}' });
    const zones = new TerraformVariable(stack, 'zones', { type: 'list(string)' });
    const binding = { ...irsa, serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': role.arn } };
    const values = { zones: zones.listValue, script: 'echo "${HOME}"', text: `of ${role.name}` };
    const [text] = synthesized({ ...dns, bindings: [binding], values }, stack).values;
    expect(text).toContain('"eks.amazonaws.com/role-arn":${jsonencode(aws_iam_role.role.arn)}');
    expect(text).toContain('"zones":${jsonencode(var.zones)}');
    expect(text).toContain('echo \\"$${HOME}\\"');
    expect(text).toContain('"of ${aws_iam_role.role.name}"');
  });

  test('waits for what it is told to', () => {
    const stack = new TerraformStack(Testing.app(), 'workloads');
    const role = new IamRole(stack, 'role', { assumeRolePolicy: '{}' });
    expect(synthesized({ ...dns, dependsOn: [role] }, stack).depends_on).toEqual(['aws_iam_role.role']);
  });

  test('of a chart with several accounts has the bindings of each', () => {
    const server = { ...podIdentity, serviceAccount: { namespace: 'todo', name: 'server' } };
    const props = { chart: 'argo-cd', version: '10.1.1', bindings: [irsa], components: { server: [server] } };
    expect(JSON.parse(synthesized(props).values[0])).toMatchObject({
      controller: { serviceAccount: { name: 'backend' } },
      server: { serviceAccount: { name: 'server' } },
    });
  });

  test('of a cluster is made by a provider that signs in with the cluster’s command', () => {
    const stack = new TerraformStack(Testing.app(), 'workloads');
    useHelm(stack, {
      host: 'https://api.example.com',
      certificateAuthority: 'LS0t',
      exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'aws', args: ['eks', 'get-token'] },
    });
    const [provider] = JSON.parse(Testing.synth(stack)).provider.helm;
    expect(provider.kubernetes).toEqual({
      host: 'https://api.example.com',
      cluster_ca_certificate: '${base64decode("LS0t")}',
      exec: { api_version: 'client.authentication.k8s.io/v1', command: 'aws', args: ['eks', 'get-token'] },
    });
  });
});

describe('a release is refused', () => {
  const own = { chart: './charts/api', bindings: [irsa], shape: HELM_CREATE };

  test.each<[string, object, string, RegExp]>([
    [
      'of a chart whose name is misspelt',
      { chart: 'external-dnss' },
      'helm-chart-unknown',
      /Did you mean "external-dns"/,
    ],
    [
      'of a chart of a known name from another publisher',
      { repository: 'https://charts.bitnami.com/bitnami' },
      'helm-chart-unknown',
      /Set shape/,
    ],
    ['without a version', { version: undefined }, 'helm-release-incomplete', /no version/],
    ['without bindings', { bindings: undefined }, 'helm-release-incomplete', /bindings/],
    ['with a component without bindings', { components: { server: null } }, 'helm-release-incomplete', /server has no/],
    ['in another namespace than its account', { namespace: 'dns' }, 'workload-in-other-namespace', /"dns".*"todo"/s],
    ['with an empty namespace', { namespace: '' }, 'workload-in-other-namespace', /"todo"/],
    [
      'whose chart puts its objects elsewhere',
      { values: { namespaceOverride: 'dns' } },
      'workload-in-other-namespace',
      /"dns"/,
    ],
    [
      'with another account in its values',
      { values: { serviceAccount: { name: 'other' } } },
      'helm-values-conflict',
      /serviceAccount.name is "other".*"backend"/s,
    ],
    [
      'that keeps the chart from making the account',
      { values: { serviceAccount: { create: false } } },
      'helm-values-conflict',
      /createServiceAccount: false/,
    ],
    [
      'with a function in its values',
      { values: { a: [{ b: () => 1 }] } },
      'helm-values-invalid',
      /a\[0\]\.b is a function/,
    ],
    ['with undefined in its values', { values: { 'a.b': undefined } }, 'helm-values-invalid', /\["a.b"\] is undefined/],
    ['with a date in its values', { values: { since: new Date(0) } }, 'helm-values-invalid', /class Date/],
    ['with values that are no map', { values: [] }, 'helm-values-invalid', /values is/],
    ['with a name that Helm refuses', { name: 'External_DNS' }, 'name-invalid', /Helm release/],
    [
      'with a component that the chart lacks',
      { chart: 'argo-cd', components: { serve: [irsa] } },
      'helm-component-unknown',
      /Did you mean "server"/,
    ],
  ])('%s', (_, props, code, what) => {
    expect(() => synthesized({ ...dns, ...props })).toThrow(refused(code, what));
  });

  test('of a chart without labels of the pods, for Workload ID', () => {
    const shape = { ...HELM_CREATE, podLabels: undefined };
    expect(() => synthesized({ ...own, bindings: [workloadIdentity], shape })).toThrow(
      refused('helm-shape-insufficient', /pods that have the label themselves/),
    );
  });

  test('not for a chart that is a path, without a version', () => {
    expect(synthesized(own)).toMatchObject({ chart: './charts/api', name: 'api' });
  });
});
