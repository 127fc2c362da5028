import fc from 'fast-check';
import { globsMeet, includesGlob, matchesGlob, takesPieces } from '../../../lib/proof/model/known/glob';

/** A glob as a regular expression, which the code under test does not use. */
function expressionOf(glob: string): RegExp {
  const parts = [...glob].map((one) => (one === '*' ? '.*' : one === '?' ? '.' : one));
  return new RegExp(`^${parts.join('')}$`);
}

const textOf = (...characters: readonly string[]): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...characters), maxLength: 6 });
const glob = textOf('a', 'b', '*', '?');
const name = textOf('a', 'b');

describe('a name in a glob', () => {
  it.each([
    ['', '', true],
    ['', 'a', false],
    ['a', '', false],
    ['a*', 'a', true],
    ['a**', 'ab', true],
    ['*', '', true],
    ['?', '', false],
    ['?', 'ab', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a*b*c', 'a-b-b-c-c', true],
    ['*ab', 'aab', true],
    ['*ab', 'aba', false],
  ])('%s has %s: %s', (pattern, text, answer) => expect(matchesGlob(pattern, text)).toBe(answer));

  it('is what a regular expression says', () => {
    fc.assert(
      fc.property(glob, name, (pattern, text) => {
        expect(matchesGlob(pattern, text)).toBe(expressionOf(pattern).test(text));
      }),
    );
  });

  it('is found with one comparison for each character of the name and the name again for each of the pattern, no more', () => {
    let steps = 0;
    const text = 'a'.repeat(200);
    const pattern = `${'*a'.repeat(20)}*b`;
    takesPieces(
      pattern,
      text,
      '*',
      (piece, own) => piece === own,
      () => steps++,
    );
    expect(steps).toBeLessThan(pattern.length * text.length);
    expect(steps).toBeGreaterThan(text.length);
  });
});

describe('a glob in another one', () => {
  it.each([
    ['prod-*', 'prod-eu-*', true],
    ['prod-*', 'prod-1', true],
    ['prod-*', 'pro*', false],
    ['a?c', 'abc', true],
    ['a?c', 'a?c', true],
    ['a?c', 'a*c', false],
    ['abc', 'a?c', false],
    ['a*c', 'a?c', true],
    ['*', 'a*?b', true],
    ['a', 'b', false],
  ])('%s holds all of %s: %s', (wider, narrower, answer) => expect(includesGlob(wider, narrower)).toBe(answer));

  it('never holds less than it is said to', () => {
    fc.assert(
      fc.property(glob, glob, name, (wider, narrower, text) => {
        if (includesGlob(wider, narrower) && expressionOf(narrower).test(text)) {
          expect(text).toMatch(expressionOf(wider));
        }
      }),
    );
  });

  it('is always in itself', () => {
    fc.assert(fc.property(glob, (one) => expect(includesGlob(one, one)).toBe(true)));
  });
});

describe('two globs', () => {
  it('meet where a text is in both, and only there', () => {
    const texts = ['', 'a', 'b'].flatMap((a) => ['', 'a', 'b'].flatMap((b) => ['', 'a', 'b'].map((c) => a + b + c)));
    const short = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 3 });
    fc.assert(
      fc.property(short, short, (one, other) => {
        // Without runs a text is as long as its glob, and the shortest in both as the two together at most.
        const all = texts.flatMap((text) => texts.map((more) => text + more));
        expect(globsMeet(one, other)).toBe(all.some((text) => matchesGlob(one, text) && matchesGlob(other, text)));
      }),
    );
  });
});
