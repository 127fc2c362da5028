import {
  decidePodIdentity,
  decideWebIdentity,
  parsePolicy,
  podIdentityAdmissions,
  webIdentityAdmissions,
} from '../../../lib/proof/iam';
import type { TrustContext } from '../../../lib/proof/iam';
import { CONTEXT, ISSUER, PROVIDER, SUB, TODO_APP, allow, deny, policyOf } from './trust';

type Json = Readonly<Record<string, unknown>>;

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
const like = (value: unknown): Json => allow({ StringLike: { [SUB]: value } });
const denyLike = (value: unknown): Json => deny({ StringLike: { [SUB]: value } });

function nested(depth: number): Json {
  let value: Json = {};
  for (let level = 0; level < depth; level++) value = { a: value };
  return value;
}

const MANY_PROVIDERS: TrustContext = {
  account: '111122223333',
  providers: numbers(100).map((index) => ({
    arn: `${PROVIDER.arn}${index}`,
    issuer: `${ISSUER}${index}`,
    audiences: numbers(100).map((audience) => `a${audience}`),
  })),
};

/** Seconds of CPU, which a busy machine does not stretch as it does the clock. */
function secondsOf(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

describe('a policy made to be slow', () => {
  it.each<[string, unknown, TrustContext?]>([
    ['10,000 patterns', policyOf(...numbers(10_000).map((n) => like(`system:serviceaccount:n${n}*:app`)))],
    [
      '3,000 Allows and 3,000 Denies',
      policyOf(
        ...numbers(3_000).flatMap((n) => [
          like(`system:serviceaccount:n${n}:app`),
          denyLike(`system:serviceaccount:n${n}:app`),
        ]),
      ),
    ],
    [
      '10,000 Denies of all but one',
      policyOf(
        like('*'),
        ...numbers(10_000).map((n) => deny({ StringNotLike: { [SUB]: `system:serviceaccount:n${n}*:*` } })),
      ),
    ],
    [
      'Denies that double what is left',
      policyOf(
        like('*'),
        ...numbers(25).map((n) =>
          deny({ StringNotLike: { [SUB]: [`system:serviceaccount:*a${n}*:*`, `system:serviceaccount:*b${n}*:*`] } }),
        ),
      ),
    ],
    [
      'two long lists of patterns',
      policyOf(
        allow({
          StringLike: { [SUB]: numbers(10_000).map((n) => `system:serviceaccount:n${n}*:app`) },
          StringLikeIfExists: { [SUB]: numbers(10_000).map((n) => `system:serviceaccount:*${n}:app`) },
        }),
      ),
    ],
    [
      'patterns with many wildcards',
      policyOf(
        allow({
          StringLike: { [SUB]: `system:serviceaccount:${'*a'.repeat(30)}*:x` },
          StringLikeIfExists: { [SUB]: `system:serviceaccount:${'*b'.repeat(30)}*:x` },
        }),
      ),
    ],
    ['5,000 wildcards', policyOf(like(`${'*a'.repeat(5_000)}*`))],
    ['100,000 question marks', policyOf(like('?'.repeat(100_000)), like('*?'.repeat(50_000)))],
    ['2,000 colons', policyOf(like(`${'*:'.repeat(2_000)}*`))],
    ['texts of 300 kilobytes', policyOf(like('a'.repeat(3e5)), like(`*${'a'.repeat(3e5)}b`))],
    [
      'thousands of symbols',
      policyOf(
        like('\uE000'.repeat(5_000)),
        like('\uE000ref:a\uE001*'.repeat(500)),
        denyLike('*\uE000ref:a\uE001'.repeat(500)),
      ),
    ],
    [
      '30 session names',
      policyOf(...numbers(30).map((n) => allow({ StringLike: { 'sts:RoleSessionName': `*${n}*` } }))),
    ],
    [
      '100 providers of 100 audiences and 10,000 statements',
      policyOf(
        ...numbers(10_000).map((n) => allow({ StringLike: { [`${ISSUER}${n}:sub`]: TODO_APP } }, { Principal: '*' })),
      ),
      MANY_PROVIDERS,
    ],
    [
      'actions of many wildcards',
      policyOf(...numbers(1_000).map(() => allow(undefined, { Action: `sts:${'*a'.repeat(100)}` }))),
    ],
    ['nesting', nested(50_000)],
    ['a nested condition', policyOf(allow(nested(50_000)))],
  ])('is answered soon: %s', (_, document, context = CONTEXT) => {
    const seconds = secondsOf(() => {
      const policy = parsePolicy(document);
      webIdentityAdmissions(policy, context);
      decideWebIdentity(policy, context, { iss: `https://${ISSUER}`, sub: TODO_APP, aud: 'sts.amazonaws.com' });
    });
    expect(seconds).toBeLessThan(60);
  });

  it('is undecided with a reason where it is too much, and nothing is made up', () => {
    const doubling = policyOf(
      like('*'),
      ...numbers(25).map((n) =>
        deny({ StringNotLike: { [SUB]: [`system:serviceaccount:*a${n}*:*`, `system:serviceaccount:*b${n}*:*`] } }),
      ),
    );
    expect(webIdentityAdmissions(parsePolicy(doubling), CONTEXT)).toEqual({
      admitted: [],
      otherSubjects: [],
      undecided: ['the trust policy is too large or too intricate to be worked out exactly'],
      refusals: [],
      notes: [],
      misnamedKeys: [],
    });
  });

  it('is answered soon for EKS Pod Identity too', () => {
    const trust = (pattern: string, Effect = 'Allow'): Json => ({
      Effect,
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: 'sts:*',
      Condition: { ArnLike: { 'aws:SourceArn': pattern } },
    });
    for (const document of [
      policyOf(...numbers(10_000).map((n) => trust(`arn:aws:eks:*:*:cluster/a${n}*`))),
      policyOf(trust('arn:*:*:*:*:*'), ...numbers(200).map((n) => trust(`arn:aws:eks:*:*:cluster/*${n}*`, 'Deny'))),
    ]) {
      const seconds = secondsOf(() => {
        const policy = parsePolicy(document);
        podIdentityAdmissions(policy, {});
        const clusterArn = 'arn:aws:eks:eu-west-1:111122223333:cluster/main';
        decidePodIdentity(policy, {}, { clusterArn, account: '111122223333', namespace: 'a', serviceAccount: 'a' });
      });
      expect(seconds).toBeLessThan(60);
    }
  });
});

describe('a large valid policy', () => {
  it('of 10,000 service accounts is worked out', () => {
    const policy = parsePolicy(policyOf(...numbers(10_000).map((n) => like(`system:serviceaccount:n${n}:app`))));
    const { admitted, undecided } = webIdentityAdmissions(policy, CONTEXT);
    expect(admitted).toHaveLength(10_000);
    expect(undecided).toEqual([]);
  });

  it('of everybody but 1,000 service accounts is worked out', () => {
    const policy = parsePolicy(
      policyOf(allow(), ...numbers(1_000).map((n) => denyLike(`system:serviceaccount:n${n}:app`))),
    );
    expect(webIdentityAdmissions(policy, CONTEXT).admitted).toMatchObject([
      { namespace: '*', except: { length: 1_000 } },
    ]);
  });
});

describe('10,000 ordinary roles', () => {
  it('are evaluated in less than a tenth of a millisecond each', () => {
    const documents = numbers(10_000).map((n) =>
      policyOf(
        allow({ StringEquals: { [SUB]: `system:serviceaccount:n${n}:app`, [`${ISSUER}:aud`]: 'sts.amazonaws.com' } }),
      ),
    );
    const seconds = secondsOf(() =>
      documents.forEach((document) => webIdentityAdmissions(parsePolicy(document), CONTEXT)),
    );
    expect(seconds).toBeLessThan(20);
  });
});
