import { newBudget } from '../../../../lib/proof/iam/budget';
import { CLUSTER_ARN } from '../../../../lib/proof/iam/region/cluster-arn';
import { cellsOf, isValid, meetIn } from '../../../../lib/proof/iam/region/dimension';
import type { Cell, Dimension, Grammar } from '../../../../lib/proof/iam/region/dimension';
import { FOLD, ONE, RUN } from '../../../../lib/proof/iam/region/glob';
import { NAMESPACE } from '../../../../lib/proof/iam/region/subject';
import { symbolOf } from '../../../../lib/proof/model/known/symbol';
import { expressionOf } from './automaton';

const budget = newBudget(1_000_000_000);

/** Texts of these kinds of characters, up to a length. */
function anyOf(kinds: readonly string[], maximumLength: number): Dimension {
  return {
    grammar: { start: 0, step: (state) => state, accepts: (state) => state === 0, kinds, maximumLength },
  };
}

/** A cell as `value: which it is inside`. */
const inShort = (cells: readonly Cell[]): string[] =>
  cells.map(({ value, inside }) => [`${value}:`, ...inside.map(Number)].join(' '));

describe('a text', () => {
  it('is one of a grammar that accepts it, and not where no value begins like this', () => {
    const grammar: Grammar = {
      start: 0,
      step: (_, character) => (character === 'a' ? 0 : -1),
      accepts: () => true,
      kinds: ['a'],
      maximumLength: 3,
    };
    expect(['', 'aaa', 'aaaa', 'b', 'ab', 'ba', symbolOf('x')].map((text) => isValid(grammar, text))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      true,
    ]);
  });
});

describe('the cells of a pattern', () => {
  const letters = anyOf(['abxA'], 2);
  const LETTERS = ['a', 'b', 'x', 'A'];
  const TEXTS = ['', ...LETTERS, ...LETTERS.flatMap((one) => LETTERS.map((other) => one + other))];
  const GLOBS = ['', 'a', RUN, `a${RUN}`, `${RUN}b`, ONE, `${RUN}x${RUN}`, ONE + ONE, 'abx', `${FOLD}a${RUN}`];
  const fits = (glob: string, text: string): boolean => new RegExp(`^${expressionOf(glob)}$`).test(text);

  it('are the ways of all texts, each by one of the shortest', () => {
    for (const include of GLOBS) {
      for (const [at, one] of GLOBS.entries()) {
        const others = [one, GLOBS[(at + 3) % GLOBS.length]!, GLOBS[(at + 4) % GLOBS.length]!];
        const way = (text: string): string => others.map((other) => Number(fits(other, text))).join(' ');
        const shortest = new Map<string, number>();
        for (const text of TEXTS.filter((each) => fits(include, each))) {
          shortest.set(way(text), Math.min(shortest.get(way(text)) ?? 9, text.length));
        }
        const cells = cellsOf(letters, include, others, budget);
        expect(cells.map(({ inside }) => inside.map(Number).join(' ')).sort()).toEqual([...shortest.keys()].sort());
        for (const { value, inside } of cells) {
          expect(fits(include, value)).toBe(true);
          expect(way(value)).toBe(inside.map(Number).join(' '));
          expect(value).toHaveLength(shortest.get(way(value))!);
        }
      }
    }
  });

  it('are as many as are asked for', () => {
    expect(inShort(cellsOf(letters, RUN, ['a', 'b'], budget, 1))).toEqual([': 0 0']);
    expect(cellsOf(letters, RUN, ['a', 'b'], budget, 2)).toHaveLength(2);
    expect(cellsOf(letters, RUN, ['a', 'b'], budget)).toHaveLength(3);
  });

  it('have characters that patterns name, in order, and one for all others where there is one', () => {
    expect(inShort(cellsOf(anyOf(['a'], 1), ONE, ['a'], budget))).toEqual(['a: 1']);
    expect(inShort(cellsOf(anyOf(['ab'], 1), ONE, ['a'], budget))).toEqual(['b: 0', 'a: 1']);
    expect(inShort(cellsOf(anyOf(['a'], 1), RUN, ['', 'a'], budget))).toEqual([': 1 0', 'a: 0 1']);
    expect(inShort(cellsOf(anyOf([], 1), ONE, ['b', 'a'], budget))).toEqual(['a: 0 1', 'b: 1 0']);
    // A letter of either case is two characters.
    expect(inShort(cellsOf(anyOf([], 1), `${FOLD}b`, [], budget))).toEqual(['B:']);
    expect(inShort(cellsOf(anyOf([], 1), `${FOLD}b`, ['b'], budget))).toEqual(['B: 0', 'b: 1']);
  });

  it('are none where it is longer than any value, however long', () => {
    expect(cellsOf(NAMESPACE, ONE.repeat(63), [], budget)).toHaveLength(1);
    expect(cellsOf(NAMESPACE, ONE.repeat(64), [], budget)).toEqual([]);
    expect(cellsOf(NAMESPACE, ONE.repeat(1_001), [], budget)).toEqual([]);
    expect(inShort(cellsOf(NAMESPACE, RUN, [ONE.repeat(64), ONE.repeat(1_001)], budget))).toEqual(['x: 0 0']);
  });

  it('with a value that is not known is itself, inside of what covers it whatever that value is', () => {
    const [A, B] = [symbolOf('var.a'), symbolOf('var.b')];
    expect(inShort(cellsOf(letters, A, [A, B, RUN, 'a'], budget))).toEqual([`${A}: 1 0 1 0`]);
    expect(inShort(cellsOf(letters, `a${A}${RUN}`, [`a${RUN}`, `b${RUN}`], budget))).toEqual([`a${A}: 1 0`]);
    // AND of known values none is certainly in what is not known
    expect(inShort(cellsOf(letters, `a${RUN}`, [A, `${A}${RUN}`, RUN], budget))).toEqual(['a: 0 0 1']);
  });
});

describe('the cells of a value in parts', () => {
  const arn = (region: string, name: string): string => `arn:aws:eks:${region}:111122223333:cluster/${name}`;

  it('are those of the parts', () => {
    expect(inShort(cellsOf(CLUSTER_ARN, arn('eu-west-1', `m${RUN}`), [arn('eu-west-1', `${RUN}n`)], budget))).toEqual([
      `${arn('eu-west-1', 'm')}: 0`,
      `${arn('eu-west-1', 'mn')}: 1`,
    ]);
    expect(
      inShort(cellsOf(CLUSTER_ARN, arn(RUN, RUN), [arn('eu-west-1', RUN), arn(RUN, 'main')], budget)).sort(),
    ).toEqual([
      `${arn('eu-west-1', 'main')}: 1 1`,
      `${arn('eu-west-1', 'x')}: 1 0`,
      `${arn('x', 'main')}: 0 1`,
      `${arn('x', 'x')}: 0 0`,
    ]);
    expect(inShort(cellsOf(CLUSTER_ARN, arn('eu-west-1', RUN), [], budget, 1))).toEqual([`${arn('eu-west-1', 'x')}:`]);
  });

  it('are each by the first of its ways, in which no part is named needlessly', () => {
    expect(inShort(cellsOf(CLUSTER_ARN, arn(RUN, RUN), [arn('eu-west-1', 'main')], budget)).sort()).toEqual([
      `${arn('eu-west-1', 'main')}: 1`,
      `${arn('x', 'x')}: 0`,
    ]);
  });

  it('are not inside of what is not known', () => {
    const unknown = symbolOf('aws_eks_cluster.main.arn');
    expect(inShort(cellsOf(CLUSTER_ARN, arn('eu-west-1', RUN), [unknown, RUN], budget))).toEqual([
      `${arn('eu-west-1', 'x')}: 0 1`,
    ]);
  });

  it('are those of the whole where a pattern does not keep within the parts', () => {
    const across = `arn:aws:eks:eu-west-1:111122223333:${RUN}a`;
    expect(inShort(cellsOf(CLUSTER_ARN, across, [arn('eu-west-1', 'a')], budget)).sort()).toEqual([
      `${arn('eu-west-1', 'a')}: 1`,
      `${arn('eu-west-1', 'xa')}: 0`,
    ]);
    expect(inShort(cellsOf(CLUSTER_ARN, arn('eu-west-1', `a${RUN}`), [across], budget)).sort()).toEqual([
      `${arn('eu-west-1', 'a')}: 1`,
      `${arn('eu-west-1', 'ax')}: 0`,
    ]);
  });
});

describe('what two patterns of a value in parts share', () => {
  const shared = (a: string, b: string): readonly string[] => meetIn(CLUSTER_ARN, a, b, 'certain', newBudget());
  const one = `arn:${RUN}:eks:${RUN}:${RUN}:cluster/a${RUN}`;

  it('is worked out part by part', () => {
    const other = `arn:aws:eks:eu${RUN}:${RUN}1${RUN}:cluster/${RUN}b`;
    expect(shared(one, other)).toEqual([`arn:aws:eks:eu${RUN}:${RUN}1${RUN}:cluster/a${RUN}b`]);
    expect(shared(`arn:aws:eks:${RUN}-1:1:cluster/a`, `arn:aws:eks:eu-${RUN}:1:cluster/a`).toString()).toBe(
      [`arn:aws:eks:eu-1:1:cluster/a`, `arn:aws:eks:eu-${RUN}-1:1:cluster/a`].join(),
    );
    expect(shared(one, `arn:aws:eks:${RUN}:${RUN}:cluster/b`)).toEqual([]);
    expect(shared(one, one)).toEqual([one]);
    expect([shared(RUN, one), shared(one, RUN)]).toEqual([[one], [one]]);
  });

  it('is worked out as a whole where one does not keep within the parts', () => {
    const across = `arn:aws:eks:eu-west-1:111122223333:${RUN}/ab`;
    const both = [`arn:aws:eks:eu-west-1:111122223333:cluster/ab`];
    expect(shared(across, `arn:aws:eks:eu-west-1:111122223333:cluster/a${ONE}`)).toEqual(both);
    expect(shared(`arn:aws:eks:eu-west-1:111122223333:cluster/a${ONE}`, across)).toEqual(both);
  });
});
