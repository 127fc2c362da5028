import { type PodIdentitiesOptions, PodRole, plannedAssociations, podIdentities, podIdentity } from '../../../lib/aws';
import { awsStack, codeOf, policy, resource, resources } from '../synthesized';
import { ProvenProgram, seen } from './proven-program';

const known = () => ({ name: 'shop', arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/shop', region: 'eu-west-1' });
const names = (count: number) => Array.from({ length: count }, (_, index) => `team-${index}`);

test('a list of namespaces is one statement of the trust, and an association of each', () => {
  const stack = awsStack();
  const cluster = known();

  const role = new PodRole(stack, 'api', {
    trusts: podIdentities({ cluster, namespaces: ['orders', 'returns'], serviceAccounts: ['api', 'jobs'] }),
  });

  const { Statement } = policy(resource(stack, 'aws_iam_role', 'api').assume_role_policy);
  expect(Statement).toHaveLength(1);
  expect(Statement[0].Condition.StringEquals).toMatchObject({
    'aws:RequestTag/kubernetes-namespace': ['orders', 'returns'],
    'aws:RequestTag/kubernetes-service-account': ['api', 'jobs'],
  });
  expect(
    resources(stack, 'aws_eks_pod_identity_association').map((one) => `${one.namespace}/${one.service_account}`),
  ).toEqual(['orders/api', 'orders/jobs', 'returns/api', 'returns/jobs']);
  expect(role.bindings).toHaveLength(4);
  expect(plannedAssociations(cluster)).toEqual({ used: 4, limit: 1000, room: 996 });
});

test('one role holds a hundred namespaces, where a statement of each would hold five', () => {
  const namespaces = names(100);
  const role = new PodRole(awsStack(), 'api', {
    trusts: podIdentities({ cluster: known(), namespaces, serviceAccounts: ['api'] }),
  });
  expect(role.trustSize().used).toBeLessThan(2048);
  expect(role.associations).toHaveLength(100);
});

test('the proof shows each service account of the list, and no other pair', () => {
  const program = new ProvenProgram();
  const cluster = program.cluster();
  const role = new PodRole(program.stack, 'api', {
    name: 'api',
    trusts: [
      ...podIdentities({ cluster, namespaces: ['orders', 'returns'], serviceAccounts: ['api', 'jobs'] }),
      podIdentity({ cluster, serviceAccount: { namespace: 'shop', name: 'web' } }),
    ],
  });
  program.pods(cluster, role);

  expect(seen(program.prove())).toEqual({
    admitted: ['orders/api', 'orders/jobs', 'returns/api', 'returns/jobs', 'shop/web'].map(
      (account) => `shop ${account} -> api eks-pod-identity`,
    ),
    findings: [],
    undecided: [],
  });
});

test('a list that goes beyond 1,000 associations of a cluster is refused before any is made', () => {
  const stack = awsStack();
  const cluster = known();
  const all = { cluster, namespaces: names(600), serviceAccounts: ['api'] };
  // Trusts of 600 namespaces take more than one role.
  podIdentities(all);
  for (let start = 0; start < 600; start += 100) {
    const namespaces = all.namespaces.slice(start, start + 100);
    new PodRole(stack, `api-${start}`, { trusts: podIdentities({ ...all, namespaces }) });
  }

  expect(plannedAssociations(cluster)).toEqual({ used: 600, limit: 1000, room: 400 });
  expect(codeOf(() => podIdentities({ ...all, serviceAccounts: ['jobs'] }))).toBe('associations-over-limit');
  expect(codeOf(() => podIdentities({ ...all, serviceAccounts: ['jobs'], bind: false }))).toBeUndefined();
  expect(codeOf(() => podIdentities({ ...all, cluster: known() }))).toBeUndefined();
});

test.each<[string, Partial<PodIdentitiesOptions>]>([
  ['no namespace', { namespaces: [] }],
  ['no service account', { serviceAccounts: [] }],
])('a list of %s is refused', (_, options) => {
  const all = { cluster: known(), namespaces: ['orders'], serviceAccounts: ['api'] };
  expect(codeOf(() => podIdentities({ ...all, ...options }))).toBe('subjects-missing');
});

test.each([
  ['orders-*', 'api'],
  ['orders', '*'],
  ['order?', 'api'],
])('a wildcard is refused, and the message says what to do instead: %s/%s', (namespace, name) => {
  const trusts = podIdentities({ cluster: known(), namespaces: [namespace], serviceAccounts: [name] });
  const make = () => new PodRole(awsStack(), 'api', { trusts });
  expect(codeOf(make)).toBe('subject-wildcard');
  expect(make).toThrow(
    /podIdentities\(\{ cluster, namespaces, serviceAccounts \}\)[^]*irsa\(\{ allowPattern: true \}\)/,
  );
});
