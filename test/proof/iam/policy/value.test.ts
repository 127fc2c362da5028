import { newBudget } from '../../../../lib/proof/iam/budget';
import { FOLD, ONE, RUN } from '../../../../lib/proof/iam/region/glob';
import {
  colonsOf,
  isArn,
  isArnMatch,
  isMatch,
  isOfKind,
  isText,
  patternOf,
  variablesIn,
  withKnownVariables,
} from '../../../../lib/proof/iam/policy/value';
import type { OperatorFamily } from '../../../../lib/proof/model/identity/statement';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';

const A = symbolOf('var.a');
const NEW = '2012-10-17';
const OLD = '2008-10-17';
const ROLE = 'arn:aws:iam::111122223333:role/a';

describe('a value with the policy variables of a request written out', () => {
  const OF_REQUEST: Readonly<Record<string, string>> = {
    'aws:username': 'jane',
    'aws:PrincipalTag/any': 'team*',
    'aws:PrincipalTag/one': 'team?',
    'aws:PrincipalTag/money': '${aws:username}',
  };
  const written = (value: string, version: typeof NEW | typeof OLD = NEW): string =>
    withKnownVariables(value, version, (key) => OF_REQUEST[key]);

  it('has what the request has for each key, whatever the default', () => {
    expect(written("home/${aws:username}/${ aws:username , 'nobody'}-${*}")).toBe('home/jane/jane-${*}');
    expect(withKnownVariables('${no key}', NEW, () => 'known')).toBe('${no key}');
  });

  it('keeps a variable whose value is not known, or would be read as a pattern', () => {
    for (const key of ['aws:userid', 'aws:PrincipalTag/any', 'aws:PrincipalTag/one', 'aws:PrincipalTag/money']) {
      expect(written(`a/\${${key}}`)).toBe(`a/\${${key}}`);
    }
  });

  it('has none in the language of 2008, nor in the name of a value that is not known', () => {
    expect(written('${aws:username}', OLD)).toBe('${aws:username}');
    const symbol = symbolOf('var.of["${aws:username}"]');
    expect(written(`${symbol}/\${aws:username}`)).toBe(`${symbol}/jane`);
  });
});

describe('a value of a condition as a pattern', () => {
  const glob = (value: string, family: OperatorFamily = 'StringLike', version: typeof NEW | typeof OLD = NEW): string =>
    patternOf(value, family, version).glob;

  it('has wildcards under StringLike and the ARN operators only', () => {
    expect([glob('a*b?'), glob('a*b?', 'Arn'), glob('a*b?', 'StringEquals')]).toEqual([
      `a${RUN}b${ONE}`,
      `a${RUN}b${ONE}`,
      'a*b?',
    ]);
    expect(glob('a**b')).toBe(`a${RUN}b`);
  });

  it('has letters in either case where the operator ignores it, and other characters as they are', () => {
    expect(glob('aB-1*', 'StringEqualsIgnoreCase')).toBe(`${FOLD}a${FOLD}b-1*`);
    expect(glob('İß', 'StringEqualsIgnoreCase')).toBe(`İ${FOLD}ß`);
    expect(glob(`a${A}b`, 'StringEqualsIgnoreCase')).toBe(`${FOLD}a${A}${FOLD}b`);
  });

  it('has the characters themselves by ${*}, ${?} and ${$}', () => {
    expect(glob('a${*}${?}${$}*')).toBe(`a*?$${RUN}`);
    expect(glob('a${*}', 'StringEquals')).toBe('a*');
    expect(glob('${*}', 'StringLike', OLD)).toBe(`\${${RUN}}`);
    expect(glob('${*}', 'StringEquals', OLD)).toBe('${*}');
    expect(glob('${aB}', 'StringEqualsIgnoreCase', OLD)).toBe(`\${${FOLD}a${FOLD}b}`);
  });

  it('leaves symbols alone, whatever their references have', () => {
    const symbol = symbolOf('x["*"].${y?}');
    expect(glob(`a*${symbol}`)).toBe(`a${RUN}${symbol}`);
    expect(glob(`\${*}${symbol}`)).toBe(`*${symbol}`);
  });

  it('is open where a variable has a value that nobody knows, and has what it stands for by default where it has none', () => {
    const isAbsent = (key: string): boolean => key === 'aws:username';
    const read = (value: string, family: OperatorFamily = 'StringEquals') => patternOf(value, family, NEW, isAbsent);
    expect(read('a-${aws:SourceIp}-b')).toEqual({ glob: `a-${RUN}-b`, certain: false });
    expect(read('a-${aws:username}')).toEqual({ glob: RUN, certain: true, never: true });
    expect(read("a-${aws:username, 'x'}")).toEqual({ glob: 'a-x', certain: true });
    expect(read("${ aws:username ,  'x y' }")).toEqual({ glob: 'x y', certain: true });
    expect(read("${aws:username,''}")).toEqual({ glob: '', certain: true });
    expect(read("${aws:username, 'Ab'}", 'StringEqualsIgnoreCase')).toEqual({
      glob: `${FOLD}a${FOLD}b`,
      certain: true,
    });
    // AND what is no variable as AWS writes them may be anything
    for (const odd of [
      '${username}',
      '${aws:username, x}',
      "${aws:username, '*'}",
      '${aws:user name}',
      '${}',
      '${x aws:username}',
      "${aws:username 'x'}",
    ]) {
      expect([odd, read(odd)]).toEqual([odd, { glob: RUN, certain: false }]);
    }
    expect(patternOf('${aws:username}', 'StringEquals', NEW)).toEqual({ glob: RUN, certain: false });
    expect(read('${aws:SourceIp}${aws:CurrentTime}')).toEqual({ glob: RUN, certain: false });
    expect(read('a${').glob).toBe('a${');
  });

  it('names its variables without a default, in the language of 2012', () => {
    expect(variablesIn("${aws:a}-${aws:b, 'x'}-${*}-${aws:c}", NEW)).toEqual(['aws:a', 'aws:c']);
    expect(variablesIn('${aws:a}', OLD)).toEqual([]);
    expect(variablesIn('aws:a', NEW)).toEqual([]);
  });
});

describe('an ARN', () => {
  it('has six parts, of which the first is arn and the last may have colons', () => {
    expect([ROLE, 'arn:aws:s3:::a', 'arn:aws:x:y:z:a:b'].every(isArn)).toBe(true);
    expect(['arn:aws:iam::role', 'xarn:a:b:c:d:e', 'a:b:c:d:e:f', 'arn'].some(isArn)).toBe(false);
    expect(colonsOf(`a:${symbolOf('x:y')}:b`)).toBe(2);
    expect(colonsOf('')).toBe(0);
  });

  const match = (pattern: string, arn: string): boolean | undefined =>
    isArnMatch(pattern.replaceAll('*', RUN).replaceAll('?', ONE), arn, newBudget());

  it('matches part by part', () => {
    expect(match('arn:aws:iam::*:role/*', ROLE)).toBe(true);
    expect(match('arn:*:role/a', ROLE)).toBeUndefined();
    expect(match('arn:aws:iam:*:role/a', ROLE)).toBeUndefined();
    expect(match('arn:aws:s3:*', ROLE)).toBe(false);
    expect(match('arn:aws:*:*:role/a:x', 'arn:aws:a:b:role/a:x')).toBe(true);
    expect(match('arn:aws:*:x:*:*', 'arn:aws:a:b:x:y')).toBe(false);
    expect(match('arn:aws:s3:::a:*', 'arn:aws:s3:::a:b:c')).toBe(true);
    expect(match('arn:aws:s3:::a:b', 'arn:aws:s3:::a')).toBe(false);
    expect(match('*:*:*:*:*:*', ROLE)).toBe(true);
  });

  it('is not known to match by what is not known', () => {
    expect(match(A, A)).toBe(true);
    expect(match(A, ROLE)).toBeUndefined();
    expect(match(`arn:aws:iam::${A}:role/a`, ROLE)).toBeUndefined();
    expect(match(`arn:aws:iam::${A}:role/b`, ROLE)).toBe(false);
    expect(match(ROLE, A)).toBeUndefined();
  });
});

describe('a value of a request', () => {
  const match = (family: OperatorFamily, value: string, actual: string): boolean | undefined =>
    isMatch(family, value, actual, NEW, newBudget(), (key) => key === 'aws:username');

  it.each<[OperatorFamily, string, string, boolean | undefined]>([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEquals', A, 'a', undefined],
    ['StringEquals', '${aws:SourceIp}', 'a', undefined],
    ['StringEquals', 'x${aws:SourceIp}', 'a', false],
    ['StringEquals', '${aws:username}', 'a', false],
    ['StringEqualsIgnoreCase', 'aB', 'Ab', true],
    ['StringLike', 'a*', 'abc', true],
    ['StringLike', 'a?', 'abc', false],
    ['Arn', 'arn:aws:iam::*:role/a', ROLE, true],
    ['Arn', '${aws:username}', ROLE, false],
    ['Arn', 'arn:aws:iam::${aws:SourceIp}:role/a', ROLE, undefined],
    ['Arn', 'arn:aws:iam::${aws:SourceIp}:role/b', ROLE, false],
    ['Arn', ROLE, 'text', false],
    ['Arn', 'text', 'text', undefined],
    ['Arn', ROLE, A, undefined],
    ['Bool', 'true', 'true', true],
    ['Bool', 'false', 'true', false],
    ['Bool', 'true', 'text', false],
    ['Bool', 'true', 'xtrue', false],
    ['Bool', 'true', 'falsey', false],
    ['Bool', 'True', 'true', undefined],
    ['Bool', 'xtrue', 'true', undefined],
    ['Bool', 'truex', 'true', undefined],
    ['Bool', 'true', A, undefined],
    ['Bool', A, 'true', undefined],
    ['BinaryEquals', 'a', 'a', undefined],
    ['Null', 'true', 'x', undefined],
    ['BinaryEquals', 'a', 'x', undefined],
    ['NumericEquals', 'x7', '7', undefined],
    ['NumericEquals', '7x', '7', undefined],
    ['Arn', '*:*:*:*:*:*', 'a:b:c:d:e:f', undefined],
    ['NumericEquals', '7', '7.0', true],
    ['NumericEquals', '+7', '7', true],
    ['NumericEquals', '-7', '7', false],
    ['NumericEquals', '7', 'x7', false],
    ['NumericEquals', '7', '7x', false],
    ['NumericEquals', 'x', '7', undefined],
    ['NumericEquals', '7.', '7', undefined],
    ['NumericEquals', '7', A, undefined],
    ['NumericEquals', '0.25', '0.25', true],
    ['NumericEquals', '10', '10.25', false],
    ['NumericEquals', '9007199254740991', '9007199254740991', true],
    ['NumericEquals', '9007199254740993', '7', undefined],
    ['NumericEquals', '7', '-9007199254740993', undefined],
    ['NumericLessThan', '7', '7', false],
    ['NumericLessThan', '7', '6', true],
    ['NumericLessThanEquals', '7', '7', true],
    ['NumericLessThanEquals', '7', '8', false],
    ['NumericGreaterThan', '7', '7', false],
    ['NumericGreaterThan', '7', '8', true],
    ['NumericGreaterThanEquals', '7', '7', true],
    ['NumericGreaterThanEquals', '7', '6', false],
    // A date, or an address, may be what begins like one; nothing else is.
    ['DateLessThan', '2030-01-01', '2026-01-01', undefined],
    ['IpAddress', '10.0.0.0/8', 'fd00::1', undefined],
    ['IpAddress', '10.0.0.0/8', ':FF', undefined],
    ['IpAddress', '10.0.0.0/8', 'system:x', false],
    ['IpAddress', '10.0.0.0/8', 'x1', false],
    ['DateEquals', '2030-01-01', A, undefined],
  ])('under %s with %s is %s: %s', (family, value, actual, answer) => {
    expect(match(family, value, actual)).toBe(answer);
  });

  it('is of the kind that the operator compares, or it is not', () => {
    expect([isOfKind('StringLike', 'x'), isOfKind('NumericEquals', '7'), isOfKind('Arn', ROLE)]).toEqual([
      true,
      true,
      true,
    ]);
    expect([
      isOfKind('NumericEquals', 'x'),
      isOfKind('Arn', 'x'),
      isOfKind('DateEquals', ROLE),
      isOfKind('Bool', 'true'),
    ]).toEqual([false, false, false, false]);
  });

  it('is the same text, may be, or is not', () => {
    const text = (pattern: string, one: string): boolean | undefined => isText(pattern, one, newBudget());
    expect([text('a', 'a'), text('a', 'b'), text(A, 'b'), text(A, A), text('b', A), text(`a${A}`, 'b')]).toEqual([
      true,
      false,
      undefined,
      true,
      undefined,
      false,
    ]);
  });
});

describe('what is cut off within an unknown value', () => {
  it('has neither wildcards nor colons', () => {
    expect(patternOf('a\uE000b*', 'StringLike', NEW)).toEqual({ glob: 'a\uE000b*', certain: true });
    expect(colonsOf('a:\uE000b:c')).toBe(1);
  });
});

describe('what is in braces and is no variable', () => {
  it('stands for anything, whichever keys are absent', () => {
    expect(patternOf('a${not a key}', 'StringEquals', NEW, () => true)).toEqual({ glob: `a${RUN}`, certain: false });
  });
});

describe('the last part of an ARN', () => {
  const matches = (pattern: string, arn: string): boolean | undefined => isArnMatch(pattern, arn, newBudget());

  it('has all that follows the fifth colon, and is compared alone', () => {
    expect(matches(`arn:aws:eks:r:1:${RUN}`, 'arn:aws:eks:r:1:a:b:c')).toBe(true);
    expect(matches('arn:aws:eks:r:1:a:b', 'arn:aws:eks:r:1:a:b')).toBe(true);
    expect(matches(`arn:aws:eks:r:${RUN}:b`, 'arn:aws:eks:r:1:a:b')).toBe(false);
    expect(matches('arn:aws:eks:r:1:a:b', 'arn:aws:eks:r:1:ab')).toBe(false);
  });
});

it('what is neither true nor false is never equal to a Bool, whatever that has', () => {
  expect(isMatch('Bool', 'y', 'x', NEW, newBudget(), () => false)).toBe(false);
});
