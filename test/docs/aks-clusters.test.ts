import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AKS_ADDONS } from '../../lib/core/kubernetes/addon-accounts';
import { testProgramOf } from './page-program';

testProgramOf('aks-clusters');

test('the page has each add-on that the proof knows', () => {
  const page = readFileSync(join(__dirname, '../../docs/aks-clusters.md'), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  const missing = AKS_ADDONS.filter(({ slug }) => !rows.some((row) => row.includes(`\`${slug}\``)));
  expect(missing.map(({ slug }) => slug)).toEqual([]);
});
