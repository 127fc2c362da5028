import { BecomingGraph } from '../../../lib/proof/become/becoming';
import type { Becoming } from '../../../lib/proof/become/becoming';
import { CloudPowers } from '../../../lib/proof/become/cloud-powers';
import { clusterPowers } from '../../../lib/proof/become/cluster-powers';
import { Evaluation } from '../../../lib/proof/evaluate/evaluation';
import { sourcesOf } from '../../../lib/proof/input';
import { read } from '../../../lib/proof/read/read';
import type { Json } from '../todo-program';
import { ACCOUNT, POD_IDENTITY, allow, assumedBy, becoming, eksWith, evaluated, pod, told } from './aws-program';
import type { RoleOfTest } from './aws-program';

const API = 'rbac.authorization.k8s.io';
const ORDERS = 'aws_iam_role.orders';
const CI = 'aws_iam_role.ci';
const CLUSTER = 'aws_eks_cluster.main';
const JANE = `arn:aws:iam::${ACCOUNT}:user/jane`;

/** A role of a namespace with one rule, and who has it. */
function given(
  namespace: string,
  [group, resource, verb]: readonly [string, string, string],
  ...subjects: Json[]
): Json[] {
  const name = `${resource.replace(/\W/g, '-')}-${verb}`;
  const metadata = { name, namespace };
  return [
    {
      ...{ apiVersion: `${API}/v1`, kind: 'Role', metadata },
      rules: [{ apiGroups: [group], resources: [resource], verbs: [verb] }],
    },
    {
      ...{ apiVersion: `${API}/v1`, kind: 'RoleBinding', metadata, subjects },
      roleRef: { apiGroup: API, kind: 'Role', name },
    },
  ];
}

/** The same by a ClusterRole, in all namespaces. */
function everywhere([group, resource, verb]: readonly [string, string, string], ...subjects: Json[]): Json[] {
  const metadata = { name: `${resource.replace(/\W/g, '-')}-${verb}` };
  return [
    {
      ...{ apiVersion: `${API}/v1`, kind: 'ClusterRole', metadata },
      rules: [{ apiGroups: [group], resources: [resource], verbs: [verb] }],
    },
    {
      ...{ apiVersion: `${API}/v1`, kind: 'ClusterRoleBinding', metadata, subjects },
      roleRef: { apiGroup: API, kind: 'ClusterRole', name: metadata.name },
    },
  ];
}

const group = (name: string): Json => ({ kind: 'Group', name, apiGroup: API });
const user = (name: string): Json => ({ kind: 'User', name, apiGroup: API });
const account = (namespace: string, name: string): Json => ({ kind: 'ServiceAccount', namespace, name });

const PODS = ['', 'pods', 'create'] as const;
const TOKENS = ['', 'serviceaccounts/token', 'create'] as const;
const EXEC = ['', 'pods/exec', 'create'] as const;

const of = (objects: readonly Json[], roles: Record<string, RoleOfTest> = {}, resources: Json = {}): Becoming =>
  becoming(evaluated(eksWith({ orders: { trusts: [pod('shop/orders')] }, ...roles }, resources), objects));
const who = (...program: Parameters<typeof of>): string[] => told(of(...program));

describe('the ways to a pod are told', () => {
  test('of the same length the plainest first', () => {
    const team = group('team');
    const webhooks = ['admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'create'] as const;
    const kubelets = ['', 'nodes/proxy', 'create'] as const;
    // From the least plain on: each that is added comes before the others.
    const ways: readonly (readonly [objects: Json[], may: string])[] = [
      [everywhere(webhooks, team), 'register mutating webhooks, and so change every pod that is made'],
      [everywhere(kubelets, team), 'call the kubelets of nodes, and so run commands in every pod'],
      [given('shop', EXEC, team), 'run commands in pods of shop'],
      [given('shop', PODS, team), 'make pods in shop'],
      [given('shop', TOKENS, team), 'make tokens of service accounts in shop'],
    ];
    const objects: Json[] = [];
    for (const [more, may] of ways) {
      objects.push(...more);
      expect(who(objects)).toEqual([`Group team: pod, ${may}`]);
      expect(who([...objects].reverse())).toEqual([`Group team: pod, ${may}`]);
    }
  });

  test('pods first, then identities, then the account; what is certain first; fewer steps first; then by name', () => {
    const objects = [
      ...given('shop', ['', 'serviceaccounts', 'impersonate'], group('helpers'), group('actors')),
      ...given('shop', PODS, group('z'), account('ci', 'deployer')),
      ...given('shop', ['', 'pods/exec', 'get'], group('a')),
      ...given('ci', PODS, group('b')),
    ];
    const roles = {
      orders: {
        trusts: [pod('shop/orders'), assumedBy(`\${${CI}.arn}`), assumedBy('arn:aws:iam::444455556666:user/x')],
      },
      ci: {},
    };
    expect(who(objects, roles).map((line) => line.split(', ')[0])).toEqual([
      ...['Group z: pod', 'ServiceAccount ci/deployer: pod', 'Group b: pod', 'Group a: pod'],
      ...[`${CI}: identity`, 'arn:aws:iam::444455556666:user/x: identity'],
      ...['Group actors: account', 'Group helpers: account'],
    ]);
  });

  test('by name where both are as long and as uncertain', () => {
    const look = (...subjects: Json[]): Json[] => given('shop', ['', 'pods/exec', 'get'], ...subjects);
    const make = given('ci', PODS, group('d'));
    const found = who([...look(group('c'), group('a'), account('ci', 'x'), group('b')), ...make]);
    expect(found.map((line) => line.split(',')[0])).toEqual([
      ...['Group a: pod', 'Group b: pod', 'Group c: pod', 'ServiceAccount ci/x: pod', 'Group d: pod'],
    ]);
  });

  test('by the fewest steps, whatever else leads there: to act as a pod that one has is none', () => {
    const objects = [
      ...given('shop', PODS, account('a', 'y'), account('b', 'x')),
      ...given('a', ['', 'serviceaccounts', 'impersonate'], user('bob')),
      ...everywhere(['', 'users', 'impersonate'], group('team')),
      ...given('b', PODS, group('team')),
    ];
    expect(who(objects)).toContain('Group team: pod, make pods in b, make pods in shop');
  });

  // Kubernetes, "User impersonation", "Default roles and role bindings": of the system is the group, not a user of that name.
  test('of a user who is only called as the superusers are', () => {
    expect(who(given('shop', PODS, user('system:masters')))).toEqual(['User system:masters: pod, make pods in shop']);
  });

  test('and what is certain says nothing of doubts', () => {
    const [certain] = of(given('shop', PODS, group('team'))).who;
    expect(Object.keys(certain!)).not.toContain('uncertain');
  });

  test('with the pod that is asked for, and what lets each step', () => {
    const found = of(given('shop', PODS, group('team')));
    expect(found).toEqual({
      ...{ cluster: CLUSTER, namespace: 'shop', serviceAccount: 'orders', identities: [ORDERS] },
      who: [
        {
          ...{ who: 'Group team', kind: 'group', becomes: 'pod' },
          steps: [
            {
              ...{ who: 'Group team', may: 'make pods in shop' },
              by: 'RoleBinding/shop/pods-create, which gives Role/shop/pods-create',
            },
          ],
        },
      ],
      unknown: [],
    });
  });

  test('not by the pod itself, by the superusers, or by a pod whose account is told', () => {
    const itself = account('shop', 'orders');
    const objects = [...given('shop', PODS, itself), ...given('ci', PODS, group('system:masters'))];
    expect(who(objects)).toEqual([]);
    // The role of ops/tool assumes orders, and the account makes pods beside it: of both the shorter way to the pod is told.
    const roles = {
      orders: { trusts: [pod('shop/orders'), assumedBy('${aws_iam_role.tool.arn}')] },
      tool: { trusts: [pod('ops/tool')] },
    };
    expect(who(given('shop', PODS, account('ops', 'tool')), roles)).toEqual([
      'ServiceAccount ops/tool: pod, make pods in shop',
      `aws_iam_role.tool: identity, assume ${ORDERS}`,
    ]);
  });

  test('of the namespace alone, of the accounts that are named alone, and of everybody in a group that is impersonated', () => {
    expect(who(given('ops', PODS, group('team')))).toEqual([]);
    const named = given('shop', TOKENS, group('team')) as Json[];
    const only = (name: string): Json[] => [
      {
        ...named[0],
        rules: [{ apiGroups: [''], resources: ['serviceaccounts/token'], resourceNames: [name], verbs: ['create'] }],
      },
      named[1]!,
    ];
    expect(who(only('orders'))).toEqual(['Group team: pod, make tokens of orders in shop']);
    expect(who(only('web'))).toEqual([]);
  });

  test('by a user or a group that somebody impersonates', () => {
    const impersonate = (resource: string): Json[] => everywhere(['', resource, 'impersonate'], group('helpers'));
    expect(who([...given('shop', PODS, user('bob')), ...impersonate('users')])).toEqual([
      'User bob: pod, make pods in shop',
      'Group helpers: pod, impersonate users, make pods in shop',
    ]);
    expect(who([...given('shop', PODS, group('team')), ...impersonate('users')])).toEqual([
      'Group team: pod, make pods in shop',
    ]);
  });

  test('by the group of a namespace’s accounts, of whoever becomes one of them and nobody else', () => {
    const all = (namespace: string): Json[] => given('shop', PODS, group(`system:serviceaccounts:${namespace}`));
    expect(who([...all('ci'), ...given('ci', ['', 'serviceaccounts', 'impersonate'], group('helpers'))])).toEqual([
      'Group system:serviceaccounts:ci: pod, make pods in shop',
      'Group helpers: pod, impersonate service accounts in ci, make pods in shop',
    ]);
    expect(who([...all('ci'), ...given('ops', PODS, group('others'))])).toEqual([
      'Group system:serviceaccounts:ci: pod, make pods in shop',
    ]);
    expect(who([...all('ci'), ...everywhere(['', 'users', 'impersonate'], group('helpers'))])).toEqual([
      'Group system:serviceaccounts:ci: pod, make pods in shop',
    ]);
    // The namespace of another group of a name as long is none.
    expect(who([...given('shop', PODS, group('developers-of-the-one:ci')), ...given('ci', PODS, group('x'))])).toEqual([
      'Group developers-of-the-one:ci: pod, make pods in shop',
    ]);
  });

  test('by the group of all service accounts, of whoever becomes one of any namespace', () => {
    const all = given('shop', PODS, group('system:serviceaccounts'));
    expect(who([...all, ...given('ci', PODS, group('team')), ...given('ops', EXEC, user('bob'))])).toEqual([
      'Group system:serviceaccounts: pod, make pods in shop',
      'Group team: pod, make pods in ci, make pods in shop',
      'User bob: pod, run commands in pods of ops, make pods in shop',
    ]);
    expect(who([...all, ...everywhere(['', 'users', 'impersonate'], group('helpers'))])).toEqual([
      'Group system:serviceaccounts: pod, make pods in shop',
    ]);
  });

  // Amazon EKS, "Grant IAM users access to Kubernetes with EKS access entries": an entry without groups signs somebody in all the same.
  test('by the group of everybody, of whoever comes in from AWS, and of nobody who acts in the cluster already', () => {
    const all = given('shop', PODS, group('system:authenticated'));
    const everybody = 'Group system:authenticated: pod, make pods in shop';
    const enter = 'enter the cluster in the group system:authenticated, make pods in shop';
    const cluster_name = '${aws_eks_cluster.main.name}';
    const principal_arn = `\${${CI}.arn}`;
    const policy_arn = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy';
    for (const resources of [
      { aws_eks_access_entry: { ci: { cluster_name, principal_arn } } },
      { aws_eks_access_entry: { ci: { cluster_name, principal_arn, user_name: 'ci', kubernetes_groups: ['x'] } } },
      { aws_eks_access_policy_association: { ci: { cluster_name, principal_arn, policy_arn } } },
    ]) {
      expect(who(all, { ci: {} }, resources)).toEqual([everybody, `${CI}: pod, ${enter}`]);
    }
    expect(who(all, { ci: { may: [allow('eks:CreateAccessEntry')] } })).toEqual([
      ...[everybody, `${CI}: pod, have the cloud let it in to the cluster in any group, make pods in shop`],
    ]);
    expect(who([...all, ...given('ci', PODS, group('team'))], { ci: {} })).toEqual([everybody]);
    const other = { aws_eks_cluster: { main: { name: 'eks' }, other: { name: 'other' } } };
    const elsewhere = { cluster_name: '${aws_eks_cluster.other.name}', principal_arn };
    const ofOther = { aws_eks_access_policy_association: { ci: { ...elsewhere, policy_arn } } };
    expect(who(all, { ci: {} }, { ...other, aws_eks_access_entry: { ci: elsewhere } })).toEqual([everybody]);
    expect(who(all, { ci: {} }, { ...other, ...ofOther })).toEqual([everybody]);
  });
});

describe('EKS Pod Identity', () => {
  const association = (more: Json = {}): Json => ({
    aws_eks_pod_identity_association: {
      orders: {
        ...{ cluster_name: '${aws_eks_cluster.main.name}', role_arn: `\${${ORDERS}.arn}` },
        ...{ namespace: 'shop', service_account: 'orders' },
      },
      tool: {
        ...{ cluster_name: '${aws_eks_cluster.main.name}', role_arn: '${aws_iam_role.tool.arn}' },
        ...{ namespace: 'ops', service_account: 'tool', ...more },
      },
    },
  });
  const roles = (...may: Json[]): Record<string, RoleOfTest> => ({
    orders: { trusts: [POD_IDENTITY, assumedBy('${aws_iam_role.tool.arn}')] },
    tool: { trusts: [POD_IDENTITY], may },
  });

  test('the pods of an association are its role, and perhaps no more of it than its session policy lets them', () => {
    const line = `pods of ops/tool: identity, get aws_iam_role.tool, assume ${ORDERS}`;
    const found = (more?: Json): string[] =>
      who([], roles(), association(more)).filter((one) => one.startsWith('pods'));
    expect(found()).toEqual([line]);
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: allow('s3:GetObject') });
    expect(found({ policy, disable_session_tags: true })).toEqual([
      `${line}, perhaps: the session policy of aws_eks_pod_identity_association.tool limits what its pods may do as the role`,
    ]);
  });

  test('whoever has EKS give a role needs a pod, and has one if it makes pods of the cluster for certain', () => {
    const may = [allow(['iam:PassRole', 'eks:CreatePodIdentityAssociation'])];
    const entry = {
      aws_eks_access_entry: {
        ci: {
          ...{ cluster_name: '${aws_eks_cluster.main.name}', principal_arn: `\${${CI}.arn}` },
          kubernetes_groups: ['makers'],
        },
      },
    };
    const resources = {
      ...{
        aws_eks_pod_identity_association: { orders: (association().aws_eks_pod_identity_association as Json).orders },
      },
      ...entry,
    };
    const found = (...objects: Json[]): string[] =>
      who(objects, { orders: { trusts: [POD_IDENTITY] }, ci: { may } }, resources).filter((one) => one.startsWith(CI));
    const line = `${CI}: identity, have EKS give ${ORDERS} to a pod`;
    const needs = `${line}, perhaps: it has to be one of the pods of ${CLUSTER} too`;
    expect(found(...given('ops', PODS, group('makers')))).toEqual([line]);
    expect(found(...given('ops', PODS, group('others')))).toEqual([needs]);
    expect(found(...given('ops', ['', 'pods/exec', 'get'], group('makers')))).toEqual([needs]);
    expect(found(...given('ops', ['', 'serviceaccounts', 'impersonate'], group('makers')))).toEqual([needs]);
  });
});

test('a role that is got by pods of another cluster is no pod of this one, nor one that is perhaps let in', () => {
  const may = [allow('iam:PassRole'), allow('eks:CreatePodIdentityAssociation', `\${${CLUSTER}.arn}`)];
  const cluster_name = '${aws_eks_cluster.main.name}';
  const associated = (role: string, account: string, more: Json = {}): Json => {
    const [namespace, service_account] = account.split('/');
    return { cluster_name, role_arn: `\${aws_iam_role.${role}.arn}`, namespace, service_account, ...more };
  };
  const orders = { trusts: [POD_IDENTITY] };
  const line = `have EKS give ${ORDERS} to a pod`;
  const needs = `perhaps: it has to be one of the pods of ${CLUSTER} too`;
  const found = (tool: Json, roles: Record<string, RoleOfTest> = {}, more: Json = {}): string[] => {
    const resources = {
      aws_eks_cluster: { main: { name: 'eks' }, other: { name: 'other' } },
      aws_eks_pod_identity_association: { orders: associated('orders', 'shop/orders'), tool },
      ...more,
    };
    return who([], { orders, tool: { trusts: [POD_IDENTITY], may }, ...roles }, resources);
  };
  const tool = (more?: Json): Json => associated('tool', 'ops/tool', more);
  expect(found(tool())).toContain(`pods of ops/tool: identity, ${line}`);
  expect(found(tool({ cluster_name: '${aws_eks_cluster.other.name}' }))).toEqual([
    `aws_iam_role.tool: identity, ${line}, ${needs}`,
    `pods of ops/tool: identity, get aws_iam_role.tool, ${line}, ${needs}`,
  ]);

  // AND perhaps, where a condition says who associates, or a session policy what the pods may do
  const when = { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } };
  const onCondition = [allow('iam:PassRole'), allow('eks:CreatePodIdentityAssociation', '*', when)];
  expect(found(tool(), { tool: { trusts: [POD_IDENTITY], may: onCondition } })).toContainEqual(
    expect.stringMatching(`^pods of ops/tool: identity, ${line}, perhaps: aws:SourceVpc`),
  );
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: allow('s3:GetObject') });
  expect(found(tool({ policy, disable_session_tags: true }))).toContainEqual(
    expect.stringMatching(`^pods of ops/tool: identity, ${line}, perhaps: the session policy of`),
  );
});

test('whoever only perhaps becomes somebody who makes pods does not certainly have one to give a role to', () => {
  const may = [allow(['iam:PassRole', 'eks:CreatePodIdentityAssociation'])];
  const cluster_name = '${aws_eks_cluster.main.name}';
  const resources = {
    aws_eks_pod_identity_association: {
      orders: { cluster_name, role_arn: `\${${ORDERS}.arn}`, namespace: 'shop', service_account: 'orders' },
    },
    aws_eks_access_entry: {
      maker: { cluster_name, principal_arn: '${aws_iam_role.maker.arn}', kubernetes_groups: ['makers'] },
    },
  };
  const by = (more: Json): string[] => {
    const maker = { trusts: [assumedBy(`\${${CI}.arn}`, more)] };
    return who(
      given('ops', PODS, group('makers')),
      { orders: { trusts: [POD_IDENTITY] }, maker, ci: { may } },
      resources,
    );
  };
  const line = `${CI}: identity, have EKS give ${ORDERS} to a pod`;
  expect(by({})).toContain(line);
  const when = { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } };
  expect(by(when)).toContain(`${line}, perhaps: it has to be one of the pods of ${CLUSTER} too`);
});

test('whoever needs a pod to become somebody who makes pods is not certain to have one', () => {
  const cluster_name = '${aws_eks_cluster.main.name}';
  const resources = {
    aws_eks_pod_identity_association: {
      maker: { cluster_name, role_arn: '${aws_iam_role.maker.arn}', namespace: 'ops', service_account: 'maker' },
    },
    aws_eks_access_entry: {
      maker: { cluster_name, principal_arn: '${aws_iam_role.maker.arn}', kubernetes_groups: ['makers'] },
    },
  };
  const roles = {
    maker: { trusts: [POD_IDENTITY] },
    ci: { may: [allow(['iam:PassRole', 'eks:CreatePodIdentityAssociation'])] },
  };
  expect(who(given('shop', PODS, group('makers')), roles, resources)).toContain(
    `${CI}: pod, have EKS give aws_iam_role.maker to a pod, enter the cluster in the group makers, make pods in shop, perhaps: it has to be one of the pods of ${CLUSTER} too`,
  );
});

test('the identities of a pod are sorted, of whichever kind they are', () => {
  const credential = {
    issuer: '${azurerm_kubernetes_cluster.main.oidc_issuer_url}',
    subject: 'system:serviceaccount:shop:orders',
  };
  const audiences = ['api://AzureADTokenExchange'];
  const resource = {
    azurerm_kubernetes_cluster: { main: { name: 'aks', oidc_issuer_enabled: true } },
    azurerm_user_assigned_identity: { z: { name: 'z', resource_group_name: 'rg' } },
    azuread_application: { a: { display_name: 'a' } },
    azurerm_federated_identity_credential: {
      z: { ...credential, audience: audiences, parent_id: '${azurerm_user_assigned_identity.z.id}' },
    },
    azuread_application_federated_identity_credential: {
      a: { ...credential, audiences, application_id: '${azuread_application.a.id}' },
    },
  };
  const found = becoming(evaluated(JSON.stringify({ resource })), 'shop/orders', 'azurerm_kubernetes_cluster.main');
  expect(found.identities).toEqual(['azuread_application.a', 'azurerm_user_assigned_identity.z']);
});

describe('what keeps the list from being whole', () => {
  const RBAC = `no RBAC of ${CLUSTER} was read, which says who may act in it`;

  test('is RBAC that was not read, in this namespace and not in another', () => {
    expect(of([]).unknown).toEqual([RBAC]);
    const unread = (namespace: string): Json => ({
      ...{ apiVersion: `${API}/v1`, kind: 'RoleBinding', metadata: { name: 'x', namespace } },
      ...{ roleRef: { apiGroup: API, kind: 'ClusterRole', name: 'theirs' }, subjects: [group('team')] },
    });
    expect(of([unread('shop')]).unknown).toEqual([
      'what ClusterRole/theirs grants, which RoleBinding/shop/x gives Group team, was not read',
    ]);
    expect(of([unread('ops')]).unknown).toEqual([]);
  });

  test('is told in the order of its words', () => {
    const unread = (name: string, role: string): Json => ({
      ...{ apiVersion: `${API}/v1`, kind: 'RoleBinding', metadata: { name, namespace: 'shop' } },
      ...{ roleRef: { apiGroup: API, kind: 'ClusterRole', name: role }, subjects: [group('team')] },
    });
    expect(of([unread('a', 'second'), unread('b', 'first')]).unknown).toEqual([
      'what ClusterRole/first grants, which RoleBinding/shop/b gives Group team, was not read',
      'what ClusterRole/second grants, which RoleBinding/shop/a gives Group team, was not read',
    ]);
  });

  test('is what clouds let somebody do: the cluster’s own, and those of the identities of its pods', () => {
    const unread = {
      aws_iam_role_policy_attachment: {
        orders: { role: `\${${ORDERS}.name}`, policy_arn: `arn:aws:iam::${ACCOUNT}:policy/unread` },
      },
    };
    const aws =
      'what roles of AWS may do was not all read: unread, which aws_iam_role_policy_attachment.orders attaches';
    expect(of([], {}, unread).unknown).toEqual([RBAC, aws]);
    const azure = {
      azurerm_user_assigned_identity: { x: { name: 'x', resource_group_name: 'rg' } },
      azurerm_role_assignment: {
        x: {
          ...{ scope: '/subscriptions/s', role_definition_name: 'Ours' },
          principal_id: '${azurerm_user_assigned_identity.x.principal_id}',
        },
      },
    };
    expect(of([], {}, azure).unknown).toEqual([RBAC]);
    const federated = {
      azurerm_federated_identity_credential: {
        x: {
          ...{
            name: 'x',
            parent_id: '${azurerm_user_assigned_identity.x.id}',
            audience: ['api://AzureADTokenExchange'],
          },
          ...{ issuer: `\${${CLUSTER}.identity[0].oidc[0].issuer}`, subject: 'system:serviceaccount:shop:orders' },
        },
      },
    };
    const found = of([], {}, { ...azure, ...federated });
    expect(found.identities).toEqual([ORDERS, 'azurerm_user_assigned_identity.x']);
    expect(found.unknown).toEqual([
      RBAC,
      'what roles of Azure allow was not all read: Ours, which azurerm_role_assignment.x assigns',
    ]);
  });

  test('is that others made the cluster, and so may its RBAC be', () => {
    const text = JSON.stringify({ data: { aws_eks_cluster: { main: { name: 'eks' } } } });
    const evaluation = evaluated(text, given('shop', PODS, group('team')));
    const found = becoming(evaluation, 'shop/orders', `data.${CLUSTER}`);
    expect(found.unknown).toEqual([`data.${CLUSTER} is made outside of what was read, and so may its RBAC be`]);
  });
});

describe('the ways to pods that have an identity', () => {
  const ways = (objects: readonly Json[], trusts: readonly Json[] = [pod('shop/orders')]): string[] => {
    const evaluation = evaluated(eksWith({ orders: { trusts } }), objects);
    return [...new BecomingGraph(evaluation).toIdentities(CLUSTER).values()].map(({ who: name, becomes, steps }) =>
      [`${name}: ${becomes}`, ...steps.map(({ may }) => may)].join(', '),
    );
  };

  test('begin with whoever certainly becomes one, and none has no step', () => {
    // Of the superusers everybody knows.
    expect(ways([])).toEqual(['Group system:masters: pod, do everything in every namespace']);
    const found = ways([...given('shop', PODS, account('ci', 'deployer')), ...given('ci', TOKENS, group('team'))]);
    expect(found).toContain('ServiceAccount ci/deployer: pod, make pods in shop');
    expect(found).toContain('Group team: pod, make tokens of service accounts in ci, make pods in shop');
    expect(ways(given('shop', ['', 'pods/exec', 'get'], group('team')))).toHaveLength(1);
    expect(ways(given('ops', PODS, group('team')))).toHaveLength(1);
  });

  test('are to pods that a trust certainly admits, by name', () => {
    const perhaps = pod('shop/orders');
    const when = { ...(perhaps.Condition as Json), IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
    expect(ways(given('shop', PODS, group('team')), [{ ...perhaps, Condition: when }])).toEqual([]);
    const any = JSON.parse(JSON.stringify(pod('shop/*')).replace('StringEquals', 'StringLike')) as Json;
    expect(ways(given('shop', PODS, group('team')), [any])).not.toContainEqual(expect.stringContaining('Group team'));
    expect(ways(given('shop', PODS, group('team')))).toContain('Group team: pod, make pods in shop');
  });
});

test('what RBAC and aws-auth of another cluster give is nothing in this one', () => {
  const terraform = eksWith(
    { orders: { trusts: [pod('shop/orders')] } },
    { aws_eks_cluster: { main: { name: 'eks' }, other: { name: 'other' } } },
  );
  const awsAuth: Json = {
    ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'aws-auth', namespace: 'kube-system' } },
    data: { mapAccounts: '[]', mapUsers: JSON.stringify([{ userarn: JANE, username: 'jane', groups: ['team'] }]) },
  };
  const unread = {
    ...{ apiVersion: `${API}/v1`, kind: 'RoleBinding', metadata: { name: 'unread', namespace: 'shop' } },
    ...{ roleRef: { apiGroup: API, kind: 'ClusterRole', name: 'unread' }, subjects: [group('team')] },
  };
  const objects = [...given('shop', PODS, group('team')), awsAuth, unread]
    .map((object) => `---\n${JSON.stringify(object)}\n`)
    .join('');
  const sources = sourcesOf([
    { file: 'main.tf.json', text: terraform },
    { file: 'objects.yaml', text: objects },
  ]);
  const evaluationIn = (cluster: string): Evaluation => {
    const clusterOfPath = new Map([['objects.yaml', cluster]]);
    return new Evaluation(read(sources, { clusterOfPath, settings: undefined }));
  };
  const inCluster = (cluster: string): string[] => told(becoming(evaluationIn(cluster)));
  expect(inCluster(CLUSTER)).toEqual([
    'Group team: pod, make pods in shop',
    `${JANE}: pod, enter the cluster in the group team, make pods in shop`,
  ]);
  expect(inCluster('aws_eks_cluster.other')).toEqual([]);
  const elsewhere = evaluationIn('aws_eks_cluster.other');
  const acts = clusterPowers(elsewhere, CLUSTER, new CloudPowers(elsewhere)).map(({ act }) => act);
  expect(acts).toEqual(['everything']);

  // AND neither is what they leave open, nor who has an identity there
  expect(becoming(evaluationIn('aws_eks_cluster.other')).unknown).toEqual([
    `no RBAC of ${CLUSTER} was read, which says who may act in it`,
  ]);
  const ways = new BecomingGraph(evaluationIn('aws_eks_cluster.other')).toIdentities('aws_eks_cluster.other');
  expect([...ways.values()].map(({ who: name }) => name)).not.toContain('Group team');
});
