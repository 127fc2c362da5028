import { HELM_CREATE } from '../../lib/core';
import { foreignRole, irsa, podIdentity, workloadIdentity } from '../kubernetes/bindings';
import { faultsOfRelease, type Rendered } from './faults-of-release';
import type { RenderedObject } from './render';

const ROLLING = { 'podtrust/binding': 'x' };

function account(annotations: Readonly<Record<string, string>> = {}): RenderedObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'backend', annotations } };
}

interface Pod {
  readonly name?: string;
  readonly kind?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly hook?: boolean;
  readonly containers?: readonly object[];
}

function workload({
  name = 'rel-app',
  kind = 'Deployment',
  labels,
  hook,
  containers = [{ name: 'main' }],
}: Pod = {}): RenderedObject {
  const annotations = hook ? { 'helm.sh/hook': 'pre-install' } : undefined;
  const template = {
    metadata: { labels, annotations: ROLLING },
    spec: { serviceAccountName: 'backend', containers },
  };
  return { apiVersion: 'apps/v1', kind, metadata: { name, annotations }, spec: { template } };
}

const faults = (objects: readonly RenderedObject[], more: Partial<Rendered> = {}): string[] =>
  faultsOfRelease({ chart: 'app', shape: HELM_CREATE, bindings: [irsa], objects, ...more }).filter(
    // The value is a digest of the binding, which is no matter here.
    (fault) => !fault.includes('podtrust/binding'),
  );

test('a rendered release with account, workload and identity has no fault', () => {
  expect(faults([account(irsa.serviceAccountAnnotations), workload()])).toEqual([]);
  expect(faults([account(), workload()], { bindings: [podIdentity] })).toEqual([]);
  const labels = { 'azure.workload.identity/use': 'true' };
  const objects = [account(workloadIdentity.serviceAccountAnnotations), workload({ labels })];
  expect(faults(objects, { bindings: [workloadIdentity] })).toEqual([]);
});

describe('a fault is', () => {
  test('an account that is not made, or made twice', () => {
    const other: RenderedObject = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'other' } };
    expect(faults([other, workload()])).toEqual(['0 service accounts todo/backend']);
    expect(faults([account(), account(), workload()])).toEqual(['2 service accounts todo/backend']);
  });

  test('an account without its annotation, whose pods get nothing', () => {
    expect(faults([account(), workload()])).toEqual([
      'the account has not the annotation eks.amazonaws.com/role-arn',
      expect.stringContaining(`does not get ${irsa.identity} by irsa`),
    ]);
  });

  test('pods without the label that Workload ID asks for', () => {
    const objects = [account(workloadIdentity.serviceAccountAnnotations), workload()];
    expect(faults(objects, { bindings: [workloadIdentity] })).toEqual([expect.stringContaining('does not get')]);
  });

  test('a container that the webhook gives nothing', () => {
    const containers = [{ name: 'main' }, { name: 'other', env: [{ name: 'AWS_ROLE_ARN', value: 'x' }] }];
    const objects = [account(irsa.serviceAccountAnnotations), workload({ containers })];
    expect(faults(objects)).toEqual([expect.stringContaining('"other"')]);
  });

  test('variables of the values that no container has', () => {
    expect(faults([account(), workload()], { bindings: [foreignRole] })).toEqual([
      expect.stringContaining('"main" has no AWS_ROLE_ARN'),
    ]);
  });

  test('a workload that the shape names and the chart does not make, or the other way round', () => {
    const objects = [account(irsa.serviceAccountAnnotations), workload({ name: 'other' })];
    expect(faults(objects)).toEqual([
      'the shape says Deployment/rel-app, which does not run as the account',
      'Deployment/other runs as the account, which the shape does not say',
    ]);
    const agent = workload({ kind: 'DaemonSet', name: 'agent' });
    const optional = ['DaemonSet/agent'];
    expect(faults([account(irsa.serviceAccountAnnotations), workload(), agent], { optional })).toEqual([]);
  });

  test('no Job of a hook, which needs no identity', () => {
    const hook = workload({ kind: 'Job', name: 'label', hook: true });
    expect(faults([account(irsa.serviceAccountAnnotations), workload(), hook])).toEqual([]);
  });

  test('keys of a Secret that win, but not of one that need not be there and is not', () => {
    const keys = (optional: boolean) => [
      {
        name: 'main',
        env: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].map((name) => ({
          name,
          valueFrom: { secretKeyRef: { name: 'keys', key: name, optional } },
        })),
      },
    ];
    const release = (optional: boolean) => [
      account(irsa.serviceAccountAnnotations),
      workload({ containers: keys(optional) }),
    ];
    const secret: RenderedObject = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys' } };
    expect(faults(release(true))).toEqual([]);
    expect(faults(release(false))).toEqual([expect.stringContaining('AWS_ACCESS_KEY_ID')]);
    expect(faults([...release(true), secret])).toEqual([expect.stringContaining('AWS_ACCESS_KEY_ID')]);
  });
});
