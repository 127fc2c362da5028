import { PodtrustError, checkNodeScaling, isKnown, isKnownNumber } from '../../lib/core';

test.each([undefined, null, 5, {}])('%p in place of text is refused in words, and not by a TypeError', (value) => {
  let error: unknown;
  try {
    isKnown(value as unknown as string);
  } catch (thrown) {
    error = thrown;
  }
  expect(PodtrustError.is(error)).toBe(true);
  expect(error).toMatchObject({
    code: 'input-invalid',
    message: expect.stringMatching(/given where text is expected[^]*environment variable/) as string,
  });
});

/** As cdktf writes a number that only an apply will know. */
const TOKEN = -1.8881545897087626e289;

test('a number that stands for a token is not known, and every other is', () => {
  expect([0, -1, 3600, NaN, Infinity].every(isKnownNumber)).toBe(true);
  expect(isKnownNumber(TOKEN)).toBe(false);
});

describe('a pool of nodes', () => {
  const accepted = { least: 0, most: 1000, why: 'so it is' };
  const of = (minimum: number, maximum: number, desired?: number) => () =>
    checkNodeScaling({ minimum, maximum, desired }, accepted, 'here');

  test('may have numbers that only an apply will know', () => {
    for (const check of [of(TOKEN, 5), of(1, TOKEN), of(1, 5, TOKEN), of(TOKEN, TOKEN, TOKEN)]) {
      expect(check).not.toThrow();
    }
  });

  test.each([
    ['no node at most', of(TOKEN, 0)],
    ['fewer at first than at least', of(2, TOKEN, 1)],
    ['half a node', of(0.5, 2)],
    ['no number', of(1, NaN)],
    ['nothing', of(undefined as unknown as number, 2)],
  ])('of %s is refused, whatever else is not known', (_, check) => {
    expect(check).toThrow(/node-count-invalid/);
  });
});
