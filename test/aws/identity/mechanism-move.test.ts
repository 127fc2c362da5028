import {
  EksCluster,
  MechanismMove,
  type MechanismMoveOptions,
  type MechanismStep,
  PodRole,
  irsa,
} from '../../../lib/aws';
import { BINDING_ANNOTATION, mergeBindings } from '../../../lib/kubernetes';
import { awsStack, codeOf, resource, resources } from '../synthesized';

const serviceAccount = { namespace: 'shop', name: 'reports' };
const FORWARD: [MechanismStep, MechanismStep][] = [
  ['irsa', 'irsa'],
  ['irsa', 'associated'],
  ['associated', 'annotation-removed'],
  ['annotation-removed', 'pod-identity'],
];
const BACK: [MechanismStep, MechanismStep][] = [
  ['pod-identity', 'pod-identity'],
  ['pod-identity', 'annotated'],
  ['annotated', 'association-removed'],
  ['association-removed', 'irsa'],
];

/** What JavaScript may say, and the compiler refuses in part. */
const moveOf = (deployed: string, step: string) =>
  new MechanismMove({ deployed, step } as unknown as MechanismMoveOptions);

function made([deployed, step]: readonly [MechanismStep, MechanismStep]) {
  const stack = awsStack();
  const cluster = EksCluster.fromAttributes(stack, 'cluster', {
    name: 'shop',
    arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop',
    region: 'eu-west-1',
    issuerUrl: 'https://oidc.eks.eu-west-1.amazonaws.com/id/5C0FFEE0',
    oidcProviderArn: 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/5C0FFEE0',
  });
  const role = new PodRole(stack, 'reports', {
    trusts: moveOf(deployed, step).trusts({ cluster, serviceAccount, tokenExpirationSeconds: 900 }),
  });
  const binding = role.bindingFor(serviceAccount, cluster);
  const trust = JSON.parse(resource(stack, 'aws_iam_role', 'reports').assume_role_policy.replaceAll('\\"', '"'));
  return {
    step,
    trusts: trust.Statement.map(({ Principal }: { Principal: object }) => Object.keys(Principal)[0]),
    associations: resources(stack, 'aws_eks_pod_identity_association').length,
    isAnnotated: Object.keys(binding.serviceAccountAnnotations).length > 0,
    pods: mergeBindings([binding]).podAnnotations[BINDING_ANNOTATION]!.replace(/TOKEN\.\d+/g, 'TOKEN'),
    stack,
    cluster,
  };
}

const seen = (steps: typeof FORWARD) =>
  steps.map(made).map(({ step, trusts, associations, isAnnotated }) => ({ step, trusts, associations, isAnnotated }));

test('to Pod Identity: both trusts and the association, the annotation away, the trust by token away', () => {
  expect(seen(FORWARD)).toEqual([
    { step: 'irsa', trusts: ['Federated'], associations: 0, isAnnotated: true },
    { step: 'associated', trusts: ['Federated', 'Service'], associations: 1, isAnnotated: true },
    { step: 'annotation-removed', trusts: ['Federated', 'Service'], associations: 1, isAnnotated: false },
    { step: 'pod-identity', trusts: ['Service'], associations: 1, isAnnotated: false },
  ]);
});

test('back to IRSA: both trusts and the annotation, the association away, the trust of Pod Identity away', () => {
  expect(seen(BACK)).toEqual([
    { step: 'pod-identity', trusts: ['Service'], associations: 1, isAnnotated: false },
    { step: 'annotated', trusts: ['Federated', 'Service'], associations: 1, isAnnotated: true },
    { step: 'association-removed', trusts: ['Federated', 'Service'], associations: 0, isAnnotated: true },
    { step: 'irsa', trusts: ['Federated'], associations: 0, isAnnotated: true },
  ]);
});

test.each([
  ['to Pod Identity', FORWARD],
  ['back to IRSA', BACK],
])('%s, workloads make new pods once, at the step that changes their credentials', (_, steps) => {
  const [start, first, second, end] = steps.map(made).map(({ pods }) => pods);
  expect(first).toBe(start);
  expect(second).not.toBe(first);
  expect(end).toBe(second);
});

test('the association keeps its address from step to step', () => {
  const addresses = [...FORWARD.slice(1), ...BACK.slice(0, 2)].map((step) => {
    const { stack } = made(step);
    return resource(stack, 'aws_eks_pod_identity_association', 'reports_association-shop-reports') !== undefined;
  });
  expect(addresses).toEqual([true, true, true, true, true]);
});

test('the annotations of the way back are those of the token, its life included', () => {
  const { stack, cluster } = made(['pod-identity', 'annotated']);
  const role = stack.node.findChild('reports') as PodRole;
  expect(role.bindingFor(serviceAccount, cluster).serviceAccountAnnotations).toMatchObject({
    'eks.amazonaws.com/token-expiration': '900',
  });
});

test('a step that does not come next is refused, whatever was deployed', () => {
  const steps: MechanismStep[] = [
    ...['irsa', 'associated', 'annotation-removed', 'pod-identity', 'annotated', 'association-removed'],
  ] as MechanismStep[];
  const accepted = steps.flatMap((step) =>
    steps.flatMap((deployed) => {
      try {
        moveOf(deployed, step);
        return deployed === step ? [] : [`${deployed} > ${step}`];
      } catch {
        return [];
      }
    }),
  );
  expect(accepted.sort()).toEqual(
    [
      ...['irsa > associated', 'associated > annotation-removed', 'annotation-removed > pod-identity'],
      ...['pod-identity > annotated', 'annotated > association-removed', 'association-removed > irsa'],
      // It turns round in the middle.
      ...['associated > annotated', 'annotation-removed > annotated'],
      ...['annotated > associated', 'association-removed > associated'],
    ].sort(),
  );
});

test.each<[string, string, string, RegExp]>([
  ['over the step between', 'irsa', 'pod-identity', /does not come after "irsa"[^]*comes after annotation-removed/],
  ['back without the annotation', 'pod-identity', 'irsa', /does not come after[^]*association-removed: deploy that/],
  ['that there is not', 'irsa', 'toString', /no step "toString"[^]*one of irsa, associated/],
  ['after one that there is not', 'constructor', 'irsa', /"irsa" does not come after "constructor"/],
])('a step %s is refused with what comes first', (_, deployed, step, message) => {
  expect(codeOf(() => moveOf(deployed, step))).toBe('move-step-invalid');
  expect(() => moveOf(deployed, step)).toThrow(message);
});

test('the compiler refuses a step that does not come next', () => {
  // @ts-expect-error -- associated comes between
  expect(() => new MechanismMove({ deployed: 'irsa', step: 'annotation-removed' })).toThrow();
});

test('another role for a service account that moves is refused', () => {
  const { stack, cluster } = made(['irsa', 'associated']);
  const other = () => new PodRole(stack, 'other', { trusts: [irsa({ cluster, serviceAccount })] });
  expect(codeOf(other)).toBe('irsa-and-pod-identity');
});

test.each<[MechanismStep, MechanismStep, string | undefined]>([
  ['annotation-removed', 'pod-identity', 'irsa'],
  ['association-removed', 'irsa', 'eks-pod-identity'],
  ['irsa', 'associated', undefined],
  ['annotated', 'association-removed', undefined],
])('after %s, the step %s waits for pods to leave %s', (deployed, step, left) => {
  expect(moveOf(deployed, step).left).toBe(left);
});
