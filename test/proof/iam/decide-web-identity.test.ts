import type { Decision } from '../../../lib/proof/iam';
import { decideWebIdentity, parsePolicy } from '../../../lib/proof/iam';
import { symbolOf } from '../../../lib/proof/model/symbol';
import { AUD, CONTEXT, ISSUER, PROVIDER, SUB, TODO_APP, allow, deny, policyOf } from './trust';

type Json = Readonly<Record<string, unknown>>;

const TOKEN = { iss: `https://${ISSUER}`, sub: TODO_APP, aud: 'sts.amazonaws.com' };

const decide = (statements: readonly Json[], token: Partial<typeof TOKEN> = {}): Decision =>
  decideWebIdentity(parsePolicy(policyOf(...statements)), CONTEXT, { ...TOKEN, ...token });

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
});
