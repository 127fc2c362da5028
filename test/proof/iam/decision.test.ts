import { decidePodIdentity, decideWebIdentity, parsePolicy } from '../../../lib/proof/iam';
import type { Decision } from '../../../lib/proof/iam';
import { list, tooLarge } from '../../../lib/proof/iam/decision';
import { AUD, CONTEXT, ISSUER, SUB, TODO_APP, allow, deny, policyOf } from './trust';

type Json = Readonly<Record<string, unknown>>;

const TOKEN = { iss: ISSUER, sub: TODO_APP, aud: 'sts.amazonaws.com' };
const decide = (...statements: readonly Json[]): Decision =>
  decideWebIdentity(parsePolicy(policyOf(...statements)), CONTEXT, TOKEN);
const times = (count: number, statement: Json): readonly Json[] => Array.from({ length: count }, () => statement);

const perhaps = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
const WHY = 'aws:SourceIp is not known from the artefacts: whoever calls may well meet it';
const OTHER = { StringEquals: { [SUB]: 'system:serviceaccount:todo:web' } };

describe('the reasons of a decision', () => {
  it('are those of the statements that decide', () => {
    expect(decide(allow(OTHER), allow())).toEqual({
      admitted: true,
      because: ['statement 1 allows it: it has no condition'],
    });
    expect(decide(allow(), deny(perhaps), allow(OTHER), allow(perhaps))).toEqual({
      admitted: undefined,
      because: [
        'statement 0 allows it: it has no condition',
        `statement 3 may allow it: ${WHY}`,
        `statement 1 may deny it: ${WHY}`,
      ],
    });
    expect(decide(deny(perhaps))).toEqual({ admitted: false, because: ['no statement allows anything'] });
    expect(decide()).toEqual({ admitted: false, because: ['no statement allows anything'] });
    // AND a statement that certainly does not apply is no matter of doubt
    expect(decide(allow({ ...perhaps, ...OTHER })).admitted).toBe(false);
  });

  it.each<[string, readonly Json[]]>([
    ['denies it', times(13, deny())],
    ['allows it', times(13, allow())],
    ['may allow it', times(13, allow(perhaps))],
  ])('are twelve at most: %s', (does, statements) => {
    const { because } = decide(...statements);
    expect(because).toHaveLength(12);
    for (const one of because) expect(one).toContain(does);
  });

  it('are twelve of the statements that do not apply, and how many more there are', () => {
    expect(decide(...times(12, allow(OTHER))).because).toHaveLength(12);
    const { because } = decide(...times(14, allow(OTHER)));
    expect(because).toHaveLength(13);
    expect(because.at(-1)).toBe('2 more Allow statements do not apply');
  });

  it('name what a statement leaves out as what it leaves out', () => {
    expect(decide(allow(undefined, { Action: undefined, NotAction: ['sts:*', 'iam:*'] })).because).toEqual([
      'statement 0 does not apply: its NotAction ("sts:*", "iam:*") does not cover sts:AssumeRoleWithWebIdentity',
    ]);
  });

  it('say that it was too much work', () => {
    expect(tooLarge()).toEqual({
      admitted: undefined,
      because: ['the trust policy is too large or too intricate to be worked out'],
    });
  });
});

describe('the reason why a condition fails', () => {
  const fails = (condition: Json): string => {
    const { admitted, because } = decide(allow(condition));
    expect(admitted).toBe(false);
    return because[0]!.replace(/^statement 0 does not apply: .* fails/, '');
  };
  const has = `: the token has "${TODO_APP}"`;
  const add = `${has}; add that value, or change the token`;

  it('is the case only, where it is', () => {
    const capital = 'system:serviceaccount:Todo:app';
    expect(fails({ StringEquals: { [SUB]: ['a', capital] } })).toBe(
      `${has}, which differs from "${capital}" in case only; write it alike`,
    );
    expect(fails({ NumericEquals: { [AUD]: 'sts.amazonaws.com' } })).toBe(
      ': the token has "sts.amazonaws.com"; add that value, or change the token',
    );
  });

  it('is a wildcard where wildcards are none', () => {
    expect(fails({ StringEquals: { [SUB]: ['a', 'system:*'] } })).toBe(
      `${has}; StringEquals reads * and ? as plain characters, StringLike reads them as wildcards: move this key to StringLike and leave the others under StringEquals, or write "${TODO_APP}"`,
    );
    expect(fails({ StringLike: { [SUB]: 'x:*' } })).toBe(add);
    expect(fails({ StringEquals: { [SUB]: 'x' } })).toBe(add);
  });

  it('is what is excluded, and what must not be there', () => {
    expect(fails({ StringNotEquals: { [SUB]: TODO_APP } })).toBe(
      `${has}, which it excludes; take it out of the values`,
    );
    expect(fails({ Null: { [SUB]: 'true' } })).toBe(`${has}, and Null asks for its absence; drop that condition`);
  });
});

test('a list shows five texts, each of at most 300 characters', () => {
  expect(list([])).toBe('');
  expect(list(['a'])).toBe('"a"');
  expect(list(['a', 'b', 'c', 'd', 'e'])).toBe('"a", "b", "c", "d", "e"');
  expect(list(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('"a", "b", "c", "d", "e" and 2 more');
  expect(list(['x'.repeat(300)])).toBe(`"${'x'.repeat(300)}"`);
  expect(list(['x'.repeat(301)])).toBe(`"${'x'.repeat(300)}…"`);
});

it('a key of several values that fails shows them all', () => {
  const policy = policyOf({
    Effect: 'Allow',
    Principal: { Service: 'pods.eks.amazonaws.com' },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'team' } },
  });
  const session = {
    clusterArn: 'arn:aws:eks:eu-west-1:111122223333:cluster/main',
    account: '111122223333',
    namespace: 'todo',
    serviceAccount: 'app',
  };
  expect(decidePodIdentity(parsePolicy(policy), {}, session).because[0]).toMatch(
    /the session has "eks-cluster-[a-z]+, (eks|kubernetes)-[a-z-]+, /,
  );
});
