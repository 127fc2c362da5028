import { version } from '../../package.json';
import { VERSION } from '../../lib/core/version';

test('the version that podtrust says is the one of its package.json', () => {
  expect(VERSION).toBe(version);
});
