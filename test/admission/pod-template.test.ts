import { podTemplateOf } from '../../lib/admission';
import { pod } from './objects';

describe('the pod that an object makes', () => {
  const template = {
    metadata: { labels: { app: 'a' }, annotations: { x: 'y' } },
    spec: { containers: [{ name: 'a' }] },
  };
  const metadata = { name: 'backend', namespace: 'todo', labels: { outer: 'o' } };
  const expected = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { generateName: 'backend-', namespace: 'todo', labels: { app: 'a' }, annotations: { x: 'y' } },
    spec: { containers: [{ name: 'a' }] },
  };

  test.each(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'ReplicationController'])(
    'a %s makes one of its template, without the labels around it',
    (kind) => {
      expect(podTemplateOf({ kind, metadata, spec: { template } })).toEqual(expected);
    },
  );

  test('a CronJob makes one of its job’s template', () => {
    const spec = { jobTemplate: { metadata: { labels: { job: 'j' } }, spec: { template } } };
    expect(podTemplateOf({ kind: 'CronJob', metadata, spec })).toEqual(expected);
  });

  test('a Pod is one', () => {
    expect(podTemplateOf(pod())).toEqual(pod());
  });

  test.each([undefined, null, 'x', [], {}, { kind: 'Service' }, { kind: 'constructor' }, { kind: 3 }])(
    '%j makes none',
    (object) => {
      expect(podTemplateOf(object)).toBeUndefined();
    },
  );

  test('a workload without a template makes a pod that admission refuses', () => {
    expect(podTemplateOf({ kind: 'Deployment', metadata })).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { generateName: 'backend-', namespace: 'todo' },
    });
  });
});
