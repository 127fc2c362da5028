import { ExpressionError } from '../../../../../lib/proof/read/terraform/expression/expression';
import { regularExpression } from '../../../../../lib/proof/read/terraform/expression/functions/regular-expression';

describe('a regular expression of Terraform', () => {
  test.each([
    ['^(.*provider/)', 'arn:aws:iam::1:oidc-provider/host', 'arn:aws:iam::1:oidc-provider/'],
    ['(?i)ABC', 'xabc', 'abc'],
    ['([0-9a-f]{8})-([0-9a-f]{4})', '0123abcd-4567', '0123abcd-4567'],
    ['(?P<name>a)b', 'ab', 'ab'],
    ['a\\\\1', 'a\\1', 'a\\1'],
    ['[(]?=', '(=', '(='],
  ])('GIVEN %j THEN it finds what RE2 finds', (pattern, text, found) => {
    expect(regularExpression(pattern, text).exec(text)?.[0]).toBe(found);
  });

  test.each([
    ['(a+)+$', 'too intricate'],
    ['(((a+)))+$', 'too intricate'],
    ['^((((a|aa))))+$', 'too intricate'],
    ['a*a*a*a*a*a*b', 'too intricate'],
    ['a'.repeat(3000), 'too intricate'],
    ['(?=a)b', 'looks around or back'],
    ['(?<!a)b', 'looks around or back'],
    ['(a)\\1', 'looks around or back'],
    ['(a', 'not understood'],
  ])('GIVEN %j THEN it is not tried', (pattern, because) => {
    const make = (): RegExp => regularExpression(pattern, 'a'.repeat(1000));
    expect(make).toThrow(ExpressionError);
    expect(make).toThrow(because);
  });
});
