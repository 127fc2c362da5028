import { readFileSync } from 'node:fs';
import { ENTRA_WORKLOAD_ID_FILE, entraWorkloadIdPage } from '../../docs/entra-workload-id';
import { COMMAND } from '../../docs/rules/pages';
import { OLDEST_AZURE_SDKS, OLDEST_AZURE_SDKS_SOURCE } from '../../lib/core';
import { testProgramOf } from './page-program';
import { programWithLine } from './program-with-line';

const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
testProgramOf('entra-workload-id');

const page = readFileSync(ENTRA_WORKLOAD_ID_FILE, 'utf8');

test('the program prints what the page says', () => {
  const [, printed] = /^```text\n([^]*?)^```$/m.exec(page)!;
  expect(`${log.mock.calls.map(([line]) => line).join('\n')}\n`).toBe(printed);
});

test(`its table of libraries is that of the data (else run ${COMMAND})`, () => {
  expect(page).toBe(entraWorkloadIdPage());
});

test('each language is there once, with a version', () => {
  expect(new Set(OLDEST_AZURE_SDKS.map(({ language }) => language)).size).toBe(6);
  for (const { version } of OLDEST_AZURE_SDKS) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(OLDEST_AZURE_SDKS_SOURCE.read).toMatch(/^\d{4}-\d\d-\d\d$/);
});

test('asking about a pod that is admitted names the libraries', () => {
  const [, answer] = /directory-sync\n(admitted: [^]*?)```/.exec(page)!;
  for (const { language, version } of OLDEST_AZURE_SDKS) expect(answer).toContain(`${language} ${version}`);
});

test('an application that exists is one row as well, with its permissions', () => {
  const { inventory } = programWithLine(
    'entra-workload-id',
    /new PodApplication\(identities, 'sync', \{/,
    `PodApplication.fromAttributes(identities, 'sync', {
  id: '/applications/44444444-4444-4444-4444-444444444444',
  clientId: '55555555-5555-5555-5555-555555555555',
  principalId: '66666666-6666-6666-6666-666666666666',`,
  );

  expect(inventory.identities).toContainEqual(
    expect.objectContaining({ kind: 'entra-application', name: 'Shop directory sync' }),
  );
  expect(inventory.access.find(({ serviceAccount }) => serviceAccount === 'directory-sync')).toMatchObject({
    identity: 'identities/sync',
    workloads: ['Pod/shop/directory-sync'],
    claimed: true,
  });
  expect(inventory.permissions.map(({ identity, role }) => `${identity}: ${role}`)).toContain(
    'identities/sync: Key Vault Secrets User',
  );
  expect([inventory.findings, inventory.undecided]).toEqual([[], []]);
});
