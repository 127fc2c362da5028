import fc from 'fast-check';
import { editDistance } from '../../lib/core/edit-distance';

describe('the distance of two texts', () => {
  test.each([
    ['backend', 'backend', 0],
    ['backend', 'bakend', 1],
    ['frontend', 'frontned', 2],
    ['', 'abc', 3],
  ])('GIVEN %j and %j THEN %d characters differ', (one, other, distance) => {
    expect(editDistance(one, other)).toBe(distance);
  });

  test('GIVEN any texts THEN it is the same both ways, and no less than their lengths differ', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const distance = editDistance(one, other);
        expect(editDistance(other, one)).toBe(distance);
        expect(distance).toBeGreaterThanOrEqual(Math.abs(one.length - other.length));
      }),
    );
  });
});
