import { parsePermissionPolicy, possibleStatements } from '../../../lib/proof/iam';
import type { Caller } from '../../../lib/proof/iam';
import type { CloudResource } from '../../../lib/proof/model/cloud-resource';
import type { IdentityPolicy } from '../../../lib/proof/model/identity/identity-policy';
import { PERHAPS, perhaps } from '../../../lib/proof/model/known/perhaps';
import { symbolOf } from '../../../lib/proof/model/known/symbol';
import { decidePermission } from '../../../lib/proof/permissions/permission';
import type { AskedResource } from '../../../lib/proof/permissions/permission';
import type { OwnPolicies } from '../../../lib/proof/permissions/identity-side';
import { ACCOUNT, allow, deny, policy as textOf } from './program';
import type { Json } from './program';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/api`;
const QUEUE = `arn:aws:sqs:eu-west-1:${ACCOUNT}:q`;
const caller: Caller = {
  ...{ role: 'api', roleArn: ROLE, account: ACCOUNT, partition: 'aws' },
  isCaller: (name) => name === ROLE,
  isCallersAccount: (id) => id === ACCOUNT,
};

const policy = (kind: IdentityPolicy['kind'], source: string, ...statements: Json[]): IdentityPolicy => ({
  ...{ identity: 'api', kind, source, version: '2012-10-17', at: { file: '', pointer: '' } },
  statements: possibleStatements(parsePermissionPolicy({ Version: '2012-10-17', Statement: statements })),
});
const attached = (kind: IdentityPolicy['kind'], source: string, name?: string): IdentityPolicy => ({
  ...{ identity: 'api', kind, source, at: { file: '', pointer: '' }, ...(name !== undefined && { name }) },
});
const may = (...statements: Json[]) => policy('permissions', 'own', ...statements);
const limit = (...statements: Json[]) => policy('boundary', 'limit', ...statements);
const queue = (statements: Json[], more: Partial<CloudResource> = {}): CloudResource => ({
  ...{ id: 'queue', name: 'q', service: 'sqs', arn: QUEUE, spellings: new Map(), declared: true },
  policies: statements.length > 0 ? [{ source: 'of-queue', text: textOf(...statements) }] : [],
  at: { file: '', pointer: '' },
  ...more,
});

interface Given extends Partial<OwnPolicies>, Partial<AskedResource> {
  readonly action?: string;
  readonly resource?: string;
  readonly told?: Readonly<Record<string, string>>;
  readonly write?: (text: string) => string;
}
/** A reason that counts in several ways is said once, as of an answer. */
const decide = ({ policies = [], action = 'sqs:SendMessage', resource = QUEUE, isOwn = true, ...given }: Given) => {
  const { told = {}, write = (text) => text, ...more } = given;
  const decision = decidePermission(
    { policies, doubts: [], uncounted: new Map(), ...more },
    { isOwn, ...more },
    { caller, action, resource, told: new Map(Object.entries(told).map(([key, value]) => [key, [value]])), write },
  );
  return { ...decision, because: [...new Set(decision.because)] };
};

const ALL = allow('sqs:*');
const NONE = allow('s3:GetObject');
const OTHERS = '1 statement that allows something is about other actions';
const CONDITION = { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } };
const ALLOWS = 'own, statement 0, allows it: it has no condition';
const NO = { allowed: false, assumes: ['nothing-elsewhere'] };
const YES = { allowed: true, assumes: [] };
const DENIED = { allowed: false, assumes: [] };
const OPEN = { allowed: { why: expect.any(String) as string }, assumes: [] };
const read = queue([]);
const NO_POLICY = 'queue has no policy of its own';
/** A condition that is more than is worked out, and the value of which that is. */
const INTRICATE = { Condition: { StringEquals: { 'aws:userid': `${symbolOf('var.id')}${'x'.repeat(5_000)}` } } };
const told = { 'aws:userid': 'y'.repeat(5_000) };
const WHY_TOO_LARGE = 'its policies are too large or too intricate to be worked out';
const DEPENDS = 'what the trust policy holds depends on ${var.on}, which is not known before apply';

// IAM User Guide, "Policy evaluation logic".
describe('an answer says which statements decide it', () => {
  test.each<[string, Given, object]>([
    ['an Allow', { policies: [may(ALL)], read }, { ...YES, because: [ALLOWS] }],
    ['no policy', { read }, { ...NO, because: ['none of its policies allows anything', NO_POLICY] }],
    ['an Allow of others', { policies: [may(NONE)], read }, { ...NO, because: [OTHERS, NO_POLICY] }],
    [
      'an Allow, and that of the boundary',
      { policies: [may(ALL), limit(ALL)], read },
      { ...YES, because: [ALLOWS, 'limit, statement 0, allows it: it has no condition'] },
    ],
    [
      'a boundary that leaves it out',
      { policies: [may(ALL), limit(NONE)], read },
      { ...NO, because: [ALLOWS, 'its permissions boundary does not allow it', OTHERS, NO_POLICY] },
    ],
    [
      'a boundary that allows nothing at all',
      { policies: [may(ALL), limit(deny('s3:*'))], read },
      {
        ...NO,
        because: [
          ALLOWS,
          'its permissions boundary does not allow it',
          'its permissions boundary allows anything',
          NO_POLICY,
        ],
      },
    ],
    [
      'the session policy that leaves it out, and not the boundary that does not, nor another session',
      {
        policies: [may(ALL), limit(ALL), policy('session', 'this', NONE), policy('session', 'other', deny('*'))],
        session: 'this',
        read,
      },
      { ...NO, because: [ALLOWS, 'the session policy of this does not allow it', OTHERS, NO_POLICY] },
    ],
    [
      'a Deny, and nothing else',
      { policies: [may(ALL, deny('sqs:Send*'), deny('s3:*'))], read: queue([{ ...ALL, Principal: '*' }]) },
      { ...DENIED, because: ['own, statement 1, denies it: it has no condition'] },
    ],
    [
      'a Deny of the boundary',
      { policies: [may(ALL), limit(ALL, deny('sqs:*'))], read },
      { ...DENIED, because: ['limit, statement 1, denies it: it has no condition'] },
    ],
    [
      'a Deny of the resource, beside one that may',
      { policies: [may(ALL, deny('sqs:*', '*', CONDITION))], read: queue([{ ...deny('sqs:*'), Principal: '*' }]) },
      { ...DENIED, because: [expect.stringMatching(/^of-queue, statement 0, denies it: /)] },
    ],
    [
      'an Allow on what is not known',
      { policies: [may(allow('sqs:*', '*', CONDITION))], read },
      {
        ...OPEN,
        because: [
          expect.stringContaining('aws:SourceVpce is not known'),
          expect.stringMatching(/^own, statement 0, may allow it: /),
          NO_POLICY,
        ],
      },
    ],
    [
      'a Deny on what is not known, before what allows it',
      { policies: [may(ALL, deny('sqs:*', '*', CONDITION))], read },
      {
        ...OPEN,
        because: [
          expect.stringContaining('aws:SourceVpce is not known'),
          expect.stringMatching(/^own, statement 1, may deny it: /),
          ALLOWS,
          NO_POLICY,
        ],
      },
    ],
    [
      'what is attached and was not read',
      { policies: [attached('permissions', 'a', `arn:aws:iam::${ACCOUNT}:policy/team/x`)], read },
      {
        ...OPEN,
        because: ['what team/x, which a attaches, says was not read', NO_POLICY],
      },
    ],
    [
      'what AWS’ own policy says, which denies nothing',
      { policies: [attached('permissions', 'a', 'arn:aws:iam::aws:policy/AmazonSQSFullAccess')], read },
      { ...YES, because: ['AmazonSQSFullAccess, which a attaches, statement 0, allows it: it has no condition'] },
    ],
    [
      'what AWS’ own policy may allow that was not read, and cannot deny',
      { policies: [attached('permissions', 'a', 'arn:aws:iam::aws:policy/SecurityAudit')], read },
      {
        ...OPEN,
        because: ['what SecurityAudit, which a attaches, says was not read', NO_POLICY],
      },
    ],
    [
      'an Allow among other statements',
      { policies: [may(NONE, ALL, deny('s3:*'))], read },
      { ...YES, because: ['own, statement 1, allows it: it has no condition'] },
    ],
    [
      'an Allow and a Deny on what is not known, each as what it is',
      { policies: [may(allow('sqs:*', '*', CONDITION), deny('sqs:*', '*', CONDITION))], read },
      {
        ...OPEN,
        because: [
          expect.stringContaining('aws:SourceVpce is not known'),
          expect.stringMatching(/^own, statement 1, may deny it: /),
          expect.stringMatching(/^own, statement 0, may allow it: /),
          NO_POLICY,
        ],
      },
    ],
    [
      'an Allow of another resource',
      { policies: [may(allow('sqs:*', 'arn:aws:sqs:*:*:other'))], read },
      {
        ...NO,
        because: [
          `own, statement 0, does not apply: its Resource ("arn:aws:sqs:*:*:other") does not cover ${QUEUE}`,
          NO_POLICY,
        ],
      },
    ],
    [
      'no Allow, whatever the boundary leaves out as well',
      { policies: [may(NONE), limit(NONE)], read },
      { ...NO, because: [OTHERS, NO_POLICY] },
    ],
    [
      'an inline policy that was not read',
      { policies: [attached('permissions', 'a')], read },
      { ...OPEN, because: ['what the policy of a says was not read', NO_POLICY] },
    ],
    [
      'of what was not read what may deny it',
      {
        policies: [
          ...[may(ALL), attached('permissions', 'a', 'arn:aws:iam::aws:policy/SecurityAudit')],
          ...['b', 'c'].map((source) => attached('permissions', source)),
        ],
        read,
      },
      {
        ...OPEN,
        because: [
          ...['what the policy of b says was not read', 'what the policy of c says was not read'],
          ...[ALLOWS, NO_POLICY],
        ],
      },
    ],
    [
      'that a policy is too large to be worked out, which may deny it as well',
      { policies: [may({ ...ALL, ...INTRICATE })], told, read: queue([{ ...ALL, Principal: { AWS: ROLE } }]) },
      { ...OPEN, because: [WHY_TOO_LARGE, expect.stringMatching(/^of-queue, statement 0, allows it: /)] },
    ],
    [
      'that one is too large beside what was not read',
      {
        policies: [
          may({ ...ALL, ...INTRICATE }),
          attached('permissions', 'a', 'arn:aws:iam::aws:policy/SecurityAudit'),
        ],
        told,
        read,
      },
      {
        ...OPEN,
        because: [WHY_TOO_LARGE, 'what SecurityAudit, which a attaches, says was not read', NO_POLICY],
      },
    ],
    [
      'why there may be more policies, which may deny it',
      { policies: [may(ALL)], doubts: [{ identity: 'api', because: 'why' }], read },
      { ...OPEN, because: ['why', ALLOWS, NO_POLICY] },
    ],
  ])('%s', (_, given, answer) => expect(decide(given)).toEqual(answer));
});

// IAM User Guide, "IAM JSON policy elements: Condition operators", "IAM policy elements: Variables and tags".
describe('a condition', () => {
  const under = (operator: string, key: string, value: unknown, more: Given = {}) => {
    const { allowed, because } = decide({
      ...{ policies: [may(allow('sqs:*', '*', { Condition: { [operator]: { [key]: value } } }))], read },
      ...more,
    });
    return [typeof allowed === 'object' ? null : allowed, because[0]];
  };
  const FAILS = 'own, statement 0, does not apply: StringEquals on';

  test('on a key that the request does not have fails, which is said', () =>
    expect(under('StringEquals', 'aws:username', 'x')).toEqual([
      false,
      `${FAILS} aws:username ("x") fails: the request has no such key`,
    ]));

  test('on another value fails, and what the request has is said', () =>
    expect(under('StringEquals', 'aws:PrincipalAccount', '444455556666')).toEqual([
      false,
      `${FAILS} aws:PrincipalAccount ("444455556666") fails: the request has "${ACCOUNT}"; add that value, or change the request`,
    ]));

  test('has what its variables stand for', () => {
    expect(under('StringEquals', 'aws:PrincipalAccount', '${aws:PrincipalAccount}')[0]).toBe(true);
    expect(under('StringEquals', 'aws:PrincipalArn', '${aws:PrincipalAccount}')[0]).toBe(false);
  });

  test('on a value that need not be there is open, whatever the program calls that', () => {
    const vpce = symbolOf('aws_vpc_endpoint.main.id');
    const write = (text: string): string => text.replaceAll(vpce, 'vpce-1');
    const is = (value: string): Given => ({ write, told: { 'aws:sourcevpce': value } });
    for (const value of ['vpce-1', vpce]) {
      const written = [perhaps('${var.on}', value), 'vpce-2'];
      expect(under('StringEquals', 'aws:SourceVpce', written, is('vpce-1'))).toEqual([null, DEPENDS]);
      expect(under('StringEquals', 'aws:SourceVpce', [value, 'vpce-2'], is('vpce-1'))[0]).toBe(true);
    }
    expect(under('StringEquals', 'aws:SourceVpce', [perhaps('${var.on}', vpce)], is('vpce-3'))[0]).toBe(false);
  });
});

// Terraform: a statement of a dynamic block, a policy of a counted resource.
test('a statement that need not be there leaves it open, for its own reason before that of its policy', () => {
  const perhapsThere: Json = { ...ALL, Principal: { AWS: ROLE }, [PERHAPS]: '${var.on}' };
  const own = decide({ policies: [may({ ...ALL, [PERHAPS]: '${var.on}' })], read });
  expect(own).toMatchObject({ ...OPEN, because: expect.arrayContaining([DEPENDS]) as string[] });
  const policies = [{ source: 'of-queue', text: textOf(perhapsThere), perhaps: 'the policy need not be there' }];
  expect(decide({ read: queue([], { policies }) }).because[0]).toBe(DEPENDS);
});

describe('a resource', () => {
  const named = { ...ALL, Principal: { AWS: ROLE } };
  const OF_QUEUE = expect.stringMatching(/^of-queue, statement 0, allows it: /) as string;

  test.each<[string, Given, object]>([
    ['whose policy names the role is enough', { read: queue([named]) }, { ...YES, because: [OF_QUEUE] }],
    [
      'whose policy names the role among other statements',
      {
        read: queue([
          { ...NONE, Principal: '*' },
          { ...deny('sqs:*', '*', CONDITION), Principal: { AWS: `${ROLE}s` } },
          named,
          { ...named, Condition: { StringEquals: { 'aws:PrincipalAccount': '444455556666' } } },
        ]),
      },
      { ...YES, because: [expect.stringMatching(/^of-queue, statement 2, allows it: /)] },
    ],
    [
      'whose policy leaves it to the account, which does not allow it',
      { policies: [may(NONE)], read: queue([{ ...ALL, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }]) },
      { ...NO, because: [OTHERS] },
    ],
    [
      'whose policy is too large to be worked out may allow it, and deny it',
      { told, read: queue([{ ...named, ...INTRICATE }]) },
      { ...OPEN, because: [WHY_TOO_LARGE, 'none of its policies allows anything'] },
    ],
    [
      'whose policy may allow it, and may deny it',
      {
        read: queue([
          { ...named, ...CONDITION },
          { ...deny('sqs:*', '*', CONDITION), Principal: '*' },
        ]),
      },
      {
        ...OPEN,
        because: [
          expect.stringContaining('aws:SourceVpce is not known'),
          expect.stringMatching(/^of-queue, statement 1, may deny it: /),
          'none of its policies allows anything',
          expect.stringMatching(/^of-queue, statement 0, may allow it: /),
        ],
      },
    ],
    [
      'that was not read is no reason where the identity may be denied it',
      { policies: [may(ALL, deny('sqs:*', '*', CONDITION))] },
      {
        ...OPEN,
        because: [
          expect.stringContaining('aws:SourceVpce is not known'),
          expect.stringMatching(/^own, statement 1, may deny it: /),
          ALLOWS,
          `the policy of ${QUEUE} was not read: it is taken not to allow it`,
        ],
      },
    ],
    [
      'that was not read may keep it from another account, beside what its own policy asks',
      { policies: [may(allow('sqs:*', '*', CONDITION))], isOwn: false },
      {
        ...OPEN,
        because: [
          expect.stringContaining('aws:SourceVpce is not known'),
          expect.stringMatching(/^own, statement 0, may allow it: /),
          `the policy of ${QUEUE} was not read`,
        ],
      },
    ],
    [
      'that the program does not make may allow it, beside what its own policy asks',
      { policies: [may(allow('sqs:*', '*', CONDITION))], read: queue([], { declared: false }) },
      {
        ...OPEN,
        because: [
          expect.stringContaining('aws:SourceVpce is not known'),
          expect.stringMatching(/^own, statement 0, may allow it: /),
          'other policies of queue, which the program does not make, were not read',
        ],
      },
    ],
    [
      'whose policy allows others something',
      { read: queue([{ ...NONE, Principal: '*' }]) },
      { ...NO, because: ['none of its policies allows anything', 'no statement of the policy of queue allows it'] },
    ],
    [
      'that the program does not make may have other policies',
      { read: queue([], { declared: false }) },
      {
        ...OPEN,
        because: [
          'other policies of queue, which the program does not make, were not read',
          'none of its policies allows anything',
        ],
      },
    ],
    [
      'that was not read is taken to allow nothing within the account',
      {},
      {
        ...NO,
        because: [
          'none of its policies allows anything',
          `the policy of ${QUEUE} was not read: it is taken not to allow it`,
        ],
      },
    ],
    [
      'that was not read decides across accounts',
      { policies: [may(ALL)], isOwn: false },
      {
        ...OPEN,
        because: [`the policy of ${QUEUE} was not read`, ALLOWS],
      },
    ],
    [
      'that may be of another account, where the policies of both allow it',
      { policies: [may(ALL)], read: queue([named]), isOwn: { why: 'whose it is is not known' } },
      { ...YES, because: [ALLOWS, OF_QUEUE] },
    ],
    [
      'that may be of another account, where neither allows it',
      { read, isOwn: { why: 'whose it is is not known' } },
      { ...NO, because: ['none of its policies allows anything', NO_POLICY] },
    ],
    [
      'that may be of another account, where one of them allows it',
      { policies: [may(ALL)], read, isOwn: { why: 'whose it is is not known' } },
      { ...OPEN, because: ['whose it is is not known', ALLOWS, NO_POLICY] },
    ],
    [
      'that is taken to be of the account',
      { policies: [may(ALL)], isOwnAssumed: true },
      {
        allowed: true,
        assumes: ['resource-of-own-account'],
        because: [ALLOWS, `assumed: ${QUEUE} is in the account of api`],
      },
    ],
    [
      'a key with the default policy leaves it to the account',
      {
        ...{
          policies: [may(allow('kms:*'))],
          action: 'kms:Decrypt',
          resource: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/k`,
        },
        read: queue([], { id: 'key', service: 'kms' }),
      },
      { ...YES, because: [ALLOWS, 'key has the default key policy, which leaves it to the account'] },
    ],
    [
      'a key with the default policy, which the account does not allow',
      {
        ...{ action: 'kms:Decrypt', resource: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/k` },
        read: queue([], { id: 'key', service: 'kms' }),
      },
      { ...NO, because: ['none of its policies allows anything'] },
    ],
  ])('%s', (_, given, answer) => expect(decide(given)).toEqual(answer));

  // AWS, "AWS services that work with IAM": no resource-based policies.
  test.each([
    ...['autoscaling', 'cloudformation', 'cloudwatch', 'ec2', 'ecs', 'eks', 'elasticache', 'elasticloadbalancing'],
    ...['pricing', 'rds', 'rds-db', 'route53', 'tag', 'xray'],
  ])('of %s has no policy', (service) => {
    const given = { action: `${service}:Describe`, resource: `arn:aws:${service}:eu-west-1:${ACCOUNT}:x` };
    expect(decide(given)).toEqual({ ...NO, because: ['none of its policies allows anything'] });
    expect(decide({ ...given, isOwn: false, policies: [may(allow('*'))] }).allowed).toBe(false);
  });

  test('is none where an action has none', () =>
    expect(decide({ resource: '*' }).because).toEqual(['none of its policies allows anything']));

  // Amazon SNS, "Overview of managing access": the default policy of a topic.
  test.each<[string, boolean]>([
    ['sns:GetTopicAttributes', true],
    ['sns:SetTopicAttributes', true],
    ['sns:AddPermission', true],
    ['sns:RemovePermission', true],
    ['sns:DeleteTopic', true],
    ['sns:Subscribe', true],
    ['sns:ListSubscriptionsByTopic', true],
    ['sns:Publish', true],
    ['sns:TagResource', false],
  ])('that is a topic may let its account do %s by its default policy: %s', (action, is) => {
    const topic = queue([], { id: 'topic', service: 'sns' });
    const { allowed, because } = decide({ action, resource: `arn:aws:sns:eu-west-1:${ACCOUNT}:t`, read: topic });
    expect(allowed).toEqual(is ? { why: expect.any(String) as string } : false);
    if (is) expect(because[0]).toMatch(/^topic has the default policy of SNS, /);
    const own = queue([{ ...allow('sns:x'), Principal: '*' }], { id: 'topic', service: 'sns' });
    expect(decide({ action, resource: `arn:aws:sns:eu-west-1:${ACCOUNT}:t`, read: own }).allowed).toBe(false);
  });

  // IAM User Guide, "AWS JSON policy elements: NotPrincipal": a Deny is about each role with a boundary, whomever it leaves out.
  test.each<[string, IdentityPolicy[], boolean | object]>([
    ['a boundary that was read', [limit(ALL)], false],
    ['one of AWS', [attached('boundary', 'b', 'arn:aws:iam::aws:policy/AmazonSQSFullAccess')], false],
    ['no boundary', [], { why: expect.any(String) }],
    ['one that need not be there', [attached('boundary', 'b', symbolOf('var.boundary'))], { why: expect.any(String) }],
    ['one of which nothing is known', [attached('boundary', 'b')], { why: expect.any(String) }],
  ])('that denies all but some denies a role with %s', (_, boundary, allowed) => {
    const but = queue([{ ...deny('sqs:*'), NotPrincipal: { AWS: ROLE } }]);
    expect(decide({ policies: [may(ALL), ...boundary], read: but }).allowed).toEqual(allowed);
  });
});

describe('what is not known of a resource’s policy', () => {
  const of = (more: object): CloudResource => queue([], { policies: [{ source: 'of-queue', ...more }] });
  const named = { ...ALL, Principal: { AWS: ROLE } };
  const both = { ...ALL, Principal: '*', NotPrincipal: { AWS: ROLE } };
  const NOBODYS: Json = { ...NONE, Principal: { AWS: ROLE } };

  test.each<[string, CloudResource, string]>([
    ['its text', of({}), 'what the policy of of-queue says is not known before apply'],
    ['what no JSON is to say', of({ text: '{' }), 'the policy of of-queue is not JSON, which AWS refuses'],
    ['what AWS refuses', of({ text: textOf(both) }), 'AWS refuses the policy of of-queue: '],
    [
      'whether it is there',
      of({ text: textOf(named), perhaps: 'it need not be there' }),
      'of-queue, statement 0, may allow it: ',
    ],
    ['a condition', queue([{ ...named, ...CONDITION }]), 'of-queue, statement 0, may allow it: '],
    ['what it says, all of it', of({ text: JSON.stringify(symbolOf('local.policy')) }), 'the policy of of-queue: '],
    [
      'one of its statements',
      of({ text: textOf(NOBODYS, symbolOf('var.on') as unknown as Json) }),
      'of-queue, statement 1, may allow it: what the trust policy holds depends on ${var.on}',
    ],
  ])('%s leaves open whether it allows it', (_, resource, why) => {
    const { allowed, because } = decide({ read: resource });
    expect(allowed).toEqual({ why: expect.any(String) as string });
    expect(because).toContainEqual(expect.stringContaining(why));
  });

  test('is what may deny it as well', () => {
    const why = (read: CloudResource) => decide({ policies: [may(ALL)], read });
    expect(why(queue([{ ...deny('sqs:*'), Principal: '*', ...CONDITION }]))).toMatchObject({
      allowed: { why: expect.any(String) as string },
      because: expect.arrayContaining([expect.stringMatching(/^of-queue, statement 0, may deny it: /)]) as string[],
    });
    expect(why(of({})).because).toContain('what the policy of of-queue says is not known before apply');
    const open = of({ text: textOf(NOBODYS, symbolOf('var.on') as unknown as Json) });
    expect(why(open).because).toContainEqual(
      expect.stringContaining('of-queue, statement 1, may deny it: what the trust policy holds depends on ${var.on}'),
    );
  });

  test('a statement without Resource is about the resource that has it', () => {
    const without: Json = { Effect: 'Allow', Action: 'sqs:*', Principal: { AWS: ROLE } };
    expect(decide({ read: queue([without]) }).allowed).toBe(true);
    expect(decide({ read: queue([{ ...named, Resource: 'arn:aws:sqs:*:*:other' }]) }).allowed).toBe(false);
  });
});

test('statements that do not apply are told one by one, where they are about the action, and many are counted', () => {
  const [one, but] = [
    allow('sqs:*', 'arn:aws:sqs:*:*:other'),
    { Effect: 'Allow', Action: 'sqs:*', NotResource: QUEUE },
  ];
  expect(decide({ policies: [may(one, but, NONE, NONE)], read }).because).toEqual([
    `own, statement 0, does not apply: its Resource ("arn:aws:sqs:*:*:other") does not cover ${QUEUE}`,
    `own, statement 1, does not apply: its NotResource ("${QUEUE}") leaves out ${QUEUE}`,
    '2 statements that allow something are about other actions',
    NO_POLICY,
  ]);
  const { because } = decide({ policies: [may(...Array.from({ length: 10 }, () => ALL))], read });
  expect(because).toHaveLength(9);
  expect(because[8]).toBe('2 more statements: the same');
  const eight = decide({ policies: [may(...Array.from({ length: 8 }, () => ALL))], read });
  expect(eight.because).toHaveLength(8);
});

// IAM User Guide, "Cross account resource access in IAM": a role's trust has to name whom it lets in, in its own account as well.
test('a role is assumed by whom its trust names', () => {
  const other = `arn:aws:iam::${ACCOUNT}:role/other`;
  const assume = (principal: object | undefined, own = [may(allow('sts:*'))], action = 'sts:AssumeRole') =>
    decide({
      ...{ policies: own, action, resource: other },
      ...(principal && {
        read: queue([{ ...allow('sts:*'), Principal: principal }], { id: 'other', service: 'iam', arn: other }),
      }),
    }).allowed;
  expect(assume({ AWS: other })).toBe(false);
  expect(assume({ AWS: `arn:aws:iam::${ACCOUNT}:root` })).toBe(true);
  expect(assume({ AWS: `arn:aws:iam::${ACCOUNT}:root` }, [])).toBe(false);
  expect(assume({ AWS: ROLE }, [])).toBe(true);
  expect(assume(undefined)).toBe(true);
});

// AWS KMS, "Key policies in AWS KMS": without one that allows it nobody uses a key.
test('a key that was not read leaves open what the role is allowed, and what it is not', () => {
  const given = { action: 'kms:Decrypt', resource: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/k` };
  for (const policies of [[], [may(allow('kms:*'))]]) {
    const { allowed, because } = decide({ ...given, policies });
    expect(allowed).toEqual({ why: `the policy of ${given.resource} was not read` });
    expect(because).toEqual([
      `the policy of ${given.resource} was not read`,
      policies.length > 0 ? ALLOWS : 'none of its policies allows anything',
    ]);
  }
  // A grant of another account's key may be there.
  expect(decide({ ...given, isOwn: false }).allowed).toEqual({ why: expect.any(String) as string });
});

// IAM User Guide, "How AWS enforcement code logic evaluates requests to allow or deny access".
describe('whom a resource’s policy names', () => {
  const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
  const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/api/x`;
  const everybody = (more: Json = {}): Json => ({ ...ALL, Principal: '*', ...more });
  const onArn = (operator: string, key = 'aws:PrincipalArn', value = ROLE): Json =>
    everybody({ Condition: { [operator]: { [key]: value } } });
  const BOUNDED = [may(NONE), limit(NONE)];

  test.each<[string, Given, boolean | string]>([
    [
      'the role, which its boundary limits',
      { policies: BOUNDED, read: queue([{ ...ALL, Principal: { AWS: ROLE } }]) },
      false,
    ],
    [
      'everybody, whom a boundary may limit',
      { policies: BOUNDED, read: queue([everybody()]) },
      'whether a permissions boundary or a session policy limits what a policy gives to everybody is not documented',
    ],
    ['everybody by the ARN of the role', { policies: BOUNDED, read: queue([onArn('ArnEquals')]) }, true],
    ['everybody by a text that is it', { policies: BOUNDED, read: queue([onArn('StringLike')]) }, true],
    [
      'everybody but another',
      { policies: BOUNDED, read: queue([onArn('ArnNotEquals', 'aws:PrincipalArn', `${ROLE}s`)]) },
      'whether a permissions boundary or a session policy limits what a policy gives to everybody is not documented',
    ],
    [
      'everybody of the account',
      { policies: BOUNDED, read: queue([onArn('StringEquals', 'aws:PrincipalAccount', ACCOUNT)]) },
      'whether a permissions boundary or a session policy limits what a policy gives to everybody is not documented',
    ],
    [
      'a session of the role',
      { policies: BOUNDED, read: queue([{ ...ALL, Principal: { AWS: SESSION } }]) },
      'its Principal is one session of api, whose name is known only when a pod runs',
    ],
    [
      'a session of the role, and the account',
      { policies: BOUNDED, read: queue([{ ...ALL, Principal: { AWS: [SESSION, ROOT] } }]) },
      'its Principal is one session of api, whose name is known only when a pod runs',
    ],
    [
      'a session of the role, which no boundary limits, and the role, which one does',
      { policies: BOUNDED, read: queue([{ ...ALL, Principal: { AWS: [SESSION, ROLE] } }]) },
      'its Principal is one session of api, whose name is known only when a pod runs',
    ],
    [
      'everybody as AWS principals, whom a boundary may limit',
      { policies: BOUNDED, read: queue([{ ...ALL, Principal: { AWS: '*' } }]) },
      'whether a permissions boundary or a session policy limits what a policy gives to everybody is not documented',
    ],
    [
      'everybody by the ARN of the role, on a condition that need not be there',
      {
        policies: BOUNDED,
        read: queue([everybody({ Condition: { ArnEquals: { [perhaps('${var.on}', 'aws:PrincipalArn')]: ROLE } } })]),
      },
      'whether a permissions boundary or a session policy limits what a policy gives to everybody is not documented',
    ],
    ['the role beside a session', { read: queue([{ ...ALL, Principal: { AWS: [SESSION, ROLE] } }]) }, true],
    [
      'all but somebody',
      { read: queue([{ ...ALL, NotPrincipal: { AWS: `${ROLE}s` } }]) },
      'AWS does not support NotPrincipal with Allow, and does not say whom it lets in',
    ],
    [
      'the account, in a Deny',
      { policies: [may(ALL)], read: queue([{ ...deny('sqs:*'), Principal: { AWS: ROOT } }]) },
      false,
    ],
    ['everybody, from another account', { policies: [may(ALL)], isOwn: false, read: queue([everybody()]) }, true],
    [
      'everybody, from another account than a bucket’s',
      {
        ...{ action: 's3:GetObject', resource: 'arn:aws:s3:::data/x', policies: [may(NONE)], isOwn: false },
        read: queue([{ ...allow('s3:*'), Principal: '*' }], { service: 's3' }),
      },
      'its policy is for everybody, and S3’s Block Public Access, which new buckets have, may keep other accounts out',
    ],
    [
      'the account, from another one than a bucket’s',
      {
        ...{ action: 's3:GetObject', resource: 'arn:aws:s3:::data/x', policies: [may(NONE)], isOwn: false },
        read: queue([{ ...allow('s3:*'), Principal: { AWS: ROOT } }], { service: 's3' }),
      },
      true,
    ],
    [
      'everybody and the account, from another one than a bucket’s',
      {
        ...{ action: 's3:GetObject', resource: 'arn:aws:s3:::data/x', policies: [may(NONE)], isOwn: false },
        read: queue(
          [
            { ...allow('s3:*'), Principal: '*' },
            { ...allow('s3:*'), Principal: { AWS: ROOT } },
          ],
          {
            service: 's3',
          },
        ),
      },
      true,
    ],
  ])('%s', (_, given, is) => {
    const { allowed, because } = decide(given);
    expect(allowed).toEqual(typeof is === 'string' ? { why: expect.any(String) as string } : is);
    if (typeof is === 'string') expect(because).toContainEqual(expect.stringContaining(is));
  });

  test('a Deny of others by NotPrincipal explains itself where it denies, and only there', () => {
    const but = (statement: Json): Json => ({ ...statement, NotPrincipal: { AWS: `${ROLE}s` } });
    const policies = [may(ALL)];
    const { because } = decide({ policies, read: queue([but(deny('sqs:*'))]) });
    expect(because).toEqual([
      expect.stringMatching(/^of-queue, statement 0, denies it: /),
      expect.stringMatching(/^of-queue, statement 0, has NotPrincipal \("/),
    ]);
    const other = decide({ policies, read: queue([but(deny('s3:*')), { ...deny('sqs:*'), Principal: '*' }]) });
    expect(other.because).toEqual([expect.stringMatching(/^of-queue, statement 1, denies it: /)]);
  });

  // AWS KMS, "Grants in AWS KMS".
  const granted = (more: Json = {}, given: Given = {}, others: CloudResource['policies'] = []) => {
    const text = textOf({ ...allow('kms:Decrypt'), Principal: { AWS: ROLE }, ...more });
    const policies = [{ source: 'of-key', text: textOf({ ...allow('kms:*'), Principal: { AWS: `${ROLE}s` } }) }];
    const key = queue([], { id: 'key', service: 'kms', policies, grants: [{ source: 'grant', text }, ...others] });
    const { allowed, because } = decide({
      action: 'kms:Decrypt',
      resource: 'arn:aws:kms:eu-west-1:1:key/k',
      read: key,
      ...given,
    });
    return [typeof allowed === 'object' ? null : allowed, because.filter((one) => /grant/.test(one))];
  };
  test('of a key is a grant beside it, whose constraints ask for an encryption context', () => {
    expect(granted()).toEqual([true, ['grant grants it']]);
    expect(granted({ Action: 'kms:Encrypt' })).toEqual([false, []]);
    expect(granted({ Condition: { StringEquals: { 'kms:EncryptionContext:a': 'b' } } })).toEqual([
      null,
      ['grant may grant it: its constraints ask for an encryption context'],
    ]);
    expect(granted({}, { policies: BOUNDED })).toEqual([
      null,
      [
        'whether a permissions boundary or a session policy limits a grant of a key is not documented',
        'grant grants it',
      ],
    ]);
    expect(granted({}, { isOwn: false })).toEqual([
      null,
      ['whether a grant of a key of another account is enough by itself is not documented', 'grant grants it'],
    ]);
    expect(granted({}, { isOwn: false, policies: [may(allow('kms:*'))] })).toEqual([true, ['grant grants it']]);
  });

  test('of a key is one of several grants, of which those are told that count', () => {
    const text = (action: string, more: Json = {}) => textOf({ ...allow(action), Principal: { AWS: ROLE }, ...more });
    const other = { source: 'other-grant', text: text('kms:Encrypt') };
    expect(granted({}, {}, [other])).toEqual([true, ['grant grants it']]);
    const perhapsThere = { source: 'counted-grant', text: text('kms:Decrypt'), perhaps: 'it need not be there' };
    expect(granted({ Action: 'kms:Encrypt' }, {}, [other, perhapsThere])).toEqual([
      null,
      ['counted-grant may grant it: it need not be there'],
    ]);
    const large = { source: 'large-grant', text: text('kms:Decrypt', INTRICATE) };
    expect(granted({ Action: 'kms:Encrypt' }, { told }, [large])[0]).toBeNull();
    const unread = { source: 'unread-grant' };
    expect(granted({ Action: 'kms:Encrypt' }, { told }, [large, unread])[0]).toBeNull();
  });
});
