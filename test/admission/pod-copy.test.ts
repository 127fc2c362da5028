import fc from 'fast-check';
import { copyOf } from '../../lib/admission/pod';

describe('the copy of an object', () => {
  it('holds what the object holds, and is no part of it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const before = JSON.stringify(value);
        const copy = copyOf(value);
        expect(JSON.stringify(copy)).toBe(before);
        if (typeof value === 'object' && value !== null) expect(copy).not.toBe(value);
      }),
    );
  });

  it('has one object where the original had one in two places, also within itself', () => {
    const shared = { name: 'token' };
    const original: Record<string, unknown> = { volumes: [shared, shared] };
    original['self'] = original;
    const copy = copyOf(original) as { volumes: unknown[]; self: unknown };
    expect(copy.volumes[0]).toBe(copy.volumes[1]);
    expect(copy.volumes[0]).not.toBe(shared);
    expect(copy.self).toBe(copy);
  });

  it('keeps a key __proto__ as a key', () => {
    const copy = copyOf(JSON.parse('{"__proto__": {"hostNetwork": true}}') as Record<string, unknown>);
    expect(Object.keys(copy)).toEqual(['__proto__']);
    expect(copy['hostNetwork']).toBeUndefined();
  });

  it('has a time as a time, and refuses a function', () => {
    const time = new Date(0);
    expect(copyOf({ time }).time.getTime()).toBe(0);
    expect(copyOf({ time }).time).not.toBe(time);
    expect(() => copyOf({ run: () => undefined })).toThrow(/not plain data/);
  });
});
