import { lockText, looksLikeLock, parseLock } from '../../lib/review';
import { ORDERS, inventoryOf } from './review-program';

test('a lock with the marks of a merge conflict is one that has them, wherever they are', () => {
  const text = lockText(inventoryOf(ORDERS));
  const middle = text.indexOf('## ');
  for (const at of [0, middle, text.length]) {
    for (const end of ['\n', '\r\n']) {
      const marked = `${text.slice(0, at)}<<<<<<< HEAD\n${text.slice(at)}`.replace(/\n/g, end);
      expect(looksLikeLock(marked)).toBe(true);
      expect(() => parseLock(marked, 'access.lock.md')).toThrow('has the marks of a merge conflict');
    }
  }
  expect(looksLikeLock('# Who gets which identity')).toBe(false);
});
