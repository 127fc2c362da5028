import { truthValue, wholeNumber } from '../../lib/admission/annotation-values';

describe('values of annotations', () => {
  test.each([
    ['0', 0],
    ['-5', -5],
    ['+5', 5],
    ['007', 7],
    ['9223372036854775807', 9223372036854775807n],
    ['-9223372036854775808', -9223372036854775808n],
  ])('%p is a whole number', (text, value) => {
    expect(wholeNumber(text)).toBe(Number(value));
  });

  test.each(['', ' 1', '1 ', '1.0', '1e3', '0x10', '1_000', '--1', '9223372036854775808', '-9223372036854775809', '١'])(
    '%p is not a whole number',
    (text) => {
      expect(wholeNumber(text)).toBeUndefined();
    },
  );

  test('exactly twelve texts are truth values', () => {
    for (const text of ['1', 't', 'T', 'TRUE', 'true', 'True']) expect(truthValue(text)).toBe(true);
    for (const text of ['0', 'f', 'F', 'FALSE', 'false', 'False']) expect(truthValue(text)).toBe(false);
    for (const text of ['', 'tRUE', 'yes', 'on', ' true', 'constructor']) expect(truthValue(text)).toBeUndefined();
  });
});
