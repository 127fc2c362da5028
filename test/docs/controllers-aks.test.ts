import { readFileSync } from 'node:fs';
import { CONTROLLERS } from '../../docs/controllers/aks-controllers';
import { AKS_CONTROLLERS_FILE, aksControllersPage } from '../../docs/controllers/page';
import { COMMAND } from '../../docs/rules/pages';
import { AKS_CONTROLLERS } from '../../lib/core';
import { testProgramOf } from './page-program';

test(`the tables of docs/controllers-aks.md are those of the code (else run ${COMMAND})`, () => {
  expect(readFileSync(AKS_CONTROLLERS_FILE, 'utf8')).toBe(aksControllersPage());
});

test('each controller that is known has a row', () => {
  const rows = Object.values(CONTROLLERS).map(({ name }) => name);
  expect(Object.values(AKS_CONTROLLERS).filter(({ name }) => !rows.includes(name))).toEqual([]);
});

testProgramOf('controllers-aks');
