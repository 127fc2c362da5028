import fc from 'fast-check';

/** The blocks and arguments of a `data.aws_iam_policy_document`, as Terraform's JSON has them. */
export type DocumentArguments = Readonly<Record<string, unknown>>;

const oneOf = (...texts: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);
const some = <T>(item: fc.Arbitrary<T>, maxLength = 3): fc.Arbitrary<T[]> =>
  fc.array(item, { minLength: 1, maxLength });
const list = <T>(item: fc.Arbitrary<T>, maxLength = 3): fc.Arbitrary<T[]> => fc.array(item, { maxLength });
/** Often not there at all. */
const perhaps = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined, freq: 2 });

const ACTIONS = oneOf('sts:AssumeRole', 'sts:TagSession', 'sts:assumerolewithwebidentity', 'sts:*', 's3:Get*', '*');
const RESOURCES = oneOf('*', 'arn:aws:s3:::b/*', 'arn:aws:s3:::b/&{aws:username}/*', 'arn:aws:s3:::b/$${aws:username}');
const PRINCIPALS = fc.record({
  type: oneOf('AWS', 'Federated', 'Service', '*'),
  identifiers: some(
    oneOf('*', '111122223333', 'arn:aws:iam::111122223333:root', 'pods.eks.amazonaws.com', 'ec2.amazonaws.com'),
  ),
});
const CONDITION = fc.record({
  test: oneOf('StringEquals', 'StringLike', 'ForAnyValue:StringLike', 'Null', 'Bool'),
  variable: oneOf('aws:SourceAccount', 'aws:sourceaccount', 'oidc.example/id/A:sub', 'aws:PrincipalTag/team'),
  values: some(oneOf('a', 'b', 'true', 'false', '&{aws:PrincipalTag/team}', '1', '')),
});

const OF_TRUST = oneOf('sts:AssumeRole', 'sts:TagSession', 'sts:assumerolewithwebidentity', 'sts:*', '*');

/** What a statement has beside Sid, effect and conditions: of a trust, of permissions, and of a resource's own policy. */
const ABOUT: readonly fc.Arbitrary<Readonly<Record<string, unknown>>>[] = [
  fc.record({ actions: some(OF_TRUST), principals: some(PRINCIPALS) }),
  fc.record({ actions: some(ACTIONS), resources: some(RESOURCES) }),
  fc.record({ not_actions: some(ACTIONS), resources: some(RESOURCES) }),
  fc.record({ actions: some(ACTIONS), not_resources: some(RESOURCES) }),
  fc.record({ actions: some(ACTIONS), resources: some(RESOURCES), principals: some(PRINCIPALS) }),
  fc.record({ actions: some(ACTIONS), resources: some(RESOURCES), not_principals: some(PRINCIPALS, 1) }),
  // What the cloud refuses.
  fc.record({
    actions: perhaps(list(ACTIONS)),
    not_actions: perhaps(list(ACTIONS, 2)),
    resources: perhaps(list(RESOURCES)),
    not_resources: perhaps(list(RESOURCES, 2)),
    principals: perhaps(list(PRINCIPALS)),
    not_principals: perhaps(list(PRINCIPALS, 1)),
  }),
];

/** Statements of one kind, so that somebody accepts the document that they are in. */
function statements(maxLength: number): fc.Arbitrary<readonly DocumentArguments[]> {
  const given = fc.record({
    sid: perhaps(oneOf('', 'A', 'B', 'C', 'D')),
    effect: perhaps(oneOf('Allow', 'Deny')),
    condition: perhaps(list(CONDITION)),
  });
  return fc.constantFrom(...ABOUT).chain((about) =>
    fc.array(
      fc.tuple(given, about).map(([more, what]) => withoutUndefined({ ...more, ...what })),
      { maxLength },
    ),
  );
}

/** Documents that somebody wrote out, in the forms in which people do. */
const WRITTEN = oneOf(
  '{"Version":"2012-10-17","Statement":{"Sid":"A","Effect":"Deny","Action":"s3:*","Resource":"*"}}',
  '{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Action":["s3:Put*","s3:Get*"],"Resource":["*"]}]}',
  '{"Statement":[{"Sid":"D","Effect":"Allow","NotAction":"iam:*","Resource":"*"}]}',
  '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}',
  '',
);

/**
 * Documents by their names: some that stand for themselves, and then some that are made of those and of texts. What the
 * provider refuses, as two statements of one Sid, is among them.
 */
export function randomDocuments(count: number, seed: number): ReadonlyMap<string, DocumentArguments> {
  const bases = Math.ceil(count / 3);
  const names = Array.from({ length: count }, (_, index) => `d${index}`);
  const reference = fc.nat({ max: bases - 1 }).map((index) => `\${data.aws_iam_policy_document.d${index}.json}`);
  const others = list(fc.oneof({ weight: 3, arbitrary: reference }, { weight: 1, arbitrary: WRITTEN }), 2);
  const base = fc.record({ version: perhaps(oneOf('2012-10-17', '2008-10-17')), statement: statements(3) });
  const made = fc.record({
    ...{ version: perhaps(oneOf('2012-10-17', '2008-10-17')) },
    ...{ statement: statements(2) },
    ...{ source_policy_documents: perhaps(others), override_policy_documents: perhaps(others) },
  });
  const all = [
    ...fc.sample(base, { numRuns: bases, seed }),
    ...fc.sample(made, { numRuns: count - bases, seed: seed + 1 }),
  ];
  return new Map(names.map((name, index) => [name, withoutUndefined(all[index]!)]));
}

function withoutUndefined(value: Readonly<Record<string, unknown>>): DocumentArguments {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
}
