import { App } from 'cdk8s';
import { TerraformStack, Testing } from 'cdktf';
import { TodoChart, type TodoChartProps } from '../../charts/todo-chart';
import type { BindingLike } from '../../lib/core';
import { KubernetesObjects, type KubernetesObject } from '../../lib/kubernetes';

const bindingOf = (name: string, mechanism: BindingLike['mechanism'] = 'entra-workload-identity'): BindingLike => ({
  mechanism,
  serviceAccount: { namespace: 'todo', name },
  identity: `identity-of-${name}`,
  serviceAccountAnnotations: { 'azure.workload.identity/client-id': `identity-of-${name}` },
  podLabels: { 'azure.workload.identity/use': 'true' },
});
const defaults: TodoChartProps = {
  frontend: { bindings: [bindingOf('frontend')] },
  backend: { bindings: [bindingOf('backend')], environment: { KeyVault__Name: 'vault' } },
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a manifest is read by path
type Any = any;
function objectsOf(props: Partial<TodoChartProps> = {}): KubernetesObject[] {
  return new TodoChart(new App(), 'todo', { ...defaults, ...props }).toJson();
}
function find(kind: string, name: string, props: Partial<TodoChartProps> = {}): Any {
  return objectsOf(props).find((object) => object.kind === kind && object.metadata.name === name);
}
const components = ['frontend', 'backend'];

describe('the to-do chart', () => {
  test('is two components with all that belongs to them, in one namespace', () => {
    const names = objectsOf().map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
    const each = ['ServiceAccount', 'ConfigMap', 'Deployment', 'Service', 'PodDisruptionBudget', 'NetworkPolicy'];
    expect(names.sort()).toEqual(
      [
        'Namespace /todo',
        'NetworkPolicy todo/default-deny',
        'NetworkPolicy todo/allow-dns',
        ...components.flatMap((name) => each.map((kind) => `${kind} todo/${name}`)),
      ].sort(),
    );
  });

  test('passes the bridge, the pods after their accounts, configuration and network policies', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    const { manifests } = new KubernetesObjects(stack, 'todo', { objects: new TodoChart(new App(), 'todo', defaults) });
    const deployments = JSON.parse(Testing.synth(stack)).resource.kubernetes_manifest;
    const waited = deployments[manifests.get('deployment-todo-backend')!.friendlyUniqueId].depends_on.join(' ');
    for (const id of [
      'namespace-todo',
      'serviceaccount-todo-backend',
      'configmap-todo-backend',
      'networkpolicy-todo-default-deny',
      'networkpolicy-todo-allow-dns',
      'networkpolicy-todo-backend',
    ]) {
      expect(waited).toContain(`todo_${id}_`);
    }
    expect(waited).not.toContain('frontend');
  });

  test.each(components)('the %s runs under an account of its own, bound to an identity of its own', (name) => {
    expect(find('ServiceAccount', name).metadata.annotations).toEqual({
      'azure.workload.identity/client-id': `identity-of-${name}`,
    });
    expect(find('Deployment', name).spec.template).toMatchObject({
      metadata: { labels: { 'azure.workload.identity/use': 'true' } },
      spec: { serviceAccountName: name, automountServiceAccountToken: false },
    });
  });

  test('a component may do without a cloud', () => {
    const props = { frontend: { bindings: [] } };
    expect(find('Deployment', 'frontend', props).spec.template.spec.serviceAccountName).toBe('frontend');
    expect(find('ServiceAccount', 'frontend', props).metadata).not.toHaveProperty('annotations');
  });

  test('a binding of another component’s account is refused', () => {
    expect(() => objectsOf({ frontend: { bindings: [bindingOf('backend')] } })).toThrow(
      /^bindings-of-several-accounts at todo\/frontend/,
    );
  });

  test('the environment is in a ConfigMap, and a change of it makes new pods', () => {
    expect(find('ConfigMap', 'backend').data).toEqual({
      ASPNETCORE_URLS: 'http://+:8080',
      KeyVault__Name: 'vault',
    });
    const annotations = (vault: string) =>
      find('Deployment', 'backend', { backend: { bindings: [], environment: { KeyVault__Name: vault } } }).spec.template
        .metadata.annotations;
    expect(annotations('one')).not.toEqual(annotations('two'));
  });

  test('the frontend finds the backend', () => {
    expect(find('ConfigMap', 'frontend').data.TodoApiService__EndpointUri).toBe('http://backend.todo.svc');
    expect(find('Service', 'backend').spec).toEqual({
      selector: { 'app.kubernetes.io/name': 'backend' },
      ports: [{ name: 'http', port: 80, targetPort: 'http' }],
    });
  });
});

describe('its pods', () => {
  test('may be admitted by the restricted profile, which the namespace enforces', () => {
    expect(find('Namespace', 'todo').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
    for (const name of components) {
      const { spec } = find('Deployment', name).spec.template;
      expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      expect(spec.securityContext.runAsUser).toBeGreaterThanOrEqual(10_000);
      for (const container of spec.containers) {
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(container.ports[0].containerPort).toBeGreaterThan(1023);
        expect(container.volumeMounts).toContainEqual({ name: 'tmp', mountPath: '/tmp' });
      }
    }
  });

  test.each([
    ['frontend', '/About'],
    ['backend', '/api/todo/1'],
  ])('the %s is probed at %s and has bounds', (name, path) => {
    const [container] = find('Deployment', name).spec.template.spec.containers;
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
      expect(container[probe].httpGet).toEqual({ path, port: 'http' });
    }
    expect(container.resources).toEqual({
      requests: { cpu: '250m', memory: '64Mi' },
      limits: { cpu: '500m', memory: '128Mi' },
    });
  });

  test('are three, spread over zones and hosts, all but one kept', () => {
    const { spec } = find('Deployment', 'backend');
    expect(spec.replicas).toBe(3);
    expect(spec.template.spec.topologySpreadConstraints.map((each: Any) => each.topologyKey)).toEqual([
      'topology.kubernetes.io/zone',
      'kubernetes.io/hostname',
    ]);
    expect(find('PodDisruptionBudget', 'backend').spec.maxUnavailable).toBe(1);
  });

  test('a single one has no disruption budget, which would block every drain', () => {
    const props = { backend: { bindings: [], replicas: 1 } };
    expect(find('Deployment', 'backend', props).spec.replicas).toBe(1);
    expect(find('PodDisruptionBudget', 'backend', props)).toBeUndefined();
  });

  test('are pulled under their own permission each time', () => {
    for (const name of components) {
      expect(find('Deployment', name).spec.template.spec.containers[0].imagePullPolicy).toBe('Always');
    }
  });

  test('say why their image has no digest, and say nothing where it has one', () => {
    const digest = `example.com/todo@sha256:${'0'.repeat(64)}`;
    const annotations = (image?: string) =>
      find('Deployment', 'backend', { backend: { bindings: [], image } }).metadata.annotations;
    // checkov reads the reason after the one equals sign.
    expect(annotations('example.com/todo:1')['checkov.io/skip1']).toMatch(/^CKV_K8S_43=[^=]+$/);
    expect(annotations(digest)).toBeUndefined();
  });

  test('of an image of one’s own', () => {
    const props = { backend: { bindings: [], image: 'example.com/todo:1' } };
    expect(find('Deployment', 'backend', props).spec.template.spec.containers[0].image).toBe('example.com/todo:1');
  });
});

describe('its network policies', () => {
  test('deny what nothing allows', () => {
    expect(find('NetworkPolicy', 'default-deny').spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  test('let every pod ask the cluster’s DNS', () => {
    const { egress, policyTypes } = find('NetworkPolicy', 'allow-dns').spec;
    expect(policyTypes).toEqual(['Egress']);
    expect(egress).toEqual([
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
          },
        ],
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      },
    ]);
  });

  test('let the frontend call the backend, and nobody else', () => {
    expect(find('NetworkPolicy', 'backend').spec.ingress).toEqual([
      {
        from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'frontend' } } }],
        ports: [{ protocol: 'TCP', port: 8080 }],
      },
    ]);
    expect(find('NetworkPolicy', 'frontend').spec.egress).toContainEqual({
      to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'backend' } } }],
      ports: [{ protocol: 'TCP', port: 8080 }],
    });
  });

  test('let an ingress controller call the frontend only where its namespace is named', () => {
    expect(find('NetworkPolicy', 'frontend').spec.policyTypes).toContain('Ingress');
    expect(find('NetworkPolicy', 'frontend').spec).not.toHaveProperty('ingress');
    expect(find('NetworkPolicy', 'frontend', { ingressNamespace: 'gateway' }).spec.ingress).toEqual([
      {
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gateway' } } }],
        ports: [{ protocol: 'TCP', port: 8080 }],
      },
    ]);
  });

  test.each(components)('let the %s reach the outside over TLS, never a metadata service', (name) => {
    const { egress } = find('NetworkPolicy', name).spec;
    const outside = egress.filter((rule: Any) => rule.to.some((to: Any) => to.ipBlock));
    expect(outside).toEqual([
      {
        to: [
          { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } },
          { ipBlock: { cidr: '::/0', except: ['fd00:ec2::254/128'] } },
        ],
        ports: [{ protocol: 'TCP', port: 443 }],
      },
    ]);
  });

  test('open further ports for a component that needs them', () => {
    const props = { backend: { bindings: [], egressPorts: [443, 5671] } };
    expect(find('NetworkPolicy', 'backend', props).spec.egress[0].ports).toEqual([
      { protocol: 'TCP', port: 443 },
      { protocol: 'TCP', port: 5671 },
    ]);
  });

  test('let a component reach the Pod Identity agent where that is how it gets credentials', () => {
    const agent = {
      to: [{ ipBlock: { cidr: '169.254.170.23/32' } }, { ipBlock: { cidr: 'fd00:ec2::23/128' } }],
      ports: [
        { protocol: 'TCP', port: 80 },
        { protocol: 'TCP', port: 2703 },
      ],
    };
    const props = { backend: { bindings: [bindingOf('backend', 'eks-pod-identity')] } };
    expect(find('NetworkPolicy', 'backend', props).spec.egress).toContainEqual(agent);
    expect(find('NetworkPolicy', 'frontend', props).spec.egress).not.toContainEqual(agent);
  });
});
