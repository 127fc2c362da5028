import { readFileSync } from 'node:fs';
import { AWS_GRANTS } from '../../docs/grants/aws-grants';
import { AZURE_GRANTS } from '../../docs/grants/azure-grants';
import { GRANTS_FILE, grantsPage } from '../../docs/grants/page';
import { COMMAND } from '../../docs/rules/pages';
import * as aws from '../../lib/aws';
import * as azure from '../../lib/azure';
import { testProgramOf } from './page-program';

const page = readFileSync(GRANTS_FILE, 'utf8');

test(`the tables of docs/grants.md are those of the code (else run ${COMMAND})`, () => {
  expect(page).toBe(grantsPage());
});

test.each<[string, object, object]>([
  ['AWS', aws, AWS_GRANTS],
  ['Azure', azure, AZURE_GRANTS],
])('each grant of %s has a row', (_, room, rows) => {
  const calls = Object.entries(room)
    .filter(([name, value]) => name.endsWith('Grant') && typeof value === 'object')
    .flatMap(([name, verbs]) => Object.keys(verbs as object).map((verb) => `${name}.${verb}`));
  expect(
    Object.keys(rows)
      .map((call) => call.replace(/\(.*/, ''))
      .sort(),
  ).toEqual(calls.sort());
});

testProgramOf('grants');
