import { newBudget } from '../../../../lib/proof/iam/budget';
import type { Dimension } from '../../../../lib/proof/iam/region/dimension';
import { FOLD, ONE, RUN } from '../../../../lib/proof/iam/region/glob';
import type { Mode } from '../../../../lib/proof/iam/region/glob';
import { Region, compare, keyOf, merge } from '../../../../lib/proof/iam/region/region';
import type { Box, Term } from '../../../../lib/proof/iam/region/region';
import { NAMESPACE } from '../../../../lib/proof/iam/region/subject';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import { expressionOf } from './automaton';

/** Texts of two letters at most, so that all requests can be listed. */
const SMALL: Dimension = {
  grammar: {
    start: 0,
    step: (state, character) => (state < 2 && 'ab'.includes(character) ? state + 1 : -1),
    accepts: () => true,
    kinds: ['ab'],
    maximumLength: 2,
  },
};
const TEXTS = ['', 'a', 'b', 'aa', 'ab', 'ba', 'bb'];
const REQUESTS = TEXTS.flatMap((one) => TEXTS.map((other) => [one, other]));
const GLOBS = ['a', 'ab', RUN, `a${RUN}`, `${RUN}b`, ONE, `${FOLD}a${RUN}`];
const BOXES: readonly Box[] = GLOBS.flatMap((one) => GLOBS.map((other) => [one, other]));

const small = (): Region => new Region([SMALL, SMALL], newBudget(20_000_000));
const term = (box: Box, except: readonly Box[] = [], because: readonly number[] = [0]): Term => ({
  box,
  except,
  because,
});

const expressions = new Map<string, RegExp>();
const fits = (glob: string, text: string): boolean => {
  const expression = expressions.get(glob) ?? new RegExp(`^${expressionOf(glob)}$`);
  expressions.set(glob, expression);
  return expression.test(text);
};
const isIn = (box: Box, request: readonly string[]): boolean => box.every((glob, at) => fits(glob, request[at]!));
const admits = (terms: readonly Term[], request: readonly string[]): boolean =>
  terms.some(({ box, except }) => isIn(box, request) && !except.some((one) => isIn(one, request)));
/** The requests in a union, by regular expressions and one by one. */
const listed = (terms: readonly Term[]): readonly string[] =>
  REQUESTS.filter((request) => admits(terms, request)).map((request) => request.join());

/** Terms of each box, and with an exception where a smaller box lies in it. */
const TERMS: readonly Term[] = BOXES.flatMap((box, at) => {
  const smaller = BOXES.filter((one) => one !== box && small().boxCovers(box, one));
  return [term(box), ...(smaller.length > 0 ? [term(box, [smaller[at % smaller.length]!])] : [])];
});
/** Pairs of terms, each with some others. */
const PAIRS = TERMS.flatMap((one, at) => [8, 17, 43].map((by) => [one, TERMS[(at + by) % TERMS.length]!] as const));

describe.each<Mode>(['certain', 'possible'])('of known texts, in a reading that is %s,', (mode) => {
  it('what two boxes share is what is in both', () => {
    for (const a of BOXES.filter((_, at) => at % 3 === 0)) {
      for (const b of BOXES) {
        const shared = small().meetBoxes(a, b, mode);
        const both = REQUESTS.filter((one) => isIn(a, one) && isIn(b, one)).map((one) => one.join());
        expect(listed(shared.map((box) => term(box)))).toEqual(both);
        // AND a box that no request is in is none
        expect(shared.length > 0).toBe(both.length > 0);
      }
    }
  });

  it('a union without another, what they share, and a union cut down are those of the requests', () => {
    for (const [a, b] of PAIRS) {
      const region = small();
      const inA = listed([a]);
      const inB = new Set(listed([b]));
      expect(listed(region.subtract([a], [b], mode))).toEqual(inA.filter((one) => !inB.has(one)));
      expect(listed(region.intersect([a], [b], mode))).toEqual(inA.filter((one) => inB.has(one)));
      expect(listed(region.within([a], [b.box], mode))).toEqual(
        inA.filter((one) => listed([term(b.box)]).includes(one)),
      );
    }
  });

  it('a term without all of itself is nothing', () => {
    for (const box of BOXES) {
      expect(small().without(term(box), [box], mode)).toBeUndefined();
      expect(
        small().without(
          term(box),
          [
            ['b', 'b'],
            [RUN, RUN],
          ],
          mode,
        ),
      ).toBeUndefined();
    }
  });

  it('a term without what it has not is the same', () => {
    const one = term(['a', RUN], [['a', 'b']]);
    expect(small().without(one, [['b', RUN]], mode)).toBe(one);
    expect(small().subtract([one], [term(['b', RUN], [['b', 'a']])], mode)).toEqual([one]);
    expect(small().subtract([one], [], mode)).toEqual([one]);
  });

  it('single requests that are taken are gone, and the others stay', () => {
    const singles = ['a', 'b', 'ab'].map((text) => term([text, text]));
    expect(small().subtract(singles, [term(['b', 'b']), term(['a', 'ab'])], mode)).toEqual([singles[0], singles[2]]);
    expect(small().subtract(singles, [term([`a${RUN}`, RUN])], mode)).toEqual([singles[1]]);
  });
});

describe('a union', () => {
  it('is the same in as few terms as are needed', () => {
    for (const [a, b] of PAIRS) {
      const simple = small().simplify([a, b]);
      expect(listed(simple)).toEqual(listed([a, b]));
      for (const one of simple) {
        const others = simple.filter((other) => other !== one);
        // A term without a pattern that lies in others is left out as well as one with patterns.
        expect(listed(others)).not.toEqual(listed(simple));
      }
    }
  });

  it('holds all of a term where it holds each of its requests', () => {
    for (const [one, other] of PAIRS.filter(([first]) => listed([first]).length > 0)) {
      const third = TERMS[(TERMS.indexOf(other) + 5) % TERMS.length]!;
      for (const union of [[other], [other, third], []]) {
        const all = new Set(listed(union));
        expect(small().isInside(one, union)).toBe(listed([one]).every((request) => all.has(request)));
      }
    }
  });

  it('holds a single request unless an exception takes it', () => {
    const single = term(['a', 'b']);
    expect(small().isInside(single, [term([RUN, RUN], [['b', RUN]])])).toBe(true);
    expect(small().isInside(single, [term([RUN, RUN], [['a', RUN]])])).toBe(false);
    expect(small().isInside(single, [term([RUN, RUN], [['a', RUN]]), term([RUN, 'b'], [['b', 'b']])])).toBe(true);
  });

  it('is sorted, and so are the exceptions of its terms', () => {
    const terms = [
      term(
        ['b', RUN],
        [
          ['b', 'b'],
          ['b', 'a'],
          ['b', 'ab'],
        ],
      ),
      term(['a', 'b']),
      term(['a', 'a']),
    ];
    const sorted = [
      term(['a', 'a']),
      term(['a', 'b']),
      term(
        ['b', RUN],
        [
          ['b', 'a'],
          ['b', 'ab'],
          ['b', 'b'],
        ],
      ),
    ];
    expect(small().simplify(terms)).toEqual(sorted);
    expect(small().simplify([...terms].reverse())).toEqual(sorted);
    expect(
      small().simplify([
        term(
          ['b', RUN],
          [
            ['b', 'b'],
            ['b', 'a'],
          ],
        ),
      ])[0]!.except,
    ).toEqual([
      ['b', 'a'],
      ['b', 'b'],
    ]);
  });

  it('names the statements of all its equal terms, in order', () => {
    const [a, b] = [(...because: number[]) => term(['a', 'a'], [], because), term(['b', 'a'], [], [1])];
    expect(small().distinct([a(10, 12), b, a(9, 10)])).toEqual([a(9, 10, 12), b]);
    expect(small().distinct([a(2), a(1)])).toEqual([a(1, 2)]);
    expect(small().distinct([a(2), b])).toEqual([a(2), b]);
    expect(small().distinct([])).toEqual([]);
    // AND what two unions share is by the statements of both
    expect(small().intersect([term([RUN, 'a'], [], [7])], [term(['b', RUN], [], [3])], 'certain')).toEqual([
      term(['b', 'a'], [], [3, 7]),
    ]);
  });
});

describe('the exceptions of a term', () => {
  const except = (...boxes: readonly Box[]): readonly Box[] | undefined =>
    small().without(term([RUN, RUN]), boxes, 'certain')?.except;

  it('are without those that others cover', () => {
    expect(except(['a', 'b'], ['a', RUN], ['b', 'b'])).toEqual([
      ['a', RUN],
      ['b', 'b'],
    ]);
    expect(except(['a', RUN], ['a', 'b'])).toEqual([['a', RUN]]);
    expect(except(['a', 'b'], ['a', 'b'])).toEqual([['a', 'b']]);
  });

  it('keep one of two that cover each other, whichever comes first', () => {
    const [one, other] = [`a${RUN}`, `a${RUN}${RUN}`];
    expect(except([one, 'a'], [other, 'a'])).toHaveLength(1);
    expect(except([other, 'a'], [one, 'a'])).toEqual(except([one, 'a'], [other, 'a']));
  });

  it('go with the part that a term is cut down to', () => {
    const cut = term(
      [RUN, RUN],
      [
        ['a', RUN],
        [RUN, 'b'],
      ],
    );
    expect(small().within([cut], [['b', RUN]], 'certain')).toEqual([term(['b', RUN], [['b', 'b']])]);
    expect(small().within([cut], [['a', 'a']], 'certain')).toEqual([]);
    expect(
      small().within(
        [cut],
        [
          ['b', 'a'],
          ['ab', 'b'],
        ],
        'certain',
      ),
    ).toEqual([term(['b', 'a'])]);
  });
});

describe('an example', () => {
  it('is a request of the term, and there is none where the term is empty', () => {
    for (const one of TERMS) {
      const example = small().example(one);
      expect(example === undefined).toBe(listed([one]).length === 0);
      if (example) expect(listed([one])).toContain(example.join());
    }
    expect(small().example(term([RUN, 'a'], [[RUN, RUN]]))).toBeUndefined();
  });

  it('is found where nothing that is likely is in the term', () => {
    expect(
      small().example(
        term(
          [`a${RUN}`, `${RUN}b`],
          [
            ['a', RUN],
            ['aa', RUN],
            [RUN, 'ab'],
            [RUN, 'bb'],
          ],
        ),
      ),
    ).toEqual(['ab', 'b']);
  });

  it('has the unknown values of its term', () => {
    const unknown = symbolOf('a');
    expect(small().example(term([unknown, 'a']))).toEqual([unknown, 'a']);
    expect(small().example(term([unknown, 'a'], [[unknown, RUN]]))).toBeUndefined();
  });
});

describe('a box exists', () => {
  it('where the grammar has a text for each of its patterns', () => {
    const exists = (...box: Box): boolean => new Region([SMALL, NAMESPACE], newBudget()).exists(box);
    expect(exists('ab', 'x')).toBe(true);
    expect(exists('abb', 'x')).toBe(false);
    expect(exists(`a${RUN}b`, `x${ONE}${RUN}`)).toBe(true);
    expect(exists(`${RUN}c`, RUN)).toBe(false);
    expect(exists(RUN, `${RUN}-`)).toBe(false);
    expect(exists(RUN, ONE.repeat(63))).toBe(true);
    expect(exists(RUN, `x${ONE.repeat(63)}`)).toBe(false);
    expect(exists(RUN, symbolOf('a'))).toBe(true);
  });
});

describe('with values that are not known', () => {
  const [A, B] = [symbolOf('var.a'), symbolOf('var.b')];

  it('what certainly stays is what no value takes, and what may stay is what some value leaves', () => {
    const left = (box: Box, taken: Box, mode: Mode): readonly Term[] =>
      small().subtract([term(box)], [term(taken)], mode);
    expect(left([A, 'a'], [A, RUN], 'certain')).toEqual([]);
    expect(left([A, 'a'], [A, RUN], 'possible')).toEqual([]);
    expect(left([A, 'a'], [B, RUN], 'certain')).toEqual([]);
    expect(left([A, 'a'], [B, RUN], 'possible')).toEqual([term([A, 'a'])]);
    expect(left([A, 'a'], ['b', RUN], 'certain')).toEqual([]);
    expect(left([A, 'a'], ['b', RUN], 'possible')).toEqual([term([A, 'a'])]);
    // AND what is told apart by a known value stays
    expect(left([A, 'a'], ['b', 'b'], 'certain')).toEqual([term([A, 'a'])]);
    expect(left([A, RUN], [A, 'b'], 'certain')).toEqual([term([A, RUN], [[A, 'b']])]);
    expect(left([A, RUN], [RUN, 'b'], 'certain')).toEqual([term([A, RUN], [[A, 'b']])]);
    expect(left([`${A}${RUN}`, 'a'], [`${RUN}b`, 'a'], 'certain')).toEqual([]);
    expect(left([`${A}${RUN}`, 'a'], [`${RUN}b`, 'a'], 'possible')).toEqual([
      term([`${A}${RUN}`, 'a'], [[`${A}${RUN}b`, 'a']]),
    ]);
  });

  it('what they share for certain has the same value, and what they may share has any', () => {
    const shared = (mode: Mode): readonly Term[] => small().intersect([term([A, RUN])], [term(['b', 'a'])], mode);
    expect(shared('certain')).toEqual([]);
    expect(shared('possible')).toEqual([term(['b', 'a'])]);
    expect(small().intersect([term([A, RUN])], [term([A, 'a'])], 'certain')).toEqual([term([A, 'a'])]);
  });

  it('what is taken with exceptions gives back what may be an exception', () => {
    const taken = [term([RUN, RUN], [[A, RUN]])];
    expect(small().subtract([term(['b', 'a'])], taken, 'certain')).toEqual([]);
    expect(small().subtract([term(['b', 'a'])], taken, 'possible')).toEqual([term(['b', 'a'])]);
  });
});

describe('texts of terms', () => {
  it('differ where the terms do, and do not depend on the order of exceptions', () => {
    const terms = [
      term(['ab', 'c']),
      term(['a', 'bc']),
      term(['a', 'b'], [['cx', 'd']]),
      term(['a', 'bc'], [['x', 'd']]),
      term(['a', 'b'], [['c', 'd']]),
      term(
        ['a', 'b'],
        [
          ['c', 'd'],
          ['e', 'f'],
        ],
      ),
      term(['a', 'b']),
    ];
    expect(new Set(terms.map(keyOf)).size).toBe(terms.length);
    expect(
      keyOf(
        term(
          ['a', 'b'],
          [
            ['c', 'd'],
            ['e', 'f'],
          ],
        ),
      ),
    ).toBe(
      keyOf(
        term(
          ['a', 'b'],
          [
            ['e', 'f'],
            ['c', 'd'],
          ],
        ),
      ),
    );
    // AND a question about one is not answered as the same about another
    const region = small();
    expect(region.isInside(term([`a${RUN}`, RUN]), [term([RUN, RUN], [['b', RUN]])])).toBe(true);
    expect(region.isInside(term([`a${RUN}b`, RUN]), [term([RUN, RUN], [['ab', RUN]])])).toBe(false);
  });

  it('of two questions differ, so that the answer to one is not that to the other', () => {
    const region = small();
    expect(region.example(term([ONE, 'a'], [['a', 'b']]))?.[0]).toHaveLength(1);
    expect(region.example(term([`${ONE}a`, 'a']))?.[0]).toHaveLength(2);
  });

  it('are in the order of their code units', () => {
    expect([compare('a', 'b'), compare('b', 'a'), compare('a', 'a'), compare('B', 'a')]).toEqual([-1, 1, 0, -1]);
    expect(merge([10, 9], [], [9, 2])).toEqual([2, 9, 10]);
    expect(merge([3, 1])).toEqual([1, 3]);
  });
});
