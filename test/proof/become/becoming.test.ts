import { BecomingGraph } from '../../../lib/proof/become/becoming';
import type { Becoming } from '../../../lib/proof/become/becoming';
import { eks, irsaRole } from '../kubernetes-program';
import { evaluationOf } from '../access-control/read-objects';
import type { Json } from '../todo-program';

const API = 'rbac.authorization.k8s.io';
const PROGRAM = eks(irsaRole('orders', 'shop/orders'));

function binding(namespace: string | undefined, role: string, ...subjects: readonly string[]): Json {
  const kind = namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding';
  return {
    ...{ apiVersion: `${API}/v1`, kind },
    metadata: { name: role, ...(namespace === undefined ? {} : { namespace }) },
    roleRef: { apiGroup: API, kind: 'ClusterRole', name: role },
    subjects: subjects.map((text) => {
      const [own, name] = text.split('/') as [string, string | undefined];
      return name === undefined
        ? { kind: 'Group', name: own, apiGroup: API }
        : { kind: 'ServiceAccount', namespace: own, name };
    }),
  };
}

function role(name: string, resource: string, verb: string): Json {
  const rules = [{ apiGroups: [''], resources: [resource], verbs: [verb] }];
  return { apiVersion: `${API}/v1`, kind: 'ClusterRole', metadata: { name }, rules };
}

function becoming(objects: readonly Json[], terraform = PROGRAM): Becoming {
  const evaluation = evaluationOf(objects, terraform);
  const cluster = evaluation.clusters.get('aws_eks_cluster.main')!;
  return new BecomingGraph(evaluation).of(cluster, { namespace: 'shop', name: 'orders' });
}

const told = ({ who }: Becoming): string[] =>
  who.map(({ who: name, becomes, steps, uncertain }) =>
    [`${name}: ${becomes}`, ...steps.map(({ may }) => may), ...(uncertain === undefined ? [] : ['perhaps'])].join(', '),
  );

test('nobody can become a pod of which no RBAC was read, and that is said once', () => {
  expect(becoming([])).toMatchObject({
    identities: ['aws_iam_role.orders'],
    who: [],
    unknown: ['no RBAC of aws_eks_cluster.main was read, which says who may act in it'],
  });
});

test('the way is the shortest, and goes over other pods', () => {
  const objects = [
    role('pods', 'pods', 'create'),
    role('tokens', 'serviceaccounts/token', 'create'),
    binding('shop', 'pods', 'ci/deployer', 'ops/b'),
    binding('ci', 'tokens', 'ops/a', 'ops/b'),
    binding('ops', 'pods', 'people'),
  ];
  expect(told(becoming(objects))).toEqual([
    'ServiceAccount ci/deployer: pod, make pods in shop',
    'ServiceAccount ops/b: pod, make pods in shop',
    'Group people: pod, make pods in ops, make pods in shop',
    'ServiceAccount ops/a: pod, make tokens of service accounts in ci, make pods in shop',
  ]);
  expect(becoming(objects).unknown).toEqual([]);
});

test('who impersonates the account is it in Kubernetes alone, unless it may make its tokens', () => {
  const impersonate = [role('act', 'serviceaccounts', 'impersonate'), binding('shop', 'act', 'helpers')];
  expect(told(becoming(impersonate))).toEqual(['Group helpers: account, impersonate service accounts in shop']);
  const tokens = [role('tokens', 'serviceaccounts/token', 'create'), binding('shop', 'tokens', 'shop/orders')];
  expect(told(becoming([...impersonate, ...tokens]))).toEqual([
    'Group helpers: pod, impersonate service accounts in shop, make tokens of service accounts in shop',
  ]);
});

test('a group of a namespace’s accounts is whoever can become one of them', () => {
  const objects = [
    role('pods', 'pods', 'create'),
    binding('shop', 'pods', 'system:serviceaccounts:ci'),
    binding('ci', 'pods', 'pipelines'),
  ];
  expect(told(becoming(objects))).toEqual([
    'Group system:serviceaccounts:ci: pod, make pods in shop',
    'Group pipelines: pod, make pods in ci, make pods in shop',
  ]);
});

test('roles of AWS come in by access policies and by aws-auth, and so do the pods that get them', () => {
  const policy = (name: string, more = ''): string => `
resource "aws_eks_access_policy_association" "x" {
  cluster_name  = aws_eks_cluster.main.name
  principal_arn = aws_iam_role.deployer.arn
  policy_arn    = "arn:aws:eks::aws:cluster-access-policy/${name}"
  access_scope {
    type = "cluster"
    ${more}
  }
}
`;
  const program = PROGRAM + irsaRole('deployer', 'ci/deployer');
  expect(told(becoming([], program + policy('AmazonEKSClusterAdminPolicy')))).toEqual([
    'aws_iam_role.deployer: pod, do everything in every namespace',
    'pods of ci/deployer: pod, get aws_iam_role.deployer, do everything in every namespace',
  ]);
  expect(told(becoming([], program + policy('AmazonEKSViewPolicy')))).toEqual([]);
  expect(told(becoming([], program + policy('AmazonEKSEditPolicy', 'namespaces = ["ci"]')))).toEqual([]);
  const masters = [{ rolearn: 'arn:aws:iam::111122223333:role/admin', username: 'admin', groups: ['system:masters'] }];
  const auth = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'aws-auth', namespace: 'kube-system' } };
  expect(told(becoming([{ ...auth, data: { mapRoles: JSON.stringify(masters) } }]))).toEqual([
    'arn:aws:iam::111122223333:role/admin: pod, enter the cluster in the group system:masters, do everything in every namespace',
  ]);
});

test('what is not certain is told as such, behind what is', () => {
  const objects = [role('look', 'pods/exec', 'get'), role('pods', 'pods', 'create'), binding('shop', 'look', 'a')];
  expect(told(becoming([...objects, binding('shop', 'pods', 'z')]))).toEqual([
    'Group z: pod, make pods in shop',
    'Group a: pod, run commands in pods of shop, perhaps',
  ]);
  expect(becoming([binding('shop', 'unread', 'a')]).unknown).toEqual([
    'what ClusterRole/unread grants, which RoleBinding/shop/unread gives Group a, was not read',
  ]);
});
