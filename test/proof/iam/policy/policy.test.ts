import fc from 'fast-check';
import {
  assessedStatements,
  parsePermissionPolicy,
  parsePolicy,
  parseResourcePolicy,
  podIdentityAdmissions,
  webIdentityAdmissions,
} from '../../../../lib/proof/iam';
import type { Policy, TrustPolicy } from '../../../../lib/proof/iam';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import { PROPERTY_RUNS } from '../random-policies';
import { CONTEXT, ISSUER, SUB, TODO_APP, admissionsOf, allow, policyOf } from '../trust';

type Json = Readonly<Record<string, unknown>>;

const refusals = (policy: unknown): readonly string[] => parsePolicy(policy).refusals;

describe('a trust policy that IAM accepts', () => {
  it('keeps each statement with its index, Sid, actions and conditions', () => {
    const policy = parsePolicy(policyOf(allow({ StringEquals: { [SUB]: TODO_APP } }, { Sid: 'Todo' })));

    expect(policy).toMatchObject({
      version: '2012-10-17',
      refusals: [],
      statements: [
        {
          index: 0,
          sid: 'Todo',
          effect: 'Allow',
          actions: ['sts:assumerolewithwebidentity'],
          conditions: [{ key: SUB, values: [TODO_APP], operator: { family: 'StringEquals', negated: false } }],
        },
      ],
    });
  });

  it('may have one statement without a list, no Version, empty Sids twice, and numbers and booleans as values', () => {
    expect(refusals({ Statement: allow() })).toEqual([]);
    expect(refusals(policyOf(allow(undefined, { Sid: '' }), allow(undefined, { Sid: '' })))).toEqual([]);
    expect(
      parsePolicy(policyOf(allow({ Bool: { 'aws:SecureTransport': true } }))).statements[0]?.conditions[0]?.values,
    ).toEqual(['true']);
  });

  it('without a Version that IAM knows is of 2008-10-17', () => {
    for (const policy of [
      { Statement: [] },
      { Version: '2020-01-01' },
      { Version: UNKNOWN },
      'x',
      { [UNKNOWN]: 'x' },
    ]) {
      expect(parsePolicy(policy).version).toBe('2008-10-17');
    }
  });

  it('may have an Id, and trusts everybody by a star, none of them by name', () => {
    expect(parsePolicy({ ...policyOf(allow(undefined, { Principal: '*' })), Id: 'x' })).toMatchObject({
      refusals: [],
      statements: [{ principals: { everyone: true, aws: [], federated: [], service: [] }, resources: [] }],
    });
  });
});

const UNKNOWN = symbolOf('var.x');
/** A policy whose only statement is an Allow for web identity with other elements. */
const having = (elements: Json, condition?: Json): unknown => policyOf(allow(condition, elements));

describe('a trust policy that IAM refuses', () => {
  it.each<[unknown, ...string[]]>([
    ['text', 'the policy is a string where an object is needed'],
    [[], 'the policy is a list where an object is needed'],
    [7, 'the policy is a number where an object is needed'],
    [null, 'the policy is nothing where an object is needed'],
    [{ Version: '2012-10-17' }, 'the policy has no Statement'],
    [{ Version: '2020-01-01', Statement: [] }, 'Version is "2020-01-01"; IAM knows 2012-10-17 and 2008-10-17'],
    [{ ...policyOf(), Comment: 'x' }, 'the policy has an element "Comment", which a trust policy does not take'],
    [{ Statement: 'x' }, 'statement 0 is a string where an object is needed'],
    [having({ Comment: 'x' }), 'statement 0 has an element "Comment", which a trust policy does not take'],
    [having({ NotPrincipal: { AWS: '*' } }), 'statement 0 has NotPrincipal, which a trust policy cannot have'],
    [
      having({ NotPrincipal: { AWS: '*' }, Principal: undefined }),
      'statement 0 has NotPrincipal, which a trust policy cannot have',
    ],
    [
      having({ Resource: '*', NotResource: '*' }),
      'statement 0 has Resource: the resource of a trust policy is its role',
      'statement 0 has NotResource: the resource of a trust policy is its role',
    ],
    [having({ Sid: 7 }), 'statement 0 has a Sid that is a number'],
    [having({ Sid: 'A b' }), 'statement 0 has the Sid "A b"; IAM accepts only letters and digits'],
    [having({ Sid: 'ab-' }), 'statement 0 has the Sid "ab-"; IAM accepts only letters and digits'],
    [
      having({ Sid: '-'.repeat(201) }),
      `statement 0 has the Sid "${'-'.repeat(200)}…"; IAM accepts only letters and digits`,
    ],
    [
      having({ Sid: '-'.repeat(200) }),
      `statement 0 has the Sid "${'-'.repeat(200)}"; IAM accepts only letters and digits`,
    ],
    [policyOf(allow(undefined, { Sid: 'A' }), allow(undefined, { Sid: 'A' })), 'two statements have the Sid "A"'],
    [having({ Effect: 'allow' }), 'statement 0 has the Effect "allow"'],
    [having({ Effect: undefined }), 'statement 0 has no Effect'],
    [having({ Effect: ['Allow'] }), 'statement 0 has the Effect "a list"'],
    [having({ Action: undefined }), 'statement 0 has neither Action nor NotAction'],
    [having({ NotAction: 'sts:*' }), 'statement 0 has both Action and NotAction'],
    [
      having({ Action: ['s3:GetObject', 'sts:*'] }),
      'statement 0 has the action "s3:GetObject"; a trust policy has only actions of STS',
    ],
    [
      having({ Action: `s3:${UNKNOWN}` }),
      'statement 0 has the action "s3:${var.x}"; a trust policy has only actions of STS',
    ],
    [having({ Action: 'AssumeRole' }), 'statement 0 has the action "AssumeRole", which is not <service>:<action>'],
    [having({ Action: 'sts:a:b' }), 'statement 0 has the action "sts:a:b", which is not <service>:<action>'],
    [having({ Action: ':a' }), 'statement 0 has the action ":a", which is not <service>:<action>'],
    [having({ Action: 'sts:' }), 'statement 0 has the action "sts:", which is not <service>:<action>'],
    [having({ Action: undefined, NotAction: 'x' }), 'statement 0 has the action "x", which is not <service>:<action>'],
    [having({ Action: [7] }), 'statement 0, Action holds a number where a text is needed'],
    [having({ Action: null }), 'statement 0, Action holds nothing where a text is needed'],
    [having({ Principal: undefined }), 'statement 0 has no Principal'],
    [having({ Principal: 'root' }), 'statement 0 has the Principal "root"; as plain text only "*" is valid'],
    [having({ Principal: ['*'] }), 'statement 0, Principal is a list where an object is needed'],
    [having({ Principal: { Oidc: 'x' } }), 'statement 0 has a principal of the kind "Oidc"'],
    [
      having({ Principal: { CanonicalUser: 7 } }),
      'statement 0, Principal CanonicalUser holds a number where a text is needed',
    ],
    [
      having({ Principal: { AWS: ['*', 'a*', 'a?'] } }),
      'statement 0 has the principal "a*": a wildcard inside a principal is not taken',
      'statement 0 has the principal "a?": a wildcard inside a principal is not taken',
    ],
    ...[`https://${ISSUER}`, 'http://a.b/c', 'HTTPS://A.B', ISSUER].map((issuer): [unknown, string] => [
      having({ Principal: { Federated: issuer } }),
      `statement 0 has the principal "${issuer}", an issuer: Federated takes the ARN of the OIDC provider that registers it`,
    ]),
    [
      having({ Principal: { Federated: `https://${UNKNOWN}` } }),
      'statement 0 has the principal "https://${var.x}", an issuer: Federated takes the ARN of the OIDC provider that registers it',
    ],
    [
      having({}, { StringMatches: { [SUB]: 'x' } }),
      'statement 0 has the condition operator "StringMatches", which IAM does not know',
    ],
    [
      having({}, { stringEquals: { [SUB]: 'x' } }),
      'statement 0 has the condition operator "stringEquals", which IAM does not know',
    ],
    [having({ Condition: 'x' }), 'statement 0, Condition is a string where an object is needed'],
    [having({ Condition: [] }), 'statement 0, Condition is a list where an object is needed'],
    [having({}, { StringEquals: 'x' }), 'statement 0, Condition StringEquals is a string where an object is needed'],
    [
      having({}, { StringEquals: { a: {} } }),
      'statement 0, Condition StringEquals "a" holds an object where a text is needed',
    ],
    [
      having({}, { StringEquals: { a: ['x', 1, true, null] } }),
      'statement 0, Condition StringEquals "a" holds nothing where a text is needed',
    ],
    [
      having({}, { StringEquals: { a: '\uE002' } }),
      'statement 0, Condition StringEquals "a" holds private-use characters',
    ],
    [
      policyOf(allow(undefined, { Effect: UNKNOWN }), allow(undefined, { Effect: 'x' })),
      'statement 1 has the Effect "x"',
    ],
  ])('%j', (policy, ...why) => {
    expect(parsePolicy(policy)).toMatchObject({ refusals: why, unknown: [], statements: [] });
    // THEN nobody gets in, and the reason is told
    expect(admissionsOf(policy)).toMatchObject({ admitted: [], otherSubjects: [], undecided: [], refusals: why });
  });

  it('is one that names a provider of identities as a role, or an ARN as a service', () => {
    const said = (kind: string, name: string): readonly string[] => refusals(having({ Principal: { [kind]: name } }));
    const provider = (type: string, account = '111122223333'): string => `arn:aws:iam::${account}:${type}/x`;
    for (const name of [provider('oidc-provider'), provider('saml-provider'), provider('oidc-provider', UNKNOWN)]) {
      expect(said('AWS', name)).toEqual([
        `statement 0 has the principal ${JSON.stringify(name.replace(UNKNOWN, '${var.x}'))} under AWS: a provider of identities goes under Federated`,
      ]);
      expect(said('Federated', name)).toEqual([]);
    }
    expect(said('Service', provider('role'))).toEqual([
      `statement 0 has the principal "${provider('role')}" under Service, which takes the name of a service`,
    ]);
    const inReference = `arn:aws:iam::111122223333:role/${symbolOf('replace(var.x, ":oidc-provider/", "")')}`;
    for (const name of [provider('role'), provider('my-oidc-provider'), inReference, '111122223333']) {
      expect([name, said('AWS', name)]).toEqual([name, []]);
    }
    expect(said('Service', 'ec2.amazonaws.com')).toEqual([]);
  });

  it('is not said to be unknown as well', () => {
    const { refusals: refused, unknown } = parsePolicy({ Version: UNKNOWN, Statement: [null] });
    expect(refused).toEqual(['statement 0 is nothing where an object is needed']);
    expect(unknown).toEqual([]);
  });

  it('is told at most twenty reasons, of what is refused as of what is not known', () => {
    const many = (elements: (index: number) => Json): TrustPolicy =>
      parsePolicy(policyOf(...Array.from({ length: 30 }, (_, index) => allow(undefined, elements(index)))));
    expect(many((index) => ({ Effect: `e${index}` })).refusals).toHaveLength(20);
    expect(many(() => ({ Principal: UNKNOWN })).unknown).toHaveLength(20);
  });
});

describe('a trust policy that IAM accepts, though it looks wrong', () => {
  it.each<[string, Json, Json?]>([
    ['an action of an unknown name', { Action: [UNKNOWN, `sts:${UNKNOWN}`, `STS:${UNKNOWN}`] }],
    ['a service with wildcards', { Action: ['s*:AssumeRole', '*:*', '*'] }],
    ['an action of another service that is left out', { Action: undefined, NotAction: 's3:*' }],
    ['an unknown Sid', { Sid: UNKNOWN }],
    ['a canonical user', { Principal: { CanonicalUser: 'abc' } }],
    ['an unknown principal whose reference has a star', { Principal: { AWS: symbolOf('x["*"]') } }],
    ['a provider that every account has', { Principal: { Federated: 'accounts.google.com' } }],
    ['a user with a path like a host', { Principal: { AWS: 'https://a.b/c' } }],
    ['a principal that holds an issuer', { Principal: { Federated: `arn:aws:iam::1:oidc-provider/${ISSUER}` } }],
    ['a key twice under two operators', {}, { StringEquals: { a: 'x' }, StringLike: { A: 'y' } }],
  ])('has %s', (_, ...[elements, condition]) => {
    expect(parsePolicy(having(elements, condition))).toMatchObject({ refusals: [], unknown: [], statements: [{}] });
  });
});

test('a canonical user is an account that is not known to the policy of a resource, and nobody to a trust', () => {
  const Principal = { AWS: 'arn:aws:iam::111122223333:root', CanonicalUser: ['abc', 'def'] };
  const statement = { Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: '*' };
  const account = (user: string): string => symbolOf(`the account of the canonical user ${user}`);
  expect(parseResourcePolicy(policyOf(statement)).statements[0]?.principals).toEqual({
    ...{ everyone: false, federated: [], service: [] },
    aws: [Principal.AWS, account('abc'), account('def')],
  });
  expect(parsePolicy(having({ Principal })).statements[0]?.principals.aws).toEqual([Principal.AWS]);
});

test('a statement whose effect is not known is one of each, of which neither need be there', () => {
  const { statements, perhaps, unknown } = parsePolicy(having({ Effect: UNKNOWN }));
  expect([statements, unknown]).toEqual([[], []]);
  expect(perhaps.map(({ effect, perhaps: why }) => [effect, why])).toEqual(
    ['Allow', 'Deny'].map((effect) => [
      effect,
      'what the trust policy holds depends on ${var.x}, which is not known before apply',
    ]),
  );
});

describe('the policy of a resource', () => {
  const ofIdentity = { Effect: 'Allow', Action: 'ecr:BatchGetImage' };
  const ofRepository = { ...ofIdentity, Principal: '*' };

  test('that names no resource is about the one that has it, which the policy of an identity cannot be', () => {
    expect(parseResourcePolicy(policyOf(ofRepository)).statements[0]?.resources).toEqual(['*']);
    expect(parsePermissionPolicy(policyOf(ofIdentity))).toMatchObject({
      statements: [],
      refusals: ['statement 0 has neither Resource nor NotResource'],
    });
  });

  test('says whom a statement is for, or whom it is not for, and never both', () => {
    const notFor = { ...ofIdentity, NotPrincipal: { AWS: '111122223333' } };
    const both = { ...ofRepository, ...notFor };
    expect(parseResourcePolicy(policyOf(both))).toMatchObject({
      statements: [],
      refusals: ['statement 0 has both Principal and NotPrincipal'],
    });
    expect(parseResourcePolicy(policyOf(notFor)).statements[0]).toMatchObject({
      ...{ notPrincipal: true, principals: { everyone: false, aws: ['111122223333'] } },
    });
    expect(parseResourcePolicy(policyOf(ofRepository)).statements[0]).not.toHaveProperty('notPrincipal');
  });

  test('that may have statements of which nothing is known may have one about all of it', () => {
    const policy = parseResourcePolicy({ Statement: [ofRepository, UNKNOWN] });
    expect(assessedStatements(policy, 'Deny')).toMatchObject([
      { effect: 'Allow', resources: ['*'] },
      { effect: 'Deny', resources: ['*'], principals: { everyone: true }, index: 1 },
    ]);
    expect(assessedStatements(parseResourcePolicy(policyOf(ofRepository)), 'Deny')).toHaveLength(1);
  });
});

describe('a trust policy whose structure is not known before apply', () => {
  it.each<[unknown, string]>([
    [UNKNOWN, 'the policy is ${var.x}, unknown before apply'],
    [{ Statement: UNKNOWN }, 'what the trust policy holds depends on ${var.x}, which is not known before apply'],
    [{ Version: UNKNOWN, Statement: [] }, 'Version is ${var.x}, unknown before apply'],
    [{ Statement: [], [UNKNOWN]: 1 }, 'the policy has an element named ${var.x}, unknown before apply'],
    [
      having({ [UNKNOWN]: 'Allow', Effect: undefined }),
      'statement 0 has an element named ${var.x}, unknown before apply',
    ],
    [{ statement: [] }, 'the policy has an element "statement": whether IAM reads it as Statement is not documented'],
    [
      having({ condition: {} }),
      'statement 0 has an element "condition": whether IAM reads it as Condition is not documented',
    ],
    [
      having({ Effect: undefined, effect: 'Allow' }),
      'statement 0 has an element "effect": whether IAM reads it as Effect is not documented',
    ],
    [having({ Principal: UNKNOWN }), 'statement 0, Principal is ${var.x}, unknown before apply'],
    [
      having({ Principal: { [UNKNOWN]: 'x' } }),
      'statement 0 has a principal of the kind ${var.x}, unknown before apply',
    ],
    [
      having({}, { StringEquals: { a: 'x', A: 'y' } }),
      'statement 0 has the key "A" twice under StringEquals: which of them IAM keeps is not documented',
    ],
  ])('is undecided: %j', (policy, why) => {
    expect(parsePolicy(policy)).toMatchObject({ refusals: [], unknown: [why], statements: [] });
    expect(admissionsOf(policy)).toMatchObject({ admitted: [], refusals: [], undecided: [why] });
  });

  it('has no statements, whatever was read of them', () => {
    const read = parsePolicy({ Version: UNKNOWN, Statement: [allow(), UNKNOWN] });
    expect(read).toMatchObject({ statements: [], perhaps: [], open: new Map() });
    expect(read.unknown).toEqual(['Version is ${var.x}, unknown before apply']);
  });

  it('has conditions of which nothing is known but what they depend on', () => {
    const [condition] = parsePolicy(having({ Condition: UNKNOWN })).perhaps[0]!.conditions;
    expect(condition).toEqual({
      operator: { name: 'Condition', family: 'StringEquals', negated: false, ifExists: false },
      key: UNKNOWN,
      values: [UNKNOWN],
      perhaps: 'what the trust policy holds depends on ${var.x}, which is not known before apply',
    });
  });
});

describe('a policy of permissions', () => {
  const permissions = (elements: Json): Policy =>
    parsePermissionPolicy(policyOf({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...elements }));

  it('has resources and no principals, and actions of any service', () => {
    expect(permissions({ Resource: ['a', 'b'] })).toMatchObject({
      refusals: [],
      statements: [
        {
          actions: ['s3:getobject'],
          actionsAsWritten: ['s3:GetObject'],
          notAction: false,
          resources: ['a', 'b'],
          notResource: false,
          principals: { everyone: false, aws: [], federated: [], service: [] },
        },
      ],
    });
    expect(permissions({ Resource: undefined, NotResource: 'x', Action: undefined, NotAction: 'iam:*' })).toMatchObject(
      {
        refusals: [],
        statements: [{ actions: ['iam:*'], notAction: true, resources: ['x'], notResource: true }],
      },
    );
  });

  it('may have an action of which only the service is known', () => {
    expect(permissions({ Action: `s3:${UNKNOWN}` })).toMatchObject({
      refusals: [],
      unknown: [],
      statements: [{ actions: [`s3:${UNKNOWN}`] }],
    });
  });

  it.each<[Json, string]>([
    [{ Resource: undefined }, 'statement 0 has neither Resource nor NotResource'],
    [{ NotResource: '*' }, 'statement 0 has both Resource and NotResource'],
    [{ Resource: 7 }, 'statement 0, Resource holds a number where a text is needed'],
    [{ Resource: undefined, NotResource: 7 }, 'statement 0, NotResource holds a number where a text is needed'],
    [{ Action: 's3*' }, 'statement 0 has the action "s3*", which is not <service>:<action>'],
    [{ Principal: '*' }, 'statement 0 has an element "Principal", which a policy of permissions does not take'],
  ])('is refused with %j', (elements, why) => expect(permissions(elements).refusals).toEqual([why]));
});

describe('any JSON value whatever', () => {
  it('is read without an error', () => {
    const nearly = fc.record(
      {
        Version: fc.oneof(fc.constant('2012-10-17'), fc.jsonValue()),
        Statement: fc.array(
          fc.record(
            {
              Effect: fc.oneof(fc.constantFrom('Allow', 'Deny'), fc.jsonValue()),
              Principal: fc.oneof(
                fc.constant({ Federated: CONTEXT.providers[0]!.arn }),
                fc.constant('*'),
                fc.jsonValue(),
              ),
              Action: fc.oneof(fc.constant('sts:*'), fc.jsonValue()),
              Condition: fc.oneof(
                fc.dictionary(
                  fc.constantFrom('StringLike', 'Null', 'ArnLike'),
                  fc.dictionary(fc.constantFrom(SUB, '__proto__', 'toString'), fc.jsonValue()),
                ),
                fc.jsonValue(),
              ),
            },
            { requiredKeys: [] },
          ),
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), nearly), (value) => {
        const policy = parsePolicy(value);
        webIdentityAdmissions(policy, CONTEXT);
        podIdentityAdmissions(policy, CONTEXT);
        if (policy.refusals.length > 0) expect(policy.statements).toEqual([]);
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
