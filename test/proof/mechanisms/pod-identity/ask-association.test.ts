import { askSession } from '../../../../lib/proof/mechanisms/pod-identity/ask-association';
import { accountOf } from '../../../../lib/proof/mechanisms/pod-identity/association-session';
import type { Program } from '../../../../lib/proof/mechanisms/mechanism';
import { trustPolicyIn } from '../../../../lib/proof/mechanisms/irsa/told-trusts';
import type { PodIdentitySession } from '../../../../lib/proof/iam';
import type { Cluster } from '../../../../lib/proof/model/cluster/cluster';
import type { Identity } from '../../../../lib/proof/model/identity/identity';
import { ToldValues } from '../../../../lib/proof/mechanisms/told-values';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import {
  ACCOUNT,
  arnOf,
  asked,
  association,
  cluster,
  CLUSTER_ARN,
  forRole,
  forSessions,
  onTag,
  openCluster,
  role,
  targetOf,
  trust,
} from './program';

const OPEN = symbolOf('var.name');
const REFUSED = 'EKS answers AccessDeniedException to AssumeRoleForPodIdentity, and the pod gets no credentials';
const ABSENCE = ['nothing-elsewhere'];

describe('a session, its association taken for granted', () => {
  const session: PodIdentitySession = {
    namespace: 'shop',
    serviceAccount: 'app',
    clusterArn: CLUSTER_ARN,
    account: ACCOUNT,
  };
  const askedOf = (identity: Identity) => {
    const { trustPolicy } = identity;
    const policyOf = () => (trustPolicy === undefined ? undefined : trustPolicyIn(trustPolicy));
    const program = { of: () => ({ told: { policyOf } }) } as unknown as Program;
    return askSession({ kind: 'session', identity, account: ACCOUNT, told: new ToldValues({}), session }, program);
  };

  test('gets a role whose trust takes it, and no other', () => {
    expect(askedOf(role('app')).admitted).toBe(true);
    expect(askedOf(role('app', { trustPolicy: trust(forSessions(onTag('todo'))) })).admitted).toBe(false);
  });

  test('gets no identity that is no role', () => {
    expect(askedOf(role('app', { kind: 'managed-identity' }))).toEqual({
      admitted: false,
      because: ['role.app is not an IAM role: EKS Pod Identity gives roles only'],
    });
  });

  test('may get a role whose trust was not read', () => {
    expect(askedOf(role('app', { trustPolicy: undefined }))).toEqual({
      admitted: undefined,
      because: ['the trust policy of role.app is not in the input'],
    });
  });
});

describe('a pod gets a role that an association gives its service account', () => {
  test('where the trust takes the session, which is said', () => {
    const [outcome, ...more] = asked();
    expect(outcome!.admitted).toBe(true);
    expect(outcome!.because[0]).toBe('association.app gives it the role');
    expect(outcome!.because[1]).toBe('sts:AssumeRole: statement 0 allows it: it has no condition');
    expect(more).toEqual([]);
  });

  test('not where the trust refuses the session', () => {
    const [outcome] = asked({ roles: [role('app', { trustPolicy: trust(forSessions(onTag('todo'))) })] });
    expect(outcome!.admitted).toBe(false);
    expect(outcome!.because[0]).toBe('association.app gives it the role, and its trust has to admit the session');
    expect(outcome!.because).toContain(REFUSED);
    expect(outcome!.because.join('\n')).not.toContain('admits through');
  });

  test('perhaps, where the trust was not read', () => {
    expect(asked({ roles: [role('app', { trustPolicy: undefined })] })).toEqual([
      {
        admitted: undefined,
        because: [
          'association.app gives it the role, and its trust has to admit the session',
          'the trust policy of role.app is not in the input',
        ],
      },
    ]);
  });

  test('perhaps, where the association need not be made', () => {
    const [outcome] = asked({ uncounted: ['association.app'] });
    expect(outcome!.admitted).toBeUndefined();
    expect(outcome!.because.slice(0, 2)).toEqual([
      'association.app need not be made',
      'association.app gives it the role',
    ]);
    expect(asked({ uncounted: ['association.web'] })[0]!.admitted).toBe(true);
    const refusing = { roles: [role('app', { trustPolicy: trust(forSessions(onTag('todo'))) })] };
    expect(asked({ ...refusing, uncounted: ['association.app'] })[0]!.admitted).toBe(false);
  });

  test('perhaps, where the association’s own cluster is not in the input', () => {
    expect(asked({ associations: [association({ cluster: undefined })] })).toEqual([
      { admitted: undefined, because: ['the cluster of association.app is not in the input'] },
    ]);
  });

  test('whose credentials are but the way to those of the target role, which is said', () => {
    const said = (parts: Parameters<typeof targetOf>[1] = {}) =>
      asked({ associations: [association({ target: targetOf('goal', parts) })] })[0]!.because.join('\n');
    expect(said()).toContain('the pod itself gets the credentials of role.goal, its target role');
    expect(said({ role: undefined })).toContain(`the pod itself gets the credentials of ${arnOf('goal')}, its target`);
    const refused = asked({
      roles: [role('app', { trustPolicy: trust(forSessions(onTag('todo'))) })],
      associations: [association({ target: targetOf('goal') })],
    });
    expect(refused[0]!.because.join('\n')).not.toContain('the pod itself');
    expect(asked()[0]!.because.join('\n')).not.toContain('the pod itself');
  });

  test('assuming that its account is the one that the trust names, where no account is known, which is said', () => {
    const inAccount = forSessions({ Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } });
    const open = (name: string) =>
      role(name, { claimName: symbolOf(`role.${name}.arn`), account: undefined, trustPolicy: trust(inAccount) });
    const clusters = [openCluster('main')];
    const ASSUMED = (name: string) => `assumed: the account that the trust names is the account of role.${name}`;
    const [outcome] = asked({ clusters, roles: [open('app')] });
    expect(outcome).toMatchObject({ admitted: true, assumes: ['account-of-the-trust'] });
    expect(outcome!.because.slice(0, 2)).toEqual(['association.app gives it the role', ASSUMED('app')]);
    const goal = role('app', { trustPolicy: trust(forRole(symbolOf('role.base.arn'))) });
    const leading = association({ role: 'role.base', target: targetOf('app') });
    const roles = [open('base'), { ...goal, account: undefined }];
    const permissions = [{ Effect: 'Allow', Action: 'sts:*', Resource: '*' }];
    const [led] = asked({ clusters, roles, associations: [leading], permissions, permissionsOf: 'role.base' });
    expect(led).toMatchObject({ admitted: true, assumes: ['account-of-the-trust'] });
    expect(led!.because).toContain(ASSUMED('base'));
  });

  test('of two clusters only from the one whose ARN the trust names, though neither ARN is known', () => {
    const clusters = [openCluster('main'), openCluster('other')];
    const named = (id: string) =>
      asked({
        clusters,
        roles: [
          role('app', {
            trustPolicy: trust(
              forSessions({ Condition: { StringEquals: { 'aws:SourceArn': symbolOf(`${id}.arn`) } } }),
            ),
          }),
        ],
      })[0]!;
    expect(named('main').admitted).toBe(true);
    const { admitted, because } = named('other');
    expect(admitted).toBe(false);
    expect(because[0]).toBe('role.app admits through EKS Pod Identity: system:serviceaccount:*:* of ${other.arn}');
    expect(because[1]).toBe('association.app gives it the role, and its trust has to admit the session');
  });
});

describe('an association for a service account that is not known', () => {
  const open = association({ serviceAccount: OPEN });

  test('perhaps gives the role, with the reason', () => {
    const [outcome] = asked({ associations: [open] });
    expect(outcome!.admitted).toBeUndefined();
    expect(outcome!.because[0]).toMatch(/, which association.app names$/);
    expect(outcome!.because[1]).toBe('association.app gives it the role');
  });

  test('is taken for the account of the question: a trust that names the account takes it', () => {
    const names = [forSessions(onTag('app', 'service-account'))];
    const [outcome] = asked({ associations: [open], roles: [role('app', { trustPolicy: trust(...names) })] });
    expect(outcome!.because).toContain('association.app gives it the role');
    const namespace = [forSessions(onTag('shop'))];
    const [other] = asked({
      associations: [association({ namespace: OPEN })],
      roles: [role('app', { trustPolicy: trust(...namespace) })],
    });
    expect(other!.because).toContain('association.app gives it the role');
  });

  test('gives nothing where the trust refuses the account anyway', () => {
    const [outcome] = asked({
      associations: [open],
      roles: [role('app', { trustPolicy: trust(forSessions(onTag('todo'))) })],
    });
    expect(outcome!.admitted).toBe(false);
    expect(outcome!.because[0]).not.toContain('which association.app names');
  });

  test('does not say for certain that the account has another role', () => {
    const goes = asked({ roles: [role('app'), role('web')], associations: [open] }, 'role.web');
    expect(goes[0]!.because.join()).not.toContain('another role');
  });
});

describe('a pod gets no role', () => {
  test('where its service account has another one', () => {
    expect(asked({ roles: [role('app'), role('web')] }, 'role.web')).toEqual([
      { admitted: false, because: [`association.app gives the service account another role: ${arnOf('app')}`] },
    ]);
    expect(
      asked(
        { roles: [role('app'), role('web')], associations: [association({ target: targetOf('goal') })] },
        'role.web',
      )[0]!.admitted,
    ).toBe(false);
  });

  test('where its service account has another one whose ARN is not known yet, or leads to another', () => {
    const roles = [role('app'), role('web'), role('goal')];
    const open = { roleText: '${role.app.arn}', target: targetOf('goal', { arn: symbolOf('role.goal.arn') }) };
    expect(asked({ roles, associations: [association(open)] }, 'role.web')).toEqual([
      { admitted: false, because: ['association.app gives the service account another role: ${role.app.arn}'] },
    ]);
  });

  test('by EKS Pod Identity where it is no IAM role', () => {
    expect(asked({ roles: [role('app', { kind: 'managed-identity' })] })).toEqual([]);
  });

  test('without an association, unless one was made elsewhere', () => {
    expect(asked({ associations: [] })).toEqual([
      {
        admitted: false,
        assumes: ABSENCE,
        because: [
          'no EKS Pod Identity association gives role.app to shop/app: without one the pod gets no credentials',
        ],
      },
    ]);
  });

  test('by the associations of others, three of which are named', () => {
    const others = [1, 2, 3, 4].map((n) => association({ id: `a${n}`, serviceAccount: `app${n}` }));
    expect(asked({ associations: others.slice(0, 1) })[0]!.because).toEqual([
      'no EKS Pod Identity association gives role.app to shop/app, but to shop/app1 of main: without one the pod gets no credentials',
    ]);
    expect(asked({ associations: others })[0]!.because[0]).toContain(
      ', but to shop/app1 of main, shop/app2 of main, shop/app3 of main: without',
    );
  });

  test('perhaps, where an association may be in a module that was not read', () => {
    const [outcome] = asked({ associations: [], unreadModules: ['module.eks'] });
    expect(outcome).toEqual({
      admitted: undefined,
      because: [
        'module.eks was not read, and may make an association for it',
        'no EKS Pod Identity association gives role.app to shop/app: without one the pod gets no credentials',
      ],
    });
  });

  test('and nothing is said of EKS Pod Identity where its trust is for web identities alone', () => {
    const web = trust({ Effect: 'Allow', Principal: { Federated: '*' }, Action: 'sts:AssumeRoleWithWebIdentity' });
    expect(asked({ roles: [role('app', { trustPolicy: web })], associations: [] })).toEqual([]);
    expect(asked({ roles: [role('app', { trustPolicy: undefined })], associations: [] })).toEqual([]);
  });

  test.each([
    ['a role', forRole(arnOf('base'))],
    ['everybody', forSessions({ Principal: '*' })],
  ])('though its trust takes %s: no association leads to it', (_, statement) => {
    const web = { Effect: 'Allow', Principal: { Federated: '*' }, Action: 'sts:AssumeRoleWithWebIdentity' };
    const roles = [role('app', { trustPolicy: trust(statement, web) })];
    expect(asked({ roles, associations: [] })).toEqual([{ admitted: false, because: [], assumes: ABSENCE }]);
    expect(asked({ roles, associations: [], unreadModules: ['module.eks'] })).toEqual([
      { admitted: undefined, because: ['module.eks was not read, and may make an association for it'] },
    ]);
  });
});

describe('a role of an association that is not known', () => {
  const open = association({ role: undefined, roleText: '${var.role}' });
  const said = (text: string) => [
    {
      admitted: undefined,
      because: [`association.app gives the service account ${text}, and whether that is role.app is not known`],
    },
  ];

  test('may be the one that is asked for', () => {
    expect(asked({ associations: [open] })).toEqual(said('${var.role}'));
  });

  test('may be it as the target role', () => {
    const target = { role: undefined, arn: symbolOf('var.target'), externalId: 'x' };
    expect(
      asked({ roles: [role('app'), role('base')], associations: [association({ role: 'role.base', target })] }),
    ).toEqual(said('${var.target}'));
  });

  test('is another one where its ARN is written out, and is not in the input', () => {
    const other = association({ role: undefined, roleText: arnOf('base') });
    expect(asked({ associations: [other] })[0]!.admitted).toBe(false);
  });
});

describe('a pod gets the target role of its association', () => {
  const base = role('base');
  const app = role('app', { trustPolicy: trust(forRole(arnOf('base'))) });
  const chain = (parts: Parameters<typeof association>[0] = {}) =>
    association({ role: 'role.base', roleText: arnOf('base'), target: targetOf('app'), ...parts });
  const WAY = `association.app leads to it by ${arnOf('base')}`;

  test('by the first role, whose trust takes the session', () => {
    const [outcome, ...more] = asked({ roles: [base, app], associations: [chain()] });
    expect(outcome!.admitted).toBe(true);
    expect(outcome!.because[0]).toBe(WAY);
    expect(outcome!.because[1]).toMatch(/^role.app takes it: /);
    expect(outcome!.because).toHaveLength(2);
    expect(more).toEqual([]);
  });

  test('perhaps, where the first role is not in the input', () => {
    expect(asked({ roles: [app], associations: [chain({ role: undefined })] })).toEqual([
      { admitted: undefined, because: [`${WAY}, which is not in the input`] },
    ]);
  });

  test('not where the first role refuses the session', () => {
    const refusing = role('base', { trustPolicy: trust(forSessions(onTag('todo'))) });
    const [outcome] = asked({ roles: [refusing, app], associations: [chain()] });
    expect(outcome!.admitted).toBe(false);
    expect(outcome!.because[0]).toBe(WAY);
    expect(outcome!.because).toContain(REFUSED);
  });

  test('not where the target role takes another one', () => {
    const other = role('app', { trustPolicy: trust(forRole(arnOf('web'))) });
    const [outcome] = asked({ roles: [base, other, role('web')], associations: [chain()] });
    expect(outcome!.admitted).toBe(false);
    expect(outcome!.assumes).toBeUndefined();
    expect(outcome!.because).toEqual([WAY, expect.stringMatching(/^role.app does not take it: /)]);
  });

  test('not where only a permission of the first role is missing, which may be given elsewhere', () => {
    const byAccount = role('app', { trustPolicy: trust(forRole(`arn:aws:iam::${ACCOUNT}:root`)) });
    const [outcome] = asked({ roles: [base, byAccount], associations: [chain()] });
    expect(outcome!.admitted).toBe(false);
    expect(outcome!.assumes).toEqual(ABSENCE);
  });

  test('perhaps, where the first role’s trust was not read, with both reasons', () => {
    const [outcome] = asked({ roles: [role('base', { trustPolicy: undefined }), app], associations: [chain()] });
    expect(outcome!.admitted).toBeUndefined();
    expect(outcome!.because).toContain('the trust policy of role.base is not in the input');
  });

  test('perhaps, where whose account it is for is not known, or whether it is made', () => {
    const open = asked({ roles: [base, app], associations: [chain({ serviceAccount: OPEN })] })[0]!;
    expect(open.admitted).toBeUndefined();
    expect(open.because[0]).toMatch(/, which association.app names$/);
    const perhaps = asked({ roles: [base, app], associations: [chain()], uncounted: ['association.app'] })[0]!;
    expect(perhaps.admitted).toBeUndefined();
    expect(perhaps.because[0]).toBe('association.app need not be made');
  });

  test('perhaps, where the first role lets it in perhaps, though the target takes the first role', () => {
    const first = role('base', { trustPolicy: trust(forSessions(onTag(OPEN))) });
    expect(asked({ roles: [first, app], associations: [chain()] })[0]!.admitted).toBeUndefined();
  });

  test('by the account of the first role, whatever the query tells of the target’s', () => {
    const inAccount = { Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } };
    const told = (id: string) => {
      const first = role('base', { account: { id, names: new Set() }, trustPolicy: trust(forSessions(inAccount)) });
      const input = { clusters: [openCluster('main')], roles: [first, app], associations: [chain()] };
      return asked(input, 'role.app', { account: '999988887777' })[0]!.admitted;
    };
    expect(told(ACCOUNT)).toBe(true);
    expect(told('444455556666')).toBe(false);
  });

  test('by the account of the first role, where whose account it is for is not known', () => {
    const inOther = { Condition: { StringEquals: { 'aws:SourceAccount': '999988887777' } } };
    const first = role('base', { trustPolicy: trust(forSessions(inOther)) });
    const input = {
      clusters: [openCluster('main')],
      roles: [first, app],
      associations: [chain({ serviceAccount: OPEN })],
    };
    expect(asked(input, 'role.app')[0]!.admitted).toBe(false);
  });

  test('perhaps, where whose account it is for is not known, and the first role’s trust refuses nobody for certain', () => {
    const first = role('base', { trustPolicy: trust(forSessions(onTag(symbolOf('var.other')))) });
    const [outcome] = asked({ roles: [first, app], associations: [chain({ serviceAccount: OPEN })] });
    expect(outcome!.admitted).toBeUndefined();
    expect(outcome!.because.slice(0, 3)).toEqual([
      'whether ' + OPEN + ' is app is not known before apply, which association.app names',
      WAY,
      'association.app gives it the role, and its trust has to admit the session',
    ]);
  });

  test('perhaps, where whose account it is for is not known, with nothing more to say', () => {
    const [outcome] = asked({ roles: [base, app], associations: [chain({ serviceAccount: OPEN })] });
    expect(outcome!.because).toEqual([expect.stringMatching(/, which association.app names$/), WAY]);
  });
});

describe('a pod whose cluster is not in the input', () => {
  const elsewhere = { cluster: undefined, token: { issuer: 'https://b.example/id', subject: '', audience: '' } };
  const ofOpenIssuer = { ...cluster, issuer: symbolOf('main.issuer') };
  const roles = [role('base'), role('app', { trustPolicy: trust(forRole(arnOf('base'))) })];
  const chain = (parts: Parameters<typeof association>[0] = {}) =>
    association({ role: 'role.base', roleText: arnOf('base'), target: targetOf('app'), ...parts });
  const MAY_BE =
    'whether https://b.example/id is the issuer of main, the cluster of association.app, is not known before apply';

  test('gets nothing by an association of a cluster with another issuer', () => {
    const [outcome] = asked({}, 'role.app', elsewhere);
    expect(outcome).toMatchObject({ admitted: false, assumes: ABSENCE });
    expect(outcome!.because[0]).toMatch(/^no EKS Pod Identity association gives role.app to shop\/app/);
    expect(asked({ roles, associations: [chain()] }, 'role.app', elsewhere)[0]!.admitted).toBe(false);
  });

  test('perhaps gets what an association of a cluster gives whose issuer is not known', () => {
    const [given] = asked({ clusters: [ofOpenIssuer] }, 'role.app', elsewhere);
    expect([given!.admitted, given!.because[0]]).toEqual([undefined, MAY_BE]);
    const [led] = asked({ clusters: [ofOpenIssuer], roles, associations: [chain()] }, 'role.app', elsewhere);
    expect([led!.admitted, led!.because[0]]).toEqual([undefined, MAY_BE]);
  });

  test('gets nothing by such an association where the trust refuses the account anyway', () => {
    const refusing = [role('app', { trustPolicy: trust(forSessions(onTag('todo'))) })];
    const [outcome] = asked({ clusters: [ofOpenIssuer], roles: refusing }, 'role.app', elsewhere);
    expect(outcome!.admitted).toBe(false);
    expect(outcome!.because).not.toContain(MAY_BE);
  });

  test.each([
    ['gives the role', {}, association],
    ['leads to it', { roles }, chain],
  ])('perhaps gets the role where the cluster of an association that %s is not in the input', (_, input, made) => {
    const associations = [made({ cluster: undefined })];
    const [outcome] = asked({ ...input, associations }, 'role.app', elsewhere);
    expect(outcome!.admitted).toBeUndefined();
    expect(outcome!.because).toContain('the cluster of association.app is not in the input');
  });

  test('gets no other role by an association whose cluster it may be', () => {
    const web = asked({ clusters: [ofOpenIssuer], roles: [role('app'), role('web')] }, 'role.web', elsewhere);
    expect(web[0]!.because.join()).not.toContain('another role');
  });
});

test('an association of another cluster gives nothing', () => {
  const other = { ...cluster, id: 'other' };
  const [outcome] = asked({ clusters: [cluster, other], associations: [association({ cluster: 'other' })] });
  expect(outcome!.admitted).toBe(false);
});

describe('a cluster whose ARN is not known', () => {
  const parts = { partition: 'aws', region: 'eu-west-1', name: 'main' };
  const from = (arn: string, cluster: Partial<Cluster>) =>
    asked({
      clusters: [{ ...openCluster('main'), ...cluster }],
      roles: [role('app', { trustPolicy: trust(forSessions({ Condition: { ArnLike: { 'aws:SourceArn': arn } } })) })],
    })[0]!.admitted;

  test('has its partition, region and name in it', () => {
    expect(from(CLUSTER_ARN, parts)).toBe(true);
    expect(from(CLUSTER_ARN.replace('eu-west-1', 'us-east-1'), parts)).toBe(false);
    expect(from(symbolOf('var.arn'), parts)).toBeUndefined();
  });

  test('is told by the attribute that will give it, where a trust names that', () => {
    const clusters = [{ ...openCluster('main'), ...parts }];
    const onArn = { Condition: { ArnLike: { 'aws:SourceArn': symbolOf('main.arn') } } };
    const [outcome] = asked({ clusters, roles: [role('app', { trustPolicy: trust(forSessions(onArn)) })] });
    expect(outcome!.because).toContain(
      'sts:AssumeRole: statement 0 allows it: ArnLike on aws:SourceArn ("${main.arn}") holds',
    );
  });

  test('has them also where no attribute is told that will give it', () => {
    expect(from(CLUSTER_ARN, { ...parts, resourceId: undefined })).toBe(true);
  });

  test.each(['partition', 'region', 'name'])('is not known without its %s', (part) => {
    expect(from(CLUSTER_ARN, { ...parts, [part]: undefined })).toBeUndefined();
    expect(from(CLUSTER_ARN.replace('main', 'other'), { ...parts, [part]: undefined })).toBeUndefined();
  });
});

test('the caller that a trust asks for is of the role’s account, where that is known', () => {
  const caller = symbolOf('data.aws_caller_identity.current.account_id');
  const ofCaller = forSessions({ Condition: { StringEquals: { 'aws:SourceAccount': caller } } });
  expect(asked({ roles: [role('app', { trustPolicy: trust(ofCaller) })] })[0]!.admitted).toBe(true);
});

test('two accounts that are not known are told apart by the clusters that they are of', () => {
  const [one, other] = ['main', 'other'].map((id) => accountOf(openCluster(id), {}));
  expect(one).not.toBe(other);
  expect(accountOf(cluster, {})).toBe(ACCOUNT);
  expect(accountOf(cluster, { account: '999988887777' })).toBe('999988887777');
});
