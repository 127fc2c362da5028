import fc from 'fast-check';
import { newBudget } from '../../../../lib/proof/iam/budget';
import {
  FOLD,
  ONE,
  RUN,
  covers,
  mayBeEqual,
  mayMeet,
  meet,
  placesAfter,
  shortestLength,
  tidy,
  union,
  withSymbolsOpen,
} from '../../../../lib/proof/iam/region/glob';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import { runs } from '../random-policies';

const pattern = fc.array(fc.constantFrom('a', 'b', RUN, ONE), { maxLength: 6 }).map((pieces) => pieces.join(''));

/** Every text of a and b up to a length that tells two patterns of six pieces apart. */
const TEXTS = Array.from({ length: 8 }, (_, length) =>
  Array.from({ length: 2 ** length }, (_, bits) =>
    [...bits.toString(2).padStart(length, '0')]
      .slice(0, length)
      .map((bit) => (bit === '0' ? 'a' : 'b'))
      .join(''),
  ),
).flat();

const expression = (glob: string): RegExp => new RegExp(`^${glob.replaceAll(RUN, '[ab]*').replaceAll(ONE, '[ab]')}$`);

describe('patterns', () => {
  it('match as regular expressions do, without their backtracking', () => {
    fc.assert(
      fc.property(pattern, fc.constantFrom(...TEXTS), (glob, text) => {
        expect(covers(glob, text, newBudget())).toBe(expression(glob).test(text));
      }),
    );
  });

  it('share exactly the texts of the union that their intersection is', () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const shared = meet(a, b, 'certain', newBudget()).map(expression);
        const both = [expression(a), expression(b)];
        const wrong = TEXTS.filter(
          (text) => shared.some((one) => one.test(text)) !== both.every((one) => one.test(text)),
        );
        expect(wrong).toEqual([]);
        expect(mayMeet(a, b, newBudget())).toBe(shared.length > 0);
      }),
      { numRuns: runs(300) },
    );
  });

  it('without wildcards, and with unknown values, may be equal wherever some values of these make them so', () => {
    const [first, second] = [symbolOf('first'), symbolOf('second')];
    const text = fc.array(fc.constantFrom('a', 'b', first, second), { maxLength: 4 }).map((pieces) => pieces.join(''));
    const value = fc.constantFrom(...TEXTS.slice(0, 15));
    fc.assert(
      fc.property(text, text, value, value, (a, b, one, other) => {
        const [known, alsoKnown] = [a, b].map((unknown) => unknown.replaceAll(first, one).replaceAll(second, other));
        if (known === alsoKnown) expect(mayBeEqual(a, b, newBudget())).toBe(true);
      }),
    );
  });

  it('with the same unknown value and another text beside it are not equal', () => {
    const issuer = symbolOf('issuer');
    expect(mayBeEqual(issuer, `${issuer}/`, newBudget())).toBe(false);
    expect(mayBeEqual(`${issuer}:sub`, `${issuer}:aud`, newBudget())).toBe(false);
    expect(mayBeEqual(`a${issuer}`, `${issuer}a`, newBudget())).toBe(true);
  });
});

describe('a pattern', () => {
  const A = symbolOf('var.a');

  it('has one spelling: within a series of wildcards each single one first, then one run', () => {
    expect([`${RUN}${ONE}${RUN}`, `a${RUN}${RUN}b`, `${ONE}${ONE}`, `a${RUN}b${ONE}c`].map(tidy)).toEqual([
      ONE + RUN,
      `a${RUN}b`,
      ONE + ONE,
      `a${RUN}b${ONE}c`,
    ]);
  });

  it('is at least as long as what it has beside its runs and its unknown values', () => {
    expect(['abc', `a${RUN}b${ONE}`, `${FOLD}a${RUN}`, `a${A}b`, `${A}${RUN}`, ''].map(shortestLength)).toEqual([
      3, 3, 1, 2, 0, 0,
    ]);
  });

  it('with unknown values is one of any text in their place', () => {
    expect([`a${A}b`, `${A}${RUN}${A}`, 'ab'].map(withSymbolsOpen)).toEqual([`a${RUN}b`, RUN, 'ab']);
  });

  it('that another one covers is left out of a union, and of two that mean the same the first stays', () => {
    const fold = FOLD + 'a';
    expect(union([RUN, 'a', 'b'], newBudget())).toEqual([RUN]);
    expect(union(['a', 'b', 'a'], newBudget())).toEqual(['a', 'b']);
    expect(union([fold, 'a', 'A'], newBudget())).toEqual([fold]);
    const [one, other] = [RUN, RUN + RUN];
    expect(union([one, other], newBudget())).toHaveLength(1);
    expect(union([other, one], newBudget())).toEqual(union([one, other], newBudget()));
  });

  it('is at the places where a text may have led', () => {
    const places = (...of: Parameters<typeof placesAfter>): readonly number[] => [...placesAfter(...of)].sort();
    expect(places(['a', RUN, 'b'], 'ab')).toEqual([1, 2, 3]);
    expect(places([RUN, 'b'], '')).toEqual([0, 1]);
    expect(places(['a', 'b'], 'x')).toEqual([]);
    expect(places(['a', RUN, 'b'], 'b', 1)).toEqual([1, 2, 3]);
  });
});

describe('of two spellings of one pattern', () => {
  it('the first in order stays in a union', () => {
    expect(union([RUN + RUN, RUN], newBudget())).toEqual([RUN]);
    expect(union([RUN, RUN + RUN], newBudget())).toEqual([RUN]);
  });
});

it('an unknown value that is cut off is unknown to its end', () => {
  expect(withSymbolsOpen('a\uE000var.b')).toBe(`a${RUN}`);
});
