import fc from 'fast-check';
import { firstCsvRecord } from '../../lib/admission/csv-record';

describe('the first record of a CSV text', () => {
  test.each([
    ['a,b', ['a', 'b']],
    ['a, b', ['a', ' b']],
    ['a,', ['a', '']],
    ['"a,b",c', ['a,b', 'c']],
    ['"a""b"', ['a"b']],
    ['"a\nb",c\nd', ['a\nb', 'c']],
    ['\r\n\na\r\nb', ['a']],
    ['a\r', ['a']],
    ['a\rb', ['a\rb']],
  ])('%j reads %j', (text, fields) => {
    expect(firstCsvRecord(text)).toEqual(fields);
  });

  test.each(['', '\n\n', '\r', 'a"b', '"a', '"a"b', '"a""', ' "a"'])('%j reads nothing', (text) => {
    expect(firstCsvRecord(text)).toBeUndefined();
  });

  test('any names come back from their quoted form', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string().filter((name) => !name.includes('\r')),
          { minLength: 1 },
        ),
        (names) => {
          const text = names.map((name) => `"${name.replace(/"/g, '""')}"`).join(',');
          expect(firstCsvRecord(text)).toEqual(names);
        },
      ),
    );
  });
});
