import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { testProgramOf } from './page-program';

testProgramOf('eks-and-aks');

const LIBRARY = join(__dirname, '../../lib');
const page = readFileSync(join(__dirname, '../../docs/eks-and-aks.md'), 'utf8');
const source = readdirSync(LIBRARY, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(LIBRARY, file), 'utf8'))
  .join('\n');

test('annotations, audiences, variables and errors of the page are those that the library knows', () => {
  const terms = [
    ...page.matchAll(/`((?:[a-z.]+\/[a-z-]+)|[A-Z]+(?:_[A-Z]+)+|api:[^`]+|[a-z]+\.amazonaws\.com|AADSTS\d+)`/g),
  ];
  const names = [...new Set(terms.map(([, name]) => name!))];
  expect(names.length).toBeGreaterThan(12);
  expect(names.filter((name) => !source.includes(name))).toEqual([]);
});
