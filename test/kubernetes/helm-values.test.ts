import * as fc from 'fast-check';
import { HELM_CHARTS, HELM_CREATE, type HelmShape, PodtrustError } from '../../lib/core';
import { toHelmValues } from '../../lib/kubernetes';
import { foreignRole, identityBinding, irsa, podIdentity, workloadIdentity } from './bindings';

const rolling = (identity: string) => ({ 'podtrust/binding': expect.stringContaining(identity) as string });

/** A shape of an ordinary chart. */
const shape: HelmShape = {
  ...HELM_CREATE,
  serviceAccount: { ...HELM_CREATE.serviceAccount, labels: 'serviceAccount.labels' },
  environment: 'extraEnv',
};

describe('the values for a chart', () => {
  test('carry the annotation of the role, and the one that makes new pods', () => {
    expect(toHelmValues(irsa)).toEqual({
      serviceAccount: { create: true, name: 'backend', annotations: irsa.serviceAccountAnnotations },
      podAnnotations: rolling(irsa.identity),
    });
  });

  test('have nothing on the account for EKS Pod Identity', () => {
    expect(toHelmValues([podIdentity])).toEqual({
      serviceAccount: { create: true, name: 'backend' },
      podAnnotations: rolling(podIdentity.identity),
    });
  });

  test('label the pods for Workload ID, and the account no more than annotate', () => {
    expect(toHelmValues(workloadIdentity)).toMatchObject({
      serviceAccount: { annotations: workloadIdentity.serviceAccountAnnotations },
      podLabels: { 'azure.workload.identity/use': 'true' },
    });
  });

  test('carry variables, tokens and mounts of a role that no webhook injects', () => {
    expect(toHelmValues(foreignRole, shape)).toMatchObject({
      extraEnv: [
        { name: 'AWS_ROLE_ARN', value: foreignRole.identity },
        { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: '/var/run/secrets/aws/token' },
      ],
      volumes: [{ name: 'aws-token', projected: expect.any(Object) as object }],
      volumeMounts: [{ name: 'aws-token', mountPath: '/var/run/secrets/aws', readOnly: true }],
    });
  });

  test('have variables as a map where the chart has', () => {
    const rest = { ...shape, environment: undefined };
    expect(toHelmValues(foreignRole, { ...rest, environmentMap: 'env' }).env).toEqual(foreignRole.environment);
  });

  test('leave the account alone where somebody else makes it', () => {
    const values = toHelmValues(irsa, HELM_CREATE, { createServiceAccount: false });
    expect(values.serviceAccount).toEqual({ create: false, name: 'backend' });
  });

  test('go to each workload that runs as the account', () => {
    const velero = HELM_CHARTS.get('velero')!.components.server!;
    expect(toHelmValues(workloadIdentity, velero)).toMatchObject({
      podLabels: workloadIdentity.podLabels,
      nodeAgent: { podLabels: workloadIdentity.podLabels },
      credentials: { useSecret: false },
    });
  });

  test('are never an empty list or map, for any shape that is known', () => {
    const shapes = [...HELM_CHARTS.values()].flatMap(({ components }) => Object.values(components));
    const empty = (value: unknown): boolean =>
      typeof value === 'object' &&
      value !== null &&
      (Object.keys(value).length === 0 || Object.values(value).some(empty));
    fc.assert(
      fc.property(
        fc.constantFrom(...shapes),
        fc.constantFrom([irsa], [podIdentity], [workloadIdentity], [foreignRole], [workloadIdentity, foreignRole]),
        (known, bindings) => {
          try {
            return !empty(toHelmValues(bindings, known));
          } catch (error) {
            // Not every chart has a place for everything.
            return PodtrustError.is(error) && error.code === 'helm-shape-insufficient';
          }
        },
      ),
    );
  });
});

describe('a shape is refused', () => {
  test.each([
    [
      'without labels of the pods, for Workload ID',
      workloadIdentity,
      { ...shape, podLabels: undefined },
      /azure.workload.identity\/use: "true"/,
    ],
    [
      'that makes its account itself, for an identity that RBAC lets in',
      identityBinding,
      HELM_CREATE,
      /ClusterRole use-managed/,
    ],
    ['without variables, for a role that no webhook injects', foreignRole, HELM_CREATE, /AWS_ROLE_ARN/],
    [
      'without annotations of the account, for IRSA',
      irsa,
      { ...shape, serviceAccount: { name: 'serviceAccount.name' } },
      /eks.amazonaws.com\/role-arn/,
    ],
  ])('%s', (_, binding, lacking, what) => {
    expect(() => toHelmValues(binding, lacking, { where: 'shop/api' })).toThrow(
      expect.objectContaining({ code: 'helm-shape-insufficient', message: expect.stringMatching(what) as string }),
    );
  });

  test.each([
    ['that does not name the account', {}, /serviceAccount.name/],
    ['with a field that means nothing', { ...shape, podLables: 'podLabels' }, /Did you mean podLabels/],
    ['with a place that is none', { ...shape, podLabels: 'pod labels' }, /keys joined by dots/],
    ['with variables in two forms', { ...shape, environmentMap: 'env' }, /environmentMap/],
  ])('%s', (_, given, what) => {
    expect(() => toHelmValues(irsa, given as HelmShape)).toThrow(
      expect.objectContaining({ code: 'helm-shape-invalid', message: expect.stringMatching(what) as string }),
    );
  });
});
