import { readFileSync } from 'node:fs';
import { CONTROLLERS } from '../../docs/controllers/eks-controllers';
import { CONTROLLERS_FILE, controllersPage } from '../../docs/controllers/page';
import { COMMAND } from '../../docs/rules/pages';
import { EKS_CONTROLLERS } from '../../lib/core';
import { testProgramOf } from './page-program';

test(`the tables of docs/controllers.md are those of the code (else run ${COMMAND})`, () => {
  expect(readFileSync(CONTROLLERS_FILE, 'utf8')).toBe(controllersPage());
});

test('each controller that is known has a row', () => {
  const rows = Object.values(CONTROLLERS).map(({ name }) => name);
  expect(Object.values(EKS_CONTROLLERS).filter(({ name }) => !rows.includes(name))).toEqual([]);
});

testProgramOf('controllers');
