import { becomingOf, identityBecomingOf } from '../../../lib/proof/inventory-becoming';
import { eks as eksProgram, irsaRole, federated } from '../kubernetes-program';
import {
  ACCOUNT,
  POD_IDENTITY,
  allow,
  assumedBy,
  becoming,
  deny,
  eksWith,
  evaluated,
  pod,
  told,
  trust,
} from './aws-program';
import type { RoleOfTest } from './aws-program';
import type { Json } from '../todo-program';

const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const ORDERS: Record<string, RoleOfTest> = { orders: { trusts: [pod('shop/orders')] } };

const who = (roles: Readonly<Record<string, RoleOfTest>>, resources: Json = {}, cluster: Json = {}): string[] =>
  told(becoming(evaluated(eksWith({ ...ORDERS, ...roles }, resources, cluster))));

const managed = (name: string, ...statements: Json[]): Json => ({
  aws_iam_policy: { [name]: { name, policy: trust(...statements) } },
});

describe('a role becomes the identity of a pod', () => {
  test('whose trust names it, without a permission of its own where both are in one account', () => {
    const trusts = [pod('shop/orders'), assumedBy('${aws_iam_role.ci.arn}')];
    expect(who({ orders: { trusts }, ci: {} })).toEqual(['aws_iam_role.ci: identity, assume aws_iam_role.orders']);
    expect(who({ orders: { trusts }, ci: { may: [deny('sts:*')] } })).toEqual([]);
  });

  test('whose trust leaves it to the account, if its own policies allow it', () => {
    const roles = {
      orders: { trusts: [pod('shop/orders'), assumedBy(ROOT)] },
      ci: { may: [allow('sts:AssumeRole', 'arn:aws:iam::*:role/ord*')] },
      other: { may: [allow('sts:AssumeRole', '${aws_iam_role.ci.arn}')] },
      denied: { may: [allow('sts:*'), deny('sts:AssumeRole', '${aws_iam_role.orders.arn}')] },
    };
    expect(who(roles)).toEqual([
      'aws_iam_role.ci: identity, assume aws_iam_role.orders',
      `${ROOT}: identity, assume aws_iam_role.orders, perhaps: its account says which of its principals may`,
    ]);
  });

  test('in several hops, told by the shortest', () => {
    const roles = {
      orders: { trusts: [pod('shop/orders'), assumedBy('${aws_iam_role.middle.arn}')] },
      middle: { trusts: [assumedBy('${aws_iam_role.first.arn}'), assumedBy(`arn:aws:iam::${ACCOUNT}:user/jane`)] },
      first: { trusts: [pod('ops/runner')] },
    };
    expect(who(roles)).toEqual([
      'aws_iam_role.middle: identity, assume aws_iam_role.orders',
      'arn:aws:iam::111122223333:user/jane: identity, assume aws_iam_role.middle, assume aws_iam_role.orders',
      'aws_iam_role.first: identity, assume aws_iam_role.middle, assume aws_iam_role.orders',
      'pods of ops/runner: identity, get aws_iam_role.first, assume aws_iam_role.middle, assume aws_iam_role.orders',
    ]);
  });

  test('whose external id it knows from the trust, and perhaps where another condition decides', () => {
    const when = (key: string, value: string): RoleOfTest => ({
      trusts: [
        pod('shop/orders'),
        assumedBy('${aws_iam_role.ci.arn}', { Condition: { StringEquals: { [key]: value } } }),
      ],
    });
    expect(who({ orders: when('sts:ExternalId', 'shop'), ci: {} })).toEqual([
      'aws_iam_role.ci: identity, assume aws_iam_role.orders',
    ]);
    expect(who({ orders: when('aws:SourceVpc', 'vpc-1'), ci: {} })).toEqual([
      'aws_iam_role.ci: identity, assume aws_iam_role.orders, perhaps: aws:SourceVpc is not known from the artefacts',
    ]);
  });

  test('whose trust it may change, but not where its boundary leaves that out', () => {
    const may = [allow('iam:UpdateAssumeRolePolicy', '${aws_iam_role.orders.arn}')];
    expect(who({ fixer: { may } })).toEqual(['aws_iam_role.fixer: identity, change the trust of aws_iam_role.orders']);
    const more = { permissions_boundary: '${aws_iam_policy.limit.arn}' };
    expect(who({ fixer: { may, more } }, managed('limit', allow('s3:*')))).toEqual([]);
  });

  test('when it may give itself every right: by a policy of its own, by one that it has, by a role that it may assume', () => {
    const admin = (name: string): string =>
      `aws_iam_role.${name}: pod, have the cloud let it in to the cluster as its administrator`;
    expect(who({ a: { may: [allow('iam:PutRolePolicy', '${aws_iam_role.a.arn}')] } })).toEqual([admin('a')]);
    expect(who({ a: { may: [allow('iam:PutRolePolicy', '${aws_iam_role.orders.arn}')] } })).toEqual([]);
    const attached = {
      ...managed('own', allow('iam:CreatePolicyVersion')),
      aws_iam_role_policy_attachment: {
        a: { role: '${aws_iam_role.a.name}', policy_arn: '${aws_iam_policy.own.arn}' },
      },
    };
    expect(who({ a: {} }, attached)).toEqual([admin('a')]);
    const two = {
      a: { may: [allow('iam:AttachRolePolicy', '${aws_iam_role.b.arn}')] },
      b: { trusts: [assumedBy('${aws_iam_role.a.arn}')] },
    };
    expect(who(two)).toEqual([admin('a')]);
    const more = { permissions_boundary: '${aws_iam_policy.limit.arn}' };
    expect(
      who({ a: { may: [allow('iam:PutRolePolicy')], more } }, managed('limit', allow('iam:PutRolePolicy'))),
    ).toEqual([]);
  });

  test('of another account only where both sides allow it, and never by changing it', () => {
    const program = JSON.parse(
      eksWith({ ...ORDERS, far: { may: [allow('*')], more: { provider: 'aws.far' } } }),
    ) as Json;
    const provider = [
      { region: 'eu-west-1', allowed_account_ids: [ACCOUNT] },
      { alias: 'far', region: 'eu-west-1', allowed_account_ids: ['444455556666'] },
    ];
    expect(told(becoming(evaluated(JSON.stringify({ ...program, provider: { aws: provider } }))))).toEqual([]);
  });
});

describe('EKS Pod Identity', () => {
  const association = {
    aws_eks_pod_identity_association: {
      orders: {
        ...{ cluster_name: '${aws_eks_cluster.main.name}', role_arn: '${aws_iam_role.orders.arn}' },
        ...{ namespace: 'shop', service_account: 'orders' },
      },
    },
  };
  const may = [allow(['iam:PassRole', 'eks:CreatePodIdentityAssociation'])];

  test('whoever may associate the role is it, by a pod of the cluster', () => {
    const roles = { orders: { trusts: [POD_IDENTITY] }, tool: { trusts: [pod('ops/tool')], may }, ci: { may } };
    expect(who(roles, association)).toEqual([
      'pods of ops/tool: identity, have EKS give aws_iam_role.orders to a pod',
      'aws_iam_role.ci: identity, have EKS give aws_iam_role.orders to a pod, perhaps: it has to be one of the pods of aws_eks_cluster.main too',
      'aws_iam_role.tool: identity, have EKS give aws_iam_role.orders to a pod, perhaps: it has to be one of the pods of aws_eks_cluster.main too',
    ]);
  });

  test('a role that EKS cannot give to pods, or that may be passed to other services alone, is nobody’s that way', () => {
    const toEc2 = allow('iam:PassRole', '*', {
      Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
    });
    const tool = { trusts: [pod('ops/tool')], may: [toEc2, allow('eks:CreatePodIdentityAssociation')] };
    expect(who({ orders: { trusts: [POD_IDENTITY] }, tool }, association)).toEqual([]);
    expect(who({ tool: { trusts: [pod('ops/tool')], may } })).toEqual([]);
  });

  test('a trust that names the namespace is for its pods alone', () => {
    const only = { ...POD_IDENTITY, Condition: { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'shop' } } };
    const roles = {
      orders: { trusts: [only] },
      here: { trusts: [pod('shop/here')], may },
      there: { trusts: [pod('ops/there')], may },
    };
    expect(who(roles, association).filter((line) => !line.includes('perhaps'))).toEqual([
      'pods of shop/here: identity, have EKS give aws_iam_role.orders to a pod',
    ]);
  });
});

describe('a cluster of EKS', () => {
  const entries = ['${aws_eks_cluster.main.arn}', 'arn:aws:eks:*:*:access-entry/eks/*'];

  test('lets its administrator in who may make an access entry and give it a policy', () => {
    const both = allow(['eks:CreateAccessEntry', 'eks:AssociateAccessPolicy'], entries);
    expect(who({ ci: { may: [both] } })).toEqual([
      'aws_iam_role.ci: pod, have the cloud let it in to the cluster as its administrator',
    ]);
    const configMap = { access_config: { authentication_mode: 'CONFIG_MAP' } };
    expect(who({ ci: { may: [both] } }, {}, configMap)).toEqual([]);
    expect(who({ ci: { may: [both, allow('eks:UpdateClusterConfig')] } }, {}, configMap)).toHaveLength(1);
    // AND where the mode is not known, it may be one that takes entries
    const content = { authentication_mode: 'API' };
    const made = { access_config: null, dynamic: { access_config: { for_each: '${var.modes}', content } } };
    expect(who({ ci: { may: [both] } }, {}, made)).toHaveLength(1);
    expect(who({ ci: { may: [both] } }, {}, { access_config: null })).toEqual([]);
  });

  const binding = (kind: 'Group' | 'User', name: string): Json => ({
    ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { name, namespace: 'shop' } },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
    subjects: [{ kind, name }],
  });
  const inCluster = (roles: Record<string, RoleOfTest>, resources: Json, ...objects: Json[]): string[] =>
    told(becoming(evaluated(eksWith({ ...ORDERS, ...roles }, resources), objects)));

  test('puts those with an access entry in its groups, of the program or not', () => {
    const entry = (principal: string, more: Json): Json => ({
      ...{ cluster_name: '${aws_eks_cluster.main.name}', principal_arn: principal },
      ...more,
    });
    const resources = {
      aws_eks_access_entry: {
        ci: entry('${aws_iam_role.ci.arn}', { kubernetes_groups: ['developers'] }),
        bob: entry(`arn:aws:iam::${ACCOUNT}:user/bob`, { user_name: 'bob' }),
        node: entry(`arn:aws:iam::${ACCOUNT}:role/node`, { type: 'EC2_LINUX', kubernetes_groups: ['developers'] }),
      },
    };
    expect(inCluster({ ci: {} }, resources, binding('Group', 'developers'), binding('User', 'bob'))).toEqual([
      'Group developers: pod, make tokens of service accounts in shop',
      'User bob: pod, make tokens of service accounts in shop',
      'arn:aws:iam::111122223333:user/bob: pod, enter the cluster as the user bob, make tokens of service accounts in shop',
      'aws_iam_role.ci: pod, enter the cluster in the group developers, make tokens of service accounts in shop',
    ]);
  });

  test('lets whoever may make an entry alone into the groups that RBAC names, but not into those of the system', () => {
    const may = [allow('eks:CreateAccessEntry')];
    expect(inCluster({ ci: { may } }, {}, binding('Group', 'developers'))).toEqual([
      'Group developers: pod, make tokens of service accounts in shop',
      'aws_iam_role.ci: pod, have the cloud let it in to the cluster in any group, make tokens of service accounts in shop',
    ]);
    expect(inCluster({ ci: { may } }, {}, binding('Group', 'system:serviceaccounts:ci'))).toEqual([
      'Group system:serviceaccounts:ci: pod, make tokens of service accounts in shop',
    ]);
  });

  test('has administrators that are none of the program, by an access policy', () => {
    const policy = {
      aws_eks_access_policy_association: {
        sso: {
          ...{ cluster_name: '${aws_eks_cluster.main.name}', principal_arn: `arn:aws:iam::${ACCOUNT}:role/sso` },
          policy_arn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
          access_scope: { type: 'cluster' },
        },
      },
    };
    expect(inCluster({}, policy)).toEqual([
      'arn:aws:iam::111122223333:role/sso: pod, do everything in every namespace',
    ]);
  });
});

test('a policy that was not read makes others possible, and is said once', () => {
  const attachment = { role: '${aws_iam_role.ci.name}', policy_arn: `arn:aws:iam::${ACCOUNT}:policy/unread` };
  const found = becoming(
    evaluated(eksWith({ ...ORDERS, ci: {} }, { aws_iam_role_policy_attachment: { ci: attachment } })),
  );
  expect(found.who).toEqual([]);
  expect(found.unknown).toEqual([
    'no RBAC of aws_eks_cluster.main was read, which says who may act in it',
    'what roles of AWS may do was not all read: unread, which aws_iam_role_policy_attachment.ci attaches',
  ]);
});

test('pods of EKS become an identity of Entra by the token of their AWS account, in as many hops as it takes', () => {
  const outbound = `
resource "aws_iam_outbound_web_identity_federation" "this" {}
resource "azurerm_federated_identity_credential" "aws" {
  name      = "aws"
  parent_id = azurerm_user_assigned_identity.vault.id
  audience  = ["api://AzureADTokenExchange"]
  issuer    = aws_iam_outbound_web_identity_federation.this.issuer_identifier
  subject   = aws_iam_role.backup.arn
}
resource "aws_iam_role_policy" "backup" {
  role   = aws_iam_role.backup.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:GetWebIdentityToken", Resource = "*" }] })
}
`;
  const terraform = `${eksProgram(irsaRole('backup', 'ops/backup'))}
resource "azurerm_kubernetes_cluster" "main" {
  name                = "aks"
  oidc_issuer_enabled = true
}
${federated('vault', 'vault/vault')}${outbound}`;
  const by = (text: string, account = 'vault/vault'): ReturnType<typeof becoming> =>
    becoming(evaluatedHcl(text), account, 'azurerm_kubernetes_cluster.main');
  const enter = 'enter azurerm_user_assigned_identity.vault by a token of its AWS account';
  const lines = [
    `aws_iam_role.backup: identity, ${enter}`,
    `pods of ops/backup: identity, get aws_iam_role.backup, ${enter}`,
  ];
  const found = by(terraform);
  expect(told(found)).toEqual(lines);
  expect(found.who[0]?.steps[0]?.by).toBe('azurerm_federated_identity_credential.aws');

  // AND of no other identity, and by nobody who gets no token or one for another audience
  expect(told(by(terraform + federated('other', 'other/other'), 'other/other'))).toEqual([]);
  expect(told(by(terraform.replace('sts:GetWebIdentityToken', 's3:GetObject')))).toEqual([]);
  const only = (key: string, value: string): string =>
    terraform.replace('Resource = "*"', `Resource = "*", Condition = { StringEquals = { "${key}" = "${value}" } }`);
  expect(told(by(only('sts:IdentityTokenAudience', 'api://AzureADTokenExchange')))).toEqual(lines);
  expect(told(by(only('sts:IdentityTokenAudience', 'https://example.com')))).toEqual([]);
  expect(told(by(only('aws:SourceVpc', 'vpc-1')))).toEqual(
    lines.map((line) => expect.stringMatching(`^${line}, perhaps: .*aws:SourceVpc`) as unknown),
  );
});

describe('the inventory', () => {
  test('has each step once, and who becomes every role of an account as that', () => {
    const roles = {
      orders: { trusts: [pod('shop/orders'), assumedBy('${aws_iam_role.ci.arn}')] },
      ci: { may: [allow('iam:UpdateAssumeRolePolicy', ['${aws_iam_role.orders.arn}', '${aws_iam_role.admin.arn}'])] },
      admin: { may: [allow('*')] },
    };
    const evaluation = evaluated(eksWith(roles));
    expect(identityBecomingOf(evaluation)).toEqual([
      {
        ...{ who: 'aws_iam_role.admin', kind: 'identity', identities: ['*'], by: 'change-trust' },
        sources: ['aws_iam_role_policy.admin'],
      },
      {
        ...{ who: 'aws_iam_role.admin', kind: 'identity', identities: ['*'], by: 'give-itself-rights' },
        sources: ['aws_iam_role_policy.admin'],
      },
      {
        ...{ who: 'aws_iam_role.ci', kind: 'identity', identities: ['aws_iam_role.orders'], by: 'assume' },
        sources: ['the trust of aws_iam_role.orders'],
      },
      {
        ...{ who: 'aws_iam_role.ci', kind: 'identity', by: 'change-trust', sources: ['aws_iam_role_policy.ci'] },
        identities: ['aws_iam_role.admin', 'aws_iam_role.orders'],
      },
    ]);
    expect(becomingOf(evaluation)).toMatchObject([
      {
        ...{ cluster: 'aws_eks_cluster.main', who: 'aws_iam_role.admin', kind: 'identity', becomes: 'pod' },
        ...{ namespace: '*', names: ['*'], by: ['administer'], sources: ['aws_iam_role_policy.admin'] },
      },
    ]);
  });
});

function evaluatedHcl(terraform: string): ReturnType<typeof evaluated> {
  return evaluated(terraform, [], 'main.tf');
}
