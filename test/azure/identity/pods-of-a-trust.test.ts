import { admitAzure } from '../../../lib/admission';
import { PodManagedIdentity } from '../../../lib/azure/identity/pod-managed-identity';
import { type WorkloadIdentityOptions, workloadIdentity } from '../../../lib/azure/identity/workload-identity';
import type { BindingLike } from '../../../lib/core';
import { type PodTemplate, bindPodTemplate, bindWorkload, toHelmValues } from '../../../lib/kubernetes';
import { PLACE, TENANT, errorOf, synthesized } from '../synthesized';

const ISSUER = 'https://westeurope.oic.prod-aks.azure.com/11111111-1111-1111-1111-111111111111/abc/';
const BACKEND = { namespace: 'todo', name: 'backend' };

/** The binding of a trust in AKS, or in a cluster without the webhook. */
function bindingOf(options: Partial<WorkloadIdentityOptions> = {}, workloadIdentityWebhook = true): BindingLike {
  let binding: BindingLike | undefined;
  synthesized((stack) => {
    const cluster = { name: 'todo', issuer: { url: ISSUER }, workloadIdentityWebhook };
    const trust = workloadIdentity({ cluster, serviceAccount: BACKEND, ...options });
    const identity = PodManagedIdentity.fromAttributes(stack, 'backend-identity', {
      name: 'id-backend',
      id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-backend',
      resourceGroupName: PLACE.resourceGroupName,
      clientId: TENANT,
      principalId: TENANT,
      tenantId: TENANT,
      trusts: [trust],
    });
    [binding] = identity.bindings;
  });
  return binding!;
}
const pods = (spec: object = {}): PodTemplate => ({
  spec: { containers: [{ name: 'main' }, { name: 'proxy' }, { name: 'logs' }], ...spec },
});
/** The pod as the API server stores it. */
function admitted(binding: BindingLike, template: PodTemplate = pods()) {
  const pod = bindWorkload({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'backend' }, spec: template.spec }, [
    binding,
  ]);
  const account = { metadata: { ...BACKEND, annotations: binding.serviceAccountAnnotations } };
  return admitAzure(pod as never, account as never);
}
const withToken = (spec: unknown) =>
  (spec as PodTemplate['spec']).containers.filter(({ env }) => env?.length).map(({ name }) => name);

describe('containers that are skipped', () => {
  test('get nothing of the webhook', () => {
    const binding = bindingOf({ skipContainers: ['proxy', 'logs'] });
    const { result, object } = admitted(binding);

    expect(binding.podAnnotations).toEqual({ 'azure.workload.identity/skip-containers': 'proxy;logs' });
    expect(result).toBe('mutated');
    expect(withToken(object.spec)).toEqual(['main']);
  });

  test('get nothing where the pods bring the token themselves', () => {
    const { spec } = bindPodTemplate(pods(), [bindingOf({ skipContainers: ['proxy', 'logs'] }, false)]);

    expect(withToken(spec)).toEqual(['main']);
    expect(spec.containers.map(({ volumeMounts = [] }) => volumeMounts.length)).toEqual([1, 0, 0]);
    expect(spec.volumes).toHaveLength(1);
  });

  test('get what another binding of theirs has', () => {
    const other: BindingLike = {
      mechanism: 'irsa',
      serviceAccount: BACKEND,
      identity: 'arn:aws:iam::111122223333:role/foreign',
      environment: { AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/foreign' },
    };
    const { spec } = bindPodTemplate(pods(), [bindingOf({ skipContainers: ['proxy'] }, false), other]);

    expect(spec.containers[1]!.env!.map(({ name }) => name)).toEqual(['AWS_ROLE_ARN']);
    expect(spec.containers[0]!.env).toHaveLength(5);
  });

  test.each<[string, readonly string[], string]>([
    ['that the pod has not', ['proxi'], 'skip-containers-unmatched'],
    ['and none left', ['main', 'proxy', 'logs'], 'containers-all-skipped'],
  ])('%s are refused, with the webhook and without', (_, skipContainers, code) => {
    for (const webhook of [true, false]) {
      const binding = bindingOf({ skipContainers }, webhook);
      expect(errorOf(() => void bindPodTemplate(pods(), [binding])).code).toBe(code);
    }
  });

  test('of a chart are skipped by the webhook alone, since a chart’s values are for all containers', () => {
    expect(errorOf(() => void toHelmValues(bindingOf({ skipContainers: ['proxy'] }, false))).code).toBe(
      'helm-shape-insufficient',
    );
    expect(toHelmValues(bindingOf({ skipContainers: ['proxy'] }))).toMatchObject({
      podAnnotations: { 'azure.workload.identity/skip-containers': 'proxy' },
    });
  });

  test('with a comma between their names are one name, which no container has', () => {
    expect(errorOf(() => void bindingOf({ skipContainers: ['proxy,logs'] })).code).toBe('name-invalid');
  });
});

describe('the proxy sidecar', () => {
  test('is injected, and listens where it is told', () => {
    for (const [proxySidecar, port] of [
      [true, '8000'],
      [{ port: 8081 }, '8081'],
    ] as const) {
      const binding = bindingOf({ proxySidecar });
      const { result, object } = admitted(binding);

      expect(binding.podAnnotations).toEqual({
        'azure.workload.identity/inject-proxy-sidecar': 'true',
        'azure.workload.identity/proxy-sidecar-port': port,
      });
      expect(result).toBe('mutated');
      expect(JSON.stringify(object)).toContain(`--proxy-port=${port}`);
    }
  });

  test('is not there where it is not wanted: the webhook would inject it for any value of the annotation', () => {
    expect(bindingOf({ proxySidecar: false }).podAnnotations).toEqual({});
  });

  test.each<[string, Partial<WorkloadIdentityOptions>, boolean]>([
    ['without a webhook', { proxySidecar: true }, false],
    ['for an audience that the webhook does not ask for', { proxySidecar: true, audience: 'api://own' }, true],
    ['on the port 0', { proxySidecar: { port: 0 } }, true],
    ['on a port beyond all', { proxySidecar: { port: 65536 } }, true],
  ])('%s is refused', (_, options, webhook) => {
    expect(errorOf(() => void bindingOf(options, webhook)).code).toBe('proxy-sidecar-invalid');
  });

  test.each([
    ['with hostNetwork', { hostNetwork: true }, 'proxy-sidecar-host-network'],
    ['for Windows', { os: { name: 'windows' } }, 'proxy-sidecar-invalid'],
    ['for nodes of Windows', { nodeSelector: { 'kubernetes.io/os': 'windows' } }, 'proxy-sidecar-invalid'],
    [
      'with a container on its port',
      { containers: [{ name: 'main', ports: [{ containerPort: 8000 }] }] },
      'proxy-sidecar-invalid',
    ],
  ])('is refused to a pod %s', (_, spec, code) => {
    const binding = bindingOf({ proxySidecar: true });

    expect(errorOf(() => void bindPodTemplate(pods(spec), [binding])).code).toBe(code);
  });
});

test('a pod for virtual nodes, which have no workload identity, is refused', () => {
  const onVirtualNodes = pods({ nodeSelector: { 'kubernetes.io/os': 'linux', type: 'virtual-kubelet' } });

  expect(errorOf(() => void bindPodTemplate(onVirtualNodes, [bindingOf()])).code).toBe('mechanism-unavailable');
});
