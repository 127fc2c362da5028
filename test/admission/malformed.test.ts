import fc from 'fast-check';
import { admitAzure, admitEks } from '../../lib/admission';
import { PodtrustError } from '../../lib/core';
import { pod, serviceAccount } from './objects';

const labelled = (parts: object) => pod({ labels: { 'azure.workload.identity/use': 'true' }, ...parts });

describe('what is no good pod', () => {
  test.each([
    ['no containers', { spec: { containers: undefined } }],
    ['an empty list of containers', { containers: [] }],
    ['containers that are a text', { spec: { containers: 'api' } }],
    ['a container without a name', { containers: [{ image: 'x' }] }],
    ['a container that is nothing', { spec: { containers: [null] } }],
    ['init containers that are a mapping', { spec: { initContainers: {} } }],
    ['a variable whose value is a number', { containers: [{ name: 'a', env: [{ name: 'X', value: 1 }] }] }],
    ['variables that are a mapping', { containers: [{ name: 'a', env: { X: '1' } }] }],
    ['a mount without a path', { containers: [{ name: 'a', volumeMounts: [{ name: 'v' }] }] }],
    ['a volume without a name', { spec: { volumes: [{}] } }],
    ['projected sources that are a text', { spec: { volumes: [{ name: 'v', projected: { sources: 'x' } }] } }],
    ['an annotation that is a number', { annotations: { 'eks.amazonaws.com/token-expiration': 3600 } }],
    ['annotations that are a list', { metadata: { annotations: [] } }],
    ['a service account name that is a number', { spec: { serviceAccountName: 7 } }],
    ['hostNetwork that is a text', { spec: { hostNetwork: 'true' } }],
  ])('%s: the API server refuses it, and the object comes back as it was', (_, parts) => {
    const input = labelled(parts);
    for (const admission of [admitEks(input, serviceAccount()), admitAzure(input, serviceAccount())]) {
      expect(admission.result).toBe('refused');
      expect(admission.because.length).toBeGreaterThan(0);
      expect(admission.object).toEqual(input);
    }
  });

  test.each([undefined, null, 'pod', 7, [], { kind: 'Deployment', spec: {} }])('%j is an error', (input) => {
    expect(() => admitEks(input, undefined)).toThrow(/^admission-not-a-pod/);
    expect(() => admitAzure(input, undefined)).toThrow(/^admission-not-a-pod/);
  });

  test.each([
    7,
    { kind: 'Secret' },
    { metadata: { name: 'other' } },
    { metadata: { name: 'backend', namespace: 'other' } },
    { metadata: { annotations: { 'eks.amazonaws.com/token-expiration': 3600 } } },
    { metadata: { annotations: 'x' } },
  ])('the service account %j is an error', (account) => {
    expect(() => admitEks(pod(), account)).toThrow(/^admission-service-account/);
  });

  test('a missing value of a label or annotation is an empty text, as the API server reads it', () => {
    const labels = { 'eks.amazonaws.com/skip-pod-identity-webhook': null };
    expect(admitEks(pod({ labels }), serviceAccount()).because.join()).toContain('keeps the webhook away');
  });

  test('nothing makes either webhook crash', () => {
    const someKey = fc.constantFrom(
      'kind',
      'metadata',
      'spec',
      'containers',
      'name',
      'env',
      'volumes',
      'labels',
      '__proto__',
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<unknown>('Pod', 'api', 1, true, null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(someKey, tie('value'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(value, value, (input, account) => {
        for (const admit of [admitEks, admitAzure]) {
          try {
            expect(['mutated', 'untouched', 'refused']).toContain(admit(input, account).result);
          } catch (error) {
            expect(PodtrustError.is(error)).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
