import { ApiObject, App, Chart } from 'cdk8s';
import fc from 'fast-check';
import {
  bindApiObject,
  bindPodTemplate,
  bindWorkload,
  type KubernetesObject,
  type PodTemplate,
} from '../../lib/kubernetes';
import { foreignRole, irsa, podIdentity, workloadIdentity } from './bindings';

const template: PodTemplate = {
  metadata: { labels: { app: 'backend' } },
  spec: { containers: [{ name: 'main', image: 'example/backend' }] },
};
const deployment = (pods: object = template): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'backend', namespace: 'todo', labels: { app: 'backend' } },
  spec: { replicas: 3, selector: { matchLabels: { app: 'backend' } }, template: pods },
});
const templateOf = (object: KubernetesObject) => (object.spec as { template: PodTemplate }).template;

describe('binding a pod template', () => {
  test('the pod runs under the service account of the binding', () => {
    expect(bindPodTemplate(template, [irsa]).spec.serviceAccountName).toBe('backend');
  });

  test('its own labels, containers and other fields stay, and the template that was given does not change', () => {
    const before = JSON.stringify(template);
    const bound = bindPodTemplate({ ...template, spec: { ...template.spec, hostNetwork: false } }, [irsa]);
    expect(bound.metadata!.labels).toEqual({ app: 'backend' });
    expect(bound.spec.hostNetwork).toBe(false);
    expect(bound.spec.containers).toEqual(template.spec.containers);
    expect(JSON.stringify(template)).toBe(before);
  });

  test('every container gets the variables and the token, init containers too', () => {
    const pods: PodTemplate = {
      spec: { containers: [{ name: 'a' }, { name: 'b' }], initContainers: [{ name: 'first' }] },
    };
    const bound = bindPodTemplate(pods, [foreignRole]);
    for (const container of [...bound.spec.containers, ...bound.spec.initContainers!]) {
      expect(container).toMatchObject({
        env: [
          { name: 'AWS_ROLE_ARN', value: 'arn:aws:iam::111122223333:role/foreign' },
          { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: '/var/run/secrets/aws/token' },
        ],
        volumeMounts: [{ name: 'aws-token', mountPath: '/var/run/secrets/aws', readOnly: true }],
      });
    }
    expect(bound.spec.volumes).toEqual([
      {
        name: 'aws-token',
        projected: {
          sources: [
            { serviceAccountToken: { audience: 'sts.amazonaws.com', expirationSeconds: 86400, path: 'token' } },
          ],
        },
      },
    ]);
  });

  test('the annotation spells the binding out, so that a changed identity makes new pods', () => {
    const annotation = (identity: string) =>
      bindPodTemplate(template, [{ ...workloadIdentity, identity }]).metadata!.annotations!['podtrust/binding'];
    expect(annotation('11111111-1111-1111-1111-111111111111')).toBe(
      'entra-workload-identity 11111111-1111-1111-1111-111111111111' +
        ' azure.workload.identity/client-id=11111111-1111-1111-1111-111111111111' +
        ' azure.workload.identity/tenant-id=33333333-3333-3333-3333-333333333333',
    );
    expect(annotation('22222222-2222-2222-2222-222222222222')).not.toBe(
      annotation('11111111-1111-1111-1111-111111111111'),
    );
  });

  test('a Pod Identity binding leaves no other trace on the pod than the account and this annotation', () => {
    const bound = bindPodTemplate(template, [podIdentity]);
    expect(bound).toEqual({
      metadata: {
        labels: { app: 'backend' },
        annotations: { 'podtrust/binding': 'eks-pod-identity arn:aws:iam::111122223333:role/backend' },
      },
      spec: { ...template.spec, serviceAccountName: 'backend' },
    });
  });

  test.each([
    ['another service account', { ...template.spec, serviceAccountName: 'other' }],
    [
      'a variable of its own',
      { containers: [{ name: 'main', env: [{ name: 'AWS_ROLE_ARN', value: 'arn:aws:iam::111122223333:role/mine' }] }] },
    ],
    [
      'a variable out of a Secret',
      { containers: [{ name: 'main', env: [{ name: 'AWS_ROLE_ARN', valueFrom: { secretKeyRef: {} } }] }] },
    ],
    ['a volume of the same name', { ...template.spec, volumes: [{ name: 'aws-token', emptyDir: {} }] }],
    [
      'a mount at the same path',
      { containers: [{ name: 'main', volumeMounts: [{ name: 'mine', mountPath: '/var/run/secrets/aws' }] }] },
    ],
  ])('a pod with %s is refused, for one of the two would win unseen', (_, spec) => {
    expect(() => bindPodTemplate({ spec }, [foreignRole], 'Deployment todo/backend')).toThrow(
      /^binding-conflicts-with-pod at Deployment todo\/backend: /,
    );
  });

  test('a label that says the opposite of the binding is refused', () => {
    const opposite = { ...template, metadata: { labels: { 'azure.workload.identity/use': 'false' } } };
    expect(() => bindPodTemplate(opposite, [workloadIdentity])).toThrow(/is "false" in the pod/);
  });

  test('two bindings that agree go together, whatever their order of clouds', () => {
    const bound = bindPodTemplate(template, [workloadIdentity, foreignRole]);
    expect(bound.metadata!.labels).toEqual({ app: 'backend', 'azure.workload.identity/use': 'true' });
    expect(bound.metadata!.annotations!['podtrust/binding']).toMatch(/^entra-workload-identity .*; irsa arn:/);
    expect(bound.spec.volumes).toHaveLength(1);
  });

  test('binding twice is binding once', () => {
    const anyBindings = fc.subarray([workloadIdentity, foreignRole], { minLength: 1 });
    fc.assert(
      fc.property(anyBindings, (bindings) => {
        const once = bindPodTemplate(template, bindings);
        expect(bindPodTemplate(once, bindings)).toEqual(once);
      }),
    );
  });
});

describe('bindings that cannot go together', () => {
  test('IRSA and Pod Identity on one account', () => {
    expect(() => bindPodTemplate(template, [irsa, podIdentity])).toThrow(/^irsa-and-pod-identity/);
  });

  test('two roles by one annotation', () => {
    const other = { ...irsa, serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn:other' } };
    expect(() => bindPodTemplate(template, [irsa, other])).toThrow(/^bindings-conflict.*role-arn/);
  });

  test('two different volumes of one name', () => {
    const other = { ...foreignRole, volumes: [{ ...foreignRole.volumes![0]!, expirationSeconds: 3600 }] };
    expect(() => bindPodTemplate(template, [foreignRole, other])).toThrow(/^bindings-conflict.*volumes\.aws-token/);
  });

  test('two service accounts', () => {
    const other = { ...workloadIdentity, serviceAccount: { namespace: 'todo', name: 'frontend' } };
    expect(() => bindPodTemplate(template, [irsa, other])).toThrow(/^bindings-of-several-accounts/);
  });

  test('none at all', () => {
    expect(() => bindPodTemplate(template, [])).toThrow(/^binding-missing/);
  });
});

describe('binding a workload', () => {
  test('the label goes onto the pod template, not onto the Deployment', () => {
    const bound = bindWorkload(deployment(), [workloadIdentity]);
    expect(templateOf(bound).metadata!.labels).toMatchObject({ 'azure.workload.identity/use': 'true' });
    expect(bound.metadata.labels).toEqual({ app: 'backend' });
  });

  test.each(['StatefulSet', 'DaemonSet', 'Job', 'Rollout'])('a %s has its template at the same place', (kind) => {
    const bound = bindWorkload({ ...deployment(), kind }, [irsa]);
    expect(templateOf(bound).spec.serviceAccountName).toBe('backend');
  });

  test('a CronJob has it one level deeper, and nothing else of it changes', () => {
    const cronJob = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'nightly', namespace: 'todo' },
      spec: { schedule: '0 3 * * *', jobTemplate: { spec: { backoffLimit: 1, template } } },
    };
    const bound = bindWorkload(cronJob, [irsa]);
    expect(bound.spec).toMatchObject({ schedule: '0 3 * * *', jobTemplate: { spec: { backoffLimit: 1 } } });
    expect(bound.spec.jobTemplate.spec.template.spec).toMatchObject({ serviceAccountName: 'backend' });
  });

  test('a Pod is its own template', () => {
    const pod = { apiVersion: 'v1', kind: 'Pod', ...template, metadata: { name: 'p', namespace: 'todo' } };
    expect(bindWorkload(pod, [workloadIdentity])).toMatchObject({
      metadata: { name: 'p', labels: { 'azure.workload.identity/use': 'true' } },
      spec: { serviceAccountName: 'backend' },
    });
  });

  test('without a namespace it gets the account’s', () => {
    const anywhere: KubernetesObject = { ...deployment(), metadata: { name: 'backend' } };
    expect(bindWorkload(anywhere, [irsa]).metadata.namespace).toBe('todo');
  });

  test('in another namespace it is refused', () => {
    const elsewhere = { ...deployment(), metadata: { name: 'backend', namespace: 'other' } };
    expect(() => bindWorkload(elsewhere, [irsa])).toThrow(/^workload-in-other-namespace at Deployment other\/backend/);
  });

  test('a ConfigMap is not a workload', () => {
    const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'todo' } };
    expect(() => bindWorkload(map, [irsa])).toThrow(/^not-a-workload at ConfigMap todo\/c/);
  });

  test('what is not a Kubernetes object is refused', () => {
    expect(() => bindWorkload({ kind: 'Deployment' } as never, [irsa])).toThrow(/^object-incomplete.*apiVersion/);
  });

  test('an object of somebody else’s chart is bound as it is rendered, later changes too', () => {
    const chart = new Chart(new App(), 'chart');
    const containers: object[] = [];
    const object = new ApiObject(chart, 'd', deployment({ spec: { containers } }));
    bindApiObject(object, [foreignRole]);
    containers.push({ name: 'later' });
    const [rendered] = chart.toJson();
    expect(rendered.spec.template.spec.serviceAccountName).toBe('backend');
    expect(rendered.spec.template.spec.containers[0].env).toHaveLength(2);
  });
});
