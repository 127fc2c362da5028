import fc from 'fast-check';
import { all, and, any, isNo, isUnknown, isYes, not, or, unknown } from '../../../lib/proof/model/known/known';
import type { Known } from '../../../lib/proof/model/known/known';

const answers: readonly Known[] = [true, false, unknown('a'), unknown('b')];
const answer = fc.constantFrom(...answers);

/** What an answer may turn out to be. */
const worlds = (known: Known): readonly boolean[] => (typeof known === 'object' ? [true, false] : [known]);

test('an answer is exactly one of yes, no and unknown', () => {
  for (const one of answers) expect([isYes(one), isNo(one), isUnknown(one)].filter(Boolean)).toHaveLength(1);
});

test('and, or and not are certain exactly where every world agrees', () => {
  fc.assert(
    fc.property(answer, answer, (one, other) => {
      const agreed = (operation: (a: boolean, b: boolean) => boolean): boolean | undefined => {
        const results = new Set(worlds(one).flatMap((a) => worlds(other).map((b) => operation(a, b))));
        return results.size === 1 ? [...results][0] : undefined;
      };
      const plain = (known: Known): boolean | undefined => (typeof known === 'object' ? undefined : known);
      expect(plain(and(one, other))).toBe(agreed((a, b) => a && b));
      expect(plain(or(one, other))).toBe(agreed((a, b) => a || b));
      expect(plain(not(one))).toBe(worlds(one).length === 1 ? !worlds(one)[0] : undefined);
    }),
  );
});

test('of several reasons the first is told', () => {
  expect(and(unknown('first'), unknown('second'))).toEqual(unknown('first'));
  expect(or(false, unknown('second'))).toEqual(unknown('second'));
});

test('of nothing all is true and nothing is any', () => {
  expect(all([], () => false)).toBe(true);
  expect(any([], () => true)).toBe(false);
});

test('questions stop at the answer that decides', () => {
  const asked: number[] = [];
  const decide = (item: number): Known => {
    asked.push(item);
    return item === 2 ? false : unknown('open');
  };
  expect(all([1, 2, 3], decide)).toBe(false);
  expect(asked).toEqual([1, 2]);
});
