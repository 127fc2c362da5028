import fc from 'fast-check';
import { parsePolicy, podIdentityAdmissions, webIdentityAdmissions } from '../../../lib/proof/iam';
import { symbolOf } from '../../../lib/proof/model/symbol';
import { CONTEXT, SUB, TODO_APP, admissionsOf, allow, policyOf } from './trust';

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

  it('without Version is of 2008-10-17', () => {
    expect(parsePolicy({ Statement: [] }).version).toBe('2008-10-17');
  });
});

describe('a trust policy that IAM refuses', () => {
  it.each<[string, unknown, RegExp]>([
    ['is not an object', 'text', /the policy is a string/],
    ['is a list', [], /the policy is a list/],
    ['has no Statement', { Version: '2012-10-17' }, /no Statement/],
    ['has an unknown Version', { Version: '2020-01-01', Statement: [] }, /Version is "2020-01-01"/],
    ['has an element that there is not', { ...policyOf(), Comment: 'x' }, /element "Comment"/],
    ['has NotPrincipal', policyOf(allow(undefined, { NotPrincipal: { AWS: '*' } })), /NotPrincipal/],
    ['has Resource', policyOf(allow(undefined, { Resource: '*' })), /Resource/],
    ['has an unknown Effect', policyOf(allow(undefined, { Effect: 'allow' })), /Effect "allow"/],
    ['has no Action', policyOf(allow(undefined, { Action: undefined })), /neither Action nor NotAction/],
    ['has Action and NotAction', policyOf(allow(undefined, { NotAction: 'sts:*' })), /both Action and NotAction/],
    ['has an action of another service', policyOf(allow(undefined, { Action: 's3:GetObject' })), /only actions of STS/],
    ['has an action that is none', policyOf(allow(undefined, { Action: 'AssumeRole' })), /not <service>:<action>/],
    ['has no Principal', policyOf(allow(undefined, { Principal: undefined })), /no Principal/],
    ['has a Principal in plain text', policyOf(allow(undefined, { Principal: 'root' })), /only "\*"/],
    ['has an unknown kind of principal', policyOf(allow(undefined, { Principal: { Oidc: 'x' } })), /kind "Oidc"/],
    [
      'has a wildcard inside a principal',
      policyOf(allow(undefined, { Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/*' } })),
      /wildcard inside a principal/,
    ],
    [
      'trusts the URL of an issuer in place of its provider',
      policyOf(allow(undefined, { Principal: { Federated: `https://${symbolOf('aws_eks_cluster.main.issuer')}` } })),
      /an issuer: Federated takes the ARN/,
    ],
    [
      'trusts an issuer without its scheme',
      policyOf(allow(undefined, { Principal: { Federated: 'oidc.eks.eu-west-1.amazonaws.com/id/ABC' } })),
      /an issuer: Federated takes the ARN/,
    ],
    ['has an unknown operator', policyOf(allow({ StringMatches: { [SUB]: 'x' } })), /operator "StringMatches"/],
    ['has an operator in another case', policyOf(allow({ stringEquals: { [SUB]: 'x' } })), /operator "stringEquals"/],
    ['has NullIfExists', policyOf(allow({ NullIfExists: { [SUB]: 'true' } })), /NullIfExists/],
    [
      'has a condition value that is an object',
      policyOf(allow({ StringEquals: { [SUB]: {} } })),
      /an object where a text is needed/,
    ],
    [
      'has two statements of one Sid',
      policyOf(allow(undefined, { Sid: 'A' }), allow(undefined, { Sid: 'A' })),
      /Sid "A"/,
    ],
    ['has a Sid with other characters', policyOf(allow(undefined, { Sid: 'A b' })), /Sid "A b"/],
  ])('%s', (_, policy, why) => {
    expect(refusals(policy).join('; ')).toMatch(why);
    // THEN nobody gets in, and the reason is told
    expect(admissionsOf(policy)).toMatchObject({ admitted: [], otherSubjects: [], undecided: [] });
    expect(admissionsOf(policy).refusals).toEqual(refusals(policy));
  });
});

describe('a trust policy whose structure is not known before apply', () => {
  it.each<[string, unknown]>([
    ['the whole of it', symbolOf('data.aws_iam_policy_document.trust.json')],
    ['its Statement', { Statement: symbolOf('local.statements') }],
    ['an Effect', policyOf(allow(undefined, { Effect: symbolOf('var.effect') }))],
    ['an operator', policyOf(allow({ [symbolOf('var.operator')]: { [SUB]: TODO_APP } }))],
    ['an element name in another case', policyOf(allow(undefined, { condition: {} }))],
    ['a key twice in two cases', policyOf(allow({ StringEquals: { [SUB]: 'a', [SUB.toUpperCase()]: 'b' } }))],
  ])('is undecided: %s', (_, policy) => {
    const { admitted, undecided, refusals } = admissionsOf(policy);

    expect({ admitted, refusals }).toEqual({ admitted: [], refusals: [] });
    expect(undecided.length).toBeGreaterThan(0);
    expect(undecided.join()).not.toMatch(/[\uE000-\uE00F]/);
  });
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
      { numRuns: 500 },
    );
  });
});
