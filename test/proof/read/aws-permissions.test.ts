import { perhaps, PERHAPS } from '../../../lib/proof/model/known/perhaps';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import { attachedPolicy, policyPermissions } from '../../../lib/proof/read/aws/aws-permissions';

const [ROLE, SOURCE] = ['aws_iam_role.api', 'aws_iam_role_policy.api'];
const UNKNOWN = symbolOf('var.policy');
const READ = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' };
const WRITE = { ...READ, Action: 's3:PutObject' };

const read = (...statements: unknown[]) =>
  policyPermissions(ROLE, JSON.stringify({ Version: '2012-10-17', Statement: statements }), SOURCE);

const shown = (...statements: unknown[]) =>
  read(...statements).permissions?.map(({ actions, resource }) => `${actions.join(' ')} on ${resource}`);

describe('a policy that gives nothing that is known', () => {
  test.each<[string, Parameters<typeof policyPermissions>[1], string]>([
    ['is not there', undefined, 'is not known before apply'],
    ['is not known', UNKNOWN, 'is not known before apply'],
    ['is a list', [UNKNOWN], 'is not known before apply'],
    ['is not JSON', 'allow', 'is not JSON, which IAM refuses'],
    ['has another Version', '{"Version":"2020-01-01"}', 'has the Version "2020-01-01", which IAM refuses'],
    [
      'has a Version that is not known',
      JSON.stringify({ Version: UNKNOWN, Statement: [READ] }),
      'has a Version that is not known before apply',
    ],
    ['has a text as its statement', '{"Statement":["allow"]}', 'has no object as statement 0'],
    ['has nothing as its statement', '{"Statement":[null]}', 'has no object as statement 0'],
    [
      'has an Effect that is not known',
      JSON.stringify({ Statement: [READ, { ...READ, Effect: UNKNOWN }] }),
      'has an Effect in statement 1 that is not known before apply',
    ],
  ])('%s', (_, policy, because) => {
    expect(policyPermissions(ROLE, policy, SOURCE)).toEqual({ because });
  });
});

describe('what a policy gives', () => {
  test('is an entry for each resource of a statement', () => {
    expect(read({ ...READ, Action: ['s3:PutObject', 's3:GetObject'], Resource: ['a', 'b'] })).toMatchObject({
      permissions: ['a', 'b'].map((resource) => ({
        identity: ROLE,
        actions: ['s3:GetObject', 's3:PutObject'],
        role: null,
        resource,
        source: SOURCE,
      })),
      statements: [{ effect: 'Allow' }],
    });
    expect(policyPermissions(ROLE, JSON.stringify({ Version: '2008-10-17', Statement: READ }), SOURCE)).toMatchObject({
      permissions: [{ actions: ['s3:GetObject'] }],
    });
  });

  test('tells what is denied, and what is left out', () => {
    expect(shown({ ...READ, Effect: 'Deny' })).toEqual(['!s3:GetObject on arn:aws:s3:::data/*']);
    expect(shown({ Effect: 'Allow', NotAction: ['s3:*', 'iam:*'], Resource: '*' })).toEqual([
      'NotAction iam:* NotAction s3:* on *',
    ]);
    expect(shown({ Effect: 'Deny', NotAction: 's3:*', Resource: '*' })).toEqual(['!NotAction s3:* on *']);
    expect(shown({ Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::own' })).toEqual([
      's3:* on NotResource arn:aws:s3:::own',
    ]);
  });

  test('has the conditions that are objects', () => {
    const conditionsOf = (Condition: unknown) => read({ ...READ, Condition }).permissions![0]!.conditions;
    expect(conditionsOf({ Bool: { 'aws:SecureTransport': 'true' } })).toEqual(['Bool aws:SecureTransport: true']);
    expect(conditionsOf(null)).toBeUndefined();
    expect(conditionsOf('none')).toBeUndefined();
  });

  test('is shown without statements where IAM refuses the policy, or not all of it is known', () => {
    const refused = read({ ...READ, Resource: undefined, Resources: '*' }, READ);
    const permissions = [expect.objectContaining({ actions: ['s3:GetObject'] })];
    expect(refused).toEqual({ permissions, why: expect.stringMatching(/^is refused by IAM: .* element "Resources"/) });
    expect(read({ ...READ, [UNKNOWN]: 'x' })).toEqual({
      permissions,
      why: 'statement 0 has an element named ${var.policy}, unknown before apply',
    });
  });

  test('is there though nothing is known of its conditions', () => {
    for (const Condition of [UNKNOWN, { StringEquals: UNKNOWN }, { StringEquals: { [UNKNOWN]: 'x' } }]) {
      expect(read({ ...READ, Effect: 'Deny', Condition })).toMatchObject({
        permissions: [{ actions: ['!s3:GetObject'] }],
        statements: [{ effect: 'Deny', conditions: [{}] }],
      });
    }
  });
});

describe('what need not be there is no permission, and what it depends on is said', () => {
  const because = (cause: string) => `holds what depends on ${cause}, which is not known before apply`;

  test.each<[string, unknown, string]>([
    ['a statement of which nothing is known', symbolOf('var.more'), '${var.more}'],
    ['a statement', { ...WRITE, [PERHAPS]: '${var.production}' }, '${var.production}'],
    [
      'a condition of a statement',
      { ...WRITE, Condition: { StringEquals: { [perhaps('${var.team}', 'aws:PrincipalTag/team')]: 'a' } } },
      '${var.team}',
    ],
  ])('%s', (_, open, cause) => {
    const { permissions, ...rest } = read(open, READ);
    expect(rest).toEqual({ because: because(cause) });
    expect(permissions).toMatchObject([{ actions: ['s3:GetObject'] }]);
  });

  test('the first of several is told', () => {
    expect(read(symbolOf('var.first'), symbolOf('var.second')).because).toBe(because('${var.first}'));
  });
});

test('a policy that is attached by its ARN is shown by its name', () => {
  expect(attachedPolicy(ROLE, 'arn:aws:iam::aws:policy/ReadOnlyAccess', SOURCE)).toEqual({
    identity: ROLE,
    actions: [],
    role: 'ReadOnlyAccess',
    resource: '*',
    source: SOURCE,
  });
  expect(attachedPolicy(ROLE, 'arn:aws:iam::aws:policy/job-function/ViewOnly', SOURCE).role).toBe(
    'job-function/ViewOnly',
  );
});
