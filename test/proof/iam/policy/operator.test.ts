import { parseOperator } from '../../../../lib/proof/iam/policy/operator';

/** All operators of the IAM User Guide, "Condition operators", with what each compares; a `!` before a negated one. */
const OPERATORS: readonly [string, string][] = [
  ['StringEquals', 'StringEquals'],
  ['StringNotEquals', '!StringEquals'],
  ['StringEqualsIgnoreCase', 'StringEqualsIgnoreCase'],
  ['StringNotEqualsIgnoreCase', '!StringEqualsIgnoreCase'],
  ['StringLike', 'StringLike'],
  ['StringNotLike', '!StringLike'],
  ['NumericEquals', 'NumericEquals'],
  ['NumericNotEquals', '!NumericEquals'],
  ['NumericLessThan', 'NumericLessThan'],
  ['NumericLessThanEquals', 'NumericLessThanEquals'],
  ['NumericGreaterThan', 'NumericGreaterThan'],
  ['NumericGreaterThanEquals', 'NumericGreaterThanEquals'],
  ['DateEquals', 'DateEquals'],
  ['DateNotEquals', '!DateEquals'],
  ['DateLessThan', 'DateLessThan'],
  ['DateLessThanEquals', 'DateLessThanEquals'],
  ['DateGreaterThan', 'DateGreaterThan'],
  ['DateGreaterThanEquals', 'DateGreaterThanEquals'],
  ['Bool', 'Bool'],
  ['BinaryEquals', 'BinaryEquals'],
  ['IpAddress', 'IpAddress'],
  ['NotIpAddress', '!IpAddress'],
  ['ArnEquals', 'Arn'],
  ['ArnLike', 'Arn'],
  ['ArnNotEquals', '!Arn'],
  ['ArnNotLike', '!Arn'],
];

describe('an operator of IAM', () => {
  it.each(OPERATORS)('%s compares %s, also with a set operator before it and IfExists after it', (name, meaning) => {
    const own = { family: meaning.replace('!', ''), negated: meaning.startsWith('!') };
    expect(parseOperator(name)).toEqual({ name, ...own, ifExists: false, set: undefined });
    expect(parseOperator(`${name}IfExists`)).toMatchObject({ name: `${name}IfExists`, ...own, ifExists: true });
    for (const set of ['ForAllValues', 'ForAnyValue']) {
      expect(parseOperator(`${set}:${name}`)).toMatchObject({ ...own, set, ifExists: false });
      expect(parseOperator(`${set}:${name}IfExists`)).toMatchObject({ ...own, set, ifExists: true });
    }
  });

  it('Null asks for a key, and takes neither a set operator nor IfExists', () => {
    expect(parseOperator('Null')).toMatchObject({ family: 'Null', negated: false, ifExists: false });
    expect(['NullIfExists', 'ForAnyValue:Null', 'ForAllValues:NullIfExists'].map(parseOperator)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each([
    'stringEquals',
    'StringMatches',
    'ForSomeValues:StringEquals',
    'ForAllValues:ForAnyValue:StringEquals',
    'StringEqualsifexists',
    'StringEquals ',
    'StringEqualsIfExistsIfExists',
    'NotNull',
    'BoolNot',
    'Arn',
    'toString',
    '',
  ])('is not %j', (name) => expect(parseOperator(name)).toBeUndefined());
});
