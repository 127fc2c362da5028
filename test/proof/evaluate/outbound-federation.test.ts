import { ask, prove } from '../../../lib/proof';
import { subjectNotServiceAccount } from '../../../lib/proof/rules/trust-policy/subject-not-service-account';

const AUDIENCE = 'api://AzureADTokenExchange';
const ISSUER = 'https://5c0ffee0-0000-4000-8000-000000000000.tokens.sts.global.api.aws';

/** A statement that lets a role get a token, with a condition on its audience. */
const allow = (
  condition: object | undefined = { 'ForAllValues:StringEquals': { 'sts:IdentityTokenAudience': AUDIENCE } },
) => ({
  Effect: 'Allow',
  Action: 'sts:GetWebIdentityToken',
  Resource: '*',
  ...(condition ? { Condition: condition } : {}),
});

interface Change {
  readonly statements?: object[];
  readonly issuer?: string;
  readonly subject?: string;
  readonly audience?: string;
  /** The provider of the federation, beside that of the role. */
  readonly federationProvider?: string;
  /** What the role has besides. */
  readonly role?: object;
  /** What the credential has besides. */
  readonly credential?: object;
  /** What the association has besides. */
  readonly association?: object;
  /** More resources. */
  readonly more?: object;
  readonly accounts?: Readonly<Record<string, string>>;
}

/** A role of EKS' pods, and a managed identity whose credential names it. */
function program(change: Change = {}) {
  const { statements = [allow()], issuer = '${aws_iam_outbound_web_identity_federation.this.issuer_identifier}' } =
    change;
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'pods.eks.amazonaws.com' },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: {
      StringEquals: {
        'aws:SourceArn': '${aws_eks_cluster.main.arn}',
        'aws:RequestTag/kubernetes-namespace': 'shop',
        'aws:RequestTag/kubernetes-service-account': 'exporter',
      },
    },
  };
  const accounts = change.accounts ?? {};
  return JSON.stringify({
    variable: { condition: {} },
    provider: {
      aws: [
        { region: 'eu-west-1', ...(accounts.own ? { allowed_account_ids: [accounts.own] } : {}) },
        {
          alias: 'other',
          region: 'eu-west-1',
          profile: 'other',
          ...(accounts.other ? { allowed_account_ids: [accounts.other] } : {}),
        },
      ],
    },
    resource: {
      aws_eks_cluster: { main: { name: 'main' } },
      aws_eks_addon: { agent: { cluster_name: '${aws_eks_cluster.main.name}', addon_name: 'eks-pod-identity-agent' } },
      aws_iam_role: {
        exporter: {
          name: 'exporter',
          assume_role_policy: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
          ...change.role,
        },
      },
      aws_iam_role_policy: {
        exporter: {
          role: '${aws_iam_role.exporter.name}',
          policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
        },
      },
      aws_eks_pod_identity_association: {
        exporter: {
          cluster_name: '${aws_eks_cluster.main.name}',
          namespace: 'shop',
          service_account: 'exporter',
          role_arn: '${aws_iam_role.exporter.arn}',
          ...change.association,
        },
        ...change.more,
      },
      aws_iam_outbound_web_identity_federation: {
        this: { ...(change.federationProvider ? { provider: change.federationProvider } : {}) },
      },
      azurerm_user_assigned_identity: { exporter: { name: 'id-exporter', resource_group_name: 'rg', location: 'we' } },
      azurerm_federated_identity_credential: {
        exporter: {
          name: 'exporter',
          parent_id: '${azurerm_user_assigned_identity.exporter.id}',
          issuer,
          subject: change.subject ?? '${aws_iam_role.exporter.arn}',
          audience: [change.audience ?? AUDIENCE],
          ...change.credential,
        },
      },
    },
  });
}
const proven = (change?: Change) => prove([{ file: 'main.tf.json', text: program(change) }]);

const ENTRY = {
  role: 'aws_iam_role.exporter',
  identity: 'azurerm_user_assigned_identity.exporter',
  source: 'azurerm_federated_identity_credential.exporter',
  audience: AUDIENCE,
};

test('a pod gets to a role, and by a token of its account on into Entra: two hops, and nothing is wrong', () => {
  const { access, outbound, findings, undecided } = proven();
  expect(outbound).toEqual([{ ...ENTRY, admitted: true }]);
  expect(access.map(({ identity, serviceAccount }) => `${serviceAccount} ${identity}`)).toEqual([
    'exporter aws_iam_role.exporter',
  ]);
  expect(findings).toEqual([]);
  expect(undecided).toEqual([]);
});

describe('a question about a pod and the identity', () => {
  const asked = (change: Change = {}, name = 'exporter') =>
    ask([{ file: 'main.tf.json', text: program(change) }], {
      identity: ENTRY.identity,
      subject: { namespace: 'shop', name },
    });

  test('is answered by the two hops', () => {
    const { admitted, because, needs } = asked();
    expect(admitted).toBe(true);
    expect(because[0]).toBe(
      `as aws_iam_role.exporter it gets on into it, by a token of its AWS account for ${AUDIENCE}, which ${ENTRY.source} accepts`,
    );
    expect(because.join()).toContain('aws_eks_pod_identity_association.exporter gives it the role');
    // That is about code which hands over the pod’s own token.
    expect(needs).toBeUndefined();
  });

  test('is no where the pod does not get the role, or the role does not get on', () => {
    expect(asked({}, 'other').admitted).toBe(false);
    expect(asked({ statements: [] }).admitted).toBe(false);
  });

  test('is open where a hop is', () => {
    const answer = asked({ issuer: ISSUER });
    expect(answer.admitted).toBeNull();
    expect(answer.because.join()).toContain(`whose AWS account ${ISSUER} is the issuer of is not in the input`);
  });
});

describe('a session policy', () => {
  const sessions = (...statements: object[]) => ({
    disable_session_tags: true,
    policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
  });
  const reads = sessions({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' });
  const role = {
    assume_role_policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'pods.eks.amazonaws.com' },
          Action: ['sts:AssumeRole', 'sts:TagSession'],
          Condition: { StringEquals: { 'aws:SourceArn': '${aws_eks_cluster.main.arn}' } },
        },
      ],
    }),
  };
  const another = {
    another: {
      cluster_name: '${aws_eks_cluster.main.name}',
      namespace: 'shop',
      service_account: 'another',
      role_arn: '${aws_iam_role.exporter.arn}',
      disable_session_tags: true,
    },
  };

  test.each([
    ['that does not allow it', reads],
    [
      'that allows it for another audience',
      sessions(allow({ StringEquals: { 'sts:IdentityTokenAudience': 'other' } })),
    ],
  ])('%s, of each association of the role, leaves it open who gets on', (_, association) => {
    expect(proven({ role, association }).outbound).toEqual([
      {
        ...ENTRY,
        admitted: null,
        because: expect.stringMatching(/session policy of aws_eks_pod_identity_association\.exporter/) as string,
      },
    ]);
  });

  test.each<[string, Change]>([
    ['that allows it', { association: sessions(allow()) }],
    ['beside an association without one', { association: reads, more: another }],
    [
      'that allows it, beside that of an association which denies it,',
      {
        association: sessions(allow()),
        more: { another: { ...another.another, ...sessions({ ...allow(), Effect: 'Deny' }) } },
      },
    ],
  ])('%s does not', (_, change) => {
    expect(proven({ role, ...change }).outbound).toEqual([{ ...ENTRY, admitted: true }]);
  });
});

test('a program without it has no such field', () => {
  expect(prove([{ file: 'main.tf.json', text: '{"resource":{}}' }])).not.toHaveProperty('outbound');
});

test.each<[string, Change]>([
  ['any audience', { statements: [allow(undefined)].map((one) => ({ ...one, Condition: undefined })) }],
  ['all of STS', { statements: [{ Effect: 'Allow', Action: 'sts:*', Resource: '*' }] }],
  ['one of several', { statements: [allow({ StringEquals: { 'sts:identitytokenaudience': ['other', AUDIENCE] } })] }],
  ['a pattern', { statements: [allow({ 'ForAnyValue:StringLike': { 'sts:IdentityTokenAudience': 'api://*' } })] }],
  ['all but another', { statements: [allow({ StringNotEquals: { 'sts:IdentityTokenAudience': 'other' } })] }],
  [
    'a short life, which the caller chooses',
    { statements: [allow({ NumericLessThanEquals: { 'sts:DurationSeconds': '300' } })] },
  ],
  ['one that has to be there', { statements: [allow({ Null: { 'sts:IdentityTokenAudience': 'false' } })] }],
  ['one that is there or not', { statements: [allow({ Null: { 'sts:IdentityTokenAudience': ['true', 'false'] } })] }],
  [
    'a way to sign, which the caller chooses',
    { statements: [allow({ StringEquals: { 'sts:SigningAlgorithm': 'RS256' } })] },
  ],
  [
    'it in one account, by two providers',
    { federationProvider: 'aws.other', accounts: { own: '111122223333', other: '111122223333' } },
  ],
  [
    'a Deny of one that is not there',
    { statements: [allow(), { ...allow({ Null: { 'sts:IdentityTokenAudience': 'true' } }), Effect: 'Deny' }] },
  ],
  [
    'a Deny of another audience',
    { statements: [allow(), { ...allow({ StringEquals: { 'sts:IdentityTokenAudience': 'x' } }), Effect: 'Deny' }] },
  ],
])('a policy that allows %s lets the role in', (_, change) => {
  expect(proven(change).outbound).toEqual([{ ...ENTRY, admitted: true }]);
});

test.each<[string, Change, RegExp]>([
  [
    'nothing',
    { statements: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] },
    /not allowed sts:GetWebIdentityToken/,
  ],
  [
    'another audience',
    { statements: [allow({ StringEquals: { 'sts:IdentityTokenAudience': 'other' } })] },
    /for the audience api/,
  ],
  ['the audience in another case', { audience: AUDIENCE.toUpperCase() }, /for the audience API/],
  [
    'a resource that it does not have',
    { statements: [{ ...allow(), Resource: '${aws_iam_role.exporter.arn}' }] },
    /not allowed/,
  ],
  ['a Deny', { statements: [allow(), { ...allow(), Effect: 'Deny' }] }, /not allowed/],
  [
    'a policy for requests without an audience',
    { statements: [allow({ Null: { 'sts:IdentityTokenAudience': 'true' } })] },
    /not allowed/,
  ],
  [
    'the issuer of another account',
    { federationProvider: 'aws.other', accounts: { own: '111122223333', other: '444455556666' } },
    /issuer is that of another AWS account/,
  ],
])('%s keeps the role out, and nothing is undecided', (_, change, because) => {
  const { outbound, undecided } = proven(change);
  expect(outbound).toEqual([
    { ...ENTRY, audience: change.audience ?? AUDIENCE, admitted: false, because: expect.stringMatching(because) },
  ]);
  expect(undecided).toEqual([]);
});

test.each<[string, Change, RegExp]>([
  [
    'the issuer is written out, so that nobody knows whose it is',
    { issuer: ISSUER },
    /whose AWS account https:\/\/5c0ffee0.* is the issuer of/,
  ],
  [
    'the accounts of the two are not known',
    { federationProvider: 'aws.other' },
    /in the AWS account of aws_iam_outbound/,
  ],
  [
    'the permission depends on something else',
    { statements: [allow({ StringEquals: { 'aws:PrincipalTag/team': 'a' } })] },
    /may allow it: it depends on the condition aws:PrincipalTag\/team$/,
  ],
  [
    'the audience is compared in a way that nobody tells of',
    { statements: [allow({ ArnLike: { 'sts:IdentityTokenAudience': 'api://*' } })] },
    /may allow it: it depends on the condition sts:IdentityTokenAudience$/,
  ],
  [
    'only the role’s account is known',
    { federationProvider: 'aws.other', accounts: { own: '111122223333' } },
    /in the AWS account of aws_iam_outbound/,
  ],
  [
    'only the issuer’s account is known',
    { federationProvider: 'aws.other', accounts: { other: '111122223333' } },
    /in the AWS account of aws_iam_outbound/,
  ],
  [
    'nobody knows by which provider either is made',
    { federationProvider: 'aws.other["eu"]', role: { provider: 'aws.other["eu"]' } },
    /in the AWS account of aws_iam_outbound/,
  ],
  [
    'the subject is an ARN written out, and the role’s account is not known',
    { subject: 'arn:aws:iam::111122223333:role/exporter' },
    /whether arn:aws:iam::111122223333:role\/exporter is in the account of aws_iam_role.exporter is not known$/,
  ],
  [
    'nothing is known of the conditions of the permission',
    { statements: [{ ...allow(), Condition: '${var.condition}' }] },
    /may allow it: it depends on the condition \$\{var\.condition\}$/,
  ],
  [
    'nothing is known of the conditions of a Deny',
    { statements: [allow(), { ...allow(), Effect: 'Deny', Condition: { StringEquals: '${var.condition}' } }] },
    /may deny it: it depends on the condition \$\{var\.condition\}$/,
  ],
  [
    'a Deny depends on how long the token lives',
    { statements: [allow(), { ...allow({ NumericGreaterThan: { 'sts:DurationSeconds': '300' } }), Effect: 'Deny' }] },
    /may deny it/,
  ],
])('undecided with its reason where %s', (_, change, because) => {
  const { outbound, undecided, findings } = proven(change);
  expect(outbound).toEqual([{ ...ENTRY, admitted: null, because: expect.stringMatching(because) }]);
  expect(undecided).toEqual([
    {
      about: ENTRY.identity,
      because: expect.stringMatching(because),
      identities: [ENTRY.role, ENTRY.identity],
      at: expect.objectContaining({ file: 'main.tf.json' }),
    },
  ]);
  expect(findings).toEqual([]);
});

test('a role that is only looked up may have policies that nobody read', () => {
  const looked = JSON.parse(program({ subject: '${data.aws_iam_role.old.arn}' })) as Record<string, object>;
  looked.data = { aws_iam_role: { old: { name: 'old' } } };
  const { outbound } = prove([{ file: 'main.tf.json', text: JSON.stringify(looked) }]);
  expect(outbound).toMatchObject([
    {
      role: 'data.aws_iam_role.old',
      admitted: null,
      because: 'data.aws_iam_role.old is made outside of what was read, and so may its policies be',
    },
  ]);
});

test.each<[string, object]>([
  ['of no identity that was read', { parent_id: '${var.identity}' }],
  ['that accepts two audiences, which Entra refuses', { audience: [AUDIENCE, 'other'] }],
])('a credential %s is no way on', (_, credential) => {
  expect(proven({ credential }).outbound).toBeUndefined();
});

test('a subject that is a role of nobody’s is still said to be no service account', () => {
  const { outbound, findings } = proven({ issuer: ISSUER, subject: 'arn:aws:iam::111122223333:role/gone' });
  expect(outbound).toBeUndefined();
  expect(findings.map(({ rule }) => rule)).toEqual([subjectNotServiceAccount.slug]);
});

test('a cluster whose issuer signs the role’s name is no way on', () => {
  expect(proven({ issuer: 'https://issuer.example' }).outbound).toBeUndefined();
});
