import {
  AUD,
  CONTEXT,
  ISSUER,
  PROVIDER,
  SUB,
  TODO_APP,
  ACCOUNT,
  admissionsOf,
  admittedBy,
  allow,
  deny,
  inShort,
  policyOf,
} from '../trust';

const todoApp = { StringEquals: { [SUB]: TODO_APP } };

describe('who gets in with a token', () => {
  it('is the one service account of an ordinary trust, with the audience asked for and an example', () => {
    const result = admissionsOf(policyOf(allow({ StringEquals: { [SUB]: TODO_APP, [AUD]: 'sts.amazonaws.com' } })));

    expect(result).toEqual({
      admitted: [
        {
          issuer: ISSUER,
          audiences: ['sts.amazonaws.com'],
          namespace: 'todo',
          serviceAccount: 'app',
          exact: true,
          except: [],
          because: [0],
          undecided: [],
          example: { iss: `https://${ISSUER}`, sub: TODO_APP, aud: 'sts.amazonaws.com' },
        },
      ],
      otherSubjects: [],
      undecided: [],
      refusals: [],
      notes: [],
      misnamedKeys: [],
    });
  });

  it('is nobody where nothing is allowed', () => {
    expect(admittedBy()).toEqual([]);
    expect(admittedBy(deny())).toEqual([]);
  });

  it('is refused by an explicit Deny, whatever is allowed and in whatever order', () => {
    expect(admittedBy(allow(todoApp), deny(todoApp))).toEqual([]);
    expect(admittedBy(deny(todoApp), allow(todoApp))).toEqual([]);
  });

  it('is the union of the statements, and of the values of one key', () => {
    const both = ['todo/app', 'todo/web'];
    const web = 'system:serviceaccount:todo:web';
    expect(admittedBy(allow(todoApp), allow({ StringEquals: { [SUB]: web } }))).toEqual(both);
    expect(admittedBy(allow({ StringEquals: { [SUB]: [TODO_APP, web] } }))).toEqual(both);
  });

  it('is what several operators and keys all let in', () => {
    expect(admittedBy(allow({ ...todoApp, StringLike: { [SUB]: 'system:serviceaccount:todo:*' } }))).toEqual([
      'todo/app',
    ]);
    expect(admittedBy(allow({ ...todoApp, StringLike: { [SUB]: 'system:serviceaccount:kube:*' } }))).toEqual([]);
    expect(admittedBy(allow({ StringEquals: { [SUB]: TODO_APP, [AUD]: 'other' } }))).toEqual([]);
  });

  it('is everybody but the listed under a negated operator, of which no value may match', () => {
    expect(admittedBy(allow({ StringNotEquals: { [SUB]: [TODO_APP, 'system:serviceaccount:todo:web'] } }))).toEqual([
      '*/* except todo/app except todo/web',
    ]);
  });
});

describe('patterns', () => {
  it.each([
    ['system:serviceaccount:todo:*', ['todo/*']],
    ['system:serviceaccount:*:app', ['*/app']],
    ['system:serviceaccount:*', ['*/*']],
    ['*', ['*/*']],
    ['*:app', ['*/app']],
    ['*app', ['*/*app']],
    ['system:*:prod*', ['*/prod*', 'prod*/*']],
    ['system:serviceaccount:*prod*', ['*/*prod*', '*prod*/*']],
    ['system:serviceaccount:todo?app', ['todo/app']],
    ['system:serviceaccount:t?do:a??', ['t?do/a??']],
    ['system:serviceaccount:todo:?*', ['todo/*']],
    ['*s*e*r*v*i*c*e*account:todo:app', ['todo/app']],
    ['system:serviceaccount:a*:b*:c', []],
    ['system:serviceaccount:Todo*:app', []],
    ['system:serviceaccount:-*:app', []],
    ['system:serviceaccount:*-:app', []],
    ['system:serviceaccount:a..*:app', []],
    ['system:serviceaccount:todo:a..b*', []],
    ['system:serviceaccount:todo', []],
    [`system:serviceaccount:${'?'.repeat(63)}:app`, [`${'?'.repeat(63)}/app`]],
    [`system:serviceaccount:${'?'.repeat(64)}:app`, []],
    [`system:serviceaccount:todo:${'a'.repeat(254)}`, []],
  ])('StringLike %s admits %j', (pattern, admitted) => {
    expect(admittedBy(allow({ StringLike: { [SUB]: pattern } }))).toEqual(admitted);
  });

  it('that overlap are intersected exactly', () => {
    const both = {
      StringLike: { [SUB]: 'system:serviceaccount:todo:a*' },
      StringLikeIfExists: { [SUB]: 'system:serviceaccount:todo:*a' },
    };
    expect(admittedBy(allow(both))).toEqual(['todo/a', 'todo/a*a']);
  });

  it('that another one holds are not listed twice, also where only two others together hold it', () => {
    expect(
      admittedBy(allow({ StringLike: { [SUB]: ['system:serviceaccount:todo:*', 'system:serviceaccount:todo:a*'] } })),
    ).toEqual(['todo/*']);
    expect(
      admittedBy(
        allow({
          StringLike: {
            [SUB]: ['system:serviceaccount:todo:?', 'system:serviceaccount:todo:??*', 'system:serviceaccount:todo:a*'],
          },
        }),
      ),
    ).toEqual(['todo/?', 'todo/??*']);
  });

  it('lose what a Deny takes out, and are gone where it takes all', () => {
    const todo = allow({ StringLike: { [SUB]: 'system:serviceaccount:todo:*' } });
    expect(admittedBy(todo, deny(todoApp))).toEqual(['todo/* except todo/app']);
    expect(admittedBy(todo, deny({ StringLike: { [SUB]: 'system:serviceaccount:kube-*:*' } }))).toEqual(['todo/*']);
    expect(admittedBy(todo, deny({ StringLike: { [SUB]: '*' } }))).toEqual([]);
    expect(
      admittedBy(todo, deny({ StringLike: { [SUB]: ['system:serviceaccount:t*:?', 'system:serviceaccount:*o:??*'] } })),
    ).toEqual([]);
  });

  it('are all that a Deny of everything else leaves', () => {
    expect(
      admittedBy(
        allow(),
        deny({ StringNotLike: { [SUB]: ['system:serviceaccount:todo:*', 'system:serviceaccount:*:app'] } }),
      ),
    ).toEqual(['*/app', 'todo/*']);
  });

  it('have an example that gets in even where the likely ones are taken out', () => {
    const [entry] = admissionsOf(
      policyOf(
        allow({ StringLike: { [SUB]: 'system:serviceaccount:todo:?' } }),
        deny({ StringLike: { [SUB]: ['*:x', '*:y', '*:z'] } }),
      ),
    ).admitted;
    expect(entry?.example?.sub).toMatch(/^system:serviceaccount:todo:[a-w0-9]$/);
  });
});

describe('wildcards and case', () => {
  it('StringEquals reads * and ? as themselves, so nobody gets in', () => {
    expect(admittedBy(allow({ StringEquals: { [SUB]: 'system:serviceaccount:todo:*' } }))).toEqual([]);
  });

  it('a capital in a subject admits nobody, except where the operator ignores case', () => {
    expect(admittedBy(allow({ StringEquals: { [SUB]: 'system:serviceaccount:Todo:app' } }))).toEqual([]);
    expect(admittedBy(allow({ StringLike: { [SUB]: 'system:serviceaccount:Todo:*' } }))).toEqual([]);
    expect(admittedBy(allow({ StringEqualsIgnoreCase: { [SUB]: 'System:ServiceAccount:Todo:App' } }))).toEqual([
      'todo/app',
    ]);
    expect(admittedBy(allow({ StringNotEqualsIgnoreCase: { [SUB]: 'system:serviceaccount:TODO:app' } }))).toEqual([
      '*/* except todo/app',
    ]);
  });

  it('keys ignore case, values do not', () => {
    expect(
      admittedBy(allow({ StringEquals: { [SUB.toUpperCase()]: TODO_APP, [AUD.toUpperCase()]: 'sts.amazonaws.com' } })),
    ).toEqual(['todo/app']);
    expect(admittedBy(allow({ StringEquals: { [SUB]: TODO_APP, [AUD]: 'STS.amazonaws.com' } }))).toEqual([]);
  });

  it('${*}, ${?} and ${$} are the characters themselves in 2012-10-17, and plain text before', () => {
    const subject = { StringLike: { [SUB]: 'repo:a/${*}' } };
    expect(admissionsOf(policyOf(allow(subject))).otherSubjects[0]).toMatchObject({ subject: 'repo:a/*', exact: true });
    const before = admissionsOf({ Version: '2008-10-17', Statement: [allow(subject)] }).otherSubjects[0];
    expect(before).toMatchObject({ subject: 'repo:a/${$}{*}', exact: false });
  });

  it('a policy variable is undecided in 2012-10-17 and plain text before', () => {
    const statement = allow({ StringEquals: { [SUB]: 'system:serviceaccount:${aws:SourceIp}:app' } });
    expect(inShort(admissionsOf(policyOf(statement)))).toEqual(['*/app ?']);
    expect(inShort(admissionsOf({ Statement: [statement] }))).toEqual([]);
  });

  it('a policy variable whose key no web identity has is null: nothing is equal to it, and what is negated holds', () => {
    for (const variable of ['${aws:PrincipalTag/namespace}', '${aws:username}', '${AWS:PrincipalAccount}']) {
      const value = `system:serviceaccount:${variable}:app`;
      expect(admittedBy(allow({ StringEquals: { [SUB]: value } }))).toEqual([]);
      expect(admittedBy(allow({ StringLike: { [SUB]: value } }))).toEqual([]);
      expect(admittedBy(allow({ StringNotEquals: { [SUB]: value } }))).toEqual(['*/*']);
      expect(admittedBy(allow({ StringEquals: { [SUB]: [value, TODO_APP] } }))).toEqual(['todo/app']);
    }
  });

  it('its default stands for it', () => {
    const value = "system:serviceaccount:${aws:PrincipalTag/namespace, 'todo'}:app";
    expect(admittedBy(allow({ StringEquals: { [SUB]: value } }))).toEqual(['todo/app']);
  });
});

describe('missing keys', () => {
  const misnamed = `https://${ISSUER}:sub`;
  it.each([
    ['StringEquals', []],
    ['StringLike', []],
    ['StringEqualsIgnoreCase', []],
    ['NumericLessThan', []],
    ['IpAddress', []],
    ['ArnLike', []],
    ['Bool', []],
    ['BinaryEquals', []],
    ['DateLessThan', []],
    ['ForAnyValue:StringEquals', []],
    ['ForAnyValue:StringNotEquals', []],
    ['StringNotEquals', ['*/*']],
    ['StringNotLike', ['*/*']],
    ['StringNotEqualsIgnoreCase', ['*/*']],
    ['NumericNotEquals', ['*/*']],
    ['DateNotEquals', ['*/*']],
    ['NotIpAddress', ['*/*']],
    ['ArnNotLike', ['*/*']],
    ['ArnNotEquals', ['*/*']],
    ['StringEqualsIfExists', ['*/*']],
    ['BoolIfExists', ['*/*']],
    ['ForAllValues:StringEquals', ['*/*']],
    ['ForAllValues:StringNotEquals', ['*/*']],
    ['ForAllValues:StringEqualsIfExists', ['*/*']],
  ])('%s on a misnamed key admits %j', (operator, admitted) => {
    expect(admittedBy(allow({ [operator]: { [misnamed]: TODO_APP } }))).toEqual(admitted);
    // AND in a Deny it refuses everybody exactly where it holds
    const left = admittedBy(allow(todoApp), deny({ [operator]: { [misnamed]: TODO_APP } }));
    expect(left).toEqual(admitted.length > 0 ? [] : ['todo/app']);
  });

  it('ForAnyValue with IfExists is undecided: AWS does not say which of them wins', () => {
    expect(admittedBy(allow({ 'ForAnyValue:StringEqualsIfExists': { [misnamed]: TODO_APP } }))).toEqual(['*/* ?']);
  });

  it('Null asks whether the key is there', () => {
    expect(admittedBy(allow({ Null: { [misnamed]: 'true' } }))).toEqual(['*/*']);
    expect(admittedBy(allow({ Null: { [misnamed]: 'false' } }))).toEqual([]);
    expect(admittedBy(allow({ Null: { [SUB]: 'true' } }))).toEqual([]);
    expect(admittedBy(allow({ Null: { [SUB]: 'false' } }))).toEqual(['*/*']);
    expect(admittedBy(allow({ Null: { [SUB]: ['true', 'false'] } }))).toEqual(['*/*']);
  });

  it('set operators on the single-valued subject are the plain operators where it is there', () => {
    expect(admittedBy(allow({ 'ForAllValues:StringEquals': { [SUB]: TODO_APP } }))).toEqual(['todo/app']);
    expect(admittedBy(allow({ 'ForAnyValue:StringEquals': { [SUB]: TODO_APP } }))).toEqual(['todo/app']);
  });

  it('an empty list of values matches nothing, and its negation all', () => {
    expect(admittedBy(allow({ StringEquals: { [SUB]: [] } }))).toEqual([]);
    expect(admittedBy(allow({ StringNotEquals: { [SUB]: [] } }))).toEqual(['*/*']);
  });

  it.each([
    'aws:PrincipalTag/team',
    'aws:RequestTag/team',
    'aws:PrincipalArn',
    'sts:ExternalId',
    'sts:SourceIdentity',
    'aws:TagKeys',
    `${ISSUER}:azp`,
    `${ISSUER}:kubernetes.io/namespace`,
  ])('%s is never there: a Kubernetes token passes no tags and is signed by no principal', (key) => {
    expect(admittedBy(allow({ StringEquals: { [key]: 'x' } }))).toEqual([]);
    expect(admittedBy(allow({ StringNotEquals: { [key]: 'x' } }))).toEqual(['*/*']);
  });
});

describe('operators of another kind on the subject', () => {
  it.each(['NumericEquals', 'DateLessThan', 'Bool', 'IpAddress'])('%s never holds for a subject', (operator) => {
    expect(admittedBy(allow({ [operator]: { [SUB]: '1' } }))).toEqual([]);
  });

  it.each(['NumericNotEquals', 'DateNotEquals', 'NotIpAddress', 'BinaryEquals'])('%s is undecided', (operator) => {
    expect(admittedBy(allow({ [operator]: { [SUB]: '1' } }))).toEqual(['*/* ?']);
  });

  it('ArnLike with an ARN never holds for a subject, and is undecided with anything else', () => {
    expect(admittedBy(allow({ ArnLike: { [SUB]: 'arn:aws:iam::111122223333:role/*' } }))).toEqual([]);
    expect(admittedBy(allow({ ArnLike: { [SUB]: 'system:serviceaccount:todo:*' } }))).toEqual(['*/* ?']);
  });

  it('numbers compare where the audience is one', () => {
    const context = { ...CONTEXT, providers: [{ ...PROVIDER, audiences: ['7', '42', 'sts.amazonaws.com'] }] };
    const audiences = (condition: Readonly<Record<string, unknown>>): unknown =>
      admissionsOf(policyOf(allow(condition)), context).admitted.map((entry) => entry.audiences);
    expect(audiences({ NumericLessThan: { [AUD]: '10' } })).toEqual([['7']]);
    expect(audiences({ NumericLessThanEquals: { [AUD]: 7 } })).toEqual([['7']]);
    expect(audiences({ NumericGreaterThan: { [AUD]: '10' } })).toEqual([['42']]);
    expect(audiences({ NumericGreaterThanEquals: { [AUD]: '7' } })).toEqual([['42', '7']]);
    expect(audiences({ NumericEquals: { [AUD]: '42.0' } })).toEqual([['42']]);
  });
});

describe('audiences', () => {
  const context = { ...CONTEXT, providers: [{ ...PROVIDER, audiences: ['sts.amazonaws.com', 'my-app'] }] };

  it('are exactly those that the provider lists where no condition asks for one', () => {
    expect(admissionsOf(policyOf(allow(todoApp)), context).admitted).toMatchObject([
      { audiences: ['my-app', 'sts.amazonaws.com'] },
    ]);
  });

  it('are those that both the condition and the provider take', () => {
    const asked = (value: unknown): unknown =>
      admissionsOf(policyOf(allow({ ...todoApp, StringLike: { [AUD]: value } })), context).admitted.map(
        (entry) => entry.audiences,
      );
    expect(asked(['my-*', 'other'])).toEqual([['my-app']]);
    expect(asked('other')).toEqual([]);
  });

  it('of a provider that lists none are none', () => {
    expect(
      admissionsOf(policyOf(allow()), { ...CONTEXT, providers: [{ ...PROVIDER, audiences: [] }] }).admitted,
    ).toEqual([]);
  });

  it('may each have service accounts of their own', () => {
    const policy = policyOf(
      allow({ StringEquals: { [AUD]: 'my-app', [SUB]: TODO_APP } }),
      allow({ StringEquals: { [AUD]: 'sts.amazonaws.com' }, StringLike: { [SUB]: 'system:serviceaccount:todo:*' } }),
    );
    expect(admissionsOf(policy, context).admitted).toMatchObject([
      { audiences: ['my-app'], serviceAccount: 'app', because: [0] },
      { audiences: ['sts.amazonaws.com'], serviceAccount: '*', because: [1] },
    ]);
  });
});

describe('actions and principals', () => {
  it.each([
    ['sts:AssumeRoleWithWebIdentity', true],
    ['STS:assumerolewithwebidentity', true],
    ['sts:AssumeRole*', true],
    ['sts:AssumeRoleWith?ebIdentity', true],
    ['sts:*', true],
    ['*', true],
    ['sts:AssumeRole', false],
    ['sts:AssumeRoleWithSAML', false],
    ['sts:TagSession', false],
  ])('Action %s covers web identity: %s', (action, covers) => {
    expect(admittedBy(allow(todoApp, { Action: action }))).toEqual(covers ? ['todo/app'] : []);
    expect(admittedBy(allow(todoApp, { Action: ['sts:TagSession', action] }))).toEqual(covers ? ['todo/app'] : []);
    expect(admittedBy(allow(todoApp, { Action: undefined, NotAction: action }))).toEqual(covers ? [] : ['todo/app']);
  });

  it('the Federated principal may be in a list', () => {
    expect(
      admittedBy(allow(todoApp, { Principal: { Federated: ['accounts.google.com', PROVIDER.arn], AWS: ACCOUNT } })),
    ).toEqual(['todo/app']);
  });

  it('"*" stands for every provider in the account', () => {
    const other = {
      arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/other.example`,
      issuer: 'other.example',
      audiences: ['a'],
    };
    const { admitted } = admissionsOf(policyOf(allow(undefined, { Principal: '*' })), {
      ...CONTEXT,
      providers: [PROVIDER, other],
    });
    expect(admitted.map(({ issuer, namespace }) => [issuer, namespace])).toEqual([
      [ISSUER, '*'],
      ['other.example', '*'],
    ]);
  });

  it.each([[{ AWS: '*' }], [{ Federated: '*' }]])('%j is undecided', (principal) => {
    expect(admittedBy(allow(todoApp, { Principal: principal }))).toEqual(['todo/app ?']);
  });

  it.each([[{ AWS: ACCOUNT }], [{ Service: 'pods.eks.amazonaws.com' }], [{}]])(
    '%j is nobody with a token',
    (principal) => {
      expect(admittedBy(allow(todoApp, { Principal: principal }))).toEqual([]);
    },
  );

  it('a provider that the account does not have admits nobody, and a note names it', () => {
    const arn = `arn:aws:iam::999999999999:oidc-provider/${ISSUER}`;
    const { admitted, notes } = admissionsOf(policyOf(allow(todoApp, { Principal: { Federated: arn } })));
    expect(admitted).toEqual([]);
    expect(notes).toEqual([{ statement: 0, principal: arn }]);
  });

  it('a trailing slash belongs to the issuer, in the ARN and in the key', () => {
    const aks = { arn: `${PROVIDER.arn}/`, issuer: `${ISSUER}/`, audiences: ['sts.amazonaws.com'] };
    const context = { ...CONTEXT, providers: [aks] };
    const trust = (key: string, arn: string): readonly string[] =>
      inShort(
        admissionsOf(
          policyOf(allow({ StringEquals: { [key]: TODO_APP } }, { Principal: { Federated: arn } })),
          context,
        ),
      );
    expect(trust(`${ISSUER}/:sub`, aks.arn)).toEqual(['todo/app']);
    expect(trust(`${ISSUER}:sub`, aks.arn)).toEqual([]);
    expect(trust(`${ISSUER}/:sub`, PROVIDER.arn)).toEqual([]);
  });
});

describe('what nobody can know or anybody can choose', () => {
  it.each([
    ['IpAddress', 'aws:SourceIp', '10.0.0.0/8'],
    ['DateLessThan', 'aws:CurrentTime', '2030-01-01T00:00:00Z'],
    ['StringLike', 'aws:RequestedRegion', 'eu-west-1'],
    ['Bool', 'aws:SecureTransport', 'true'],
    ['NumericLessThan', 'sts:DurationSeconds', '3600'],
  ])('%s on %s may be met: undecided, and the key is named', (operator, key, value) => {
    const result = admissionsOf(policyOf(allow({ ...todoApp, [operator]: { [key]: value } })));
    expect(inShort(result)).toEqual(['todo/app ?']);
    expect(result.undecided.join()).toContain(key);
    // AND a Deny on it makes undecided what it is about
    expect(admittedBy(allow(todoApp), deny({ [operator]: { [key]: value } }))).toEqual(['todo/app ?']);
  });

  it('only what the condition is about is undecided', () => {
    const office = deny({
      NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' },
      StringLike: { [SUB]: 'system:serviceaccount:todo:*' },
    });
    expect(
      admittedBy(allow({ StringEquals: { [SUB]: [TODO_APP, 'system:serviceaccount:shop:app'] } }), office),
    ).toEqual(['shop/app', 'todo/app ?']);
  });

  it('a doubt in a statement that admits nobody anyway is none', () => {
    const result = admissionsOf(
      policyOf(
        allow({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' }, StringEquals: { [SUB]: 'nobody', [AUD]: 'other' } }),
      ),
    );
    expect(result).toMatchObject({ admitted: [], otherSubjects: [], undecided: [] });
  });

  it('the role session name is chosen by the caller, so it guards nothing', () => {
    expect(admittedBy(allow({ ...todoApp, StringLike: { 'sts:RoleSessionName': 'ci-*' } }))).toEqual(['todo/app']);
    expect(admittedBy(allow(todoApp), deny({ StringNotLike: { 'sts:RoleSessionName': 'ci-*' } }))).toEqual([
      'todo/app',
    ]);
  });

  it('a role session name that differs in case only is another name', () => {
    const guarded = [
      allow({ ...todoApp, StringNotLike: { 'sts:RoleSessionName': 'ab' } }),
      deny({ StringNotEqualsIgnoreCase: { 'sts:RoleSessionName': 'ab' } }),
    ];
    expect(admittedBy(...guarded)).toEqual(['todo/app']);
  });

  it('a role session name that no one name can have admits nobody', () => {
    const clash = { StringLike: { 'sts:RoleSessionName': 'ci-*' }, StringNotLike: { 'sts:RoleSessionName': 'c*' } };
    expect(admittedBy(allow({ ...todoApp, ...clash }))).toEqual([]);
    expect(
      admittedBy(allow({ ...todoApp, StringEquals: { [SUB]: TODO_APP, 'sts:RoleSessionName': 'no spaces' } })),
    ).toEqual([]);
    expect(admittedBy(allow(todoApp), deny({ StringLike: { 'sts:RoleSessionName': '*' } }))).toEqual([]);
  });
});

describe('subjects outside Kubernetes', () => {
  const others = (pattern: string): readonly string[] =>
    admissionsOf(policyOf(allow({ StringLike: { [SUB]: pattern } }))).otherSubjects.map(({ subject }) => subject);

  it('are listed apart, so that a CI system that gets in can be told', () => {
    expect(others('repo:org/*')).toEqual(['repo:org/*']);
    expect(others('*')).toEqual(['*']);
    expect(others('system:serviceaccount:*')).toEqual([]);
    expect(others(TODO_APP)).toEqual([]);
    expect(admissionsOf(policyOf(allow())).otherSubjects).toMatchObject([{ subject: '*', example: { sub: 'x' } }]);
  });

  it('that are written exactly keep their text', () => {
    const { admitted, otherSubjects } = admissionsOf(
      policyOf(allow({ StringEquals: { [SUB]: 'repo:a/b:ref:refs/heads/*' } })),
    );
    expect(admitted).toEqual([]);
    expect(otherSubjects).toMatchObject([{ subject: 'repo:a/b:ref:refs/heads/*', exact: true }]);
  });

  it('are undecided where a claim asks for more than sub and aud', () => {
    const { admitted, otherSubjects } = admissionsOf(
      policyOf(allow({ StringEquals: { [`${ISSUER}:repository`]: 'a/b' } })),
    );
    expect(admitted).toEqual([]);
    expect(otherSubjects[0]?.undecided.length).toBeGreaterThan(0);
  });
});
