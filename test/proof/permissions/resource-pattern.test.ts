import { newBudget } from '../../../lib/proof/iam';
import { coversResource } from '../../../lib/proof/permissions/resource';
import type { RequestContext } from '../../../lib/proof/permissions/context';
import { symbolOf } from '../../../lib/proof/model/known/symbol';

const context = {
  caller: { account: '111122223333', roleArn: 'arn:aws:iam::111122223333:role/api' },
  told: new Map(),
} as unknown as RequestContext;
const DATA = 'arn:aws:s3:::data/2026.csv';
const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:shop';
const LOGS = 'arn:aws:logs:eu-west-1:111122223333:log-group:shop:log-stream:api';

const covers = (
  patterns: readonly string[],
  resource: string,
  { notResource = false, version = '2012-10-17' as '2008-10-17' | '2012-10-17' } = {},
) => coversResource({ resources: patterns, notResource }, resource, { version, budget: newBudget(), context });

// IAM User Guide, "IAM JSON policy elements: Resource".
test.each<[string, string, boolean]>([
  ['*', DATA, true],
  ['*', '*', true],
  [DATA, DATA, true],
  ['arn:aws:s3:::data/*', DATA, true],
  ['arn:aws:s3:::data/????.csv', DATA, true],
  ['arn:aws:s3:::data/???.csv', DATA, false],
  ['arn:aws:s3:::data', DATA, false],
  ['arn:aws:s3:::DATA/*', DATA, false],
  ['arn:aws:s3:::da*/*.csv', DATA, true],
  ['arn:aws:s3:::*/other', DATA, false],
  ['arn:aws:sqs:*:*:shop', QUEUE, true],
  ['arn:aws:sqs:eu-*-1:1111*:sh?p', QUEUE, true],
  ['arn:aws:sqs:eu-*:*', QUEUE, true],
  // A * at the end of a part goes beyond its colon, and in the last part of the six anywhere.
  ['arn:aws:sqs:*', QUEUE, true],
  ['arn:aws:sqs:eu*:shop', QUEUE, true],
  ['arn:*:shop', QUEUE, true],
  ['arn:aws:logs:*:*:log-group:sh*stream:api', LOGS, true],
  ['arn:aws:logs:*:*:log-gr*stream:api', LOGS, true],
  ['arn:a*s:s3:::*a', 'arn:aws:s3:::data', true],
  ['arn:aws:logs:eu-west-1:111122223333:log-group:*:api', LOGS, true],
  ['arn:aws:s3:::${aws:PrincipalAccount}/*', 'arn:aws:s3:::111122223333/x', true],
  ['arn:aws:s3:::${aws:PrincipalAccount}/*', 'arn:aws:s3:::444455556666/x', false],
  ['arn:aws:s3:::${aws:username}/*', 'arn:aws:s3:::x/x', false],
  ['arn:aws:s3:::data/${*}', 'arn:aws:s3:::data/*', true],
  ['arn:aws:s3:::data/${*}', DATA, false],
  // Whatever the variable stands for.
  ['arn:aws:s3:::x-${aws:SourceVpce}/*', DATA, false],
])('%s covers %s: %s', (pattern, resource, is) => {
  expect(covers([pattern], resource)).toBe(is);
  // AND NotResource what is not covered
  expect(covers([pattern], resource, { notResource: true })).toBe(!is);
});

test('one of several patterns is enough', () => {
  expect(covers([QUEUE, DATA], DATA)).toBe(true);
  expect(covers([], DATA)).toBe(false);
});

test('in the language of 2008 a variable is text', () => {
  const version = '2008-10-17';
  const pattern = 'arn:aws:s3:::${aws:PrincipalAccount}/*';
  expect(covers([pattern], 'arn:aws:s3:::111122223333/x', { version })).toBe(false);
  expect(covers([pattern], 'arn:aws:s3:::${aws:PrincipalAccount}/x', { version })).toBe(true);
});

test.each<[string, string, string]>([
  ['arn:a*3:::data/*', DATA, `AWS does not say whether a * in the middle of a part goes beyond its colon, to ${DATA}`],
  [
    'arn:aws:sqs:eu-*33:shop',
    QUEUE,
    `AWS does not say whether a * in the middle of a part goes beyond its colon, to ${QUEUE}`,
  ],
  [
    'arn:a*gs:eu-west-1:111122223333:log-group:shop:log-stream:api',
    LOGS,
    `AWS does not say whether a * in the middle of a part goes beyond its colon, to ${LOGS}`,
  ],
  [
    'arn:aws:s3:::${aws:SourceVpce}/*',
    DATA,
    'what the variables in arn:aws:s3:::${aws:SourceVpce}/* stand for is not known',
  ],
])('%s may cover %s', (pattern, resource, why) => expect(covers([pattern], resource)).toEqual({ why }));

test('what is not known is the same as itself, and may be anything else', () => {
  const [one, other] = [symbolOf('aws_s3_bucket.one.arn'), symbolOf('aws_s3_bucket.other.arn')];
  expect(covers([`${one}/*`], `${one}/x`)).toBe(true);
  expect(covers([`${one}/a*`], `${one}/x`)).toBe(false);
  expect(covers([`arn:aws:s3:::${one}-x/*`], 'arn:aws:s3:::data-y/z')).toBe(false);
  expect(covers([`${other}/*`], `${one}/x`)).toEqual({ why: `whether it is about ${one}/x is not known before apply` });
  expect(covers([`arn:aws:s3:::${one}/*`], DATA)).toEqual({
    why: `whether it is about ${DATA} is not known before apply`,
  });
});

test('a pattern costs as much as it and the resource are long', () => {
  const budget = newBudget(100);
  coversResource({ resources: ['arn:aws:s3:::d*'], notResource: false }, DATA, {
    ...{ version: '2012-10-17', budget, context },
  });
  expect(budget.left).toBe(100 - 'arn:aws:s3:::d*'.length - DATA.length);
});

// AWS refuses a second policy of one name and path, so that no two that a program makes have one ARN.
test.each<[string, string, boolean | undefined]>([
  ['aws_iam_policy.a.arn', 'aws_iam_policy.b.arn', false],
  ['aws_iam_policy.a.arn', 'aws_iam_policy.a.arn', true],
  ['aws_iam_policy.a[0].arn', 'aws_iam_policy.a[1].arn', false],
  ['one/aws_iam_policy.a.arn', 'two/aws_iam_policy.a.arn', false],
  // What stands for any instance may be this one, and so may what is looked up, or is no ARN; a version has that of its secret.
  ['aws_iam_policy.a.arn', 'aws_iam_policy.a[0].arn', undefined],
  ['data.aws_iam_policy.a.arn', 'aws_iam_policy.b.arn', undefined],
  ['aws_iam_policy.a.arn', 'data.aws_iam_policy.b.arn', undefined],
  ['aws_iam_policy.a.policy_id', 'aws_iam_policy.b.policy_id', undefined],
  ['aws_secretsmanager_secret_version.a.arn', 'aws_secretsmanager_secret_version.b.arn', undefined],
  ['aws_secretsmanager_secret_version.a.arn', 'aws_iam_policy.b.arn', undefined],
])('the symbol of %s covers that of %s: %s', (pattern, resource, is) => {
  const found = covers([symbolOf(pattern)], symbolOf(resource));
  if (is === undefined) expect(found).toMatchObject({ why: expect.any(String) as string });
  else expect(found).toBe(is);
});
