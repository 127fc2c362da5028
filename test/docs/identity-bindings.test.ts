import { readFileSync } from 'node:fs';
import { IDENTITY_BINDINGS_FILE, identityBindingsPage } from '../../docs/identity-bindings';
import { COMMAND } from '../../docs/rules/pages';
import { IDENTITY_BINDING_SDKS } from '../../lib/core';
import { testProgramOf } from './page-program';
import { programWithLine } from './program-with-line';

const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
testProgramOf('identity-bindings');

const page = readFileSync(IDENTITY_BINDINGS_FILE, 'utf8');

test('the program prints what the page says', () => {
  const [, printed] = /^```text\n([^]*?)^```$/m.exec(page)!;
  expect(`${log.mock.calls.map(([line]) => line).join('\n')}\n`).toBe(printed);
});

test(`its table of libraries is that of the data (else run ${COMMAND})`, () => {
  expect(page).toBe(identityBindingsPage());
});

test('asking about a pod that a binding admits names the libraries that know the token proxy', () => {
  const [, answer] = /catalogue\/reports\n(admitted: [^]*?)```/.exec(page)!;
  for (const { language, version, option } of IDENTITY_BINDING_SDKS) {
    expect(answer).toContain(`${language} ${version} (${option})`);
  }
});

test('without the switch of image pulls their rows stay, and the annotations are open: the cluster exists', () => {
  const { inventory } = programWithLine(
    'identity-bindings',
    /const switched = new ServiceAccountImagePull\([^;]*;/,
    'const switched = pulls;',
  );

  expect(inventory.access.filter(({ via }) => via === 'image-pull')).toHaveLength(3);
  expect(inventory.findings).toEqual([]);
});

test('a service account that was not let in has no binding, and the error says where to add it', () => {
  const program = () =>
    programWithLine('identity-bindings', /serviceAccounts: teams,/, 'serviceAccounts: teams.slice(1),');

  expect(program).toThrow(/binding-unknown[^]*catalogue\/reports[^]*`serviceAccounts`/);
});
