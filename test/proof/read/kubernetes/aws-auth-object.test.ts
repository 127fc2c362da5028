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

test('the nodes’ own entry is silent, and one finding says of all others who becomes what', () => {
  const data = {
    mapRoles: NODE + ADMINISTRATOR,
    mapUsers: '- { userarn: "arn:aws:iam::111122223333:user/ann", username: ann, groups: [developers, viewers] }',
    mapAccounts: '- "444455556666"',
  };
  const inventory = proved(eks(), awsAuth(data));
  expect(found(inventory)).toEqual([
    'warning ConfigMap/kube-system/aws-auth: The ConfigMap kube-system/aws-auth lets in to the Kubernetes API: ' +
      'the role arn:aws:iam::111122223333:role/deployer as deployer in the group system:masters; ' +
      'the user arn:aws:iam::111122223333:user/ann as ann in the groups developers, viewers; ' +
      'every role and user of the account 444455556666 in no group but system:authenticated.',
  ]);
  expect(inventory.undecided).toEqual([]);
});

test('entries without an administrator are a note, and each ConfigMap has a finding of its own', () => {
  const viewer = '- { rolearn: "arn:aws:iam::111122223333:role/viewer", username: viewer, groups: [viewers] }';
  const inventory = proved(eks(), `${awsAuth({ mapRoles: viewer })}\n---\n${awsAuth({ mapRoles: ADMINISTRATOR })}`);
  expect(found(inventory)).toEqual([
    expect.stringMatching(/^warning .*role\/deployer/),
    expect.stringMatching(/^note .*role\/viewer/),
  ]);
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
    'warning ConfigMap/kube-system/aws-auth: The ConfigMap kube-system/aws-auth lets in to the Kubernetes API: the role aws_iam_role.app as app in the group system:masters.',
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
