import { TOO_LARGE, newBudget, spend, within } from '../../../lib/proof/iam/budget';

describe('a budget', () => {
  it('ends the work that spends more than it has, and no sooner', () => {
    const work = (steps: number) => (): string => {
      const budget = newBudget(10);
      spend(budget, 4);
      spend(budget, steps);
      return `${budget.left} left`;
    };
    expect(within(work(5))).toBe('1 left');
    expect(within(work(6))).toBe('0 left');
    expect(within(work(7))).toBeUndefined();
  });

  it('hides no other error', () => {
    const fails = (): never => {
      throw new Error('something else');
    };
    expect(() => within(fails)).toThrow('something else');
  });
});

it('is what a trust is too much for', () => {
  expect(TOO_LARGE).toBe('the trust policy is too large or too intricate to be worked out exactly');
});
