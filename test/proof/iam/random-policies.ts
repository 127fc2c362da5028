import fc from 'fast-check';
import type { NaivePolicy, NaiveStatement } from './naive-evaluator';

/** How many random cases a property takes: as many as by default, or PODTRUST_PROPERTY_RUNS. */
export const runs = (byDefault: number): number => Number(process.env['PODTRUST_PROPERTY_RUNS'] ?? byDefault);
export const PROPERTY_RUNS = runs(500);

export const ACCOUNT = '111122223333';
export const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/ABC';
export const OTHER_ISSUER = 'token.ci.example/';

export const arnOf = (issuer: string, account = ACCOUNT): string => `arn:aws:iam::${account}:oidc-provider/${issuer}`;

export const CONTEXT = {
  account: ACCOUNT,
  providers: [
    { arn: arnOf(ISSUER), issuer: ISSUER, audiences: ['sts.amazonaws.com', '42'] },
    { arn: arnOf(OTHER_ISSUER), issuer: OTHER_ISSUER, audiences: ['sts.amazonaws.com'] },
  ],
};

const NAMES = ['a', 'b', 'ab', 'ba', 'aa', 'app', 'prod', 'prod-a', 'a-b', '42'];

const name = fc.constantFrom(...NAMES);
const serviceAccountName = fc.constantFrom(...NAMES, 'a.b', 'b.a');

export const kubernetesSubject = fc
  .tuple(name, serviceAccountName)
  .map(([namespace, serviceAccount]) => `system:serviceaccount:${namespace}:${serviceAccount}`);

const otherSubject = fc.constantFrom(
  'a',
  'b:app',
  'system:a',
  'repo:a/b',
  'System:ServiceAccount:a:b',
  'ab',
  '*',
  'x:prod',
);

export const token = fc.record({
  iss: fc.constantFrom(`https://${ISSUER}`, `https://${ISSUER}`, `https://${OTHER_ISSUER}`),
  sub: fc.oneof({ arbitrary: kubernetesSubject, weight: 5 }, { arbitrary: otherSubject, weight: 1 }),
  aud: fc.constantFrom('sts.amazonaws.com', 'sts.amazonaws.com', '42', 'other'),
});

/** Pieces that patterns of subjects are made of: enough of each other's beginnings and ends to overlap in odd ways. */
const PIECES = ['*', '*', '?', 'a', 'b', ':', 'app', 'prod', '-', '.', 'system', 'A', '${*}', '${?}'];
/** Policy variables that no such request has, and one of which it depends. */
const VARIABLES = ['${aws:PrincipalTag/team}', "${aws:PrincipalTag/team, 'a'}", '${aws:SourceIp}'];
const piece = fc.oneof(
  { arbitrary: fc.constantFrom(...PIECES), weight: 24 },
  { arbitrary: fc.constantFrom(...VARIABLES), weight: 1 },
);
const afterPrefix = fc.array(piece, { maxLength: 5 }).map((pieces) => `system:serviceaccount:${pieces.join('')}`);
const pair = fc
  .tuple(fc.array(piece, { maxLength: 3 }), fc.array(piece, { maxLength: 3 }))
  .map(([namespace, serviceAccount]) => `system:serviceaccount:${namespace.join('')}:${serviceAccount.join('')}`);
const subjectValue = fc.oneof(
  { arbitrary: kubernetesSubject, weight: 4 },
  { arbitrary: pair, weight: 6 },
  { arbitrary: afterPrefix, weight: 2 },
  { arbitrary: fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join('')), weight: 2 },
  {
    arbitrary: fc.constantFrom('*', 'system:*', 'system:*:prod*', '*:app', 'SYSTEM:serviceaccount:A:b', 'repo:a/*'),
    weight: 2,
  },
);

const audienceValue = fc.constantFrom('sts.amazonaws.com', 'STS.amazonaws.com', 'sts.*', '42', '41', '*', 'other');

const values = (value: fc.Arbitrary<string>): fc.Arbitrary<string | string[]> =>
  fc.oneof(value, fc.array(value, { maxLength: 4 }));

const stringOperator = fc.constantFrom(
  'StringEquals',
  'StringLike',
  'StringLike',
  'StringNotEquals',
  'StringNotLike',
  'StringEqualsIgnoreCase',
  'StringNotEqualsIgnoreCase',
);

/** With an `IfExists` and a set operator now and then. */
const decorated = (operator: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom('', '', '', '', 'ForAllValues:', 'ForAnyValue:'),
      operator,
      fc.constantFrom('', '', '', 'IfExists'),
    )
    .map((parts) => parts.join(''));

type Clause = readonly [operator: string, key: string, values: string | string[]];

const clause = (
  operator: fc.Arbitrary<string>,
  key: fc.Arbitrary<string>,
  value: fc.Arbitrary<string>,
): fc.Arbitrary<Clause> => fc.tuple(decorated(operator), key, values(value));

const subjectKey = fc.constantFrom(
  `${ISSUER}:sub`,
  `${ISSUER}:sub`,
  `${ISSUER.toUpperCase()}:SUB`,
  `${OTHER_ISSUER}:sub`,
  `https://${ISSUER}:sub`,
);

const webIdentityClause: fc.Arbitrary<Clause> = fc.oneof(
  { arbitrary: clause(stringOperator, subjectKey, subjectValue), weight: 12 },
  {
    arbitrary: clause(stringOperator, fc.constantFrom(`${ISSUER}:aud`, `${OTHER_ISSUER}:Aud`), audienceValue),
    weight: 3,
  },
  {
    arbitrary: clause(
      fc.constantFrom('NumericEquals', 'NumericLessThan'),
      fc.constant(`${ISSUER}:aud`),
      fc.constantFrom('42', '43', '7'),
    ),
    weight: 1,
  },
  {
    arbitrary: clause(
      fc.constantFrom('ArnLike', 'ArnEquals', 'Bool', 'NumericEquals'),
      subjectKey,
      fc.constantFrom('true', '7', 'arn:*:*:*:*:*', '*:*:*:*:*:a'),
    ),
    weight: 1,
  },
  {
    arbitrary: clause(
      fc.constantFrom('IpAddress'),
      fc.constant('aws:SourceIp'),
      fc.constantFrom('10.0.0.0/8', '8.0.0.0/8'),
    ),
    weight: 1,
  },
  {
    arbitrary: clause(
      stringOperator,
      fc.constantFrom('aws:RequestTag/team', 'aws:PrincipalTag/team', 'saml:aud'),
      subjectValue,
    ),
    weight: 1,
  },
  {
    arbitrary: clause(
      stringOperator,
      fc.constant('sts:RoleSessionName'),
      fc.constantFrom('ab', 'a*', '*b', '??', 'zz'),
    ),
    weight: 1,
  },
  {
    arbitrary: fc.tuple(
      fc.constant('Null'),
      fc.oneof(subjectKey, fc.constantFrom('aws:RequestTag/team', `${ISSUER}:aud`)),
      values(fc.constantFrom('true', 'false')),
    ),
    weight: 1,
  },
);

/** Clauses of one operator and key cannot be twice in a JSON object: the last one stays, as in Terraform. */
const conditionOf = (clauses: readonly Clause[]): NaiveStatement['Condition'] => {
  const condition: { [operator: string]: { [key: string]: string | string[] } } = {};
  for (const [operator, key, value] of clauses) {
    const keys = (condition[operator] ??= {});
    for (const same of Object.keys(keys)) if (same.toLowerCase() === key.toLowerCase()) delete keys[same];
    keys[key] = value;
  }
  return condition;
};

const statementOf = (
  principal: fc.Arbitrary<NaiveStatement['Principal']>,
  action: fc.Arbitrary<Pick<NaiveStatement, 'Action' | 'NotAction'>>,
  clauses: fc.Arbitrary<Clause>,
): fc.Arbitrary<NaiveStatement> =>
  fc
    .tuple(
      fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Deny'),
      principal,
      action,
      fc.array(clauses, { maxLength: 3 }),
    )
    .map(([Effect, Principal, action, clauses]) => ({ Effect, Principal, ...action, Condition: conditionOf(clauses) }));

const policyOf = (statement: fc.Arbitrary<NaiveStatement>): fc.Arbitrary<NaivePolicy> =>
  fc
    .tuple(
      fc.constantFrom('2012-10-17', '2012-10-17', '2008-10-17', undefined),
      fc.array(statement, { minLength: 1, maxLength: 4 }),
    )
    .map(([Version, Statement]) => ({ ...(Version ? { Version } : {}), Statement }));

export const webIdentityPolicy = policyOf(
  statementOf(
    fc.constantFrom<NaiveStatement['Principal'][]>(
      { Federated: arnOf(ISSUER) },
      { Federated: arnOf(ISSUER) },
      { Federated: [arnOf(OTHER_ISSUER), arnOf(ISSUER)] },
      { Federated: arnOf(ISSUER, '999999999999') },
      { AWS: ACCOUNT, Federated: arnOf(OTHER_ISSUER) },
      '*',
      { AWS: '*' },
    ),
    fc.constantFrom<Pick<NaiveStatement, 'Action' | 'NotAction'>[]>(
      { Action: 'sts:AssumeRoleWithWebIdentity' },
      { Action: 'sts:AssumeRoleWithWebIdentity' },
      { Action: ['sts:TagSession', 'STS:assumerole*'] },
      { Action: 'sts:*' },
      { Action: '*' },
      { Action: 'sts:AssumeRole' },
      { NotAction: 'sts:AssumeRole' },
      { NotAction: ['s3:*', 'sts:Assume*'] },
    ),
    webIdentityClause,
  ),
);

const CLUSTERS = ['main', 'prod', 'prod-a', 'a'].flatMap((cluster) =>
  [ACCOUNT, '999999999999'].map((account) => `arn:aws:eks:eu-west-1:${account}:cluster/${cluster}`),
);

export const session = fc
  .record({ clusterArn: fc.constantFrom(...CLUSTERS), namespace: name, serviceAccount: serviceAccountName })
  .map((one) => ({ ...one, account: one.clusterArn.split(':')[4]! }));

const nameValue = fc.oneof(
  name,
  fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join('')),
);
const arnValue = fc.constantFrom(
  ...CLUSTERS,
  'arn:aws:eks:*:*:cluster/prod*',
  'arn:*:eks:eu-west-1:111122223333:cluster/*',
  'arn:aws:eks:eu-west-?:*:cluster/main',
  '*',
  '*/prod*',
  'arn:aws:eks:*',
  'arn:aws:*:cluster/a',
);

const TAG = 'aws:RequestTag/';
const podIdentityClause: fc.Arbitrary<Clause> = fc.oneof(
  {
    arbitrary: clause(
      stringOperator,
      fc.constantFrom(`${TAG}kubernetes-namespace`, `${TAG}Kubernetes-Service-Account`, `${TAG}eks-cluster-name`),
      nameValue,
    ),
    weight: 6,
  },
  { arbitrary: clause(stringOperator, fc.constantFrom(`${TAG}eks-cluster-arn`, 'aws:SourceArn'), arnValue), weight: 3 },
  {
    arbitrary: clause(
      fc.constantFrom('ArnEquals', 'ArnLike', 'ArnNotLike', 'ArnNotEquals'),
      fc.constantFrom(`${TAG}eks-cluster-arn`, 'aws:SourceArn'),
      arnValue,
    ),
    weight: 3,
  },
  {
    arbitrary: clause(stringOperator, fc.constant('aws:SourceAccount'), fc.constantFrom(ACCOUNT, '999999999999', '1*')),
    weight: 2,
  },
  {
    arbitrary: clause(
      stringOperator,
      fc.constantFrom('aws:TagKeys', `${TAG}team`),
      fc.constantFrom('eks-*', 'kubernetes-*', 'team'),
    ),
    weight: 1,
  },
  {
    arbitrary: clause(fc.constantFrom('IpAddress'), fc.constant('aws:SourceIp'), fc.constantFrom('10.0.0.0/8')),
    weight: 1,
  },
);

export const podIdentityPolicy = policyOf(
  statementOf(
    fc.constantFrom<NaiveStatement['Principal'][]>(
      { Service: 'pods.eks.amazonaws.com' },
      { Service: 'pods.eks.amazonaws.com' },
      { Service: ['ec2.amazonaws.com', 'pods.eks.amazonaws.com'] },
      { Service: 'ec2.amazonaws.com' },
      '*',
    ),
    fc.constantFrom<Pick<NaiveStatement, 'Action' | 'NotAction'>[]>(
      { Action: ['sts:AssumeRole', 'sts:TagSession'] },
      { Action: ['sts:AssumeRole', 'sts:TagSession'] },
      { Action: 'sts:AssumeRole' },
      { Action: 'sts:TagSession' },
      { Action: 'sts:*' },
      { NotAction: 'sts:TagSession' },
    ),
    podIdentityClause,
  ),
);

/** The policy with a word in the values of its conditions replaced: by a symbol, or by what the symbol turns out to be. */
export function withWord(policy: NaivePolicy, word: string, replacement: string): NaivePolicy {
  const replaceIn = (value: string): string => value.replaceAll(word, replacement);
  return {
    ...policy,
    Statement: policy.Statement.map((statement) => ({
      ...statement,
      Condition: Object.fromEntries(
        Object.entries(statement.Condition ?? {}).map(([operator, keys]) => [
          operator,
          Object.fromEntries(
            Object.entries(keys).map(([key, values]) => [
              key,
              typeof values === 'string' ? replaceIn(values) : values.map(replaceIn),
            ]),
          ),
        ]),
      ),
    })),
  };
}
