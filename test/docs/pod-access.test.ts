import { readFileSync } from 'node:fs';
import { OLDEST_SDKS, OLDEST_SDKS_SOURCES } from '../../lib/core';
import { POD_ACCESS_FILE, podAccessPage } from '../../docs/pod-access';
import { COMMAND } from '../../docs/rules/pages';
import { testProgramOf } from './page-program';

const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
testProgramOf('pod-access');

const page = readFileSync(POD_ACCESS_FILE, 'utf8');

test('the program prints what the page says', () => {
  const [, printed] = /^```text\n([^]*?)^```$/m.exec(page)!;
  expect(`${log.mock.calls.map(([line]) => line).join('\n')}\n`).toBe(printed);
});

test(`its table of SDKs is that of the data (else run ${COMMAND})`, () => {
  expect(page).toBe(podAccessPage());
});

test('each SDK is there once, with a version of at least one mechanism, and each source has its date', () => {
  expect(new Set(OLDEST_SDKS.map(({ sdk }) => sdk)).size).toBe(OLDEST_SDKS.length);
  const version = /^(all|none|\d+(\.\d+)+|release-\d{4}-\d\d-\d\d)$/;
  for (const { irsa, podIdentity } of OLDEST_SDKS) {
    const given = [irsa, podIdentity].filter((one) => one !== undefined);
    expect(given.length).toBeGreaterThan(0);
    for (const one of given) expect(one).toMatch(version);
  }
  for (const { url, read } of Object.values(OLDEST_SDKS_SOURCES)) {
    expect(url).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/eks\//);
    expect(read).toMatch(/^\d{4}-\d\d-\d\d$/);
  }
});
