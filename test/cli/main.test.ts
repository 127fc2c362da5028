import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

function podtrust(args: readonly string[], stdout: number | 'pipe' = 'pipe') {
  return spawnSync(process.execPath, ['--import', 'tsx', join(ROOT, 'lib/cli/main.ts'), ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    input: 'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: a }\n',
    stdio: ['pipe', stdout, 'pipe'],
  });
}

test('--version is the package’s', () => {
  const { status, stdout } = podtrust(['--version']);
  expect([status, stdout]).toEqual([
    0,
    `${(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version}\n`,
  ]);
});

test('a result that cannot be written is not a proof: exit 2, in one line', () => {
  // GIVEN a standard output that takes nothing, as of a full disk
  const readOnly = openSync(__filename, 'r');
  // WHEN
  const { status, stderr } = podtrust(['prove', '-'], readOnly);
  closeSync(readOnly);
  // THEN
  expect(status).toBe(2);
  expect(stderr).toBe('podtrust: output-unwritten: the result cannot be written: EBADF\n');
});
