import { ask } from '../../../lib/proof';
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

  test('that was not read leaves it open', () => {
    expect(
      may(withPolicy(policy(allow('kms:*'))), 'kms:Decrypt', `arn:aws:kms:eu-west-1:${ACCOUNT}:key/a`).allowed,
    ).toBeNull();
  });
});

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
