import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { ApiObject, App, Chart } from 'cdk8s';
import { TerraformStack, Testing, Token } from 'cdktf';
import { EksCluster } from '../../lib/aws';
import {
  BoundServiceAccount,
  DEFAULT_COMPUTED_FIELDS,
  KubernetesObjects,
  type KubernetesObject,
  type KubernetesObjectsProps,
  useKubernetes,
} from '../../lib/kubernetes';
import { StackOutputs } from '../../lib/terraform';
import { objectsOfChart } from '../../lib/kubernetes/objects/objects-of-chart';
import { identityBinding, irsa } from './bindings';

const newStack = () => new TerraformStack(Testing.app(), 'workloads');

/** The synthesized kubernetes_manifest resources by construct id. */
function manifestsOf(stack: TerraformStack, objects: KubernetesObjects) {
  const resources = JSON.parse(Testing.synth(stack)).resource.kubernetes_manifest;
  return Object.fromEntries([...objects.manifests].map(([id, manifest]) => [id, resources[manifest.friendlyUniqueId]]));
}
function synthesized(objects: readonly KubernetesObject[], props: Partial<KubernetesObjectsProps> = {}) {
  const stack = newStack();
  return manifestsOf(stack, new KubernetesObjects(stack, 'objects', { objects, ...props }));
}

const namespace: KubernetesObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'todo' } };
const account: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'backend', namespace: 'todo' },
};
const configuration = (data: object = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'backend', namespace: 'todo' },
  data,
});
const policy = (name: string, podSelector: object): KubernetesObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace: 'todo' },
  spec: { podSelector },
});
const deployment = (pod: object = {}): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'backend', namespace: 'todo' },
  spec: {
    template: { metadata: { labels: { app: 'backend' } }, spec: { containers: [{ name: 'main' }], ...pod } },
  },
});

describe('what passes the bridge', () => {
  test('a value of another stack arrives as a reference to it', () => {
    const app = Testing.app();
    const platform = new TerraformStack(app, 'platform');
    const workloads = new TerraformStack(app, 'workloads');
    const role = new IamRole(platform, 'role', { assumeRolePolicy: '{}' });
    StackOutputs.of(platform).expose('backend_role_arn', role.arn);
    const chart = new Chart(new App(), 'todo');
    new BoundServiceAccount(chart, 'account', {
      bindings: [{ ...irsa, serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': role.arn } }],
    });

    const objects = new KubernetesObjects(workloads, 'todo', { objects: chart });
    workloads.prepareStack();

    expect(manifestsOf(workloads, objects)['serviceaccount-todo-backend'].manifest.metadata.annotations).toEqual({
      'eks.amazonaws.com/role-arn':
        '${data.terraform_remote_state.cross-stack-reference-input-platform.outputs.backend_role_arn}',
    });
    expect(workloads.dependsOn(platform)).toBe(true);
  });

  test('tokens of numbers, lists and maps, and tokens inside a text', () => {
    const reference = { resolve: () => '${module.m.x}' };
    const chart = new Chart(new App(), 'chart');
    new ApiObject(chart, 'any', {
      apiVersion: 'example.com/v1',
      kind: 'Any',
      metadata: { name: 'any', labels: Token.asStringMap(reference) },
      spec: {
        number: Token.asNumber(reference),
        list: Token.asList(reference),
        text: `https://${Token.asString(reference)}/path`,
      },
    });
    const stack = newStack();
    const { manifest } = manifestsOf(stack, new KubernetesObjects(stack, 'objects', { objects: chart }))['any-any'];
    expect(manifest.metadata.labels).toBe('${module.m.x}');
    expect(manifest.spec).toEqual({
      number: '${module.m.x}',
      list: '${module.m.x}',
      text: 'https://${module.m.x}/path',
    });
  });

  test('a shell script keeps its ${HOME}, and a format its %{…}, in values and in keys', () => {
    const data = { 'run.sh': 'echo "${HOME}" %{http_code}\nexit\n', '${key}': 'value' };
    expect(synthesized([configuration(data)])['configmap-todo-backend'].manifest.data).toEqual({
      'run.sh': 'echo "$${HOME}" %%{http_code}\nexit\n',
      '$${key}': 'value',
    });
  });

  test('neither a status nor fields without a value', () => {
    const dumped = {
      ...deployment(),
      metadata: { name: 'backend', namespace: 'todo', creationTimestamp: null },
      status: { replicas: 3 },
    };
    const { manifest } = synthesized([dumped])['deployment-todo-backend'];
    expect(manifest).not.toHaveProperty('status');
    expect(manifest.metadata).toEqual({ name: 'backend', namespace: 'todo' });
  });

  test('the objects of a chart within the chart', () => {
    const outer = new Chart(new App(), 'outer');
    const inner = new Chart(outer, 'inner');
    new ApiObject(inner, 'n', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'inner' } });
    const { manifests } = new KubernetesObjects(newStack(), 'objects', { objects: outer });
    expect([...manifests.keys()]).toEqual(['namespace-inner']);
  });
});

test('a chart’s namespace does not stick to the objects of the whole cluster', () => {
  const chart = new Chart(new App(), 'chart', { namespace: 'todo' });
  new ApiObject(chart, 'n', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'todo' } });
  const stack = newStack();
  const made = manifestsOf(stack, new KubernetesObjects(stack, 'objects', { objects: chart }));
  expect(made['namespace-todo'].manifest.metadata).toEqual({ name: 'todo' });
});

describe('the address of an object', () => {
  test('is made of kind, namespace and name', () => {
    expect(Object.keys(synthesized([namespace, account, deployment()]))).toEqual([
      'namespace-todo',
      'serviceaccount-todo-backend',
      'deployment-todo-backend',
    ]);
  });

  test('stays when other objects come, go or change places', () => {
    const addressOf = (objects: KubernetesObject[]) =>
      new KubernetesObjects(newStack(), 'objects', { objects }).manifests.get('deployment-todo-backend')!
        .friendlyUniqueId;
    expect(addressOf([deployment(), namespace])).toBe(addressOf([namespace, account, deployment()]));
  });

  test('is refused where the name is known only at deploy time', () => {
    const name = Token.asString({ resolve: () => '${module.m.x}' });
    expect(() => synthesized([{ ...account, metadata: { name, namespace: 'todo' } }])).toThrow(/^object-name-unknown/);
  });

  test('belongs to one object', () => {
    expect(() => synthesized([account, account])).toThrow(
      /^object-twice at workloads\/objects: "serviceaccount-todo-backend"/,
    );
  });
});

describe('the order of applying', () => {
  /** For each object the ids of those it waits for. */
  function waits(objects: readonly KubernetesObject[]) {
    const stack = newStack();
    const made = new KubernetesObjects(stack, 'objects', { objects });
    const idOf = new Map(
      [...made.manifests].map(([id, manifest]) => [`kubernetes_manifest.${manifest.friendlyUniqueId}`, id]),
    );
    return Object.fromEntries(
      Object.entries(manifestsOf(stack, made)).map(([id, { depends_on = [] }]) => [
        id,
        depends_on.map((address: string) => idOf.get(address)),
      ]),
    );
  }

  test('a namespace comes before what is in it', () => {
    expect(waits([account, namespace])).toEqual({
      'serviceaccount-todo-backend': ['namespace-todo'],
      'namespace-todo': [],
    });
  });

  test('a workload waits for the ClusterRoles that let its service account in, and no other does', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'todo' });
    new BoundServiceAccount(chart, 'account', { bindings: [identityBinding] });
    const name = identityBinding.clusterPermissions![0]!.name;
    const pods = ['backend', 'web'].map((one) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: one, namespace: 'todo' },
      spec: { serviceAccountName: one, containers: [] },
    }));
    expect(waits([...pods, ...objectsOfChart(chart)])).toEqual({
      'pod-todo-backend': ['serviceaccount-todo-backend', `clusterrolebinding-${name}`],
      'pod-todo-web': [],
      'serviceaccount-todo-backend': [],
      [`clusterrole-${name}`]: [],
      [`clusterrolebinding-${name}`]: [`clusterrole-${name}`],
    });
  });

  test('a workload waits for what its pods name', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'key', namespace: 'todo' } };
    const pod = {
      serviceAccountName: 'backend',
      containers: [
        {
          name: 'main',
          envFrom: [{ configMapRef: { name: 'backend' } }],
          env: [{ name: 'KEY', valueFrom: { secretKeyRef: { name: 'key', key: 'k' } } }],
        },
      ],
      volumes: [{ name: 'elsewhere', secret: { secretName: 'not-here' } }],
    };
    expect(waits([deployment(pod), secret, configuration(), account, namespace])['deployment-todo-backend']).toEqual([
      'secret-todo-key',
      'configmap-todo-backend',
      'serviceaccount-todo-backend',
      'namespace-todo',
    ]);
  });

  test('a CronJob’s pods count as those of a Deployment', () => {
    const template = { spec: { serviceAccountName: 'backend', containers: [{ name: 'main' }] } };
    const cronJob = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'nightly', namespace: 'todo' },
      spec: { jobTemplate: { spec: { template } } },
    };
    expect(waits([cronJob, account])['cronjob-todo-nightly']).toEqual(['serviceaccount-todo-backend']);
  });

  test('a workload waits for the network policies that select its pods', () => {
    const waited = waits([
      deployment(),
      policy('deny', {}),
      policy('own', { matchLabels: { app: 'backend' } }),
      policy('other', { matchLabels: { app: 'frontend' } }),
    ]);
    expect(waited['deployment-todo-backend']).toEqual(['networkpolicy-todo-deny', 'networkpolicy-todo-own']);
  });

  test('what must come before all of it is kept beside that', () => {
    const stack = newStack();
    const grant = new IamRole(stack, 'grant', { assumeRolePolicy: '{}' });
    const objects = new KubernetesObjects(stack, 'objects', { objects: [namespace, account], dependsOn: [grant] });
    expect(manifestsOf(stack, objects)['serviceaccount-todo-backend'].depends_on).toEqual([
      'aws_iam_role.grant',
      `kubernetes_manifest.${objects.manifests.get('namespace-todo')!.friendlyUniqueId}`,
    ]);
  });
});

describe('options of the resources', () => {
  test('are the provider’s own unless they are set', () => {
    expect(Object.keys(synthesized([namespace])['namespace-todo'])).toEqual(['manifest']);
  });

  test('name the field manager and the computed fields', () => {
    const computedFields = [...DEFAULT_COMPUTED_FIELDS, 'spec.replicas'];
    const fieldManager = { name: 'podtrust', forceConflicts: true };
    expect(synthesized([deployment()], { fieldManager, computedFields })['deployment-todo-backend']).toMatchObject({
      field_manager: { name: 'podtrust', force_conflicts: true },
      computed_fields: ['metadata.annotations', 'metadata.labels', 'spec.replicas'],
    });
  });

  test('wait for the rollout only of what rolls', () => {
    const made = synthesized([account, deployment()], { waitForRollout: true });
    expect(made['deployment-todo-backend'].wait).toEqual({ rollout: true });
    expect(made['serviceaccount-todo-backend']).not.toHaveProperty('wait');
  });

  test('can differ for one object', () => {
    const made = synthesized([account, deployment()], {
      optionsOf: ({ kind }) => (kind === 'ServiceAccount' ? { computedFields: [] } : undefined),
    });
    expect(made['serviceaccount-todo-backend'].computed_fields).toEqual([]);
    expect(made['deployment-todo-backend']).not.toHaveProperty('computed_fields');
  });

  test('point at the one cluster of several', () => {
    const stack = newStack();
    const exec = { apiVersion: 'v1', command: 'aws', args: [] };
    const provider = useKubernetes(stack, { host: 'h', certificateAuthority: 'c', exec }, { alias: 'second' });
    const objects = new KubernetesObjects(stack, 'objects', { objects: [namespace], provider });
    expect(manifestsOf(stack, objects)['namespace-todo'].provider).toBe('kubernetes.second');
  });
});

describe('what the bridge refuses', () => {
  const definition: KubernetesObject = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com' },
    spec: { group: 'example.com', names: { kind: 'Widget' } },
  };
  const widget = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w', namespace: 'todo' } };

  test('a custom resource beside its definition', () => {
    expect(() => synthesized([definition, widget])).toThrow(/^custom-resource-in-same-stack.*Widget todo\/w/);
  });

  test('a custom resource beside its definition in another part of the stack, in either order', () => {
    for (const [first, second] of [
      [definition, widget],
      [widget, definition],
    ]) {
      const stack = newStack();
      new KubernetesObjects(stack, 'first', { objects: [first!] });
      expect(() => new KubernetesObjects(stack, 'second', { objects: [second!] })).toThrow(
        /^custom-resource-in-same-stack at workloads\/second/,
      );
    }
  });

  test('a definition alone is welcome, and so is a kind of the same name in another group', () => {
    expect(Object.keys(synthesized([definition, { ...widget, apiVersion: 'other.com/v1' }]))).toHaveLength(2);
  });

  test.each(['the stack’s own provider', 'another one'])('objects beside their cluster, by %s', (by) => {
    const app = Testing.app();
    const stack = new TerraformStack(app, 'all');
    new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
    const cluster = new EksCluster(stack, 'cluster', {
      name: 'shop',
      region: 'eu-west-1',
      network: { subnetIds: ['subnet-1', 'subnet-2'] },
    });
    const objectsIn = (other: TerraformStack): void => {
      const provider = useKubernetes(other, cluster.connection, by === 'another one' ? { alias: 'other' } : {});
      new KubernetesObjects(other, 'objects', {
        objects: [account],
        provider: by === 'another one' ? provider : undefined,
      });
    };
    objectsIn(new TerraformStack(app, 'apart'));
    expect(() => app.synth()).not.toThrow();

    objectsIn(stack);
    expect(() => app.synth()).toThrow(/cluster-in-same-stack at all\/objects: .*\n.*\n.*useKubernetes\(workloads/);
  });

  test('an object of a namespace without one', () => {
    expect(() => synthesized([{ ...account, metadata: { name: 'backend' } }])).toThrow(
      /^object-without-namespace at workloads\/objects: ServiceAccount backend/,
    );
  });

  test('a List, and what is not an object', () => {
    expect(() => synthesized([{ apiVersion: 'v1', kind: 'List', items: [] } as never])).toThrow(
      /^object-incomplete.*List without metadata.name/,
    );
    expect(() => synthesized([null as never])).toThrow(/^object-incomplete/);
  });

  test('a chart that finds itself invalid', () => {
    const chart = new Chart(new App(), 'chart');
    chart.node.addValidation({ validate: () => ['too little salt'] });
    expect(() => new KubernetesObjects(newStack(), 'objects', { objects: chart })).toThrow(
      /^chart-invalid at chart: chart: too little salt/,
    );
  });

  test('what is not plain data', () => {
    const chart = new Chart(new App(), 'chart');
    new ApiObject(chart, 'n', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' }, spec: new Map() });
    expect(() => new KubernetesObjects(newStack(), 'objects', { objects: chart })).toThrow(
      /^chart-invalid at chart\/n: cdk8s cannot render the object/,
    );
  });
});
