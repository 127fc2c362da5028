import fc from 'fast-check';
import { newBudget } from '../../../lib/proof/iam/budget';
import { cellsOf, isValid } from '../../../lib/proof/iam/dimension';
import { FOLD, ONE, RUN, covers, mayMeet, meet, shortestLength, tidy, union } from '../../../lib/proof/iam/glob';
import { Region } from '../../../lib/proof/iam/region';
import type { Box, Term } from '../../../lib/proof/iam/region';
import { NAMESPACE, SERVICE_ACCOUNT } from '../../../lib/proof/iam/subject';
import { Texts, expressionOf } from './automaton';

// The algebra of patterns against the automata of refa, which decide the same questions in another way and without limit.

const pieces = (characters: readonly string[], maxLength: number) =>
  fc.array(fc.constantFrom(...characters, RUN, RUN, ONE), { maxLength }).map((list) => list.join(''));
const pattern = pieces(['a', 'b', 'A', '-', '.', `${FOLD}a`, `${FOLD}b`], 7);
/** Patterns of names, valid and invalid ones. */
const ofNames = pieces(['a', 'b', '0', '-', '.', 'A'], 6);

const NAMES = {
  [NAMESPACE.name]: Texts.of('[a-z0-9](?:[a-z0-9-]*[a-z0-9])?'),
  [SERVICE_ACCOUNT.name]: Texts.of('[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*'),
};

describe('two patterns', () => {
  it('share exactly the texts of the union that their intersection is', () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const both = Texts.ofPattern(a).and(Texts.ofPattern(b));
        expect(Texts.ofPatterns(meet(a, b, 'certain', newBudget())).equals(both)).toBe(true);
        expect(mayMeet(a, b, newBudget())).toBe(!both.isEmpty);
      }),
      { numRuns: 1500 },
    );
  });

  it('cover each other only where every text of the one is a text of the other', () => {
    fc.assert(
      fc.property(pattern, pattern, (general, specific) => {
        const within = Texts.ofPattern(specific).isWithin(Texts.ofPattern(general));
        if (covers(general, specific, newBudget())) expect(within).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('and a text cover each other exactly where the text is one of the pattern', () => {
    const text = pieces(['a', 'b', 'A', 'B', '-'], 7).map((glob) => glob.replaceAll(RUN, 'b').replaceAll(ONE, 'x'));
    fc.assert(
      fc.property(pattern, text, (glob, one) => {
        expect(covers(glob, one, newBudget())).toBe(Texts.ofPattern(glob).holds(one));
      }),
      { numRuns: 2000 },
    );
  });
});

it('a pattern in its only spelling has the same texts, and none that is shorter than its shortest', () => {
  fc.assert(
    fc.property(pattern, (glob) => {
      const texts = Texts.ofPattern(glob);
      expect(Texts.ofPattern(tidy(glob)).equals(texts)).toBe(true);
      const length = shortestLength(glob);
      if (length > 0) expect(texts.meets(Texts.of(`[^]{0,${length - 1}}`))).toBe(false);
      expect(texts.meets(Texts.of(`[^]{${length}}`))).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

it('a union without what others cover has the same texts', () => {
  fc.assert(
    fc.property(fc.array(pattern, { maxLength: 5 }), (globs) => {
      expect(Texts.ofPatterns(union(globs, newBudget())).equals(Texts.ofPatterns(globs))).toBe(true);
    }),
    { numRuns: 300 },
  );
});

describe.each([NAMESPACE, SERVICE_ACCOUNT])('values of $name', (dimension) => {
  const names = NAMES[dimension.name]!;

  it('are those of the grammar', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '0', '-', '.', 'A'), maxLength: 8 });
    fc.assert(
      fc.property(text, (one) => expect(isValid(dimension.grammar, one)).toBe(names.holds(one))),
      { numRuns: 1000 },
    );
  });

  it('lie inside and outside of patterns in exactly the ways that have an example', () => {
    fc.assert(
      fc.property(ofNames, fc.array(ofNames, { maxLength: 3 }), (include, others) => {
        const cells = cellsOf(dimension, include, others, newBudget());
        const inside = (cell: readonly boolean[]) => cell.map(Number).join('');
        const ways = Array.from({ length: 2 ** others.length }, (_, way) =>
          others.map((__, at) => (way >> at) % 2 === 1),
        );
        const possible = ways.filter(
          (way) =>
            others.reduce(
              (texts, other, at) =>
                way[at] ? texts.and(Texts.ofPattern(other)) : texts.without(Texts.ofPattern(other)),
              names.and(Texts.ofPattern(include)),
            ).isEmpty === false,
        );
        expect(cells.map((cell) => inside(cell.inside)).sort()).toEqual(possible.map(inside).sort());
        for (const { value, inside: is } of cells) {
          expect(names.and(Texts.ofPattern(include)).holds(value)).toBe(true);
          expect(others.map((other) => Texts.ofPattern(other).holds(value))).toEqual(is);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('regions of namespace and account', () => {
  const dimensions = [NAMESPACE, SERVICE_ACCOUNT];
  const everybody = Texts.of(
    `[a-z0-9](?:[a-z0-9-]*[a-z0-9])?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*`,
  );
  const ofBox = (box: Box): Texts =>
    Texts.of(box.map((glob) => expressionOf(glob).replaceAll('[^]', '[^:]')).join(':')).and(everybody);
  const ofTerm = ({ box, except }: Term): Texts =>
    except.reduce((texts, other) => texts.without(ofBox(other)), ofBox(box));
  const ofTerms = (terms: readonly Term[]): Texts =>
    terms.reduce((texts, term) => texts.or(ofTerm(term)), Texts.none());

  const box = fc.tuple(pieces(['a', 'b', '-'], 3), pieces(['a', 'b', '.'], 3));
  const terms = fc
    .array(fc.record({ box, without: fc.array(box, { maxLength: 2 }) }), { minLength: 1, maxLength: 3 })
    .map(
      (list) =>
        (region: Region): readonly Term[] =>
          list.flatMap(({ box: one, without }, index) => {
            const term = { box: one, except: [], because: [index] };
            return region.without(term, without, 'certain') ?? [];
          }),
    );

  it('without others hold exactly the rest, and in common exactly what both hold', () => {
    fc.assert(
      fc.property(terms, terms, (makeA, makeB) => {
        const region = new Region(dimensions, newBudget());
        const [a, b] = [makeA(region), makeB(region)];
        expect(ofTerms(region.subtract(a, b, 'certain')).equals(ofTerms(a).without(ofTerms(b)))).toBe(true);
        expect(ofTerms(region.intersect(a, b, 'certain')).equals(ofTerms(a).and(ofTerms(b)))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('are the same after simplifying, and have an example exactly where they are not empty', () => {
    fc.assert(
      fc.property(terms, (make) => {
        const region = new Region(dimensions, newBudget());
        const all = make(region);
        expect(ofTerms(region.simplify(all)).equals(ofTerms(all))).toBe(true);
        for (const term of all) {
          const example = region.example(term);
          expect(example === undefined).toBe(ofTerm(term).isEmpty);
          if (example) expect(ofTerm(term).holds(example.join(':'))).toBe(true);
          const others = all.filter((other) => other !== term);
          if (example) expect(region.isInside(term, others)).toBe(ofTerm(term).isWithin(ofTerms(others)));
        }
      }),
      { numRuns: 300 },
    );
  });
});
