import { accessRows, eks, proved, rulesOf, undecidedOf } from '../../kubernetes-program';

const HOST = 'oidc.eks.eu-west-1.amazonaws.com/id/5C0FFEE05C0FFEE05C0FFEE05C0FFEE0';

function role(statement: object): string {
  return JSON.stringify({
    apiVersion: 'iam.services.k8s.aws/v1alpha1',
    kind: 'Role',
    metadata: { name: 'app', namespace: 'infra' },
    spec: {
      name: 'app',
      assumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
      policies: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'],
      inlinePolicies: {
        queue: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:eu-west-1:111122223333:q' }],
        }),
      },
    },
  });
}

const WEB_IDENTITY = {
  Effect: 'Allow',
  Action: 'sts:AssumeRoleWithWebIdentity',
  Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${HOST}` },
  Condition: {
    StringEquals: { [`${HOST}:sub`]: 'system:serviceaccount:app:app', [`${HOST}:aud`]: 'sts.amazonaws.com' },
  },
};
const PODS = {
  Effect: 'Allow',
  Action: ['sts:AssumeRole', 'sts:TagSession'],
  Principal: { Service: 'pods.eks.amazonaws.com' },
};

const ACCOUNT = (annotations = ''): string => `---
apiVersion: v1
kind: ServiceAccount
metadata: { name: app, namespace: app${annotations} }
---
apiVersion: v1
kind: Pod
metadata: { name: app, namespace: app }
spec: { serviceAccountName: app, containers: [{ name: app, image: "app:1" }] }
`;

function association(role: string, cluster: string): string {
  return `
---
apiVersion: eks.services.k8s.aws/v1alpha1
kind: PodIdentityAssociation
metadata: { name: app, namespace: infra }
spec: { ${cluster}, ${role}, namespace: app, serviceAccount: app }
`;
}

test('a role and whom it trusts are read, and what it may do', () => {
  const inventory = proved(eks(), role(WEB_IDENTITY));
  expect(accessRows(inventory)).toEqual(['app/app -> Role/infra/app irsa']);
  expect(inventory.access.find(({ mechanism }) => mechanism === 'irsa')?.cluster).toBe(`https://${HOST}`);
  const given = inventory.permissions.map(({ role: name, actions }) => name ?? actions.join());
  expect(given.sort()).toEqual(['AmazonS3ReadOnlyAccess', 'sqs:SendMessage']);
  expect(undecidedOf(inventory)).toEqual([]);
});

test.each([
  ['roleARN: "arn:aws:iam::111122223333:role/app"', 'clusterName: eks'],
  ['roleRef: { from: { name: app } }', 'clusterName: eks'],
  ['roleRef: { from: { name: app, namespace: infra } }', 'clusterRef: { from: { name: eks } }'],
])('an association by %s and %s gives the role', (by, cluster) => {
  const agent =
    'resource "aws_eks_addon" "agent" {\n cluster_name = aws_eks_cluster.main.name\n addon_name = "eks-pod-identity-agent"\n}\n';
  const inventory = proved(eks(agent), role(PODS) + association(by, cluster) + ACCOUNT());
  expect(accessRows(inventory)).toEqual(['app/app -> Role/infra/app eks-pod-identity claimed']);
  expect(rulesOf(inventory).filter((rule) => rule.startsWith('error'))).toEqual([]);
});

test('a role whose document is not there admits nobody for certain only where it is whole', () => {
  const adopted = JSON.stringify({
    apiVersion: 'iam.services.k8s.aws/v1alpha1',
    kind: 'Role',
    metadata: { name: 'app', namespace: 'infra', annotations: { 'services.k8s.aws/adoption-policy': 'adopt' } },
    spec: { name: 'app' },
  });
  const annotation = ', annotations: { eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/app" }';
  const inventory = proved(eks(), `${adopted}\n${ACCOUNT(annotation)}`);
  expect(rulesOf(inventory).filter((rule) => rule.startsWith('error'))).toEqual([]);
});
