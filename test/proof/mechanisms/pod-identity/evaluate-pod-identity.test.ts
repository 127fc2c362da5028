import type { Cluster } from '../../../../lib/proof/model/cluster/cluster';
import type { Identity } from '../../../../lib/proof/model/identity/identity';
import type { AssociationVerdict } from '../../../../lib/proof/mechanisms/pod-identity/pod-identity';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import {
  ACCOUNT,
  arnOf,
  association,
  cluster,
  CLUSTER_ARN,
  evaluated,
  forRole,
  forSessions,
  onTag,
  openCluster,
  role,
  targetOf,
  trust,
} from './program';
import type { Input } from './program';

const OPEN = symbolOf('var.name');

/** How the one association of a program fares. */
function verdictOf(input: Input): AssociationVerdict {
  const { verdicts } = evaluated(input);
  expect(verdicts.size).toBe(1);
  return [...verdicts.values()][0]!;
}
const trusting = (...statements: readonly unknown[]) => role('app', { trustPolicy: trust(...statements) });
const fromCluster = (arn: string): Record<string, unknown> => ({
  Condition: { StringEquals: { 'aws:SourceArn': arn } },
});

describe('an association lets its service account in', () => {
  test('where the role’s trust takes its session, from where it is written', () => {
    const { admissions, verdicts } = evaluated();
    expect(admissions).toEqual([
      {
        identity: 'role.app',
        mechanism: 'eks-pod-identity',
        cluster: 'main',
        namespace: 'shop',
        serviceAccount: 'app',
        pattern: false,
        except: [],
        audiences: undefined,
        uncertain: undefined,
        source: 'association.app',
        at: { file: 'main.tf', pointer: '' },
      },
    ]);
    expect([...verdicts.values()]).toEqual([{ admitted: true, because: '' }]);
  });

  test('perhaps, where a condition is not known before apply, with the reason', () => {
    const roles = [trusting(forSessions(onTag(OPEN)))];
    const { admitted, because } = verdictOf({ roles });
    expect(admitted).toBeUndefined();
    expect(because).not.toBe('');
    expect(evaluated({ roles }).admissions.map(({ uncertain }) => uncertain)).toEqual([because]);
  });

  test('perhaps, which is not said again where it is said of its role', () => {
    const roles = [trusting(forSessions(onTag(OPEN)))];
    const open = verdictOf({ roles });
    const problem = { identity: 'role.app', kind: 'unknown', what: open.because, at: cluster.at } as const;
    expect(verdictOf({ roles, problems: [problem] })).toEqual({ ...open, isSaid: true });
    for (const other of [{ identity: 'role.web' }, { what: 'another' }, { kind: 'invalid' }] as const) {
      expect(verdictOf({ roles, problems: [{ ...problem, ...other }] })).toEqual(open);
    }
  });

  test('by the trust of its own role', () => {
    const roles = ['app', 'web'].map((name) => role(name, { trustPolicy: trust(forSessions(onTag(`of-${name}`))) }));
    const associations = [association(), association({ id: 'association.web', role: 'role.web' })];
    expect([...evaluated({ roles, associations }).verdicts.values()].map(({ because }) => because)).toEqual([
      'system:serviceaccount:of-app:*',
      'system:serviceaccount:of-web:*',
    ]);
  });

  test('not where its trust takes others, three of whom are named', () => {
    const many = ['one', 'two', 'three', 'four'].map((name) => forSessions(onTag(name)));
    expect(verdictOf({ roles: [trusting(...many.slice(0, 1))] })).toEqual({
      admitted: false,
      because: 'system:serviceaccount:one:*',
    });
    expect(verdictOf({ roles: [trusting(...many)] }).because.split(', ')).toHaveLength(3);
    expect(evaluated({ roles: [trusting(...many)] }).admissions).toEqual([]);
  });

  test('not where its trust takes sessions of another cluster or account, which is said', () => {
    const other = CLUSTER_ARN.replace('main', 'other');
    expect(verdictOf({ roles: [trusting(forSessions(fromCluster(other)))] })).toEqual({
      admitted: false,
      because: `system:serviceaccount:*:* of ${other} in the account ${ACCOUNT}`,
    });
    const account = { Condition: { StringEquals: { 'aws:SourceAccount': '999988887777' } } };
    expect(verdictOf({ roles: [trusting(forSessions(account))] })).toEqual({
      admitted: false,
      because: 'system:serviceaccount:*:* in the account 999988887777',
    });
  });

  test('not where its trust takes nobody', () => {
    const nobody = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
    expect(verdictOf({ roles: [trusting(nobody)] })).toEqual({ admitted: false, because: 'nobody' });
  });
});

describe('of two clusters whose ARNs are not known, a trust that names the ARN of one', () => {
  const clusters = [openCluster('main'), openCluster('other')];
  const naming = (id: string, parts: Record<string, unknown> = {}) =>
    trusting(forSessions({ Condition: { StringEquals: { 'aws:SourceArn': symbolOf(`${id}.arn`), ...parts } } }));

  test('takes the associations of that one alone', () => {
    expect(verdictOf({ clusters, roles: [naming('main')] })).toEqual({ admitted: true, because: '' });
    expect(verdictOf({ clusters, roles: [naming('other')] })).toEqual({
      admitted: false,
      because: 'system:serviceaccount:*:* of ${other.arn}',
    });
  });

  test('may take both where it may be the ARN of either', () => {
    expect(verdictOf({ clusters, roles: [trusting(forSessions(fromCluster(symbolOf('var.arn'))))] })).toEqual({
      admitted: undefined,
      because: expect.stringMatching(/./),
    });
  });

  test('may take those of that one where it asks for what is not known as well', () => {
    expect(verdictOf({ clusters, roles: [naming('main', { 'aws:SourceOrgID': OPEN })] })).toEqual({
      admitted: undefined,
      because: expect.stringContaining('aws:SourceOrgID'),
    });
  });

  test('takes no session without the tags that it asks for', () => {
    for (const tag of ['namespace', 'service-account']) {
      const roles = [naming('main', { [`aws:RequestTag/kubernetes-${tag}`]: tag === 'namespace' ? 'shop' : 'app' })];
      expect(verdictOf({ clusters, roles }).admitted).toBe(true);
      expect(verdictOf({ clusters, roles, associations: [association({ sessionTags: false })] }).admitted).toBe(false);
    }
    const untagged = [trusting(forSessions({ ...fromCluster(symbolOf('main.arn')), Action: 'sts:AssumeRole' }))];
    const associations = [association({ sessionTags: false })];
    expect(verdictOf({ clusters, roles: untagged, associations }).admitted).toBe(true);
  });

  test('takes nobody whom a Deny leaves out', () => {
    const deny = (parts: Record<string, string>) =>
      trusting(forSessions(), {
        ...forSessions({ Effect: 'Deny' }),
        Condition: { StringEquals: parts },
      });
    const SHOP = { 'aws:RequestTag/kubernetes-namespace': 'shop' };
    expect(verdictOf({ clusters, roles: [deny(SHOP)] }).admitted).toBe(false);
    expect(verdictOf({ clusters, roles: [deny({ 'aws:SourceArn': symbolOf('main.arn') })] }).admitted).toBe(false);
    expect(verdictOf({ clusters, roles: [deny({ 'aws:RequestTag/kubernetes-namespace': 'todo' })] }).admitted).toBe(
      true,
    );
  });
});

describe('nothing can be told of an association', () => {
  const missing = (input: Input): string => {
    const { admitted, because } = verdictOf(input);
    expect(admitted).toBeUndefined();
    expect(evaluated(input).admissions).toEqual([]);
    return because;
  };

  test('whose cluster is not in the input', () => {
    expect(missing({ associations: [association({ cluster: undefined })] })).toBe('its cluster is not in the input');
    expect(missing({ clusters: [] })).toBe('its cluster is not in the input');
  });

  test('that may be of a cluster of EKS whose name is not known', () => {
    const of = (parts: Partial<Cluster>) =>
      missing({ clusters: [{ ...cluster, ...parts }], associations: [association({ cluster: undefined })] });
    expect(of({ name: OPEN })).toBe('whether its cluster main is main is not known before apply');
    for (const other of [{ name: undefined }, { name: 'other' }, { name: OPEN, cloud: 'azure' }] as const) {
      expect(of(other)).toBe('its cluster is not in the input');
    }
  });

  test('whose role’s trust was not read', () => {
    expect(missing({ roles: [role('app', { trustPolicy: undefined })] })).toBe(
      'its role’s trust policy is not in the input',
    );
    expect(missing({ roles: [role('app', { trustPolicy: undefined, isTrustOpen: true })] })).toBe(
      'its role’s trust policy is not known before apply',
    );
  });

  test('whose role is not in the input, or not said at all', () => {
    const open = (roleText: string) => missing({ associations: [association({ role: undefined, roleText })] });
    expect(open(arnOf('x'))).toBe(`its role ${arnOf('x')} is not in the input`);
    expect(open('')).toBe('it has no role_arn, without which EKS refuses it');
  });
});

describe('associations are found', () => {
  const app = association();
  const web = association({ id: 'association.web', serviceAccount: 'web' });
  const other = association({ id: 'association.other', role: undefined });
  const open = association({ id: 'association.open', namespace: OPEN });
  const found = evaluated({ associations: [app, web, other, open] });

  test('by the role that they give', () => {
    expect([...found.byRole]).toEqual([
      ['role.app', [app, web, open]],
      [undefined, [other]],
    ]);
  });

  test('by the service account, or among those whose account is not known', () => {
    expect(found.byAccount.get('shop/app')).toEqual([app, other]);
    expect(found.byAccount.get('shop/web')).toEqual([web]);
    expect(found.unnamed).toEqual([open]);
  });
});

describe('an association with a target role', () => {
  const goal = (...statements: readonly unknown[]) => role('goal', { trustPolicy: trust(...statements) });
  const FROM_APP = forRole(arnOf('app'));
  const chain = (input: Input = {}) => {
    const { admissions, targets } = evaluated({
      roles: [role('app'), goal(FROM_APP)],
      associations: [association({ target: targetOf('goal') })],
      ...input,
    });
    return { rows: admissions.map(({ identity, uncertain }) => [identity, uncertain]), ...[...targets.values()][0] };
  };
  const asGoal = (...statements: readonly unknown[]): Input => ({ roles: [role('app'), goal(...statements)] });

  test('lets its account in to both, where the second takes the first', () => {
    const { rows, admitted, ...verdict } = chain();
    expect(admitted).toBe(true);
    expect(verdict).not.toHaveProperty('assumed');
    expect(rows).toEqual([
      ['role.app', undefined],
      ['role.goal', undefined],
    ]);
  });

  test('lets it in to the second perhaps, where that depends on apply', () => {
    const { rows, admitted, because } = chain(
      asGoal(forRole(arnOf('app'), { Condition: { StringEquals: { 'sts:ExternalId': OPEN } } })),
    );
    expect(admitted).toBeUndefined();
    expect(because).not.toBe('');
    expect(rows).toEqual([
      ['role.app', undefined],
      ['role.goal', because],
    ]);
    const first = chain({ roles: [trusting(forSessions(onTag(OPEN))), goal(FROM_APP)] });
    expect(first.rows[0]![1]).toBeDefined();
    expect(first.rows[1]![1]).toBe(first.rows[0]![1]);
  });

  test('needs no permission of its own where the trust names it on a condition that is not known, which stays unknown', () => {
    const onOrganisation = { Condition: { StringEquals: { 'aws:PrincipalOrgID': OPEN } } };
    const byName = forRole(arnOf('app'), onOrganisation);
    const byAccount = forRole(`arn:aws:iam::${ACCOUNT}:root`);
    expect(chain(asGoal(byName)).admitted).toBeUndefined();
    const { admitted, because } = chain(asGoal(byName, byAccount));
    expect([admitted, because]).toEqual([
      undefined,
      'role.app may need sts:AssumeRole on role.goal: it has to be unless the trust takes it by its own name, which is not known, and none of its policies allows it',
    ]);
    expect(chain(asGoal(forRole(`arn:aws:iam::${ACCOUNT}:root`, onOrganisation))).admitted).toBe(false);
  });

  test('may be kept from the second by a Deny on a condition, though the trust names it', () => {
    const deny = {
      Effect: 'Deny',
      Action: 'sts:AssumeRole',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalTag/team': 'x' } },
    };
    const { admitted, because } = chain({ permissions: [deny] });
    expect([admitted, because]).toEqual([
      undefined,
      'whether role.app is allowed sts:AssumeRole on role.goal is not known: one of its policies may deny it',
    ]);
  });

  test('does not let it in to one that takes another role, or to one that is not in the input', () => {
    const refused = chain(asGoal(forRole(arnOf('web'))));
    expect(refused.rows).toEqual([['role.app', undefined]]);
    expect(refused.because).toMatch(/^role.goal does not take it: ./);
    const away = chain({
      associations: [association({ target: targetOf('away', { role: undefined, arn: symbolOf('var.away') }) })],
    });
    expect(away.rows).toEqual([['role.app', undefined]]);
    expect(away.because).toBe(
      'its target role ${var.away} is not in the input: whether it admits role.app, and what the pod may do then, is not known',
    );
  });

  test('cannot be told where the target’s trust was not read', () => {
    const { admitted, because } = chain({ roles: [role('app'), role('goal', { trustPolicy: undefined })] });
    expect([admitted, because]).toEqual([undefined, 'the trust policy of its target role role.goal is not known']);
  });

  test('is held against the tags, the cluster and the external id of its session', () => {
    const on = (key: string, value: string) =>
      chain(asGoal(forRole(arnOf('app'), { Condition: { StringEquals: { [key]: value } } }))).admitted;
    for (const [key, own, other] of [
      ['aws:RequestTag/kubernetes-namespace', 'shop', 'todo'],
      ['aws:RequestTag/kubernetes-service-account', 'app', 'web'],
      ['aws:RequestTag/eks-cluster-arn', CLUSTER_ARN, CLUSTER_ARN.replace('main', 'other')],
      ['aws:RequestTag/eks-cluster-name', 'main', 'other'],
      ['sts:ExternalId', `eu-west-1/${ACCOUNT}/main/shop/app`, 'x'],
      ['aws:PrincipalArn', arnOf('app'), arnOf('web')],
      ['aws:PrincipalAccount', ACCOUNT, '999988887777'],
    ] as const) {
      expect([key, on(key, own), on(key, other)]).toEqual([key, true, false]);
    }
  });

  test('assumes that an ARN of the first role’s name is its own, where no account is known', () => {
    const open = role('app', { claimName: symbolOf('role.app.arn'), account: undefined });
    const named = chain({ roles: [open, goal(FROM_APP)] });
    expect(named.assumed).toEqual([arnOf('app')]);
    expect(named.admitted).not.toBe(false);
    const denied = chain({ roles: [open, goal(forRole(arnOf('app'), { Effect: 'Deny' }))] });
    expect(denied.admitted).toBe(false);
    expect(denied.assumed).toBeUndefined();
  });

  test('says by which statement the second takes the first', () => {
    expect(chain().because).toBe(
      'sts:AssumeRole: statement 0 allows it: it has no condition; sts:TagSession: statement 0 allows it: it has no condition',
    );
  });

  test('is refused by a Deny of the first role’s own, though the trust names it', () => {
    const deny = { Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*' };
    const { admitted, because, assumes } = chain({ permissions: [deny] });
    expect([admitted, because, assumes]).toEqual([
      false,
      'role.app is not allowed sts:AssumeRole on role.goal: policy.app denies it',
      undefined,
    ]);
  });

  test('of a cluster whose ARN is not told is told apart from the same of another cluster', () => {
    const bare = { ...cluster, resourceId: undefined };
    const on = (arn: string) =>
      chain({
        clusters: [bare],
        ...asGoal(forRole(arnOf('app'), { Condition: { StringEquals: { 'aws:RequestTag/eks-cluster-arn': arn } } })),
      }).admitted;
    expect(on(symbolOf('main.arn'))).toBe(true);
    expect(on(symbolOf('other.arn'))).toBeUndefined();
  });

  describe('whose first role’s ARN is not known', () => {
    const first = (parts: Partial<Identity> = {}) => role('app', { claimName: symbolOf('role.app.arn'), ...parts });
    const toGoal = (roles: readonly Identity[], conditions: Record<string, unknown>, test = 'StringEquals') =>
      chain({ roles: [...roles, goal(forRole(symbolOf('role.app.arn'), { Condition: { [test]: conditions } }))] });
    const caller = symbolOf('data.caller.account_id');

    test('is in the account that its provider’s caller is of', () => {
      const account = { names: new Set([caller]) };
      const ofCaller = forRole(symbolOf('role.app.arn'), {
        Condition: { StringEquals: { 'aws:PrincipalAccount': caller } },
      });
      expect(chain({ roles: [first({ account }), { ...goal(ofCaller), account }] }).admitted).toBe(true);
      expect(toGoal([first({ account: undefined })], { 'aws:PrincipalAccount': ACCOUNT }).admitted).toBeUndefined();
    });

    test('has that account in it', () => {
      const account = { names: new Set([caller]), partition: 'aws' };
      const Condition = { StringLike: { 'aws:PrincipalArn': `arn:aws:iam::${caller}:role/a*` } };
      const ofCaller = goal(forRole(symbolOf('role.app.arn'), { Condition }));
      expect(chain({ roles: [first({ account }), { ...ofCaller, account }] }).admitted).toBe(true);
      expect(chain({ roles: [first({ account: undefined }), ofCaller] }).admitted).toBeUndefined();
    });

    test('has its name, its path and its partition in it all the same', () => {
      const like = (pattern: string, parts: Partial<Identity> = {}, test = 'ArnLike') =>
        toGoal([first(parts)], { 'aws:PrincipalArn': pattern }, test).admitted;
      expect(like('arn:*:iam::*:role/app')).toBe(true);
      expect(like('arn:*:iam::*:role/team/app', { path: '/team/' })).toBe(true);
      expect(like('arn:*:iam::*:role/team/app')).toBe(false);
      const cn = { account: { id: ACCOUNT, partition: 'aws-cn', names: new Set<string>() } };
      expect(like(`arn:aws-cn:iam::${ACCOUNT}:role/app`, cn)).toBe(true);
      expect(like(`arn:aws:iam::${ACCOUNT}:role/app`, cn)).toBe(false);
      expect(like(`arn:aws:*:iam::${ACCOUNT}:role/app`, {}, 'StringLike')).toBe(false);
      const open = toGoal([first()], { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/app*` }, 'ArnLike');
      expect(open.admitted).toBeUndefined();
    });

    test('is told with the names of what is not known of it', () => {
      const other = toGoal([first({ account: undefined })], { 'aws:PrincipalArn': arnOf('web') });
      expect(other.because).toContain('the session has "arn:${role.app.partition}:iam::${role.app.account}:role/app"');
    });

    test('is not assumed to be an ARN of its name where its account is known', () => {
      const byName = (account: string) => chain({ roles: [first(), goal(forRole(arnOf('app', account)))] });
      expect(byName(ACCOUNT).admitted).toBe(true);
      expect(byName(ACCOUNT).assumed).toBeUndefined();
      expect(byName('999988887777').admitted).toBe(false);
    });

    test('is not that of another account than the one that service accounts name it in', () => {
      const open = first({ account: undefined });
      const byName = (account: string) =>
        chain({
          roles: [open, goal(forRole(arnOf('app', account)))],
          claims: [{ identity: open, text: arnOf('app') }],
        });
      expect(byName(ACCOUNT).admitted).toBe(true);
      expect(byName('999988887777').admitted).toBe(false);
    });

    test('may be an ARN that is not known, or that two roles of one name may have', () => {
      const open = chain({ roles: [first(), goal(forRole(symbolOf('var.arn')))] });
      expect(open.admitted).toBeUndefined();
      const twice = role('other', { name: 'app', claimName: symbolOf('role.other.arn'), account: undefined });
      const alike = chain({ roles: [first({ account: undefined }), twice, goal(FROM_APP)] });
      expect(alike.admitted).toBeUndefined();
      expect(alike.assumed).toBeUndefined();
    });
  });

  test('of a known ARN has that one, whatever its name and path tell', () => {
    const own = { claimName: `arn:aws:iam::${ACCOUNT}:role/team/app` };
    const roles = [
      role('app', own),
      goal(
        forRole(`arn:aws:iam::${ACCOUNT}:root`, { Condition: { StringLike: { 'aws:PrincipalArn': '*:role/team/*' } } }),
      ),
    ];
    const permissions = [{ Effect: 'Allow', Action: 'sts:*', Resource: '*' }];
    expect(chain({ roles, permissions }).admitted).toBe(true);
  });

  test('is the role of that ARN, though another entry has the same one', () => {
    const state = role('app', { id: 'state.app' });
    expect(chain({ roles: [role('app'), state, goal(FROM_APP)] }).admitted).toBe(true);
  });

  describe('whose trust leaves it to the account', () => {
    const delegating = asGoal(forRole(`arn:aws:iam::${ACCOUNT}:root`));
    const allow = (parts: Record<string, unknown> = {}) => ({
      Effect: 'Allow',
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Resource: arnOf('goal'),
      ...parts,
    });
    const held = (permissions: readonly unknown[] | undefined, input: Input = {}) => {
      const { admitted, because, assumes } = chain({ ...delegating, permissions, ...input });
      return [admitted, because, assumes];
    };
    const refusal = (action: string, why: string) => `role.app is not allowed ${action} on role.goal: ${why}`;
    const NONE = 'none of its policies allows it';

    test('needs the first role’s own permission, for the tags as well', () => {
      expect(held([allow()])[0]).toBe(true);
      expect(held(undefined)).toEqual([false, refusal('sts:AssumeRole', NONE), ['nothing-elsewhere']]);
      expect(held([allow({ Action: 'sts:AssumeRole' })])).toEqual([
        false,
        refusal('sts:TagSession', NONE),
        ['nothing-elsewhere'],
      ]);
      const untagged = { associations: [association({ target: targetOf('goal'), sessionTags: false })] };
      expect(held([allow({ Action: 'sts:AssumeRole' })], untagged)[0]).toBe(true);
      expect(held([allow({ Action: 'sts:TagSession' })], untagged)[0]).toBe(false);
    });

    test('is refused for good by a Deny, which nothing elsewhere changes', () => {
      expect(held([allow(), allow({ Effect: 'Deny' })])).toEqual([
        false,
        refusal('sts:AssumeRole', 'policy.app denies it'),
        undefined,
      ]);
    });

    test('cannot be told where a permission may be somewhere else', () => {
      const because = (why: string) => [
        undefined,
        `whether role.app is allowed sts:AssumeRole on role.goal is not known: ${why}`,
        undefined,
      ];
      expect(held([], { undecided: [{ about: 'role.app' }] })).toEqual(because('not all of its policies are'));
      expect(held([], { undecided: [{ about: 'role.web' }] })[0]).toBe(false);
      const [, target] = delegating.roles!;
      expect(held([], { roles: [role('app', { existing: true }), target!] })).toEqual(
        because('it is made outside of what was read, and so may its policies be'),
      );
      expect(held([], { elsewhere: [{ kind: 'identity', glob: 'role.app' }] })[0]).toBeUndefined();
    });

    test.each([
      [arnOf('goal'), true],
      ['*', true],
      ['arn:aws:iam::*:role/g*', true],
      ['arn:aws:iam::*:role/x*', false],
      [arnOf('app'), false],
      [symbolOf('var.role'), undefined],
    ])('by a policy about %s: %s', (resource, expected) => {
      expect(held([allow({ Resource: resource })])[0]).toBe(expected);
    });

    describe('and whose ARN is not known', () => {
      const root = trust(forRole(`arn:aws:iam::${ACCOUNT}:root`));
      const by = (resource: string, parts: Partial<Identity> = {}, arn = symbolOf('role.goal.arn')) => {
        const open = role('goal', { claimName: symbolOf('role.goal.arn'), trustPolicy: root, ...parts });
        const associations = [association({ target: targetOf('goal', { arn }) })];
        const permissions = [allow({ Resource: resource })];
        return chain({ roles: [role('app'), role('web'), open], associations, permissions }).admitted;
      };

      test('is allowed by what names it, and by patterns of its name', () => {
        expect(by('*')).toBe(true);
        expect(by('*', { name: OPEN, account: undefined })).toBe(true);
        expect(by(symbolOf('role.goal.arn'))).toBe(true);
        expect(by(`arn:aws:iam::${ACCOUNT}:role/g*`)).toBe(true);
        expect(by(`arn:aws:iam::${ACCOUNT}:role/team/*`, { path: '/team/' })).toBe(true);
        expect(by(`arn:aws:iam::${ACCOUNT}:role/team/*`)).toBe(false);
        expect(by('arn:*:iam::*:role/goal')).toBe(true);
        expect(by('arn:aws:iam::*:role/app-*', { name: `app-${OPEN}` })).toBe(true);
      });

      test('is not allowed by what names another role or another account', () => {
        expect(by(arnOf('web'))).toBe(false);
        expect(by(arnOf('web'), { name: OPEN })).toBe(false);
        expect(by(arnOf('goal', '999988887777'))).toBe(false);
      });

      test('may be allowed by an ARN in an account that may be its own, unless the association writes it', () => {
        const open = { account: undefined };
        expect(by(arnOf('goal', '999988887777'), open)).toBeUndefined();
        expect(by(arnOf('g*', '999988887777'), open)).toBeUndefined();
        expect(by(arnOf('g*', '999988887777'), open, arnOf('goal', '999988887777'))).toBe(true);
        expect(by(arnOf('x*', '999988887777'), open)).toBe(false);
      });
    });
  });

  test('across accounts needs the permission too', () => {
    const far = role('goal', {
      claimName: arnOf('goal', '999988887777'),
      account: { id: '999988887777', names: new Set() },
      trustPolicy: trust(FROM_APP),
    });
    const associations = [association({ target: targetOf('goal', { arn: arnOf('goal', '999988887777') }) })];
    const roles = [role('app'), far];
    expect(chain({ roles, associations }).admitted).toBe(false);
    const permissions = [{ Effect: 'Allow', Action: 'sts:*', Resource: arnOf('goal', '999988887777') }];
    expect(chain({ roles, associations, permissions }).admitted).toBe(true);
    const open = { ...far, claimName: symbolOf('goal.arn'), account: undefined };
    const { admitted, because } = chain({ roles: [role('app'), open], associations });
    expect([admitted, because]).toEqual([
      undefined,
      'role.app may need sts:AssumeRole on role.goal: it has to be if the two roles are in two accounts, which is not known, and none of its policies allows it',
    ]);
  });

  test('of one account by names needs none', () => {
    const account = { names: new Set([symbolOf('caller')]) };
    const roles = [
      role('app', { claimName: symbolOf('app.arn'), account }),
      role('goal', { claimName: symbolOf('goal.arn'), account, trustPolicy: trust(forRole(symbolOf('app.arn'))) }),
    ];
    expect(chain({ roles }).admitted).toBe(true);
  });
});

test('the cluster of an association is the one that it names', () => {
  const other = { ...cluster, id: 'other', resourceId: CLUSTER_ARN.replace('main', 'other') };
  const roles = [trusting(forSessions(fromCluster(CLUSTER_ARN)))];
  expect(verdictOf({ clusters: [cluster, other], roles }).admitted).toBe(true);
  expect(
    verdictOf({ clusters: [cluster, other], roles, associations: [association({ cluster: 'other' })] }).admitted,
  ).toBe(false);
});
