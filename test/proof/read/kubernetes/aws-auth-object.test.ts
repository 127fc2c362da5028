import { eks, irsaRole, proved, undecidedOf } from '../../kubernetes-program';
import type { Inventory } from '../../../../lib/proof';

const NODE = `- rolearn: arn:aws:iam::111122223333:role/node
  username: system:node:{{EC2PrivateDNSName}}
  groups: [system:bootstrappers, system:nodes]
`;
const ADMINISTRATOR = `- rolearn: arn:aws:iam::111122223333:role/deployer
  username: deployer
  groups: [system:masters]
`;

function awsAuth(data: Readonly<Record<string, string>>): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'aws-auth', namespace: 'kube-system' },
    data,
  });
}

function found({ findings }: Inventory): string[] {
  return findings
    .filter(({ rule }) => rule === 'aws-auth-entry')
    .map(({ level, subject, message }) => `${level} ${subject}: ${message.replace(/ \([^)]*\)/g, '')}`);
}

test('the nodes’ own entry is silent, and of each other one it is said who becomes what', () => {
  const data = {
    mapRoles: NODE + ADMINISTRATOR,
    mapUsers: '- { userarn: "arn:aws:iam::111122223333:user/ann", username: ann, groups: [developers, viewers] }',
    mapAccounts: '- "444455556666"',
  };
  const inventory = proved(eks(), awsAuth(data));
  expect(found(inventory)).toEqual([
    'warning ConfigMap/kube-system/aws-auth: The role arn:aws:iam::111122223333:role/deployer is let in to the Kubernetes API as deployer in the group system:masters by the ConfigMap kube-system/aws-auth.',
    'note ConfigMap/kube-system/aws-auth: Every role and user of the account 444455556666 is let in to the Kubernetes API in no group but system:authenticated by the ConfigMap kube-system/aws-auth.',
    'note ConfigMap/kube-system/aws-auth: The user arn:aws:iam::111122223333:user/ann is let in to the Kubernetes API as ann in the groups developers, viewers by the ConfigMap kube-system/aws-auth.',
  ]);
  expect(inventory.undecided).toEqual([]);
});

test.each([
  ['a node in a further group', NODE.replace('system:nodes', 'system:nodes, system:masters')],
  ['a role that only has a node’s groups', NODE.replace('system:node:', 'worker:')],
])('%s is no node’s own entry', (_, mapRoles) => {
  expect(found(proved(eks(), awsAuth({ mapRoles })))).toHaveLength(1);
});

const ENTRIES = `yamlencode([
  { rolearn = aws_iam_role.app.arn, username = "app", groups = ["system:masters"] },
  { rolearn = "arn:aws:iam::111122223333:role/node", username = "system:node:{{EC2PrivateDNSName}}", groups = ["system:bootstrappers", "system:nodes"] },
])`;

test.each([
  ['kubernetes_config_map', `data = { mapRoles = ${ENTRIES} }`],
  ['kubernetes_config_map_v1', `data = { mapRoles = ${ENTRIES} }`],
  ['kubernetes_config_map_v1_data', `force = true\n  data = { mapRoles = ${ENTRIES} }`],
])('a %s is read, and a role of the program is named as it is', (type, body) => {
  const resource = `
resource "${type}" "aws_auth" {
  metadata {
    name      = "aws-auth"
    namespace = "kube-system"
  }
  ${body}
}`;
  const inventory = proved(eks() + irsaRole('app', 'app/app') + resource);
  expect(found(inventory)).toEqual([
    'warning aws_iam_role.app: The role aws_iam_role.app is let in to the Kubernetes API as app in the group system:masters by the ConfigMap kube-system/aws-auth.',
  ]);
  expect(undecidedOf(inventory)).toEqual([]);
});

test.each([
  ['is not YAML', { mapRoles: '- rolearn: [' }],
  ['is not a list', { mapRoles: 'rolearn: a' }],
  ['has an entry without its ARN', { mapUsers: '- username: ann' }],
  ['has groups that are not a list', { mapRoles: '- { rolearn: a, groups: system:masters }' }],
])('what %s is undecided, once', (_, data) => {
  const inventory = proved(eks(), awsAuth(data));
  expect(found(inventory)).toEqual([]);
  expect(undecidedOf(inventory)).toEqual([expect.stringContaining('ConfigMap/kube-system/aws-auth: ')]);
});
