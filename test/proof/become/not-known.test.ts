import { AwsPowers } from '../../../lib/proof/become/aws-powers';
import { everybodyOfAws } from '../../../lib/proof/become/cluster-powers';
import { becomingOf, identityBecomingOf } from '../../../lib/proof/inventory-becoming';
import type { Json } from '../todo-program';
import { POD_IDENTITY, allow, assumedBy, becoming, eksWith, evaluated, pod, told } from './aws-program';
import type { RoleOfTest } from './aws-program';

const RBAC = 'rbac.authorization.k8s.io';
const NOT_KNOWN = '${FORGOTTEN}';

/** A role and its binding in `ci`, which name what a test says. */
function makingPods(roleRef: Json, subject: Json): readonly object[] {
  return [
    {
      ...{ apiVersion: `${RBAC}/v1`, kind: 'Role', metadata: { name: 'pods', namespace: 'ci' } },
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['create'] }],
    },
    {
      ...{ apiVersion: `${RBAC}/v1`, kind: 'RoleBinding', metadata: { name: 'pods', namespace: 'ci' } },
      roleRef: { apiGroup: RBAC, kind: 'Role', name: 'pods', ...roleRef },
      subjects: [{ kind: 'Group', apiGroup: RBAC, name: 'team', ...subject }],
    },
  ];
}

/** What lets pods of `ci/deployer` change what runs everywhere. */
const DEPLOYER = {
  ...{ apiVersion: `${RBAC}/v1`, kind: 'ClusterRoleBinding', metadata: { name: 'deployer' } },
  roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'cluster-admin' },
  subjects: [{ kind: 'ServiceAccount', namespace: 'ci', name: 'deployer' }],
};

const ORDERS: Readonly<Record<string, RoleOfTest>> = { orders: { trusts: [pod('shop/orders')] } };
const ENTRY = { cluster_name: '${aws_eks_cluster.main.name}', principal_arn: '${aws_iam_role.orders.arn}' };
const EDIT = {
  ...ENTRY,
  policy_arn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy',
  access_scope: { type: 'cluster' },
};

function rows(resources: Json): readonly string[] {
  return becomingOf(evaluated(eksWith(ORDERS, { ...resources }, {}), [])).map(({ who, by, namespace, uncertain }) =>
    [who, ...by, namespace, ...(uncertain === undefined ? [] : ['perhaps'])].join(' '),
  );
}

describe('an access entry or an access policy of EKS', () => {
  test.each<[string, Json]>([
    ['cluster', { cluster_name: '${var.forgotten}' }],
    ['policy', { policy_arn: '${var.forgotten}' }],
    ['namespaces', { access_scope: { type: 'namespace', namespaces: '${var.forgotten}' } }],
    ['scope', { access_scope: { type: '${var.forgotten}' } }],
  ])('whose %s is not known lets somebody in perhaps', (_, change) => {
    const found = rows({ aws_eks_access_policy_association: { a: { ...EDIT, ...change } } });
    expect(found).not.toEqual([]);
    expect(found.filter((row) => !row.endsWith(' perhaps'))).toEqual([]);
  });

  test('whose policy is not known may let somebody do everything, for that reason', () => {
    const association = { ...EDIT, policy_arn: '${var.forgotten}' };
    const program = evaluated(eksWith(ORDERS, { aws_eks_access_policy_association: { a: association } }));
    expect(becomingOf(program)).toEqual([
      expect.objectContaining({
        ...{ who: 'aws_iam_role.orders', becomes: 'pod', by: ['everything'], namespace: '*' },
        uncertain: 'which access policy it is, is not known before apply',
      }),
    ]);
  });

  test('that is perhaps there puts somebody among everybody of the cluster perhaps', () => {
    const everybody = (change: Json): object[] => {
      const entry = { ...ENTRY, ...change };
      const program = evaluated(eksWith(ORDERS, { aws_eks_access_entry: { a: entry } }));
      return everybodyOfAws(program, 'aws_eks_cluster.main').map(({ at, ...power }) => ({ ...power, file: at.file }));
    };
    const power = {
      ...{ cluster: 'aws_eks_cluster.main', who: { kind: 'identity', name: 'aws_iam_role.orders' }, act: 'enter' },
      ...{ becomes: 'group', names: ['system:authenticated'], source: 'aws_eks_access_entry.a' },
      file: expect.any(String),
    };
    expect(everybody({})).toStrictEqual([power]);
    expect(everybody({ cluster_name: '${var.forgotten}' })).toStrictEqual([
      { ...power, perhaps: expect.stringContaining('not known') },
    ]);
  });

  test('that is perhaps there lets its role have itself be let in as an administrator perhaps', () => {
    const roles = { orders: { trusts: [pod('shop/orders')], may: [allow('eks:AssociateAccessPolicy')] } };
    const administers = (entries: Json): readonly (string | undefined)[] =>
      becomingOf(evaluated(eksWith(roles, { aws_eks_access_entry: entries })))
        .filter(({ by }) => by.includes('administer'))
        .map(({ uncertain }) => uncertain);
    const perhaps = { ...ENTRY, cluster_name: '${var.forgotten}' };
    expect(administers({})).toEqual([]);
    expect(administers({ a: perhaps })).toEqual([expect.stringContaining('not known')]);
    expect(administers({ a: perhaps, b: ENTRY })).toEqual([undefined]);
  });

  test('is of one namespace where that is known, and certain', () => {
    const access_scope = { type: 'namespace', namespaces: ['shop'] };
    const found = rows({ aws_eks_access_policy_association: { a: { ...EDIT, access_scope } } });
    expect(found).toContain('aws_iam_role.orders make-pods run-commands shop');
  });

  test.each<[string, Json]>([
    ['cluster', { cluster_name: '${var.forgotten}' }],
    ['type', { type: '${var.forgotten}' }],
  ])('of which the %s is not known puts somebody into its groups perhaps', (_, change) => {
    const entry = { ...ENTRY, kubernetes_groups: ['team'], ...change };
    expect(rows({ aws_eks_access_entry: { a: entry } })).toEqual(['aws_iam_role.orders enter * perhaps']);
  });

  test('whose groups are not known puts somebody into one that is not known', () => {
    const entry = { ...ENTRY, kubernetes_groups: '${var.forgotten}' };
    const [row] = becomingOf(evaluated(eksWith(ORDERS, { aws_eks_access_entry: { a: entry } })));
    expect(row).toMatchObject({ who: 'aws_iam_role.orders', becomes: 'group' });
    expect(row!.names[0]).toMatch(/^\$\{/);
  });
});

describe('a binding of RBAC', () => {
  test('of which the kind of a subject is not known is told of each that it may be, as not certain', () => {
    const program = evaluated(eksWith(ORDERS), makingPods({}, { kind: NOT_KNOWN }));
    const found = becomingOf(program).map(({ who, namespace, uncertain }) => ({ who, namespace, uncertain }));
    const uncertain = 'whom RoleBinding/ci/pods names is not known before apply';
    expect(found).toEqual([
      { who: 'Group team', namespace: 'ci', uncertain },
      { who: 'User team', namespace: 'ci', uncertain },
    ]);
  });

  test('of which the kind of the role is not known gives nothing for certain', () => {
    const [row] = becomingOf(evaluated(eksWith(ORDERS), makingPods({ kind: NOT_KNOWN }, {})));
    expect(row).toMatchObject({ who: 'Group team', namespace: 'ci', by: [] });
    expect(row!.uncertain).toContain('was not read');
  });

  test('that is not known counts where it is on the way to the pod, in whichever namespace', () => {
    const objects = [DEPLOYER, ...makingPods({ name: 'elsewhere' }, {})];
    const { unknown } = becoming(evaluated(eksWith(ORDERS), objects));
    expect(unknown).toEqual([
      'what Role/ci/elsewhere grants, which RoleBinding/ci/pods gives Group team, was not read',
    ]);
  });
});

test('a ConfigMap with mappings whose name is not known may be aws-auth, and that is said', () => {
  const configMap = {
    ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: NOT_KNOWN, namespace: 'kube-system' } },
    data: { mapRoles: '- rolearn: arn:aws:iam::111122223333:role/admin\n  groups: [system:masters]\n' },
  };
  const { unknown } = becoming(evaluated(eksWith(ORDERS), [DEPLOYER, configMap]));
  expect(unknown.join()).toContain('whether a ConfigMap with mapRoles or mapUsers is it is not known');
});

describe('a trust that is not known', () => {
  const OPEN = { more: { assume_role_policy: '${var.forgotten}' } };
  const association = (role: string, account: string, change: Json = {}): Json => ({
    aws_eks_pod_identity_association: {
      a: {
        cluster_name: '${aws_eks_cluster.main.name}',
        namespace: account.split('/')[0],
        service_account: account.split('/')[1],
        role_arn: role,
        ...change,
      },
    },
  });
  const ADMIN: RoleOfTest = { trusts: [POD_IDENTITY], may: [allow('iam:UpdateAssumeRolePolicy')] };

  test('keeps the list of who becomes its pods, and those that its role becomes, from being whole', () => {
    const roles = { orders: { ...OPEN }, admin: ADMIN };
    const { unknown } = becoming(
      evaluated(eksWith(roles, association('${aws_iam_role.orders.arn}', 'shop/orders')), [DEPLOYER]),
    );
    expect(unknown.join('\n')).toContain('aws_iam_role.orders is not known');
    const onWay = { orders: { trusts: [pod('shop/orders')] }, admin: { ...ADMIN, ...OPEN, trusts: [] } };
    expect(becoming(evaluated(eksWith(onWay), [DEPLOYER])).unknown.join('\n')).toContain(
      'who gets aws_iam_role.admin is not known',
    );
  });

  test('is none where it is known: the list is whole', () => {
    const roles = { orders: { trusts: [POD_IDENTITY] }, admin: ADMIN };
    const resources = association('${aws_iam_role.orders.arn}', 'shop/orders');
    const { identities, unknown } = becoming(evaluated(eksWith(roles, resources), [DEPLOYER]));
    expect(unknown).toEqual([]);
    expect(identities).toEqual(['aws_iam_role.orders']);
  });

  test('is as good as one whose association has a role, or a cluster, that is not known', () => {
    const roles = { orders: { trusts: [POD_IDENTITY] }, admin: ADMIN };
    for (const change of [{ role_arn: '${var.forgotten}' }, { cluster_name: '${var.forgotten}' }]) {
      const resources = association('${aws_iam_role.orders.arn}', 'shop/orders', change);
      const { unknown } = becoming(evaluated(eksWith(roles, resources), [DEPLOYER]));
      expect(unknown.join('\n')).toContain('whom aws_eks_pod_identity_association.a gives a role is not known');
    }
  });

  test('does not certainly take what somebody has EKS give its pods', () => {
    const passes = [allow(['iam:PassRole', 'eks:CreatePodIdentityAssociation'])];
    const rowsOf = (target: RoleOfTest): readonly (string | undefined)[] =>
      identityBecomingOf(evaluated(eksWith({ target, passes: { trusts: [pod('ci/passes')], may: passes } })))
        .filter(({ by, identities }) => by === 'associate' && identities.includes('aws_iam_role.target'))
        .map(({ uncertain }) => uncertain);
    expect(rowsOf(OPEN)).toEqual([expect.stringContaining('the trust of aws_iam_role.target was not read')]);
    const inShop = { ...POD_IDENTITY, Condition: { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'shop' } } };
    // Whose pod it is decides: having one somewhere in the cluster is not enough.
    expect(rowsOf({ trusts: [inShop] })).toEqual([expect.stringContaining('the conditions in the trust')]);
    expect(rowsOf({ trusts: [assumedBy('arn:aws:iam::111122223333:user/jane')] })).toEqual([]);
  });
});

test('an identity that pods get perhaps is none of theirs for certain', () => {
  const trust = pod('shop/${var.forgotten}');
  const roles = {
    orders: { trusts: [trust] },
    admin: { trusts: [pod('ci/admin')], may: [allow('iam:UpdateAssumeRolePolicy')] },
  };
  const found = becoming(evaluated(eksWith(roles), [DEPLOYER]));
  expect(found.identities).toEqual([]);
  expect([...told(found), ...found.unknown].join('\n')).toContain('whether it gets aws_iam_role.orders is not known');
});

describe('somebody who has EKS give a role to pods of their choice', () => {
  const passes = { trusts: [pod('ci/passes')], may: [allow(['iam:PassRole', 'eks:CreatePodIdentityAssociation'])] };
  const inNamespace = (namespace: string, more: Json = {}): Json => ({
    ...POD_IDENTITY,
    Condition: { StringEquals: { 'aws:RequestTag/kubernetes-namespace': namespace }, ...more },
  });
  const perhapsOf = (...trusts: Json[]): readonly (string | undefined)[] =>
    [...new AwsPowers(evaluated(eksWith({ target: { trusts }, passes }))).to('aws_iam_role.target')]
      .filter(({ act }) => act === 'associate')
      .map(({ perhaps }) => perhaps);
  const fromHome = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };

  test('gets it for certain where its trust takes pods of some namespace, whatever else it says', () => {
    expect(perhapsOf(inNamespace('shop'))).toEqual([undefined]);
    expect(perhapsOf(inNamespace('shop'), inNamespace('bank', fromHome))).toEqual([undefined]);
  });

  test('gets it perhaps where it also asks for what no program tells', () => {
    expect(perhapsOf(inNamespace('shop', fromHome))).toEqual([expect.any(String)]);
  });

  test('gets none of a trust for another service', () => {
    expect(perhapsOf({ ...POD_IDENTITY, Principal: { Service: 'ec2.amazonaws.com' } })).toEqual([]);
  });
});

test('a trust that names an account by an ARN which only apply tells leaves it to the account who assumes the role', () => {
  const assumes = (principal: string): readonly string[] => {
    const ci = { trusts: [pod('ci/ci')], may: [allow('sts:AssumeRole')] };
    const program = JSON.parse(eksWith({ target: { trusts: [assumedBy(principal)] }, ci })) as Json;
    return identityBecomingOf(evaluated(JSON.stringify({ ...program, variable: { any: {} } })))
      .filter(({ by, identities }) => by === 'assume' && identities.includes('aws_iam_role.target'))
      .map(({ who, uncertain }) => `${who}${uncertain === undefined ? '' : ' perhaps'}`);
  };
  expect(assumes('arn:aws:iam::111122223333:root')).toContain('aws_iam_role.ci');
  expect(assumes('arn:aws:iam::111122223333:${var.any}')).toContain('aws_iam_role.ci perhaps');
  expect(assumes('arn:aws:iam::1111${var.any}:root')).toContain('aws_iam_role.ci perhaps');
  // A role of which only apply tells the name is told as that.
  expect(assumes('arn:aws:iam::111122223333:role/${var.any}')).toEqual(['arn:aws:iam::111122223333:role/${var.any}']);
});
