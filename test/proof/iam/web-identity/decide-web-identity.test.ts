import type { Decision, TrustPolicy } from '../../../../lib/proof/iam';
import { decideWebIdentity, parsePolicy, webIdentityAdmissions } from '../../../../lib/proof/iam';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import { AUD, CONTEXT, ISSUER, PROVIDER, SUB, TODO_APP, allow, deny, inShort, policyOf } from '../trust';

type Json = Readonly<Record<string, unknown>>;

const TOKEN = { iss: `https://${ISSUER}`, sub: TODO_APP, aud: 'sts.amazonaws.com' };

const decide = (statements: readonly Json[], token: Partial<typeof TOKEN> = {}): Decision =>
  decideWebIdentity(parsePolicy(policyOf(...statements)), CONTEXT, { ...TOKEN, ...token });

const perhaps = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
const ordinary = allow({ StringEquals: { [SUB]: TODO_APP, [AUD]: 'sts.amazonaws.com' } }, { Sid: 'Todo' });

describe('the decision on one token', () => {
  it('says which statement and which conditions let it in', () => {
    expect(decide([ordinary])).toEqual({
      admitted: true,
      because: [
        `statement 0 (Todo) allows it: StringEquals on ${SUB} ("${TODO_APP}") and StringEquals on ${AUD} ("sts.amazonaws.com") hold`,
      ],
    });
  });

  it('takes the issuer with or without its scheme', () => {
    expect(decide([ordinary], { iss: ISSUER }).admitted).toBe(true);
  });

  it('says which condition refuses it, what the token has, and what to change', () => {
    expect(decide([ordinary], { sub: 'system:serviceaccount:todo:web' })).toEqual({
      admitted: false,
      because: [
        `statement 0 (Todo) does not apply: StringEquals on ${SUB} ("${TODO_APP}") fails: the token has "system:serviceaccount:todo:web"; add that value, or change the token`,
      ],
    });
  });

  it('names the Deny that refuses it, before any Allow', () => {
    expect(decide([ordinary, deny({ StringLike: { [SUB]: '*:todo:*' } }, { Sid: 'No' })])).toEqual({
      admitted: false,
      because: [`statement 1 (No) denies it: StringLike on ${SUB} ("*:todo:*") holds`],
    });
  });

  it.each<[string, Json, RegExp]>([
    [
      'an action that does not cover it',
      allow(undefined, { Action: 'sts:AssumeRole' }),
      /Action \("sts:AssumeRole"\) does not cover/,
    ],
    [
      'another provider',
      allow(undefined, { Principal: { Federated: 'accounts.google.com' } }),
      /it trusts "accounts.google.com", not arn:aws:iam::/,
    ],
    ['no provider', allow(undefined, { Principal: { AWS: '111122223333' } }), /its Principal is not the provider/],
    [
      'a key with its scheme',
      allow({ StringEquals: { [`https://${ISSUER}:sub`]: TODO_APP } }),
      new RegExp(`no such key; for this issuer the key is ${ISSUER}:sub`),
    ],
    ['a negated value', allow({ StringNotEquals: { [SUB]: TODO_APP } }), /which it excludes; take it out/],
    ['a Null', allow({ Null: { [SUB]: 'true' } }), /Null asks for its absence/],
  ])('explains %s', (_, statement, why) => {
    const { admitted, because } = decide([statement]);
    expect(admitted).toBe(false);
    expect(because.join()).toMatch(why);
  });

  it.each<[string, Json, string]>([
    [
      'the action that it does not cover',
      allow(undefined, { Action: 'sts:AssumeRole' }),
      'its Action ("sts:AssumeRole") does not cover sts:AssumeRoleWithWebIdentity',
    ],
    [
      'a key that is no token’s',
      allow({ StringEquals: { 'x.example:subject': 'a' } }),
      'StringEquals on x.example:subject ("a") fails: the request has no such key',
    ],
    [
      'a key of another issuer',
      allow({ StringEquals: { 'x.example:AUD': 'a' } }),
      `StringEquals on x.example:AUD ("a") fails: the request has no such key; for this issuer the key is ${AUD}`,
    ],
    [
      'another claim, which a token of Kubernetes does not have',
      allow({ StringEquals: { [`${ISSUER}:azp`]: 'a' } }),
      `StringEquals on ${ISSUER}:azp ("a") fails: the request has no such key`,
    ],
  ])('says of %s just that', (_, statement, why) => {
    expect(decide([statement])).toEqual({ admitted: false, because: [`statement 0 does not apply: ${why}`] });
  });

  it('does not know the other claims of a token that is not of Kubernetes', () => {
    const { admitted, because } = decide([allow({ StringEquals: { [`${ISSUER}:azp`]: 'a' } })], { sub: 'repo:a' });
    expect(admitted).toBeUndefined();
    expect(because).toEqual([
      'statement 0 may allow it: a claim other than sub and aud is not known from the artefacts',
    ]);
  });

  it('takes the best of the session names that the caller may choose, of the statements about web identity', () => {
    const name = (value: string, elements: Json = {}): Json =>
      allow({ StringEquals: { 'sts:RoleSessionName': value } }, elements);
    expect(decide([name('ab')]).admitted).toBe(true);
    expect(decide([allow({ ...perhaps, StringEquals: { 'sts:RoleSessionName': 'ab' } })]).admitted).toBeUndefined();
    expect(decide([name('a')]).admitted).toBe(false);
    const because = ['statement 1 allows it: it has no condition'];
    expect(decide([name('ab', { Action: 'sts:AssumeRole' }), allow()])).toEqual({ admitted: true, because });
  });

  describe('on a value that is not known', () => {
    const [issuer, arn, audience] = ['issuer', 'arn', 'audience'].map((one) => symbolOf(one)) as [
      string,
      string,
      string,
    ];
    const policy = (statement: Json): TrustPolicy => parsePolicy(policyOf(statement));
    const own = { arn, issuer, audiences: ['sts.amazonaws.com'] };
    const ofOwn = allow({ StringEquals: { [`${issuer}:sub`]: TODO_APP } }, { Principal: { Federated: arn } });

    it('is undecided where the issuer may be that of a provider, and no where what it asks for is no one’s', () => {
      const context = { ...CONTEXT, providers: [own] };
      expect(decideWebIdentity(policy(ofOwn), context, TOKEN)).toEqual({
        admitted: undefined,
        because: [
          `whether ${ISSUER} is the issuer of "\${arn}" is not known before apply`,
          expect.stringContaining('statement 0 allows it'),
        ],
      });
      expect(decideWebIdentity(policy(ofOwn), context, { ...TOKEN, sub: 'other' }).admitted).toBe(false);
      // AND an issuer of a known form is not any text
      const formed = { ...own, issuer: symbolOf('issuer', 'issuer') };
      expect(decideWebIdentity(policy(ofOwn), { ...CONTEXT, providers: [formed] }, { ...TOKEN, iss: 'a b' })).toEqual({
        admitted: false,
        because: [expect.stringContaining('no OIDC provider of the role\'s account has the issuer "a b"')],
      });
    });

    it('is undecided where the audience may be one of the provider’s', () => {
      const context = { ...CONTEXT, providers: [{ ...PROVIDER, audiences: [audience] }] };
      expect(decideWebIdentity(policy(ordinary), context, TOKEN)).toEqual({
        admitted: undefined,
        because: [
          `whether the provider ${PROVIDER.arn} lists the audience "sts.amazonaws.com" is not known before apply`,
          expect.stringContaining('statement 0 (Todo) allows it'),
        ],
      });
      expect(decideWebIdentity(policy(ordinary), context, { ...TOKEN, sub: 'other' }).admitted).toBe(false);
    });
  });

  it('says what the account and the provider have, also where that is nothing', () => {
    expect(decideWebIdentity(parsePolicy(policyOf(ordinary)), { providers: [] }, TOKEN).because).toEqual([
      `no OIDC provider of the role's account has the issuer "${ISSUER}" (none is known): register it there, character by character`,
    ]);
    const context = { ...CONTEXT, providers: [{ ...PROVIDER, audiences: [] }] };
    expect(decideWebIdentity(parsePolicy(policyOf(ordinary)), context, TOKEN).because).toEqual([
      `the provider ${PROVIDER.arn} does not list the audience "sts.amazonaws.com" (it lists none), so STS answers InvalidIdentityToken: add it to the client ids, or ask for a token with one of them`,
    ]);
    // AND only the scheme at its start is taken off an issuer
    expect(decide([ordinary], { iss: `x-https://${ISSUER}` }).admitted).toBe(false);
  });

  it('says which issuers the account has where the token’s is none of them', () => {
    const { admitted, because } = decide([ordinary], { iss: `https://${ISSUER}/` });
    expect(admitted).toBe(false);
    expect(because.join()).toContain(`has the issuer "${ISSUER}/" (it has "${ISSUER}")`);
  });

  it('is undecided, with the reason, where something outside of the artefacts decides', () => {
    const { admitted, because } = decide([
      allow({ StringEquals: { [SUB]: TODO_APP }, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }),
    ]);
    expect(admitted).toBeUndefined();
    expect(because).toEqual([expect.stringMatching(/^statement 0 may allow it: aws:SourceIp/)]);
  });

  it('is no for a document that IAM refuses, and undecided for one that is not known', () => {
    expect(decideWebIdentity(parsePolicy({ Statement: 'x' }), CONTEXT, TOKEN)).toMatchObject({
      admitted: false,
      because: [expect.stringContaining('IAM refuses')],
    });
    expect(decideWebIdentity(parsePolicy(symbolOf('a.b')), CONTEXT, TOKEN)).toMatchObject({
      admitted: undefined,
      because: [expect.stringContaining('${a.b}')],
    });
  });

  it('does not list a thousand statements', () => {
    const { because } = decide(
      Array.from({ length: 1_000 }, (_, index) =>
        allow({ StringEquals: { [SUB]: `system:serviceaccount:n${index}:app` } }),
      ),
    );
    expect(because.length).toBeLessThan(20);
    expect(because.at(-1)).toMatch(/more Allow statements do not apply/);
  });

  it('keeps secrets out: it prints claims of a bounded length', () => {
    const { because } = decide([ordinary], { sub: `x${'y'.repeat(100_000)}` });
    expect(because.join().length).toBeLessThan(2_000);
  });

  it('is about the one provider of the issuer, also where others share its audiences', () => {
    const other = {
      arn: PROVIDER.arn.replace('ABC', 'DEF'),
      issuer: ISSUER.replace('ABC', 'DEF'),
      audiences: PROVIDER.audiences,
    };
    const context = { ...CONTEXT, providers: [other, PROVIDER] };
    const policy = parsePolicy(policyOf(ordinary));
    expect(decideWebIdentity(policy, context, TOKEN).admitted).toBe(true);
    expect(decideWebIdentity(policy, context, { ...TOKEN, iss: `https://${other.issuer}` }).admitted).toBe(false);
  });

  it('does not ask what session name a statement about another provider wants', () => {
    const other = { arn: PROVIDER.arn.replace('ABC', 'DEF'), issuer: ISSUER.replace('ABC', 'DEF'), audiences: [] };
    const name = (value: string, elements: Json = {}): Json =>
      allow({ StringEquals: { 'sts:RoleSessionName': value } }, elements);
    const policy = parsePolicy(
      policyOf(name(symbolOf('var.name'), { Principal: { Federated: other.arn } }), name('zz')),
    );
    const context = { ...CONTEXT, providers: [other, PROVIDER] };
    expect(decideWebIdentity(policy, context, TOKEN).admitted).toBe(true);
    expect(inShort(webIdentityAdmissions(policy, context))).toEqual(['*/*']);
  });

  it('is not about a provider whose issuer is not known, where another one has the token’s', () => {
    const open = { arn: symbolOf('open.arn'), issuer: symbolOf('open.issuer'), audiences: PROVIDER.audiences };
    const policy = parsePolicy(policyOf(allow({}, { Principal: { Federated: open.arn } })));
    const decided = (providers: readonly (typeof open)[]) =>
      decideWebIdentity(policy, { ...CONTEXT, providers }, TOKEN).admitted;
    expect(decided([PROVIDER, open])).toBe(false);
    expect(decided([open])).toBeUndefined();
  });
});

describe('a token is not let in', () => {
  it('by an issuer that only holds the scheme somewhere', () => {
    expect(decide([ordinary], { iss: ISSUER.replace('oidc.', 'oidc.https://') }).admitted).toBe(false);
  });
});

it('the session names that other actions ask for leave the answer as it is', () => {
  const name = 'sts:RoleSessionName';
  const own = allow({ StringEquals: { [name]: 'ab' } });
  const other = allow({ StringEquals: { [name]: symbolOf('var.name') } }, { Action: 'sts:AssumeRole' });
  expect(decide([own, other]).admitted).toBe(true);
});
