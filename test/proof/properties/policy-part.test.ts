import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { askAll } from '../../../lib/proof';
import { answersOf, questionsOf, turnedAround } from './answers';
import type { Answer, InMemoryDocument, Query } from '../../../lib/proof';
import type { Json } from '../sample-program';
import type { NaivePolicy, NaiveStatement } from '../iam/naive-evaluator';
import {
  ACCOUNT,
  ISSUER,
  OTHER_ISSUER,
  arnOf,
  podIdentityPolicy,
  session,
  token,
  webIdentityPolicy,
} from '../iam/random-policies';

jest.setTimeout(3_600_000);

const runs = process.env.PODTRUST_PROPERTY_RUNS;

/** Stands for what only apply will tell. */
const UNKNOWN = '(not known)';

const PROVIDERS = {
  main: { url: `https://${ISSUER}`, client_id_list: ['sts.amazonaws.com', '42'] },
  other: { url: `https://${OTHER_ISSUER}`, client_id_list: ['sts.amazonaws.com'] },
};

/** A role of a trust policy as an expression, an association of it, some OIDC providers, and who asks for it. */
function programOf(trust: string, providers: Partial<typeof PROVIDERS>): readonly InMemoryDocument[] {
  const configuration = {
    provider: { aws: { region: 'eu-west-1', allowed_account_ids: [ACCOUNT] } },
    variable: { more: {} },
    resource: {
      aws_eks_cluster: { main: { name: 'main' } },
      aws_iam_openid_connect_provider: providers,
      aws_iam_role: { app: { name: 'app', assume_role_policy: `\${${trust}}` } },
      aws_eks_pod_identity_association: {
        app: {
          cluster_name: '${aws_eks_cluster.main.name}',
          namespace: 'prod',
          service_account: 'app',
          role_arn: '${aws_iam_role.app.arn}',
        },
      },
    },
  };
  const accounts = [
    { namespace: 'prod', name: 'app' },
    { namespace: 'a', name: 'b' },
  ].map((metadata) => {
    const annotations = { 'eks.amazonaws.com/role-arn': `arn:aws:iam::${ACCOUNT}:role/app` };
    return JSON.stringify({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { ...metadata, annotations } });
  });
  return [
    { file: 'main.tf.json', text: JSON.stringify(configuration) },
    { file: 'app.yaml', text: accounts.join('\n---\n') },
  ];
}

/** A value as an expression: JSON is one, but for what begins a template. */
function expression(value: Json, unknown = 'var.more'): string {
  const text = JSON.stringify(value).replaceAll('${', () => '$${');
  return text.replaceAll(`"${UNKNOWN}"`, () => unknown);
}

const encoded = (policy: Json, unknown?: string): string => `jsonencode(${expression(policy, unknown)})`;

/** A part of a policy, and the policy with another one in its place. */
interface Part {
  readonly key: string;
  readonly value: Json;
  with(other: Json): Json;
}

function partsOf(policy: NaivePolicy): readonly Part[] {
  const found: Part[] = [];
  const walk = (key: string, value: Json, put: (other: Json) => Json): void => {
    found.push({ key, value, with: put });
    if (typeof value !== 'object' || value === null) return;
    for (const name of Object.keys(value)) {
      const inValue = (other: Json): Json => {
        if (!Array.isArray(value)) return { ...value, [name]: other };
        return value.map((item, index) => (String(index) === name ? other : item));
      };
      walk(Array.isArray(value) ? `${key}[]` : name, value[name], (other) => put(inValue(other)));
    }
  };
  walk('', policy, (other) => other);
  return found;
}

/** A policy with one part of it unknown: any of its parts, or the end of its statements. */
function withoutPart(policy: NaivePolicy, which: number): string {
  const parts = partsOf(policy)
    // What is not known is taken to hold no wildcard.
    .filter(({ value }) => !isText(value) || !/[*?]/.test(JSON.stringify(value)))
    .map((part) => encoded(part.with(UNKNOWN)));
  const ends = policy.Statement.map((_, index) => {
    const statements = `concat(${expression(policy.Statement.slice(0, index))}, var.more)`;
    return encoded({ ...policy, Statement: UNKNOWN }, statements);
  });
  const all = [...parts, ...ends];
  return all[which % all.length]!;
}

/** A text, or a list of them. */
function isText(value: Json): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string'));
}

/** Statements that let all of some in: random ones hardly do. */
const open = fc.constantFrom<NaiveStatement[]>(
  ...[ISSUER, OTHER_ISSUER].map((issuer): NaiveStatement => {
    const Principal = { Federated: arnOf(issuer) };
    return { Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal, Condition: {} };
  }),
  {
    Effect: 'Allow',
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Principal: { Service: 'pods.eks.amazonaws.com' },
    Condition: {},
  },
);

const policy = fc
  .tuple(fc.array(fc.oneof(webIdentityPolicy, podIdentityPolicy), { maxLength: 2 }), fc.array(open, { maxLength: 2 }))
  .map(([random, more]): NaivePolicy => ({
    Version: '2012-10-17',
    Statement: [...random.flatMap(({ Statement }) => Statement), ...more],
  }))
  .filter(({ Statement }) => Statement.length > 0);

/** Those that the program registers: one that a trust names is taken to be registered elsewhere. */
const providers = fc.constantFrom<Partial<typeof PROVIDERS>[]>(PROVIDERS, { main: PROVIDERS.main }, {});

const identity = 'aws_iam_role.app';
const queries = fc
  .record({
    token: fc.array(token, { minLength: 1, maxLength: 3 }),
    session: fc.array(session, { minLength: 1, maxLength: 2 }),
  })
  .map(({ token: tokens, session: sessions }): readonly Query[] => [
    ...tokens.map((one): Query => ({ identity, token: one })),
    ...sessions.map((one): Query => ({ identity, podIdentity: one })),
    ...[
      { namespace: 'prod', name: 'app' },
      { namespace: 'a', name: 'b' },
    ].flatMap((subject): Query[] => [
      { identity, cluster: 'aws_eks_cluster.main', subject },
      { identity, issuer: `https://${ISSUER}`, subject },
    ]),
  ]);

/** The questions to which an answer is the opposite of what it may turn out to be. */
function turned(asked: readonly Query[], answers: readonly Answer[], possible: readonly Answer[]): readonly unknown[] {
  return asked.flatMap((query, index) => {
    const [answer, other] = [answers[index]!, possible[index]!];
    const isTurned = answer.admitted !== null && other.admitted !== null && answer.admitted !== other.admitted;
    // That a trust may name a provider says that it is there.
    if (answer.admitted === true && other.assumes) return [];
    return isTurned ? [{ query, answer, other }] : [];
  });
}

/** The same ones each time, but in a long run. */
const parameters = runs === undefined ? { numRuns: 60, seed: 9 } : { numRuns: Number(runs) };

describe('a trust policy', () => {
  test('of which a part is not known never answers the opposite of what it turns out to be', () => {
    fc.assert(
      fc.property(policy, providers, queries, fc.nat(), (trust, registered, asked, which) => {
        const open = withoutPart(trust, which);
        const [answers, whole] = [open, encoded(trust)].map((text) => askAll(programOf(text, registered), asked));
        expect([open, ...turned(asked, answers!, whole!)]).toEqual([open]);
      }),
      parameters,
    );
  });

  test('of which a part is not known makes no row and no error, and takes no row out without a word', () => {
    fc.assert(
      fc.property(policy, providers, fc.nat(), (trust, registered, which) => {
        const open = withoutPart(trust, which);
        const before = answersOf(programOf(encoded(trust), registered));
        const after = answersOf(programOf(open, registered), questionsOf(before.inventory));
        expect([open, ...turnedAround(before, after)]).toEqual([open]);
      }),
      parameters,
    );
  });

  test('of which a part depends on what is not known never answers the opposite of what it is either way', () => {
    const two = fc.tuple(policy, policy).chain(([one, other]) => {
      const others = partsOf(other);
      const pairs = partsOf(one).flatMap((part) =>
        others
          .filter(({ key, value }) => key === part.key && !isDeepStrictEqual(value, part.value))
          .map(({ value }) => ({ part, value })),
      );
      return pairs.length === 0 ? fc.constant(undefined) : fc.constantFrom(...pairs);
    });
    fc.assert(
      fc.property(two, providers, queries, (pair, registered, asked) => {
        if (!pair) return;
        const { part, value } = pair;
        const either = `var.more == "x" ? ${expression(part.value)} : ${expression(value)}`;
        const open = encoded(part.with(UNKNOWN), `(${either})`);
        const [answers, one, other] = [open, encoded(part.with(part.value)), encoded(part.with(value))].map((text) =>
          askAll(programOf(text, registered), asked),
        );
        expect([open, ...turned(asked, answers!, one!), ...turned(asked, answers!, other!)]).toEqual([open]);
      }),
      parameters,
    );
  });
});
