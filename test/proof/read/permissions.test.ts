import { prove } from '../../../lib/proof';

function proveRolePolicy(policy: unknown) {
  return prove([
    {
      file: 'main.tf.json',
      text: JSON.stringify({
        resource: {
          aws_iam_role: { app: { name: 'app', assume_role_policy: '{"Version":"2012-10-17","Statement":[]}' } },
          aws_iam_role_policy: { app: { role: '${aws_iam_role.app.name}', policy: JSON.stringify(policy) } },
        },
      }),
    },
  ]);
}

const statement = { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::data' };

test('what a statement asks for besides stands with the permission', () => {
  const Condition = { StringLike: { 's3:prefix': ['b/*', 'a/*'] }, Bool: { 'aws:SecureTransport': 'true' } };
  const { permissions } = proveRolePolicy({ Version: '2012-10-17', Statement: [{ ...statement, Condition }] });
  expect(permissions).toEqual([
    expect.objectContaining({ conditions: ['Bool aws:SecureTransport: true', 'StringLike s3:prefix: a/* or b/*'] }),
  ]);
});

test('a permission without conditions has none', () => {
  const { permissions } = proveRolePolicy({ Version: '2012-10-17', Statement: statement });
  expect(permissions).toEqual([expect.not.objectContaining({ conditions: expect.anything() })]);
});

test.each([
  [{ Version: '2012-10-17', Statement: { ...statement, Effect: 'allow' } }, 'the Effect "allow" in statement 0'],
  [{ Version: '2012-10-17', Statement: { ...statement, Effect: undefined } }, 'no Effect in statement 0'],
  [{ Version: '2012', Statement: statement }, 'the Version "2012"'],
])('a policy that IAM would refuse gives nothing, and that is said: %j', (policy, because) => {
  const { permissions, undecided } = proveRolePolicy(policy);
  expect(permissions).toEqual([]);
  expect(undecided.map((entry) => entry.because)).toEqual([expect.stringContaining(because)]);
});
