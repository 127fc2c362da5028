import type { AwsGrant } from '../../../lib/aws/grants/grant';
import { escapeVariables, permissionPolicyOf, sessionPolicyOf } from '../../../lib/aws/grants/permission-policy';

/** A grant on resources of so many characters that the policy has `characters`. */
function grantOf(characters: number, more = ''): AwsGrant {
  const grant = (resource: string): AwsGrant => ({
    description: 'read',
    statements: [{ actions: ['s3:GetObject'], resources: [resource] }],
  });
  const empty = permissionPolicyOf([grant('')], 'here').length;
  return grant(`${'r'.repeat(characters - empty)}${more}`);
}

describe('a permission policy', () => {
  test('is of the version that has variables, with single values as such and lists as lists', () => {
    const conditions = { StringEquals: { 'aws:PrincipalTag/team': 'a' } };
    const statements = [
      { actions: ['s3:GetObject'], resources: ['*'] },
      { effect: 'Deny', actions: ['s3:GetObject', 's3:PutObject'], resources: ['a', 'b'], conditions } as const,
    ];
    expect(JSON.parse(permissionPolicyOf([{ description: '', statements }], 'here'))).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
        { Effect: 'Deny', Action: ['s3:GetObject', 's3:PutObject'], Resource: ['a', 'b'], Condition: conditions },
      ],
    });
  });

  test('has at most 10,240 characters, tokens not counted', () => {
    expect(permissionPolicyOf([grantOf(10_240)], 'here')).toHaveLength(10_240);
    expect(() => permissionPolicyOf([grantOf(10_241)], 'here')).toThrow(
      [
        'inline-policy-over-limit at here: the grants make a policy of 10241 characters',
        "  why: A role's inline policies hold 10240 characters together.",
        '  fix: Name resources by a common prefix, or put a part into a policy of its own and give managedPolicyArns.',
      ].join('\n'),
    );
    const tokens = '${TfToken[TOKEN.7]}${TfToken[TOKEN.12]}';
    expect(() => permissionPolicyOf([grantOf(10_240, tokens)], 'here')).not.toThrow();
    expect(() => permissionPolicyOf([grantOf(10_241, tokens)], 'here')).toThrow('10241 characters');
  });
});

describe('a session policy', () => {
  test('has at most 2,048 characters, tokens not counted', () => {
    expect(sessionPolicyOf([grantOf(2_048)], 'here')).toBe(permissionPolicyOf([grantOf(2_048)], 'here'));
    expect(() => sessionPolicyOf([grantOf(2_049)], 'here')).toThrow(
      [
        'session-policy-over-limit at here: the grants make a session policy of 2049 characters',
        '  why: EKS accepts 2048 characters of an association’s policy.',
        '  fix: Name resources by a common prefix, or give what the pods may do to a role of their own.',
      ].join('\n'),
    );
    expect(() => sessionPolicyOf([grantOf(2_048, '${TfToken[TOKEN.7]}')], 'here')).not.toThrow();
  });
});

test.each([
  ['${aws:PrincipalTag/team}', '$${aws:PrincipalTag/team}'],
  ['a${aws:username}b${s3:prefix}', 'a$${aws:username}b$${s3:prefix}'],
  ['${*}${?}${$}', '$${*}$${?}$${$}'],
  ['$${aws:username}', '$${aws:username}'],
  ['${TfToken[TOKEN.7]}', '${TfToken[TOKEN.7]}'],
  ['${x}', '${x}'],
  ['${var.name}', '${var.name}'],
  ['plain', 'plain'],
])('of %s, IAM’s variables alone are kept from Terraform', (text, escaped) => {
  expect(escapeVariables(text)).toBe(escaped);
});
