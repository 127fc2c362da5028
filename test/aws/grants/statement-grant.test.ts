import { statementGrant } from '../../../lib/aws/grants/statement-grant';
import { codeOf } from '../code-of';

const BUCKET = 'arn:aws:s3:::tasks';
const statement = { actions: ['s3:GetObject', 's3:PutObject'], resources: [BUCKET] };

describe('a statement of one’s own', () => {
  test('is given as it is, described by its actions or in one’s own words', () => {
    expect(statementGrant(statement)).toEqual({ description: 's3:GetObject, s3:PutObject', statements: [statement] });
    expect(statementGrant({ ...statement, description: 'objects' })).toEqual({
      description: 'objects',
      statements: [statement],
    });
    expect(statementGrant({ ...statement, crossAccount: true, crossRegion: true })).toEqual({
      ...statementGrant(statement),
      crossAccount: true,
      crossRegion: true,
    });
    expect(statementGrant({ ...statement, crossAccount: false, crossRegion: false })).toEqual(
      statementGrant(statement),
    );
  });

  test.each(['s3:*', 's3:Get*', 's3:GetObjec?', '*'])(
    'is refused with the action %s, unless that is said',
    (action) => {
      const wide = { actions: ['s3:ListBucket', action], resources: [BUCKET] };
      expect(codeOf(() => statementGrant(wide))).toBe('action-wildcard');
      expect(codeOf(() => statementGrant({ ...wide, effect: 'Allow' }))).toBe('action-wildcard');
      expect(codeOf(() => statementGrant({ ...wide, allowWildcardActions: false }))).toBe('action-wildcard');
      expect(statementGrant({ ...wide, allowWildcardActions: true }).statements).toEqual([wide]);
      expect(codeOf(() => statementGrant({ ...wide, effect: 'Deny' }))).toBeUndefined();
    },
  );

  test.each(['GetObject', 's3.GetObject', 's3:', ':GetObject', 's3:Get Object', 's3:Get:Object', 'xs3 :Get', ''])(
    'is refused with "%s", which is no action',
    (action) => {
      expect(codeOf(() => statementGrant({ actions: ['s3:GetObject', action], resources: [BUCKET] }))).toBe(
        'action-malformed',
      );
    },
  );

  test('accepts actions in any case, of services with - or a digit, and ones that are not known yet', () => {
    const actions = ['S3:getobject', 'execute-api:Invoke', 'ec2:DescribeInstances', '${var.action}'];
    expect(codeOf(() => statementGrant({ actions, resources: [BUCKET] }))).toBeUndefined();
  });

  test.each(['tasks', 'tasks/*', 'arn:aws:s3', ''])('is refused with the resource "%s"', (resource) => {
    expect(codeOf(() => statementGrant({ ...statement, resources: [BUCKET, resource] }))).toBe('arn-malformed');
  });

  test('accepts any resource, ARNs with wildcards, and ones that are not known yet', () => {
    const resources = ['*', 'arn:*:s3:::*', '${aws_s3_bucket.a.arn}', '${aws_s3_bucket.a.arn}/*'];
    expect(codeOf(() => statementGrant({ ...statement, resources }))).toBeUndefined();
  });

  test('is refused without an action and without a resource', () => {
    expect(codeOf(() => statementGrant({ actions: [], resources: [BUCKET] }))).toBe('statement-empty');
    expect(codeOf(() => statementGrant({ actions: ['s3:GetObject'], resources: [] }))).toBe('statement-empty');
  });

  test('is refused with an error that says what is wrong and how to fix it', () => {
    expect(() => statementGrant({ actions: [], resources: [BUCKET] })).toThrow(
      [
        'statement-empty at statementGrant: a statement needs at least one action and one resource',
        '  why: IAM refuses a policy with an empty list.',
        '  fix: Name the actions and the ARNs that they are for.',
      ].join('\n'),
    );
    expect(() => statementGrant({ actions: ['s3:*'], resources: [BUCKET] })).toThrow(
      [
        'action-wildcard at statementGrant: the action "s3:*" holds a wildcard',
        '  why: It covers operations that AWS adds later, so the grant widens without a change of yours.',
        '  fix: List the actions, or say allowWildcardActions: true.',
      ].join('\n'),
    );
    expect(() => statementGrant({ actions: ['GetObject'], resources: [BUCKET] })).toThrow(
      [
        'action-malformed at statementGrant: "GetObject" is not an action of IAM',
        '  why: IAM refuses a policy with it, or knows no such action and allows nothing by it.',
        '  fix: Give service:Action, such as s3:GetObject.',
      ].join('\n'),
    );
    expect(() => statementGrant({ ...statement, resources: ['tasks'] })).toThrow(
      [
        'arn-malformed at statementGrant: "tasks" is neither an ARN nor *',
        '  why: IAM refuses a policy with such a resource.',
        '  fix: Give an ARN such as arn:aws:s3:::reports/*, or a token of one.',
      ].join('\n'),
    );
  });
});
