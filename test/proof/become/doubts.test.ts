import type { Becoming } from '../../../lib/proof/become/becoming';
import { Evaluation } from '../../../lib/proof/evaluate/evaluation';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import type { Model } from '../../../lib/proof/model/model';
import type { Json } from '../todo-program';
import { ACCOUNT, POD_IDENTITY, allow, becoming, eksWith, evaluated, pod, told, trust } from './aws-program';
import type { RoleOfTest } from './aws-program';
import { CLUSTER, IDENTITIES, ON_CLUSTER, ON_ORDERS, program } from './azure-program';

const FORGOTTEN = '${var.forgotten}';
const VARIABLE = { variable: { forgotten: { type: 'string' } } };
const RBAC = 'rbac.authorization.k8s.io';

/** What lets somebody change what runs everywhere. */
const everythingFor = (subject: Json): object => ({
  ...{ apiVersion: `${RBAC}/v1`, kind: 'ClusterRoleBinding', metadata: { name: 'admins' } },
  roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'cluster-admin' },
  subjects: [subject],
});
const JANE = everythingFor({ kind: 'User', apiGroup: RBAC, name: 'jane' });

/** A role whose pods change the trusts of all. */
const ADMIN: RoleOfTest = { trusts: [pod('ci/admin')], may: [allow('iam:UpdateAssumeRolePolicy')] };
const OPEN: RoleOfTest = { more: { assume_role_policy: FORGOTTEN } };
const NOT_READ = 'its trust was not read';

/** Who becomes pods of `shop/orders`, of a program that has a variable whose value nobody gives. */
function askedOf(
  roles: Readonly<Record<string, RoleOfTest>>,
  resources: Json = {},
  { more = {}, cluster = {}, objects = [JANE] }: { more?: Json; cluster?: Json; objects?: readonly object[] } = {},
): Becoming {
  const own = JSON.parse(eksWith(roles, resources, cluster)) as object;
  return becoming(evaluated(JSON.stringify({ ...own, ...VARIABLE, ...more }), objects));
}

const ways = (found: Becoming): readonly string[] => told(found).map((line) => line.split(', perhaps: ')[0]!);

describe('an identity that the pods get perhaps', () => {
  const REASON = `whether it gets aws_iam_role.orders is not known: whether ${FORGOTTEN} is orders is not known before apply`;

  test('is none of theirs, and whoever becomes it becomes theirs perhaps, for that reason', () => {
    const found = askedOf({ orders: { trusts: [pod(`shop/${FORGOTTEN}`)] }, admin: ADMIN });
    expect(found.identities).toEqual([]);
    expect(told(found)).toEqual([
      'User jane: pod, do everything in every namespace',
      `aws_iam_role.admin: identity, change the trust of aws_iam_role.orders, perhaps: ${REASON}`,
      `pods of shop/${FORGOTTEN}: identity, get aws_iam_role.orders, perhaps: ${REASON}`,
      `pods of ci/admin: identity, get aws_iam_role.admin, change the trust of aws_iam_role.orders, perhaps: ${REASON}`,
    ]);
  });

  test('is told for the reason of the trust, where that is what is not known', () => {
    const url = '${aws_eks_cluster.main.identity[0].oidc[0].issuer}';
    const providers = { aws_iam_openid_connect_provider: { main: { url, client_id_list: [FORGOTTEN] } } };
    const found = askedOf({ orders: { trusts: [pod('shop/orders')] }, admin: ADMIN }, providers);
    expect(found.identities).toEqual([]);
    expect(found.who[1]!.uncertain).toBe(
      'whether it gets aws_iam_role.orders is not known: statement 0: which audiences ' +
        '${aws_iam_openid_connect_provider.main.arn} lists (client_id_list) is not known before apply',
    );
  });

  test('is theirs where another statement of its trust lets them in for certain', () => {
    const found = askedOf({ orders: { trusts: [pod(`shop/${FORGOTTEN}`), pod('shop/orders')] }, admin: ADMIN });
    expect(found.identities).toEqual(['aws_iam_role.orders']);
    expect(told(found)).toContain('aws_iam_role.admin: identity, change the trust of aws_iam_role.orders');
  });
});

describe('a cluster that may be the one of the pod', () => {
  /** What lets a service account of the provider `other` in. */
  const elsewhere = (account: string): Json => ({
    ...pod(account),
    Principal: { Federated: '${aws_iam_openid_connect_provider.other.arn}' },
    Condition: {
      StringEquals: {
        '${replace(aws_iam_openid_connect_provider.other.url, "https://", "")}:sub': `system:serviceaccount:${account.replace('/', ':')}`,
      },
    },
  });
  const providers = (url: string): Json => ({
    aws_iam_openid_connect_provider: {
      main: { url: '${aws_eks_cluster.main.identity[0].oidc[0].issuer}', client_id_list: ['sts.amazonaws.com'] },
      other: { url, client_id_list: ['sts.amazonaws.com'] },
    },
  });
  const roles = {
    orders: { trusts: [elsewhere('shop/orders')] },
    admin: { ...ADMIN, trusts: [elsewhere('ci/admin')] },
  };
  const DATA = '${data.aws_eks_cluster.other.identity[0].oidc[0].issuer}';
  const dataCalled = (name: string): Json => ({ data: { aws_eks_cluster: { other: { name } } } });
  const PERHAPS = [
    'aws_iam_role.admin: identity, change the trust of aws_iam_role.orders',
    'pods of shop/orders: identity, get aws_iam_role.orders',
    'pods of ci/admin: identity, get aws_iam_role.admin, change the trust of aws_iam_role.orders',
  ];

  test('by an issuer that is not known gives its pods the identity perhaps', () => {
    const found = askedOf(roles, providers(FORGOTTEN));
    const [why] = found.unknown;
    expect(found.unknown).toHaveLength(1);
    expect(why).toMatch(/^whether aws_eks_cluster.main has the issuer https:.*var\.forgotten.* is not known$/);
    expect(found.identities).toEqual([]);
    expect(ways(found).slice(1)).toEqual(PERHAPS);
    expect(found.who[1]!.uncertain).toBe(`whether it gets aws_iam_role.orders is not known: ${why!}`);
  });

  test('by a name that is not known, as one that is looked up, gives its pods the identity perhaps', () => {
    const found = askedOf(roles, providers(DATA), { more: dataCalled(FORGOTTEN), objects: [] });
    expect(ways(found)).toEqual(PERHAPS);
    expect(found.unknown).toContain(`whether aws_eks_cluster.main has the issuer https://${DATA} is not known`);
  });

  test('is another where its issuer or its name is known to be', () => {
    for (const found of [
      askedOf(roles, providers('https://oidc.example.com/id')),
      askedOf(roles, providers('https://token.actions.githubusercontent.com')),
      askedOf(roles, providers(DATA), { more: dataCalled('elsewhere') }),
    ]) {
      expect(ways(found)).toEqual(['User jane: pod, do everything in every namespace']);
      expect(found.unknown).toEqual([]);
    }
  });

  test('is a doubt too where only somebody on the way is of it', () => {
    const onWay = { ...roles, orders: { trusts: [pod('shop/orders')] } };
    expect(askedOf(onWay, providers(FORGOTTEN)).unknown).toEqual([
      expect.stringMatching(/^whether aws_eks_cluster.main has the issuer .* is not known$/),
    ]);
  });
});

describe('a trust of which it is not known whom it lets in', () => {
  const CHANGES_ORDERS = { trusts: [pod('ci/admin')], may: [allow('iam:UpdateAssumeRolePolicy', '*')] };

  test('is told of an identity on the way as who gets it, and of one that others become as whether the pod gets it', () => {
    const orders = { trusts: [pod('shop/orders')] };
    expect(askedOf({ orders, admin: { ...CHANGES_ORDERS, ...OPEN, trusts: [] } }).unknown).toEqual([
      `who gets aws_iam_role.admin is not known: ${NOT_READ}`,
    ]);
    expect(askedOf({ orders: OPEN, admin: ADMIN }).unknown).toEqual([
      `whether it gets aws_iam_role.orders is not known: ${NOT_READ}`,
    ]);
  });

  test('is told nothing of where nobody else becomes its identity, though somebody in the cluster has its name', () => {
    const named = everythingFor({ kind: 'User', apiGroup: RBAC, name: 'aws_iam_role.lone' });
    const found = askedOf({ orders: { trusts: [pod('shop/orders')] }, lone: OPEN }, {}, { objects: [JANE, named] });
    expect(found.unknown).toEqual([]);
  });

  test('is told of a managed identity that is bound to a cluster of which no binding of RBAC was read', () => {
    const binding = {
      ...{ type: 'Microsoft.ContainerService/managedClusters/identityBindings@2025-10-02-preview', name: 'orders' },
      parent_id: ON_CLUSTER,
      body: { properties: { managedIdentity: { resourceId: ON_ORDERS } } },
    };
    const { unknown } = becoming(program({ azapi_resource: { binding } }), 'shop/orders', CLUSTER);
    expect(unknown).toContain(
      'who gets azurerm_user_assigned_identity.orders is not known: its trust is not wholly known',
    );
    expect(unknown.join()).not.toContain('azurerm_user_assigned_identity.ci');
  });

  test('is told for the first reason of several, and not for what is only a mistake', () => {
    const inPart = { trusts: [pod('shop/orders'), pod(`a/${FORGOTTEN}`), pod(`b/x-${FORGOTTEN}`)] };
    expect(askedOf({ orders: inPart }).unknown).toEqual([
      `who gets aws_iam_role.orders is not known: ${FORGOTTEN} in an admitted subject is not known before apply`,
    ]);
    const { Condition, ...everyPod } = pod('shop/orders') as { Condition: Json };
    expect(Condition).toBeDefined();
    expect(askedOf({ orders: { trusts: [pod('shop/orders'), everyPod] }, admin: ADMIN }).unknown).toEqual([]);
  });
});

describe('an association of which only apply tells to whom it gives what', () => {
  const association = (change: Json = {}): Json => ({
    aws_eks_pod_identity_association: {
      a: {
        ...{ cluster_name: '${aws_eks_cluster.main.name}', namespace: 'shop', service_account: 'orders' },
        role_arn: '${aws_iam_role.orders.arn}',
        ...change,
      },
    },
  });
  const NOT_KNOWN = /^whom aws_eks_pod_identity_association\.a gives a role is not known: /;
  const orders = { trusts: [POD_IDENTITY] };
  const byIrsa = { trusts: [pod('shop/orders')] };
  const OTHER_POD = { namespace: 'other', service_account: 'other' };

  test.each<[string, Readonly<Record<string, RoleOfTest>>, Json]>([
    ['gives the pod a role that is not known', { orders }, { role_arn: FORGOTTEN }],
    [
      'gives others a role that is not known, and may be on the way',
      { orders: byIrsa },
      { role_arn: FORGOTTEN, ...OTHER_POD },
    ],
    [
      'is of a cluster that is not known, with a role on the way',
      { orders: byIrsa },
      { cluster_name: FORGOTTEN, ...OTHER_POD },
    ],
    ['may give the pod a role that others become', { orders, admin: ADMIN }, { cluster_name: FORGOTTEN }],
    [
      'may give the pod a role, by the ARN of one that others become',
      { orders, admin: ADMIN },
      { cluster_name: FORGOTTEN, role_arn: 'arn:aws:iam::111122223333:role/orders' },
    ],
  ])('is told where it %s', (_, roles, change) => {
    expect(askedOf(roles, association(change)).unknown).toEqual([expect.stringMatching(NOT_KNOWN)]);
  });

  test.each<[string, Readonly<Record<string, RoleOfTest>>, Json]>([
    [
      'gives others a role that is not known, and nobody gets on by a role',
      { orders },
      { role_arn: FORGOTTEN, ...OTHER_POD },
    ],
    ['gives others a role that others become', { orders, admin: ADMIN }, { cluster_name: FORGOTTEN, ...OTHER_POD }],
    ['may give the pod a role that nobody becomes', { orders }, { cluster_name: FORGOTTEN }],
    [
      'gives others a role that is not on the way, though one is',
      { orders: byIrsa, other: orders },
      { cluster_name: FORGOTTEN, ...OTHER_POD, role_arn: '${aws_iam_role.other.arn}' },
    ],
    ['names a role that was not read', { orders }, { role_arn: 'arn:aws:iam::111122223333:role/elsewhere' }],
    ['is certain', { orders, admin: ADMIN }, {}],
    ['is of another cluster, by its name', { orders, admin: ADMIN }, { cluster_name: 'elsewhere' }],
    [
      'is of another cluster, with a role that is not known',
      { orders },
      { cluster_name: 'elsewhere', role_arn: FORGOTTEN },
    ],
    [
      'is of another cluster of the program',
      { orders },
      { cluster_name: '${aws_eks_cluster.second.name}', role_arn: FORGOTTEN },
    ],
  ])('is not told where it %s', (_, roles, change) => {
    const second = { main: { name: 'eks' }, second: { name: 'second' } };
    expect(askedOf(roles, { ...association(change), aws_eks_cluster: second }).unknown).toEqual([]);
  });

  test('is of no cluster of AKS', () => {
    const resources = {
      ...association({ cluster_name: FORGOTTEN }),
      azurerm_kubernetes_cluster: { aks: { name: 'aks', resource_group_name: 'rg', location: 'westeurope' } },
    };
    const own = JSON.parse(eksWith({ orders, admin: ADMIN }, resources)) as object;
    const evaluation = evaluated(JSON.stringify({ ...own, ...VARIABLE }), [JANE]);
    expect(becoming(evaluation, 'shop/orders').unknown).toEqual([expect.stringMatching(NOT_KNOWN)]);
    expect(becoming(evaluation, 'shop/orders', 'azurerm_kubernetes_cluster.aks').unknown.join()).not.toContain('whom');
  });

  test('may be of a cluster whose name was not read', () => {
    const { model } = evaluated(eksWith({ orders, admin: ADMIN }, association({ cluster_name: 'elsewhere' })), [JANE]);
    const unnamed = model.clusters.map(({ name, ...one }) =>
      one.id === 'aws_eks_cluster.main' ? one : { ...one, name },
    );
    const found = becoming(new Evaluation({ ...model, clusters: unnamed as unknown as Model['clusters'] }));
    expect(found.unknown).toEqual([expect.stringMatching(NOT_KNOWN)]);
  });

  test('may be of a cluster whose name is not known', () => {
    const found = askedOf({ orders, admin: ADMIN }, association({ cluster_name: 'eks' }), {
      cluster: { name: FORGOTTEN },
    });
    expect(found.unknown).toEqual([expect.stringMatching(NOT_KNOWN)]);
  });

  test('is told once, of the trust of its role, where that is not known', () => {
    expect(askedOf({ orders: OPEN, admin: ADMIN }, association()).unknown).toEqual([
      `whether it gets aws_iam_role.orders is not known: ${NOT_READ}`,
    ]);
  });
});

describe('a federated credential of which only apply tells whose it is', () => {
  const credential = (parent_id: string): Json => ({
    ...{ name: 'x', parent_id, audience: ['api://AzureADTokenExchange'], issuer: `\${${CLUSTER}.oidc_issuer_url}` },
    subject: 'system:serviceaccount:ci:x',
  });
  const of = (...parents: readonly string[]): readonly string[] => {
    const credentials = Object.fromEntries(parents.map((parent, index) => [`c${index}`, credential(parent)]));
    const evaluation = program({ azurerm_federated_identity_credential: credentials }, {}, VARIABLE);
    return becoming(evaluation, 'shop/orders', CLUSTER).unknown.filter((text) => !text.startsWith('no RBAC'));
  };
  const inSubscription = (name: string): string =>
    `/subscriptions/${FORGOTTEN}/resourceGroups/rg/providers/${IDENTITIES}/${name}`;

  test('keeps the list from being whole where it may be that of an identity on the way, for the first of several', () => {
    expect(of(FORGOTTEN, inSubscription(FORGOTTEN))).toEqual([
      expect.stringMatching(
        /^who gets azurerm_user_assigned_identity\.orders is not known: azurerm_federated_identity_credential\.c0: it is a credential of \$\{var\.forgotten\}/,
      ),
    ]);
  });

  test('is that of none where no identity has the name that it asks for', () => {
    expect(of(inSubscription('elsewhere'))).toEqual([]);
  });

  test('may be that of any where there are too many to look at, which is told where one of them is on the way', () => {
    const url = `\${${CLUSTER}.oidc_issuer_url}`;
    const statement = {
      ...{ Effect: 'Allow', Principal: { Federated: '${aws_iam_openid_connect_provider.aks.arn}' } },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          [`\${replace(${CLUSTER}.oidc_issuer_url, "https://", "")}:sub`]: 'system:serviceaccount:shop:orders',
        },
      },
    };
    const resources = {
      azurerm_federated_identity_credential: { c: credential(FORGOTTEN) },
      aws_iam_openid_connect_provider: { aks: { url, client_id_list: ['sts.amazonaws.com'] } },
      aws_iam_role: { aws: { name: 'aws', assume_role_policy: trust(statement) } },
    };
    const provider = { azurerm: { features: {} }, aws: { region: 'eu-west-1', allowed_account_ids: [ACCOUNT] } };
    const { model } = program(resources, {}, { ...VARIABLE, provider });
    const managed = model.identities.find(({ cloud }) => cloud === 'azure')!;
    const role = model.identities.find(({ id }) => id === 'aws_iam_role.aws')!;
    expect(becoming(new Evaluation(model), 'shop/orders', CLUSTER).identities).toContain(role.id);
    // More than are looked at for all credentials together.
    const others = Array.from({ length: 990 }, (_, index) => ({ ...managed, id: `other${index}` }));
    const federatedCredentials = Array.from({ length: 51 }, (_, index) => ({
      ...model.federatedCredentials.find(({ id }) => id.endsWith('.c'))!,
      ...{ id: `c${index}`, parent: symbolOf(`var.parent_${index}`) },
    }));
    const own = model.federatedCredentials.find(({ id }) => id.endsWith('.orders'))!;
    const openFor = (account: string, identities: Model['identities']): readonly string[] => {
      const evaluation = new Evaluation({ ...model, identities, federatedCredentials: [own, ...federatedCredentials] });
      return becoming(evaluation, account, CLUSTER).unknown.filter((text) => text.startsWith('whose'));
    };
    const expected = [expect.stringMatching(/^whose identity c50 gives is not known: it is a credential of /)];
    expect(openFor('shop/orders', [...others, ...model.identities])).toEqual(expected);
    expect(openFor('shop/orders', model.identities)).toEqual([]);
    // The pod may get the identity orders by it, which others become.
    expect(openFor('other/other', [...others, ...model.identities])).toEqual(expected);
    expect(openFor('other/other', [...others, ...others])).toEqual([]);
    // Nor is it that of a role of AWS.
    expect(openFor('other/other', [...others, ...others, role])).toEqual([]);
  });
});

describe('a ConfigMap that may be aws-auth', () => {
  const AWS_AUTH = {
    ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '${FORGOTTEN}', namespace: 'kube-system' } },
    data: { mapRoles: '- rolearn: arn:aws:iam::111122223333:role/admin\n  groups: [system:masters]\n' },
  };
  const orders = { trusts: [pod('shop/orders')] };

  test('is a doubt of a cluster of EKS, and of no other', () => {
    expect(askedOf({ orders }, {}, { objects: [JANE, AWS_AUTH] }).unknown).toEqual([
      expect.stringMatching(/^ConfigMap\/kube-system\/aws-auth: whether a ConfigMap with .* is it is not known/),
    ]);
    const resources = {
      azurerm_kubernetes_cluster: { aks: { name: 'aks', resource_group_name: 'rg', location: 'westeurope' } },
    };
    const both = JSON.parse(eksWith({ orders })) as { readonly resource: Json };
    const terraform = JSON.stringify({ ...both, resource: { ...both.resource, ...resources } });
    const ofAks = becoming(evaluated(terraform, [JANE, AWS_AUTH]), 'shop/orders', 'azurerm_kubernetes_cluster.aks');
    expect(ofAks.unknown.join()).not.toContain('aws-auth');
  });

  test('is a doubt for what is not known of it alone', () => {
    const { model } = evaluated(eksWith({ orders }), [JANE]);
    const other = { about: 'somewhere', because: 'something else is not known', at: { file: '', pointer: '' } };
    const found = becoming(new Evaluation({ ...model, undecided: [...model.undecided, other] }));
    expect(found.unknown).toEqual([]);
  });
});
