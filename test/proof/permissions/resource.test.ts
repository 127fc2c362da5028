import { ask } from '../../../lib/proof';
import type { InMemoryDocument } from '../../../lib/proof';
import { ACCOUNT, allow, deny, may, policy, program, withPolicy } from './program';
import type { Json } from './program';

const OTHER = '444455556666';
const ROLE = '${aws_iam_role.api.arn}';

const bucket = (statements: Json[], more: Json = {}): Json => ({
  aws_s3_bucket: { data: { bucket: 'data', ...more } },
  ...(statements.length > 0 && {
    aws_s3_bucket_policy: { data: { bucket: '${aws_s3_bucket.data.id}', policy: policy(...statements) } },
  }),
});
const named = (statement: Json, principal: unknown): Json => ({ ...statement, Principal: principal });
const NOTHING = policy(allow('sqs:SendMessage'));
const ALL = policy(allow('s3:*'));

describe('a resource of the program', () => {
  test.each(['aws_s3_bucket.data/2026.csv', 'arn:aws:s3:::data/2026.csv'])('is named as %s', (resource) => {
    const documents = withPolicy(policy(allow('s3:GetObject', '${aws_s3_bucket.data.arn}/*')), bucket([]));
    expect(may(documents, 's3:GetObject', resource).allowed).toBe(true);
    const other = withPolicy(policy(allow('s3:GetObject', 'arn:aws:s3:::other/*')), bucket([]));
    expect(may(other, 's3:GetObject', resource).allowed).toBe(false);
  });

  test('is not another of which only the name is known', () => {
    const documents = withPolicy(policy(allow('s3:GetObject', '${aws_s3_bucket.data.arn}/*')), bucket([]));
    expect(may(documents, 's3:GetObject', 'arn:aws:s3:::other/x').allowed).toBe(false);
  });
});

describe('the policy of a bucket of the same account', () => {
  test.each<[string, string, Json[], boolean | null]>([
    ['names the role', NOTHING, [named(allow('s3:GetObject', 'arn:aws:s3:::data/*'), { AWS: ROLE })], true],
    ['is for everybody', NOTHING, [named(allow('s3:*'), '*')], true],
    ['allows what is no resource', NOTHING, [named(allow('s3:*', []), '*')], false],
    ['denies what is no resource', ALL, [named(deny('s3:*', []), '*')], true],
    ['leaves it to the account', NOTHING, [named(allow('s3:*'), { AWS: `arn:aws:iam::${ACCOUNT}:root` })], false],
    ['names another role', NOTHING, [named(allow('s3:*'), { AWS: `arn:aws:iam::${ACCOUNT}:role/other` })], false],
    ['is for a service', NOTHING, [named(allow('s3:*'), { Service: 'cloudfront.amazonaws.com' })], false],
    ['denies what the role is allowed', ALL, [named(deny('s3:*'), '*')], false],
    [
      'denies what does not come by HTTPS',
      ALL,
      [named(deny('s3:*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }), '*')],
      true,
    ],
    ['denies others', ALL, [named(deny('s3:*'), { AWS: `arn:aws:iam::${ACCOUNT}:role/other` })], true],
    [
      'denies all but the role',
      ALL,
      [named(deny('s3:*', '*', { Condition: { ArnNotEquals: { 'aws:PrincipalArn': ROLE } } }), '*')],
      true,
    ],
    [
      'denies on what is not known',
      ALL,
      [named(deny('s3:*', '*', { Condition: { StringNotEquals: { 'aws:SourceVpce': 'a' } } }), '*')],
      null,
    ],
  ])('%s', (_, own, statements, allowed) =>
    expect(may(withPolicy(own, bucket(statements)), 's3:GetObject', 'aws_s3_bucket.data/x').allowed).toBe(allowed),
  );

  test('that names the role is limited by its boundary', () => {
    const documents = withPolicy(
      NOTHING,
      { ...bucket([named(allow('s3:*'), { AWS: ROLE })]), aws_iam_policy: { limit: { name: 'l', policy: NOTHING } } },
      { permissions_boundary: '${aws_iam_policy.limit.arn}' },
    );
    expect(may(documents, 's3:GetObject', 'aws_s3_bucket.data/x').allowed).toBe(false);
  });
});

describe('what is not known of the policy of a resource', () => {
  const denied = named(deny('s3:*'), '*');
  /** With the variables, so that only what they give is not known. */
  const open = (documents: readonly InMemoryDocument[]): InMemoryDocument[] =>
    documents.map(({ file, text }) => {
      const variable = { name: {}, arn: {}, service: {} };
      return { file, text: JSON.stringify({ ...(JSON.parse(text) as Json), variable }) };
    });

  test('leaves open what it decides, where a bucket that is named may be one whose name is not known', () => {
    const inBucket = (own: string, of: string): boolean | null | undefined => {
      const resources = {
        aws_s3_bucket: { data: { bucket: own } },
        aws_s3_bucket_policy: { data: { bucket: of, policy: policy(denied) } },
      };
      return may(open(withPolicy(ALL, resources)), 's3:GetObject', 'aws_s3_bucket.data/x').allowed;
    };
    expect(inBucket('${var.name}', 'data')).toBe(null);
    expect(inBucket('${var.name}-logs', 'data')).toBe(true);
    expect(inBucket('data', 'data')).toBe(false);
    expect(inBucket('data', 'other')).toBe(true);
  });

  test.each<[string, boolean | null]>([
    [`arn:aws:iam::${ACCOUNT}:root`, true],
    [`\${var.arn}:aws:iam::${ACCOUNT}:root`, null],
    [`arn:aws:\${var.service}::${ACCOUNT}:root`, null],
    [`arn:aws:\${var.service}::${ACCOUNT}:role/other`, false],
  ])('is whom it names, where that may be the account: %s', (principal, allowed) => {
    const key = policy(named(allow('kms:*'), { AWS: principal }));
    const resources = { aws_kms_key: { main: { policy: key } } };
    const documents = open(withPolicy(policy(allow('kms:Decrypt')), resources));
    expect(may(documents, 'kms:Decrypt', 'aws_kms_key.main').allowed).toBe(allowed);
  });
});

describe('whom the policy of a bucket names', () => {
  const LIMITED = {
    more: { aws_iam_policy: { limit: { name: 'l', policy: NOTHING } } },
    role: { permissions_boundary: '${aws_iam_policy.limit.arn}' },
  };
  const answer = (own: string, statement: Json, limit?: typeof LIMITED) =>
    may(
      withPolicy(own, { ...bucket([statement]), ...limit?.more }, limit?.role),
      's3:GetObject',
      'aws_s3_bucket.data/x',
    );
  const SESSION = { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/api/eks-shop-api-1` };
  const but = (statement: Json, ...names: unknown[]): Json => ({ ...statement, NotPrincipal: { AWS: names } });
  const byRole = (operator: string) =>
    named(allow('s3:*', '*', { Condition: { [operator]: { 'aws:PrincipalArn': ROLE } } }), '*');

  test('everybody but another role is denied', () => {
    const { allowed, because } = answer(ALL, but(deny('s3:*'), `arn:aws:iam::${ACCOUNT}:role/other`));
    expect(allowed).toBe(false);
    expect(because).toContainEqual(expect.stringContaining('statement 0, has NotPrincipal'));
    expect(answer(ALL, but(deny('s3:PutObject'), `arn:aws:iam::${ACCOUNT}:role/other`)).allowed).toBe(true);
  });

  test('everybody but the role is not decided: AWS may hold its account and its session against it', () => {
    const { allowed, because } = answer(ALL, but(deny('s3:*'), ROLE));
    expect(allowed).toBeNull();
    expect(because[0]).toContain('a Deny for everybody with ArnNotEquals on aws:PrincipalArn is decided');
    expect(answer(ALL, but(deny('s3:*'), `arn:aws:iam::${ACCOUNT}:root`)).allowed).toBeNull();
    expect(answer(ALL, but(deny('s3:*'), SESSION.AWS)).allowed).toBeNull();
  });

  test('a Deny with NotPrincipal is about each role with a boundary, whomever it names', () => {
    const wide = { ...LIMITED, more: { aws_iam_policy: { limit: { name: 'l', policy: ALL } } } };
    expect(answer(ALL, named(allow('s3:*'), { AWS: ROLE }), wide).allowed).toBe(true);
    expect(answer(ALL, but(deny('s3:*'), ROLE), wide).allowed).toBe(false);
  });

  test('NotPrincipal with an Allow leaves a no open, and nothing else of the policy', () => {
    expect(answer(NOTHING, but(allow('s3:*'), `arn:aws:iam::${ACCOUNT}:role/other`)).allowed).toBeNull();
    expect(answer(ALL, but(allow('s3:*'), ROLE)).allowed).toBe(true);
  });

  test('Principal beside NotPrincipal is refused, so that what the policy says is not known', () => {
    expect(answer(ALL, { ...but(deny('s3:PutObject'), ROLE), Principal: '*' }).allowed).toBeNull();
  });

  test('one session of the role may get what no boundary limits', () => {
    expect(answer(NOTHING, named(allow('s3:*'), SESSION)).allowed).toBeNull();
    expect(answer(NOTHING, named(allow('s3:*'), SESSION), LIMITED).allowed).toBeNull();
    const { because } = answer(NOTHING, named(allow('s3:*'), SESSION));
    expect(because.join()).toContain('whose name is known only when a pod runs');
    expect(because.join()).not.toContain('before apply');
    const foreign = { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/other/eks-shop-api-1` };
    expect(answer(NOTHING, named(allow('s3:*'), foreign)).allowed).toBe(false);
  });

  test('everybody on a condition on the role’s ARN is limited by no boundary; everybody may be', () => {
    expect(answer(NOTHING, byRole('ArnEquals'), LIMITED).allowed).toBe(true);
    expect(answer(NOTHING, byRole('StringLike'), LIMITED).allowed).toBe(true);
    expect(answer(NOTHING, named(allow('s3:*'), '*'), LIMITED).allowed).toBeNull();
    expect(answer(NOTHING, named(allow('s3:*'), { AWS: ROLE }), LIMITED).allowed).toBe(false);
    expect(answer(NOTHING, byRole('ArnNotEquals'), LIMITED).allowed).toBe(false);
  });
});

describe('a condition on the role’s ARN that depends on a variable', () => {
  const under = (own: string, effect: string, test: string, values: unknown, variable = 'aws:PrincipalArn') => {
    const [document] = withPolicy(own, {
      aws_s3_bucket: { data: { bucket: 'data' } },
      aws_s3_bucket_policy: {
        data: { bucket: '${aws_s3_bucket.data.id}', policy: '${data.aws_iam_policy_document.data.json}' },
      },
    });
    const statement = {
      ...{ effect, actions: ['s3:*'], resources: ['*'], principals: [{ type: '*', identifiers: ['*'] }] },
      condition: [{ test, variable, values }],
    };
    const text = {
      ...JSON.parse(document!.text),
      variable: { on: { type: 'bool' } },
      data: { aws_iam_policy_document: { data: { statement: [statement] } } },
    };
    return may([{ ...document!, text: JSON.stringify(text) }], 's3:GetObject', 'aws_s3_bucket.data/x').allowed;
  };

  test.each<[string, unknown]>([
    ['ArnEquals', '${var.on ? [aws_iam_role.api.arn] : []}'],
    ['ArnEquals', '${concat(["arn:aws:iam::444455556666:role/x"], var.on ? [aws_iam_role.api.arn] : [])}'],
    ['ArnLike', ['${var.on ? aws_iam_role.api.arn : "arn:aws:iam::444455556666:role/x"}']],
    ['StringNotEquals', '${var.on ? [aws_iam_role.api.arn] : ["arn:aws:iam::444455556666:role/x"]}'],
  ])('leaves open whether it allows, and whether it denies: %s on %j', (test, values) => {
    expect(under(NOTHING, 'Allow', test, values)).toBeNull();
    expect(under(ALL, 'Deny', test, values)).toBeNull();
  });

  test('is met where one of the values is there for certain', () => {
    const values = `\${concat(["arn:aws:iam::${ACCOUNT}:role/api"], var.on ? [aws_iam_role.api.arn] : [])}`;
    expect(under(NOTHING, 'Allow', 'ArnEquals', values)).toBe(true);
  });

  test('is open as well where a policy variable stands for the value', () => {
    const values = '${var.on ? ["&{aws:PrincipalAccount}"] : ["444455556666"]}';
    expect(under(NOTHING, 'Allow', 'StringEquals', values, 'aws:PrincipalAccount')).toBeNull();
  });
});

describe('across accounts', () => {
  const queue = (principal?: unknown): Json => ({
    aws_sqs_queue: { other: { name: 'q', provider: 'aws.other' } },
    ...(principal !== undefined && {
      aws_sqs_queue_policy: {
        other: { queue_url: '${aws_sqs_queue.other.id}', policy: policy(named(allow('sqs:*'), principal)) },
      },
    }),
  });
  const asked = (own: string, principal?: unknown) => {
    const [document] = withPolicy(own, queue(principal));
    const text = JSON.parse(document!.text);
    text.provider = { aws: [text.provider.aws, { alias: 'other', region: 'eu-west-1', allowed_account_ids: [OTHER] }] };
    return may([{ ...document!, text: JSON.stringify(text) }], 'sqs:SendMessage', 'aws_sqs_queue.other').allowed;
  };

  test('a bucket that is public by its policy may be blocked for other accounts', () => {
    const foreign = (statement: Json): unknown => {
      const [document] = withPolicy(policy(allow('s3:*')), {
        aws_s3_bucket: { other: { bucket: 'other', provider: 'aws.other' } },
        aws_s3_bucket_policy: { other: { bucket: '${aws_s3_bucket.other.id}', policy: policy(statement) } },
      });
      const text = JSON.parse(document!.text);
      text.provider = {
        aws: [text.provider.aws, { alias: 'other', region: 'eu-west-1', allowed_account_ids: [OTHER] }],
      };
      return may([{ ...document!, text: JSON.stringify(text) }], 's3:GetObject', 'aws_s3_bucket.other/x').allowed;
    };
    expect(foreign(named(allow('s3:*'), '*'))).toBeNull();
    expect(foreign(named(allow('s3:*'), { AWS: ROLE }))).toBe(true);
    const onlyRole = allow('s3:*', '*', { Condition: { ArnEquals: { 'aws:PrincipalArn': ROLE } } });
    expect(foreign(named(onlyRole, '*'))).toBe(true);
  });

  test('both sides have to allow it', () => {
    expect(asked(NOTHING, { AWS: ROLE })).toBe(true);
    expect(asked(NOTHING, { AWS: ACCOUNT })).toBe(true);
    expect(asked(NOTHING, { AWS: OTHER })).toBe(false);
    expect(asked(NOTHING)).toBe(false);
    expect(asked(ALL, { AWS: ROLE })).toBe(false);
  });

  test('a policy that was not read leaves it open, and what the role may not do is a no', () => {
    const arn = `arn:aws:sqs:eu-west-1:${OTHER}:q`;
    expect(may(withPolicy(NOTHING), 'sqs:SendMessage', arn).allowed).toBeNull();
    expect(may(withPolicy(ALL), 'sqs:SendMessage', arn).allowed).toBe(false);
  });

  test('within the account it is an answer by what was read', () => {
    const arn = `arn:aws:sqs:eu-west-1:${ACCOUNT}:q`;
    expect(may(withPolicy(NOTHING), 'sqs:SendMessage', arn).allowed).toBe(true);
    expect(may(withPolicy(ALL), 'sqs:SendMessage', arn)).toMatchObject({
      allowed: false,
      assumes: ['nothing-elsewhere'],
    });
  });

  test('a bucket that was not read is taken to be of the account, which is said', () => {
    expect(may(withPolicy(ALL), 's3:GetObject', 'arn:aws:s3:::x/y')).toMatchObject({
      allowed: true,
      assumes: ['resource-of-own-account'],
    });
  });
});

describe('a key', () => {
  const key = (statements?: Json[]): Json => ({
    aws_kms_key: { data: statements ? { policy: policy(...statements) } : { description: 'data' } },
  });
  const MAY = policy(allow('kms:Decrypt', '${aws_kms_key.data.arn}'));
  const asked = (own: string, statements?: Json[]) =>
    may(withPolicy(own, key(statements)), 'kms:Decrypt', 'aws_kms_key.data').allowed;

  test('needs its own policy', () => {
    expect(asked(MAY)).toBe(true);
    expect(asked(NOTHING)).toBe(false);
    expect(asked(MAY, [named(allow('kms:*'), { AWS: `arn:aws:iam::${ACCOUNT}:root` })])).toBe(true);
    expect(asked(NOTHING, [named(allow('kms:*'), { AWS: `arn:aws:iam::${ACCOUNT}:root` })])).toBe(false);
    expect(asked(MAY, [named(allow('kms:*'), { AWS: `arn:aws:iam::${ACCOUNT}:role/other` })])).toBe(false);
    expect(asked(NOTHING, [named(allow('kms:Decrypt'), { AWS: ROLE })])).toBe(true);
  });

  // AWS KMS, "Default key policy": it leaves the key to the account that owns it.
  test.each<[string, Json, boolean | null]>([
    ['of another account', { allowed_account_ids: [OTHER] }, false],
    ['of an account that is not known', {}, null],
  ])('%s is not left to the account of the role by its default policy', (_, provider, allowed) => {
    const [document] = withPolicy(MAY, { aws_kms_key: { data: { description: 'data', provider: 'aws.other' } } });
    const text = JSON.parse(document!.text);
    text.provider = { aws: [text.provider.aws, { alias: 'other', region: 'eu-west-1', ...provider }] };
    const answer = may([{ ...document!, text: JSON.stringify(text) }], 'kms:Decrypt', 'aws_kms_key.data');
    expect(answer.allowed).toBe(allowed);
    expect(answer.because).toContain('aws_kms_key.data has the default key policy, which leaves it to the account');
  });

  const withGrant = (own: string, grant: Json, more: Json = {}, role: Json = {}) =>
    may(
      withPolicy(
        own,
        {
          ...key([named(allow('kms:*'), { AWS: `arn:aws:iam::${ACCOUNT}:role/admin` })]),
          aws_kms_grant: {
            api: { key_id: '${aws_kms_key.data.key_id}', grantee_principal: ROLE, operations: ['Decrypt'], ...grant },
          },
          ...more,
        },
        role,
      ),
      'kms:Decrypt',
      'aws_kms_key.data',
    );

  test('may be granted beside its policy', () => {
    expect(withGrant(NOTHING, {})).toMatchObject({
      allowed: true,
      because: expect.arrayContaining(['aws_kms_grant.api grants it']),
    });
    expect(withGrant(NOTHING, { operations: ['Encrypt'] }).allowed).toBe(false);
    expect(withGrant(NOTHING, { grantee_principal: `arn:aws:iam::${ACCOUNT}:role/other` }).allowed).toBe(false);
    expect(withGrant(NOTHING, { grantee_principal: `arn:aws:iam::${OTHER}:root` }).allowed).toBe(false);
    expect(withGrant(policy(deny('kms:*')), {}).allowed).toBe(false);
  });

  test.each<[string, Json, Json, Json]>([
    ['constraints', { constraints: [{ encryption_context_equals: { department: 'shop' } }] }, {}, {}],
    [
      'constraints that need not be there',
      { dynamic: { constraints: { for_each: '${var.some}', content: { encryption_context_equals: { a: 'b' } } } } },
      {},
      {},
    ],
    ['operations that are not known', { operations: '${var.operations}' }, {}, {}],
    ['a grantee that is not known', { grantee_principal: '${var.role}' }, {}, {}],
    ['a grant that need not be there', { count: '${var.n}' }, {}, {}],
    ['one session of the role', { grantee_principal: `arn:aws:sts::${ACCOUNT}:assumed-role/api/x` }, {}, {}],
    // AWS KMS, "CreateGrant": valid principals include accounts.
    ['the account of the role', { grantee_principal: `arn:aws:iam::${ACCOUNT}:root` }, {}, {}],
    [
      'a boundary that leaves it out',
      {},
      { aws_iam_policy: { limit: { name: 'l', policy: NOTHING } } },
      { permissions_boundary: '${aws_iam_policy.limit.arn}' },
    ],
  ])('%s leaves a grant open', (_, grant, more, role) =>
    expect(withGrant(NOTHING, grant, more, role).allowed).toBeNull(),
  );

  test('that is granted to an account says that nothing tells who in it may', () => {
    const { because } = withGrant(NOTHING, { grantee_principal: `arn:aws:iam::${ACCOUNT}:root` });
    expect(because).toContain(
      'aws_kms_grant.api may grant it: it is for an account, and AWS does not say whether aws_iam_role.api may use it',
    );
  });

  test('is asked for by an alias as well', () => {
    const alias = { aws_kms_alias: { data: { name: 'alias/data', target_key_id: '${aws_kms_key.data.key_id}' } } };
    const by = (resource: string, action = 'kms:Decrypt') =>
      may(withPolicy(MAY, { ...key(), ...alias }), action, resource).allowed;
    expect(by('aws_kms_alias.data')).toBe(true);
    expect(by('aws_kms_alias.data', 'kms:Encrypt')).toBe(false);
    expect(by(`arn:aws:kms:eu-west-1:${ACCOUNT}:alias/data`)).toBe(true);
    expect(by(`arn:aws:kms:eu-west-1:${ACCOUNT}:alias/other`)).toBeNull();
  });

  test('is used by the pod itself, not by way of a service', () => {
    const via = { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } };
    const own = { StringEquals: { 'kms:CallerAccount': ACCOUNT } };
    expect(asked(NOTHING, [named(allow('kms:*', '*', { Condition: via }), '*')])).toBe(false);
    expect(asked(NOTHING, [named(allow('kms:*', '*', { Condition: own }), '*')])).toBe(true);
  });

  test('that was not read leaves it open', () => {
    expect(
      may(withPolicy(policy(allow('kms:*'))), 'kms:Decrypt', `arn:aws:kms:eu-west-1:${ACCOUNT}:key/a`).allowed,
    ).toBeNull();
  });
});

// IAM User Guide, "Pass session tags in AWS STS", "Monitor and control actions taken with assumed roles".
test.each(['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'])(
  'whether a role takes %s its trust decides too, which is asked for in another way',
  (action) => {
    const asked = (own: string) => may(withPolicy(own), action, `arn:aws:iam::${ACCOUNT}:role/target`);
    expect(asked(policy(allow('sts:*')))).toMatchObject({
      allowed: null,
      because: expect.arrayContaining([
        'aws_iam_role.api: the trust of the role that is assumed decides too: ask whether it admits the caller',
      ]),
    });
    expect(asked(policy(deny('sts:*'))).allowed).toBe(false);
  },
);

test('the default policy of a topic leaves a no open', () => {
  const topic = { aws_sns_topic: { t: { name: 't' } } };
  expect(may(withPolicy(policy(allow('sns:Publish')), topic), 'sns:Publish', 'aws_sns_topic.t').allowed).toBe(true);
  expect(may(withPolicy(NOTHING, topic), 'sns:Publish', 'aws_sns_topic.t').allowed).toBeNull();
});

describe('a question that is none', () => {
  test.each([
    ['s3:*', 'arn:aws:s3:::data/x', 'action-unknown'],
    ['GetObject', 'arn:aws:s3:::data/x', 'action-unknown'],
    ['s3:GetObject', 'arn:aws:s3:::data/*', 'resource-unknown'],
    ['s3:GetObject', 'arn:aws:s3', 'resource-unknown'],
    ['s3:GetObject', 'aws_s3_bucket.none', 'resource-unknown'],
  ])('%s on %s is refused: %s', (action, resource, code) =>
    expect(() => may(program({}), action, resource)).toThrow(expect.objectContaining({ code })),
  );

  test('an action without a resource is refused', () => {
    const query = { identity: 'api', subject: { namespace: 'shop', name: 'api' }, action: 's3:GetObject' };
    expect(() => ask(program({}), query)).toThrow(expect.objectContaining({ code: 'query-invalid' }));
  });
});
