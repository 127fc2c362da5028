import fc from 'fast-check';
import { printable, printableLines } from '../../lib/core/printable';

const ESCAPE = '\u001b[31m';
const REVERSED = '\u202e';

test('an escape sequence, a line feed and a change of direction are written out', () => {
  expect(printable(`a${ESCAPE}\n\u009b${REVERSED}`)).toBe('a\\u001b[31m\\u000a\\u009b\\u202e');
});

test('of a text with lines the line feeds and tabs are kept', () => {
  expect(printableLines(`a\n\tb${ESCAPE}`)).toBe('a\n\tb\\u001b[31m');
});

test('letters of any language are left as they are', () => {
  expect(printable('größe 名前 اسم 🙂')).toBe('größe 名前 اسم 🙂');
});

test('JSON means the same afterwards, and nothing in it acts on a terminal', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', '\u009b', '\u202e', '\u2028') })),
      (names) => {
        const json = printableLines(JSON.stringify(names, null, 2));
        expect(JSON.parse(json)).toEqual(names);
        expect(json).not.toMatch(/[\u009b\u202e\u2028]/);
      },
    ),
  );
});

test('of all characters a line feed and a tab alone are kept where lines are', () => {
  for (let code = 0; code <= 0xffff; code++) {
    const character = String.fromCharCode(code);
    expect(printableLines(character)).toBe('\n\t'.includes(character) ? character : printable(character));
  }
});
