import fc from 'fast-check';
import { PRIVATE_RANGES, isWithin, overlap } from '../../lib/core/ipv4-range';

const range = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
  .map(([value, bits]) => `${[24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.')}/${bits}`);

/** The bits of the network, which two ranges that overlap have in common. */
function prefixOf(text: string): string {
  const [address, bits] = text.split('/');
  const all = address!.split('.').map((part) => Number(part).toString(2).padStart(8, '0'));
  return all.join('').slice(0, Number(bits));
}

describe('ranges of IPv4 addresses', () => {
  test('overlap where one’s network begins with the other’s', () => {
    fc.assert(
      fc.property(range, range, (one, other) => {
        const [a, b] = [prefixOf(one), prefixOf(other)];
        expect(overlap(one, other)).toBe(a.startsWith(b) || b.startsWith(a));
        expect(overlap(one, other)).toBe(overlap(other, one));
      }),
    );
  });

  test('are within others whose network they begin with', () => {
    fc.assert(
      fc.property(range, fc.array(range, { maxLength: 3 }), (one, others) => {
        expect(isWithin(one, others)).toBe(others.some((other) => prefixOf(one).startsWith(prefixOf(other))));
      }),
    );
  });

  test.each([
    ['172.16.0.0/12', true],
    ['172.32.0.0/16', false],
    ['10.1.2.3/32', true],
    ['192.0.0.0/8', false],
  ])('%s is a private one: %s', (one, expected) => {
    expect(isWithin(one, PRIVATE_RANGES)).toBe(expected);
  });

  test('that are not known overlap with none, and are within any', () => {
    expect([overlap('${var.a}', '10.0.0.0/8'), isWithin('${var.a}', ['10.0.0.0/8'])]).toEqual([false, true]);
  });
});
