import { AwsPowers } from '../../../lib/proof/become/aws-powers';
import { identityBecomingOf } from '../../../lib/proof/inventory-becoming';
import type { Json } from '../todo-program';
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

const OTHER_ACCOUNT = '444455556666';
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const ORDERS = 'aws_iam_role.orders';
const CI = 'aws_iam_role.ci';
const ASSUME = `identity, assume ${ORDERS}`;
const EVERYTHING = 'pod, have the cloud let it in to the cluster as its administrator';

const evaluation = (roles: Record<string, RoleOfTest>, resources: Json = {}, cluster: Json = {}) =>
  evaluated(eksWith({ orders: { trusts: [pod('shop/orders')] }, ...roles }, resources, cluster));
const who = (...program: Parameters<typeof evaluation>): string[] => told(becoming(evaluation(...program)));
const trusting = (...trusts: Json[]): RoleOfTest => ({ trusts: [pod('shop/orders'), ...trusts] });

describe('a trust that names somebody who is none of the program', () => {
  const by = (principal: Json, more: Json = {}, ...others: Json[]): string[] =>
    who({ orders: trusting({ ...assumedBy(''), Principal: principal, ...more }, ...others) });

  test.each([
    [
      'a user of the account',
      { AWS: `arn:aws:iam::${ACCOUNT}:user/jane` },
      `arn:aws:iam::${ACCOUNT}:user/jane: ${ASSUME}`,
    ],
    [
      'a user of another account',
      { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:user/jane` },
      `arn:aws:iam::${OTHER_ACCOUNT}:user/jane: ${ASSUME}, perhaps: its own account has to allow it too, if it is another one`,
    ],
    [
      'an account by its id',
      { AWS: OTHER_ACCOUNT },
      expect.stringMatching(
        new RegExp(`${OTHER_ACCOUNT}.*: ${ASSUME}, perhaps: its account says which of its principals may$`),
      ),
    ],
    [
      'an account by its root',
      { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
      `arn:aws:iam::${OTHER_ACCOUNT}:root: ${ASSUME}, perhaps: its account says which of its principals may`,
    ],
    ['everybody', '*', `*: ${ASSUME}`],
    ['everybody of AWS', { AWS: '*' }, `*: ${ASSUME}`],
  ])('lets in %s', (_, principal, line) => expect(by(principal as Json)).toEqual([line]));

  const JANE = { AWS: `arn:aws:iam::${ACCOUNT}:user/jane` };

  test('lets them in perhaps, where a condition or a Deny of the trust decides', () => {
    const conditions = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };
    const depends = `it depends on the conditions in the trust of ${ORDERS}`;
    expect(by(JANE, conditions)).toEqual([`${JANE.AWS}: ${ASSUME}, perhaps: ${depends}`]);
    expect(by('*' as unknown as Json, conditions)).toEqual([`*: ${ASSUME}, perhaps: ${depends}`]);
    expect(by(JANE, conditions, { ...assumedBy(''), Principal: '*' })).toEqual([
      `*: ${ASSUME}`,
      `${JANE.AWS}: ${ASSUME}`,
    ]);
    // What lets in others without a condition lets them in no better.
    expect(by(JANE, conditions, assumedBy(`arn:aws:iam::${ACCOUNT}:user/bob`))).toEqual([
      `arn:aws:iam::${ACCOUNT}:user/bob: ${ASSUME}`,
      `${JANE.AWS}: ${ASSUME}, perhaps: ${depends}`,
    ]);
    expect(by(JANE, {}, { ...assumedBy(''), Effect: 'Deny', Principal: { Service: 'ec2.amazonaws.com' } })).toEqual([
      `${JANE.AWS}: ${ASSUME}`,
    ]);
    expect(by(JANE, {}, { ...assumedBy(ROOT, conditions), Effect: 'Deny' })).toEqual([
      `${JANE.AWS}: ${ASSUME}, perhaps: a Deny in the trust of ${ORDERS} may be about it`,
    ]);
  });

  test('is told as what lets them in', () => {
    const [way] = becoming(evaluation({ orders: trusting(assumedBy(JANE.AWS)) })).who;
    expect(way?.steps.map((step) => step.by)).toEqual([`the trust of ${ORDERS}`]);
  });

  test('lets nobody in who may do something else than assume the role, or whom it denies alone', () => {
    expect(by(JANE, { Action: 'sts:TagSession' })).toEqual([]);
    expect(by(JANE, { Effect: 'Deny' })).toEqual([]);
    expect(by(JANE, { Action: 'sts:*' })).toEqual([`${JANE.AWS}: ${ASSUME}`]);
    expect(by({ Service: 'ec2.amazonaws.com' })).toEqual([]);
  });
});

describe('a trust that names a role of the program', () => {
  test('by one of its sessions lets in the role', () => {
    const session = (arn: string): string[] => who({ orders: trusting(assumedBy(arn)), ci: {} });
    expect(session(`arn:aws:sts::${ACCOUNT}:assumed-role/ci/build-1`)[0]).toMatch(`${CI}: ${ASSUME}`);
    expect(session(`arn:aws:sts::${ACCOUNT}:assumed-role/other/ci`)[0]).toMatch(/^arn:aws:sts/);
  });

  test('leaves it to no other role, whatever that may do', () => {
    const any = { may: [allow('sts:AssumeRole')] };
    expect(who({ orders: trusting(assumedBy(`\${${CI}.arn}`)), ci: {}, any })).toEqual([`${CI}: ${ASSUME}`]);
  });

  test('is not known of a role that others make, whose trust was not read', () => {
    const data = { aws_iam_role: { ops: { name: 'ops' } } };
    const text = eksWith({ ci: { may: [allow('sts:AssumeRole')] } });
    const program = evaluated(JSON.stringify({ ...(JSON.parse(text) as Json), data }));
    const powers = new AwsPowers(program);
    expect(powers.to('data.aws_iam_role.ops')).toEqual([]);
    const role = program.identities.get('data.aws_iam_role.ops')!;
    const takes = powers.takesPod(role, program.clusters.get('aws_eks_cluster.main')!, { namespace: 'a', name: 'b' });
    expect(takes).toMatchObject({ why: 'the trust of data.aws_iam_role.ops was not read' });
  });

  test('is for others than itself', () => {
    const roles = { orders: trusting(assumedBy(`\${${ORDERS}.arn}`)) };
    expect(who(roles)).toEqual([]);
    expect(new AwsPowers(evaluation(roles)).to(ORDERS)).toEqual([]);
  });
});

describe('a trust that leaves it to an account', () => {
  const any: RoleOfTest = { may: [allow('sts:AssumeRole')] };
  const none: RoleOfTest = {};
  const assuming = (trusted: Json): string[] =>
    who({ orders: trusting(trusted), any, none }).filter((line) => line.startsWith('aws_iam_role'));

  test.each([
    ['its root', assumedBy(ROOT)],
    ['its id', assumedBy(ACCOUNT)],
    ['its root and a user', { ...assumedBy(''), Principal: { AWS: [ROOT, `arn:aws:iam::${ACCOUNT}:user/jane`] } }],
    ['everybody', { ...assumedBy(''), Principal: '*' }],
    ['everybody of AWS', assumedBy('*')],
  ])('by %s lets in the roles that may assume it', (what, trusted) => {
    const found = assuming(trusted as Json);
    expect(found).toContain(`aws_iam_role.any: ${ASSUME}`);
    // Within an account, whoever is named needs no permission: everybody is.
    if (!what.startsWith('everybody')) expect(found).toHaveLength(1);
  });

  test('lets in none by a user whose name is like the id of an account', () => {
    expect(assuming(assumedBy(`arn:aws:iam::${ACCOUNT}:user/${ACCOUNT}`))).toEqual([]);
  });

  test('lets in none where it only denies', () => {
    expect(assuming({ ...assumedBy(ROOT), Effect: 'Deny' })).toEqual([]);
    expect(assuming(assumedBy(ROOT, { Action: 'sts:TagSession' }))).toEqual([]);
  });
});

describe('EKS Pod Identity', () => {
  const PASS = allow('iam:PassRole', `\${${ORDERS}.arn}`);
  const CLUSTERS = `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/eks`;
  const ASSOCIATIONS = `arn:aws:eks:eu-west-1:${ACCOUNT}:podidentityassociation/eks/*`;
  const create = allow('eks:CreatePodIdentityAssociation', CLUSTERS);
  const update = allow('eks:UpdatePodIdentityAssociation', ASSOCIATIONS);
  const association = (more: Json = {}): Json => ({
    aws_eks_pod_identity_association: {
      orders: {
        ...{ cluster_name: '${aws_eks_cluster.main.name}', role_arn: `\${${ORDERS}.arn}` },
        ...{ namespace: 'shop', service_account: 'orders', ...more },
      },
    },
  });
  const given = `have EKS give ${ORDERS} to a pod`;
  const tool = (may: Json[], orders: Json = POD_IDENTITY, more: Json = {}): string[] =>
    who({ orders: { trusts: [orders] }, tool: { trusts: [pod('ops/tool')], may } }, association(more)).filter((line) =>
      line.startsWith('pods of ops/tool'),
    );

  // Service Authorization Reference, "Amazon Elastic Kubernetes Service": an association is made on the cluster, and changed itself.
  test('gives a role to the pods of whoever may pass it and make an association', () => {
    expect(tool([PASS, create])).toEqual([`pods of ops/tool: identity, ${given}`]);
    expect(tool([PASS])).toEqual([]);
    expect(tool([create])).toEqual([]);
    expect(tool([PASS, allow('eks:CreatePodIdentityAssociation', ASSOCIATIONS)])).toEqual([]);
    expect(tool([allow('iam:PassRole', `\${aws_iam_role.tool.arn}`), create])).toEqual([]);
  });

  test('gives it perhaps to those who may change an association', () => {
    expect(tool([PASS, update])).toEqual([
      `pods of ops/tool: identity, ${given}, perhaps: an association of aws_eks_cluster.main has to be there that it may change`,
    ]);
    expect(tool([PASS, allow('eks:UpdatePodIdentityAssociation', CLUSTERS)])).toEqual([]);
  });

  test('gives it where it may be passed to pods', () => {
    const passed = (service: string): Json =>
      allow('iam:PassRole', '*', { Condition: { StringEquals: { 'iam:PassedToService': service } } });
    expect(tool([passed('pods.eks.amazonaws.com'), create])).toEqual([`pods of ops/tool: identity, ${given}`]);
    expect(tool([passed('ec2.amazonaws.com'), create])).toEqual([]);
  });

  test('gives it whether the trust asks for the tags of the session or takes none', () => {
    const withoutTags = { disable_session_tags: true };
    const asks = (key: string, value: string): Json => ({
      ...POD_IDENTITY,
      Condition: { [key]: { 'aws:RequestTag/eks-cluster-name': value } },
    });
    expect(tool([PASS, create], asks('StringEquals', 'eks'))).toEqual([`pods of ops/tool: identity, ${given}`]);
    expect(tool([PASS, create], asks('StringEquals', 'other'))).toEqual([]);
    for (const trusted of [asks('Null', 'true'), { ...POD_IDENTITY, Action: 'sts:AssumeRole' }]) {
      expect(tool([PASS, create], trusted, withoutTags)).toEqual([`pods of ops/tool: identity, ${given}`]);
    }
  });

  test('is told with each policy that lets it', () => {
    const resources = {
      ...association(),
      aws_iam_role_policy: {
        pass: { role: `\${${CI}.name}`, policy: trust(PASS) },
        create: { role: `\${${CI}.name}`, policy: trust(create) },
        update: { role: `\${${CI}.name}`, policy: trust(update) },
      },
    };
    const powers = new AwsPowers(evaluation({ orders: { trusts: [POD_IDENTITY] }, ci: {} }, resources)).to(ORDERS);
    expect(powers).toEqual([
      {
        ...{ who: { kind: 'identity', name: CI }, act: 'associate', identity: ORDERS, cluster: 'aws_eks_cluster.main' },
        sources: ['aws_iam_role_policy.pass', 'aws_iam_role_policy.create', 'aws_iam_role_policy.update'],
      },
    ]);
  });

  test('is told with the policies that there are, and not at all where the trust takes no pods', () => {
    const may = [PASS, create];
    const sources = (orders: RoleOfTest): unknown[] =>
      new AwsPowers(evaluation({ orders, ci: { may } }, association())).to(ORDERS).map((power) => power.sources);
    expect(sources({ trusts: [POD_IDENTITY] })).toEqual([['aws_iam_role_policy.ci']]);
    expect(sources({ trusts: [pod('shop/orders')] })).toEqual([]);
  });

  test('is of EKS: no cluster of Azure gives roles to pods', () => {
    const resources = {
      ...association(),
      azurerm_kubernetes_cluster: { main: { name: 'aks', resource_group_name: 'rg', oidc_issuer_enabled: true } },
    };
    const may = [PASS, allow('eks:CreatePodIdentityAssociation')];
    const program = evaluation({ orders: { trusts: [POD_IDENTITY] }, ci: { may } }, resources);
    expect(new AwsPowers(program).to(ORDERS).map(({ cluster }) => cluster)).toEqual(['aws_eks_cluster.main']);
  });
});

describe('whoever gives itself every right', () => {
  const write = (action: string, name: string): Json => allow(action, `\${aws_iam_role.${name}.arn}`);

  test.each(['iam:PutRolePolicy', 'iam:AttachRolePolicy'])(
    'by %s on itself, or on a role that it assumes',
    (action) => {
      expect(who({ ci: { may: [write(action, 'ci')] } })).toEqual([`${CI}: ${EVERYTHING}`]);
      const b = { trusts: [assumedBy(`\${${CI}.arn}`)] };
      expect(who({ ci: { may: [write(action, 'b')] }, b })).toEqual([`${CI}: ${EVERYTHING}`]);
      expect(who({ ci: { may: [write(action, 'b')] }, b: {} })).toEqual([]);
    },
  );

  test('by a policy of roles that a pattern names, one of which it assumes', () => {
    const attach = allow('iam:AttachRolePolicy', `arn:aws:iam::${ACCOUNT}:role/b*`);
    const b = { trusts: [assumedBy(`\${${CI}.arn}`)] };
    const open = { trusts: [assumedBy(ROOT)] };
    const assume = (name: string): Json => allow('sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/${name}`);
    const found = (ci: Json[], roles: Record<string, RoleOfTest>): string[] =>
      who({ ci: { may: ci }, ...roles }).filter((line) => line.startsWith(CI));
    expect(found([attach], { b })).toEqual([`${CI}: ${EVERYTHING}`]);
    expect(found([attach], { c: b })).toEqual([]);
    expect(found([attach], { b: {} })).toEqual([]);
    expect(found([attach], { b: open })).toEqual([]);
    expect(found([attach, assume('b')], { b: open })).toEqual([`${CI}: ${EVERYTHING}`]);
    expect(found([attach, assume('*')], { b: open })).toEqual([`${CI}: ${EVERYTHING}`]);
    expect(found([attach, assume('c')], { b: open, c: open })).toEqual([]);
  });

  test('by a new version of a policy that it has, and not of one of AWS', () => {
    const versions = (resource: string, attached: string): string[] =>
      who(
        { ci: { may: [allow('iam:CreatePolicyVersion', resource)] } },
        {
          aws_iam_policy: { own: { name: 'own', policy: trust(allow('s3:GetObject')) } },
          aws_iam_role_policy_attachment: { ci: { role: `\${${CI}.name}`, policy_arn: attached } },
        },
      );
    const own = '${aws_iam_policy.own.arn}';
    expect(versions(own, own)).toEqual([`${CI}: ${EVERYTHING}`]);
    expect(versions('*', 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess')).toEqual([]);
  });

  test('by a new version of a policy of a role that it assumes', () => {
    const policy = (name: string): Json => ({ name, policy: trust(allow('s3:GetObject')) });
    const program = (b: RoleOfTest, version: Json): string[] =>
      who(
        { ci: { may: [version] }, b },
        {
          aws_iam_policy: { own: policy('own'), other: policy('other') },
          aws_iam_role_policy_attachment: {
            b: { role: '${aws_iam_role.b.name}', policy_arn: '${aws_iam_policy.own.arn}' },
          },
        },
      );
    const version = (name: string): Json => allow('iam:CreatePolicyVersion', `\${aws_iam_policy.${name}.arn}`);
    const b = { trusts: [assumedBy(`\${${CI}.arn}`)] };
    expect(program(b, version('own'))).toEqual([`${CI}: ${EVERYTHING}`]);
    expect(program(b, allow('iam:CreatePolicyVersion'))).toEqual([`${CI}: ${EVERYTHING}`]);
    // Two policies of the program are two, though the ARN of neither is known.
    expect(program(b, version('other'))).toEqual([]);
    expect(program(b, { ...version('other'), Resource: `arn:aws:iam::${ACCOUNT}:policy/may-be` })).toEqual([
      expect.stringMatching(`^${CI}: ${EVERYTHING}, perhaps: `),
    ]);
    expect(program({}, version('own'))).toEqual([]);
  });

  test('by no role of another account that it assumes, as IAM of an account is not asked by others', () => {
    const b = '${aws_iam_role.b.arn}';
    const program = (action: string, far: Json): string[] => {
      const ci = { may: [allow([action, 'sts:AssumeRole'], b)], more: { provider: 'aws.far' } };
      const roles = { orders: { trusts: [pod('shop/orders')] }, ci, b: { trusts: [assumedBy(`\${${CI}.arn}`)] } };
      const aws = [
        { region: 'eu-west-1', allowed_account_ids: [ACCOUNT] },
        { alias: 'far', region: 'eu-west-1', ...far },
      ];
      const text = JSON.stringify({ ...(JSON.parse(eksWith(roles)) as Json), provider: { aws } });
      return told(becoming(evaluated(text)));
    };
    for (const action of ['iam:PutRolePolicy', 'iam:AttachRolePolicy']) {
      expect(program(action, { allowed_account_ids: [OTHER_ACCOUNT] })).toEqual([]);
      expect(program(action, { allowed_account_ids: [ACCOUNT] })).toEqual([`${CI}: ${EVERYTHING}`]);
      expect(program(action, {})).toEqual([expect.stringMatching(`^${CI}: .*, perhaps: whether .* account`)]);
    }
  });

  test('is certain where one way is, though another is not', () => {
    const perhaps = allow('iam:PutRolePolicy', `\${${CI}.arn}`, {
      Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } },
    });
    const b = { trusts: [assumedBy(`\${${CI}.arn}`)] };
    expect(who({ ci: { may: [perhaps] } })).toEqual([
      `${CI}: ${EVERYTHING}, perhaps: aws:SourceVpc is not known from the artefacts`,
    ]);
    expect(who({ ci: { may: [perhaps, write('iam:AttachRolePolicy', 'b')] }, b })).toEqual([`${CI}: ${EVERYTHING}`]);
    const maybe = {
      trusts: [assumedBy(`\${${CI}.arn}`, { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } })],
    };
    expect(who({ ci: { may: [write('iam:AttachRolePolicy', 'b')] }, b: maybe })).toEqual([
      expect.stringMatching(`^${CI}: ${EVERYTHING}, perhaps: `),
    ]);
  });

  test('is told with what lets it', () => {
    const resources = {
      aws_iam_role_policy: {
        put: { role: `\${${CI}.name}`, policy: trust(write('iam:PutRolePolicy', 'ci')) },
        attach: { role: `\${${CI}.name}`, policy: trust(write('iam:AttachRolePolicy', 'b')) },
        read: { role: `\${${CI}.name}`, policy: trust(allow('sts:AssumeRole', `\${${CI}.arn}`)) },
      },
    };
    const sources = (roles: Record<string, RoleOfTest>, more = resources): readonly string[] | undefined =>
      new AwsPowers(evaluation(roles, more)).granting.get(CI)?.sources;
    expect(sources({ ci: {}, b: {} })).toEqual(['aws_iam_role_policy.put']);
    const { attach, read } = resources.aws_iam_role_policy;
    const byOther = { aws_iam_role_policy: { attach, read } } as unknown as typeof resources;
    expect(sources({ ci: {}, b: { trusts: [assumedBy(`\${${CI}.arn}`)] } }, byOther)).toEqual([
      'aws_iam_role_policy.attach',
    ]);
  });
});

describe('who becomes one role', () => {
  const to = (...may: Json[]): string[] =>
    new AwsPowers(evaluation({ ci: { may } })).to(ORDERS).map(({ who: { name }, act }) => `${name} ${act}`);

  test('are those too who become every role', () => {
    expect(to(allow('iam:UpdateAssumeRolePolicy'))).toEqual([`${CI} change-trust`]);
    expect(to(allow('iam:PutRolePolicy', `\${${CI}.arn}`))).toEqual([`${CI} give-itself-rights`]);
  });

  test('is nobody by its pods, where its trust is no policy', () => {
    const program = evaluation({ ci: { more: { assume_role_policy: 'nonsense' } } });
    const cluster = program.clusters.get('aws_eks_cluster.main')!;
    const account = { namespace: 'ops', name: 'tool' };
    expect(new AwsPowers(program).takesPod(program.identities.get(CI)!, cluster, account)).toBe(false);
  });
});

describe('who becomes which role, all of them', () => {
  const rows = (roles: Record<string, RoleOfTest>, resources: Json = {}): unknown[] =>
    identityBecomingOf(evaluation(roles, resources)).map(({ who: name, by, identities, uncertain }) =>
      [name, by, identities.join(' '), ...(uncertain === undefined ? [] : [uncertain])].join(': '),
    );

  test('a change of every trust is told once where it is certain, and of each role where it is not', () => {
    const may = allow('iam:UpdateAssumeRolePolicy');
    const vpc = allow('iam:UpdateAssumeRolePolicy', '*', { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } });
    const why = 'aws:SourceVpc is not known from the artefacts';
    expect(rows({ ci: { may: [may] } })).toEqual([`${CI}: change-trust: *`]);
    expect(rows({ ci: { may: [vpc] } })).toEqual([`${CI}: change-trust: ${ORDERS}: ${why}`]);
    expect(rows({ ci: { may: [may, deny('iam:*', `\${aws_iam_role.b.arn}`)] }, b: {} })).toEqual([
      `${CI}: change-trust: ${ORDERS}`,
    ]);
    expect(rows({ ci: { may: [may, deny('iam:UpdateAssumeRolePolicy')] } })).toEqual([]);
  });

  test('every right that a boundary limits is told of the roles that it leaves', () => {
    const limit = (...statements: Json[]): Json => ({
      aws_iam_policy: { limit: { name: 'limit', policy: trust(...statements) } },
    });
    const ci = {
      may: [allow('iam:PutRolePolicy', `\${${CI}.arn}`)],
      more: { permissions_boundary: '${aws_iam_policy.limit.arn}' },
    };
    const put = allow('iam:PutRolePolicy');
    expect(rows({ ci }, limit(put, allow('iam:UpdateAssumeRolePolicy')))).toEqual([`${CI}: give-itself-rights: *`]);
    expect(
      rows({ ci, b: {} }, limit(put, allow('iam:UpdateAssumeRolePolicy', [`\${${ORDERS}.arn}`, `\${${CI}.arn}`]))),
    ).toEqual([`${CI}: give-itself-rights: ${ORDERS}`]);
    expect(rows({ ci }, limit(put))).toEqual([]);
    expect(rows({ ci }, limit(allow('s3:*')))).toEqual([]);
  });

  test('roles of which there are too many pairs are told of every role, as not certain, but for those that a policy names', () => {
    const vpc = { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } };
    const program = evaluation({
      orders: trusting(assumedBy(ROOT)),
      changes: { may: [allow('iam:UpdateAssumeRolePolicy', '*', vpc)] },
      assumes: { may: [allow('sts:AssumeRole')] },
      named: { may: [allow('sts:AssumeRole', `\${${ORDERS}.arn}`)] },
      never: { may: [allow('iam:UpdateAssumeRolePolicy'), deny('iam:UpdateAssumeRolePolicy')] },
    });
    const all = (most: number): string[] =>
      [...new AwsPowers(program, most).all()]
        .filter(({ who: { kind } }) => kind === 'identity')
        .map(({ who: { name }, act, identity, perhaps }) =>
          [name, act, identity, ...(perhaps === undefined ? [] : [perhaps])].join(' ').replaceAll('aws_iam_role.', ''),
        )
        .sort();
    const why = 'aws:SourceVpc is not known from the artefacts';
    // One that may change each of five roles, and one that may assume the one that is open to the account.
    expect(all(6)).toEqual([
      'assumes assume orders',
      ...[`changes change-trust assumes ${why}`, `changes change-trust named ${why}`],
      ...[`changes change-trust never ${why}`, `changes change-trust orders ${why}`, 'named assume orders'],
    ]);
    const tooMany = 'there are too many roles to work it out for each of them';
    expect(all(5)).toEqual([`assumes assume * ${tooMany}`, `changes change-trust * ${tooMany}`, 'named assume orders']);
  });

  test('identities of Azure are none of them', () => {
    const resources = { azurerm_user_assigned_identity: { x: { name: 'x', resource_group_name: 'rg' } } };
    expect([
      ...new AwsPowers(evaluation({ ci: { may: [allow('*')] } }, resources)).to('azurerm_user_assigned_identity.x'),
    ]).toEqual([]);
    expect(new AwsPowers(evaluation({})).to('nothing')).toEqual([]);
    const vpc = { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } };
    const changes = { may: [allow('iam:UpdateAssumeRolePolicy', '*', vpc)] };
    const all = [...new AwsPowers(evaluation({ changes }, resources)).all()];
    expect(all.map(({ identity }) => identity)).toEqual([ORDERS]);
  });
});
